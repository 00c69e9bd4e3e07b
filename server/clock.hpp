// The one place that asks which day and time it is.
#pragma once

#include "domain/calendar.hpp"

#include <cstdint>
#include <string>

namespace tranche::server {

// Today in UTC.
domain::date today_utc();
// Seconds since 1970, UTC.
std::int64_t seconds_utc();
// Now, to the second: "2026-01-31T08:15:00Z".
std::string now_utc();
// A moment in the same form.
std::string moment_utc(std::int64_t seconds);

}  // namespace tranche::server
