#include "domain/percentage.hpp"

#include "domain/contract.hpp"
#include "domain/decimal.hpp"
#include "domain/rounding.hpp"

namespace tranche::domain {
namespace {

constexpr int decimals = 4;
constexpr std::int64_t one_percent = power_of_ten(decimals);
constexpr std::int64_t whole = 100 * one_percent;
constexpr std::int64_t largest = 1000 * one_percent;

}  // namespace

std::optional<percentage> percentage::parse(std::string_view decimal) {
    const auto scaled = parse_scaled(decimal, {4, decimals, false});
    if (!scaled || *scaled > largest) return std::nullopt;
    return percentage(*scaled);
}

percentage percentage::from_scaled(std::int64_t scaled) {
    expects(scaled >= 0 && scaled <= largest, "a percentage is 0 to 1000");
    return percentage(scaled);
}

std::int64_t percentage::of(std::int64_t minor) const {
    return mul_div_round(minor, scaled_, whole);
}

std::int64_t percentage::whole_of(std::int64_t minor) const {
    const auto rounded = of(minor);
    return is_exceeded_by(rounded, minor) ? rounded - 1 : rounded;
}

bool percentage::is_exceeded_by(std::int64_t part, std::int64_t total) const {
    return static_cast<int128>(part) * whole > static_cast<int128>(scaled_) * total;
}

std::string percentage::to_decimal() const {
    return without_trailing_zeros(domain::to_decimal(scaled_, decimals));
}

}  // namespace tranche::domain
