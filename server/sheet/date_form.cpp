#include "server/sheet/date_form.hpp"

#include "server/json/text.hpp"

#include <array>
#include <charconv>

namespace tranche::server {
namespace {

struct three_numbers {
    std::array<int, 3> values{};
    std::array<std::size_t, 3> digits{};
};

// Three numbers with one sort of mark between them; midnight behind them is what databases add.
std::optional<three_numbers> taken_apart(std::string_view text) {
    text = trimmed(text);
    for (const std::string_view midnight : {"T00:00:00", " 00:00:00", " 00:00", " 0:00"}) {
        if (text.ends_with(midnight)) {
            text.remove_suffix(midnight.size());
            break;
        }
    }
    three_numbers read;
    char mark = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto* end = text.data() + text.size();
        if (text.empty() || text.front() < '0' || text.front() > '9') {
            return std::nullopt;
        }
        const auto [after, failure] = std::from_chars(text.data(), end, read.values.at(i));
        read.digits.at(i) = static_cast<std::size_t>(after - text.data());
        if (failure != std::errc{} || read.digits.at(i) > 4) {
            return std::nullopt;
        }
        text.remove_prefix(read.digits.at(i));
        if (i == 2) {
            break;
        }
        if (text.empty() || (text.front() != '/' && text.front() != '-' && text.front() != '.') ||
            (i == 1 && text.front() != mark)) {
            return std::nullopt;
        }
        mark = text.front();
        text.remove_prefix(1);
    }
    return text.empty() ? std::optional{read} : std::nullopt;
}

std::optional<domain::date> day_of(int year, int month, int day) {
    const domain::date made{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
    // Only years that dates have everywhere else.
    return made.ok() ? domain::parse_date(domain::to_string(made)) : std::nullopt;
}

bool year_stands_first(const three_numbers& read) {
    return read.digits[0] == 4 && read.digits[1] <= 2 && read.digits[2] <= 2;
}

bool year_stands_last(const three_numbers& read) {
    return read.digits[2] == 4 && read.digits[0] <= 2 && read.digits[1] <= 2;
}

}  // namespace

std::optional<domain::date> day_in(std::string_view text, day_order order) {
    const auto read = taken_apart(text);
    if (!read) {
        return std::nullopt;
    }
    const auto& [first, second, third] = read->values;
    if (year_stands_first(*read)) {
        return day_of(first, second, third);
    }
    if (!year_stands_last(*read)) {
        return std::nullopt;
    }
    return order == day_order::day_first ? day_of(third, second, first)
                                         : day_of(third, first, second);
}

date_reading date_reading_of(std::string_view text) {
    const auto read = taken_apart(text);
    if (!read) {
        return date_reading::not_a_date;
    }
    if (!year_stands_first(*read) && !year_stands_last(*read)) {
        return date_reading::short_year;
    }
    const auto day_first = day_in(text, day_order::day_first);
    const auto month_first = day_in(text, day_order::month_first);
    if (day_first && month_first) {
        return *day_first == *month_first ? date_reading::plain : date_reading::either;
    }
    return day_first  ? date_reading::day_first
        : month_first ? date_reading::month_first
                      : date_reading::not_a_date;
}

std::string written_day(domain::date day, day_order order) {
    const auto iso = domain::to_string(day);  // "2009-07-24"
    const auto month_of_day = iso.substr(5, 2);
    const auto day_of_month = iso.substr(8, 2);
    const bool is_day_first = order == day_order::day_first;
    return (is_day_first ? day_of_month : month_of_day) + '/' +
        (is_day_first ? month_of_day : day_of_month) + '/' + iso.substr(0, 4);
}

}  // namespace tranche::server
