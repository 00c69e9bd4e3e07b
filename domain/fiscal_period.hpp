// Quarters and fiscal years: the columns reports and payment requests are cut into.
// A quarter is a calendar quarter; a fiscal year starts with the month its instrument says.
#pragma once

#include "domain/calendar.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

/// A calendar quarter, ordered by time.
class quarter {
public:
    /// Throws contract_violation unless the year is 1 to 9999 and the number 1 to 4.
    quarter(int year, int number);

    /// The quarter a day lies in. Throws contract_violation for a day that does not exist.
    static quarter containing(date day);
    /// "2009-Q2"; empty for anything else.
    static std::optional<quarter> parse(std::string_view label);

    int year() const { return year_; }
    /// 1 to 4.
    int number() const { return number_; }

    quarter next() const;
    quarter previous() const;
    /// First to last day, both included.
    date_range range() const;
    /// "2009-Q2".
    std::string label() const;

    friend auto operator<=>(const quarter&, const quarter&) = default;

private:
    int year_;
    int number_;
};

/// Twelve months from the first of a start month, named by the year they start in.
class fiscal_year {
public:
    /// Throws contract_violation unless the year is 1 to 9999 and the month 1 to 12.
    explicit fiscal_year(int year, int start_month = 1);

    /// The fiscal year a day lies in. Throws contract_violation for a day that does not exist.
    static fiscal_year containing(date day, int start_month = 1);

    /// The year of the first day.
    int year() const { return year_; }
    int start_month() const { return start_month_; }

    fiscal_year next() const { return fiscal_year(year_ + 1, start_month_); }
    fiscal_year previous() const { return fiscal_year(year_ - 1, start_month_); }
    /// First to last day, both included.
    date_range range() const;
    /// "2009" for a calendar year, otherwise both years: "2009/10".
    std::string label() const;

    /// By the first day.
    friend auto operator<=>(const fiscal_year&, const fiscal_year&) = default;

private:
    int year_;
    int start_month_;
};

}  // namespace tranche::domain
