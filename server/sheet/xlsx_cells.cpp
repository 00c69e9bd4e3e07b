#include "server/sheet/xlsx_cells.hpp"

#include "domain/calendar.hpp"

#include <algorithm>
#include <charconv>

namespace tranche::server {
namespace {

constexpr std::size_t digits_shown = 15;
constexpr int power_at_most = 40;

bool all_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == text.npos;
}

// Rounds half up to so many significant digits; may carry into one more. `point` counts the digits
// before the decimal point.
void round_digits(std::string& digits, int& point) {
    if (digits.size() <= digits_shown) {
        return;
    }
    const bool up = digits[digits_shown] >= '5';
    digits.resize(digits_shown);
    for (std::size_t at = digits.size(); up && at-- > 0;) {
        if (digits[at] != '9') {
            ++digits[at];
            return;
        }
        digits[at] = '0';
        if (at == 0) {
            digits.insert(0, 1, '1');
            ++point;
        }
    }
}

}  // namespace

std::optional<std::string> exact_decimal(std::string_view stored) {
    const bool negative = stored.starts_with('-');
    stored.remove_prefix(negative || stored.starts_with('+') ? 1 : 0);
    int power = 0;
    if (const auto e = stored.find_first_of("eE"); e != stored.npos) {
        auto text = stored.substr(e + 1);
        text.remove_prefix(text.starts_with('+') ? 1 : 0);
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), power);
        if (text.empty() || failure != std::errc{} || end != text.data() + text.size() ||
            power > power_at_most || power < -power_at_most) {
            return std::nullopt;
        }
        stored = stored.substr(0, e);
    }
    const auto dot = std::min(stored.find('.'), stored.size());
    const auto fraction = dot < stored.size() ? stored.substr(dot + 1) : std::string_view{};
    if (stored.size() > 60 || stored.empty() || !all_digits(stored.substr(0, dot)) ||
        !all_digits(fraction) || (dot == 0 && fraction.empty())) {
        return std::nullopt;
    }
    std::string digits{stored.substr(0, dot)};
    digits += fraction;
    int point = static_cast<int>(dot) + power;
    const auto zeros = std::min(digits.find_first_not_of('0'), digits.size());
    digits.erase(0, zeros);
    point -= static_cast<int>(zeros);
    round_digits(digits, point);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.empty()) {
        return "0";
    }
    std::string out = negative ? "-" : "";
    const auto length = static_cast<int>(digits.size());
    if (point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    } else if (point >= length) {
        out += digits + std::string(static_cast<std::size_t>(point - length), '0');
    } else {
        out += digits.substr(0, static_cast<std::size_t>(point)) + '.' +
            digits.substr(static_cast<std::size_t>(point));
    }
    return out;
}

std::optional<std::string> day_of_serial(std::string_view stored, bool is_1904) {
    const auto exact = exact_decimal(stored);
    std::int64_t serial = 0;
    if (!exact) {
        return std::nullopt;
    }
    const auto whole = std::string_view{*exact}.substr(0, exact->find('.'));
    const auto [end, failure] = std::from_chars(whole.data(), whole.data() + whole.size(), serial);
    constexpr std::int64_t february_29 = 60;  // of 1900, a day that never was
    if (failure != std::errc{} || serial < (is_1904 ? 0 : 1) || serial > 2'958'465 ||
        (!is_1904 && serial == february_29)) {
        return std::nullopt;
    }
    using namespace std::chrono;
    const auto first = is_1904 ? 1904y / January / 1 : 1899y / December / 31;
    const auto behind = is_1904 || serial < february_29 ? serial : serial - 1;
    return domain::to_string(domain::add_days(domain::date{first}, static_cast<int>(behind)));
}

bool is_built_in_day_format(int id) {
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

bool is_day_format(std::string_view code) {
    bool quoted = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char one = code[i];
        if (one == ';' && !quoted) {
            return false;  // the form of what is below zero
        }
        if (one == '"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (one == '\\' || one == '_' || one == '*') {
            ++i;
        } else if (one == '[') {
            i = std::min(code.find(']', i), code.size());  // colours, languages, hours that add up
        } else if (one == 'd' || one == 'D' || one == 'y' || one == 'Y') {
            return true;
        }
    }
    return false;
}

std::optional<std::size_t> column_of_reference(std::string_view reference) {
    std::size_t column = 0;
    std::size_t at = 0;
    while (at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && at < 4) {
        column = column * 26 + static_cast<std::size_t>(reference[at] - 'A') + 1;
        ++at;
    }
    return at == 0 || at > 3 ? std::nullopt : std::optional{column - 1};
}

std::string column_name(std::size_t column) {
    std::string name;
    for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
        name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % 26));
    }
    return name;
}

}  // namespace tranche::server
