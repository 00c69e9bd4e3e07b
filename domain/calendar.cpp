#include "domain/calendar.hpp"

#include "domain/contract.hpp"

#include <algorithm>

namespace tranche::domain {
namespace {

using std::chrono::last;
using std::chrono::sys_days;
using std::chrono::year_month;

bool is_supported(date day) {
    return day.ok() && int{day.year()} >= 1 && int{day.year()} <= 9999;
}

void expect_supported(date day) {
    expects(is_supported(day), "the date does not exist or its year is not 1 to 9999");
}

/// `months` between the first of one month and the first of another.
int months_between(date from, date to) {
    return (int{to.year()} - int{from.year()}) * 12 +
        (static_cast<int>(unsigned{to.month()}) - static_cast<int>(unsigned{from.month()}));
}

/// The year and month `months` later. Done in plain integers: a sum beyond the years of chrono
/// would wrap there.
year_month shifted(date day, int months) {
    const auto from = static_cast<long long>(int{day.year()}) * 12 + unsigned{day.month()} - 1;
    const auto to = from + months;
    expects(to >= 12 && to < 120'000, "the year is not 1 to 9999");
    return std::chrono::year{static_cast<int>(to / 12)} /
        std::chrono::month{static_cast<unsigned>(to % 12) + 1};
}

/// The number that `count` ASCII digits from `start` spell; empty when one is not a digit.
std::optional<int> number_at(std::string_view text, std::size_t start, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(start, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::string padded(unsigned value, std::size_t width) {
    auto text = std::to_string(value);
    text.insert(0, width - std::min(width, text.size()), '0');
    return text;
}

}  // namespace

std::optional<date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_at(text, 0, 4);
    const auto month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2);
    if (!year || !month || !day || *year < 1900 || *year > 2999) return std::nullopt;
    const date result{
        std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!result.ok()) return std::nullopt;
    return result;
}

std::string to_string(date day) {
    expect_supported(day);
    return padded(static_cast<unsigned>(int{day.year()}), 4) + "-" +
        padded(unsigned{day.month()}, 2) + "-" + padded(unsigned{day.day()}, 2);
}

date add_months(date day, int months) {
    expect_supported(day);
    const auto target = shifted(day, months);
    const date last_day{target / last};
    const date same_day = target / day.day();
    return day == end_of_month(day) || !same_day.ok() ? last_day : same_day;
}

date add_days(date day, int days) {
    expect_supported(day);
    // Bounded first: chrono's years wrap on a large sum and the check after it would pass.
    expects(days > -4'000'000 && days < 4'000'000, "the year is not 1 to 9999");
    const date result{sys_days{day} + std::chrono::days{days}};
    expect_supported(result);
    return result;
}

date end_of_month(date day) {
    expect_supported(day);
    return day.year() / day.month() / last;
}

int days_between(date from, date to) {
    expect_supported(from);
    expect_supported(to);
    return static_cast<int>((sys_days{to} - sys_days{from}).count());
}

bool date_range::is_valid() const {
    return is_supported(first) && is_supported(last) && first <= last;
}

bool date_range::contains(date day) const {
    return first <= day && day <= last;
}

bool date_range::contains(const date_range& other) const {
    return first <= other.first && other.last <= last;
}

bool date_range::overlaps(const date_range& other) const {
    return first <= other.last && other.first <= last;
}

int date_range::whole_months() const {
    expects(is_valid(), "the range of dates is not valid");
    const date after{sys_days{last} + std::chrono::days{1}};
    const int months = months_between(first, after);
    // 31 January to 27 February is a month: the anniversary falls on the last day there is. Unlike
    // add_months, 30 April to 29 May is one too: a count must not depend on where April ends.
    const auto last_day =
        std::chrono::year_month_day_last{after.year() / after.month() / std::chrono::last};
    const auto anniversary = std::min(first.day(), last_day.day());
    return after.day() < anniversary ? months - 1 : months;
}

}  // namespace tranche::domain
