// The one place that asks which day and time it is.
#pragma once

#include "domain/calendar.hpp"

#include <string>

namespace tranche::server {

// Today in UTC.
domain::date today_utc();
// Now, to the second: "2026-01-31T08:15:00Z".
std::string now_utc();

}  // namespace tranche::server
