// The one place that asks which day it is.
#pragma once

#include "domain/calendar.hpp"

namespace tranche::server {

// Today in UTC.
domain::date today_utc();

}  // namespace tranche::server
