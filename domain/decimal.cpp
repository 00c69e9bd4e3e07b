#include "domain/decimal.hpp"

#include "domain/contract.hpp"

#include <algorithm>

namespace tranche::domain {
namespace {

constexpr int most_digits = 18;  // 999'999'999'999'999'999 fits 64 bits, one digit more may not

bool all_digits(std::string_view text) {
    // Not std::isdigit: it depends on the locale of the process.
    return !text.empty() &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<std::int64_t> parse_scaled(std::string_view text, const decimal_format& format) {
    const bool minus = !text.empty() && text.front() == '-';
    if (minus && !format.negative) return std::nullopt;
    if (minus) text.remove_prefix(1);

    const auto point = text.find('.');
    auto whole = text.substr(0, point);
    std::string_view fraction;
    if (!all_digits(whole)) return std::nullopt;
    if (point != std::string_view::npos) {
        fraction = text.substr(point + 1);
        if (!all_digits(fraction)) return std::nullopt;
        if (fraction.size() > static_cast<std::size_t>(format.decimals)) return std::nullopt;
    }

    whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
    if (whole.size() > static_cast<std::size_t>(format.whole_digits)) return std::nullopt;

    std::string digits{whole};
    digits += fraction;
    digits.append(static_cast<std::size_t>(format.decimals) - fraction.size(), '0');
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() > most_digits) return std::nullopt;

    std::int64_t value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return minus ? -value : value;
}

std::string to_decimal(std::int64_t minor, int exponent) {
    expects(exponent >= 0 && exponent <= most_digits, "decimals out of range");
    // Unsigned negation is defined for the smallest value too, which has no positive twin.
    const auto bits = static_cast<std::uint64_t>(minor);
    auto text = std::to_string(minor < 0 ? 0 - bits : bits);
    const auto decimals = static_cast<std::size_t>(exponent);
    if (decimals > 0) {
        if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
        text.insert(text.size() - decimals, 1, '.');
    }
    if (minor < 0) text.insert(0, 1, '-');
    return text;
}

std::string without_trailing_zeros(std::string decimal) {
    if (decimal.find('.') == std::string::npos) return decimal;
    decimal.erase(decimal.find_last_not_of('0') + 1);
    if (decimal.back() == '.') decimal.pop_back();
    return decimal;
}

}  // namespace tranche::domain
