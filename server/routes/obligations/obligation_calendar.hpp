// The calendar of what is due, as an endpoint.
#pragma once

#include "server/api/endpoint.hpp"

namespace tranche::server {

// GET /api/v1/reporting-obligations.ics: what is due, for a calendar.
endpoint obligation_calendar();

}  // namespace tranche::server
