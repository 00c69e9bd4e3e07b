// Days as people write them. Whether 03/04/2026 is in March or in April is decided by other days of
// the same column, never by the cell itself.
#pragma once

#include "domain/calendar.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

enum class day_order { day_first, month_first };

enum class date_reading {
    not_a_date,
    short_year,  // "03/04/26"
    plain,       // "2026-04-03", "05/05/2026"
    day_first,   // "31/12/2026"
    month_first,
    either
};

date_reading date_reading_of(std::string_view text);

// Nothing when it is no day in that order.
std::optional<domain::date> day_in(std::string_view text, day_order order);

constexpr day_order other_than(day_order order) {
    return order == day_order::day_first ? day_order::month_first : day_order::day_first;
}

// "24/07/2009" or "07/24/2009".
std::string written_day(domain::date day, day_order order);

}  // namespace tranche::server
