// What documents that come later show of a line that was rejected or disallowed.
#pragma once

#include "domain/money.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"

#include <cstdint>

namespace tranche::server {

// The line with its report, what is still missing of it, and what all of that was worth.
persistence::query missing_of_line(std::int64_t line);

struct shown_cost {
    domain::money base;                   // of the line, at its own rate
    domain::money support, support_base;  // its share of the support cost (R32)
};
// Of the last part exactly what is left, however the parts before were rounded.
shown_cost shown_of_line(const persistence::row& line, domain::money amount, domain::currency base);

}  // namespace tranche::server
