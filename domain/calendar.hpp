// Calendar dates and ranges of them, without a clock: "today" is always an argument.
// Months end where the calendar says, so a period that starts at the end of a month stays there.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

/// Comparable with <, == and the rest; printed by to_string.
using date = std::chrono::year_month_day;

/// ISO 8601 yyyy-mm-dd, exactly ten characters, a day that exists, years 1900 to 2999. Empty for
/// anything else.
std::optional<date> parse_date(std::string_view text);

/// yyyy-mm-dd. Throws contract_violation for a date that does not exist or a year beyond 1 to 9999.
std::string to_string(date day);

/// The same day `months` later (or earlier). A day the target month lacks becomes its last day, and
/// the last day of a month stays the last: 31 January + 1 is 28 February, + 2 is 31 March.
/// Throws contract_violation for a date that does not exist or a result beyond the years 1 to 9999.
date add_months(date day, int months);

/// `days` later (or earlier). Throws like add_months.
date add_days(date day, int days);

/// The last day of the month of `day`.
date end_of_month(date day);

/// Days from `from` to `to`; negative when `to` is earlier.
int days_between(date from, date to);

/// A range of days, both ends included.
struct date_range {
    date first;
    date last;

    /// Both days exist and the first is not after the last.
    bool is_valid() const;
    /// Whether the day lies in the range.
    bool contains(date day) const;
    /// Whether the other range lies wholly in this one.
    bool contains(const date_range& other) const;
    /// Whether the ranges share at least one day.
    bool overlaps(const date_range& other) const;
    /// Whole months the range covers: 1 April to 31 March is 12, one day less is 11 (R49).
    /// Throws contract_violation for a range that is not valid.
    int whole_months() const;

    friend bool operator==(const date_range&, const date_range&) = default;
};

}  // namespace tranche::domain
