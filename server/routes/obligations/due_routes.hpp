// Endpoints about what is due and how people are told of it; a part of routes.hpp.
#pragma once

#include "server/routes/routes.hpp"

namespace tranche::server {

endpoints calendar_address_endpoints();
endpoints notice_preference_endpoints();
endpoints reporting_schedule_endpoints();

}  // namespace tranche::server
