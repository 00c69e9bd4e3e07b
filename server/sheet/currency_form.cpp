#include "server/sheet/currency_form.hpp"

#include "server/json/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tranche::server {
namespace {

struct written_currency {
    std::string_view text;  // in lower case, without blanks
    std::string_view code;
};

constexpr std::array written{
    written_currency{"us$", "USD"},
    written_currency{"u$s", "USD"},
    written_currency{"usd$", "USD"},
    written_currency{"$us", "USD"},
    written_currency{"dollars", "USD"},
    written_currency{"usdollars", "USD"},
    written_currency{"d\xC3\xB3lares", "USD"},
    written_currency{"dolares", "USD"},
    written_currency{"q", "GTQ"},
    written_currency{"q.", "GTQ"},
    written_currency{"quetzales", "GTQ"},
    written_currency{"quetzal", "GTQ"},
    written_currency{"\xE2\x82\xAC", "EUR"},
    written_currency{"euros", "EUR"},
    written_currency{"euro", "EUR"},
    written_currency{"lempiras", "HNL"},
    written_currency{"soles", "PEN"},
    written_currency{"s/", "PEN"},
    written_currency{"s/.", "PEN"},
    written_currency{"fcfa", "XOF"},
    written_currency{"\xC2\xA3", "GBP"}};

// Where a comma stands before the decimals.
constexpr std::array<std::string_view, 46> comma_countries{
    "AL", "AM", "AO", "AR", "AT", "BA", "BE", "BG", "BO", "BR", "BY", "CL", "CO", "CR", "CV", "CZ",
    "DE", "DK", "DZ", "EC", "ES", "FI", "FR", "GE", "GR", "HR", "HU", "ID", "IT", "KZ", "LT", "LV",
    "MA", "MD", "MZ", "NL", "NO", "PL", "PT", "PY", "RO", "RS", "SE", "UA", "UY", "VE"};

std::string lowered(std::string_view text) {
    std::string out;
    for (const char one : text) {
        if (one != ' ') {
            out += one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one;
        }
    }
    return out;
}

}  // namespace

std::optional<domain::currency> currency_meant(std::string_view text) {
    const auto wanted = lowered(trimmed(text));
    if (const auto* found = std::ranges::find(written, wanted, &written_currency::text);
        found != written.end()) {
        return domain::currency::from_code(found->code);
    }
    if (wanted.size() != 3) {
        return std::nullopt;
    }
    std::string code = wanted;
    std::ranges::transform(code, code.begin(), [](char one) {
        return one >= 'a' && one <= 'z' ? static_cast<char>(one - 'a' + 'A') : one;
    });
    return domain::currency::from_code(code);
}

std::string_view without_symbol(std::string_view text, domain::currency unit) {
    constexpr std::string_view of_numbers = "0123456789-+(";
    constexpr std::string_view ends_numbers = "0123456789-)";
    const auto first = text.find_first_of(of_numbers);
    const auto last = text.find_last_of(ends_numbers);
    if (first == text.npos || last == text.npos || last < first) {
        return text;
    }
    const auto before = trimmed(text.substr(0, first));
    const auto behind = trimmed(text.substr(last + 1));
    const auto is_ours = [&](std::string_view sign) {
        return sign.empty() || currency_meant(sign) == unit;
    };
    return is_ours(before) && is_ours(behind) ? text.substr(first, last - first + 1) : text;
}

decimal_mark usual_mark_of(std::string_view country) {
    return std::ranges::find(comma_countries, country) == comma_countries.end()
        ? decimal_mark::point
        : decimal_mark::comma;
}

day_order usual_order_of(std::string_view country) {
    return country == "US" || country == "PH" || country == "FM" || country == "PW"
        ? day_order::month_first
        : day_order::day_first;
}

}  // namespace tranche::server
