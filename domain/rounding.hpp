// The one place where amounts are rounded: half away from zero, computed in 128 bits and
// narrowed with a check. Floating point is used nowhere in this layer.
#pragma once

#include "domain/contract.hpp"

#include <cstdint>
#include <limits>
#include <stdexcept>

namespace tranche::domain {

/// An amount does not fit 64 bits of minor units. Never a wrap.
struct money_overflow : std::overflow_error {
    using std::overflow_error::overflow_error;
};

/// 128-bit integer for products of two 64-bit ones.
__extension__ typedef __int128 int128;

/// `value` as 64 bits; throws money_overflow when it does not fit.
constexpr std::int64_t narrow(int128 value) {
    if (value > std::numeric_limits<std::int64_t>::max() ||
        value < std::numeric_limits<std::int64_t>::min()) {
        throw money_overflow("amount exceeds 64 bits of minor units");
    }
    return static_cast<std::int64_t>(value);
}

/// numerator / denominator, half away from zero. Throws contract_violation for a zero denominator.
constexpr int128 divide_round(int128 numerator, int128 denominator) {
    if (denominator == 0) throw contract_violation("division by zero");
    const int128 quotient = numerator / denominator;
    const int128 remainder = numerator % denominator;
    const int128 left = remainder < 0 ? -remainder : remainder;
    const int128 whole = denominator < 0 ? -denominator : denominator;
    // left >= whole - left is 2 * left >= whole without the doubling that could overflow.
    if (left == 0 || left < whole - left) return quotient;
    return (numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1;
}

/// a * b / c, half away from zero: shares in proportion and percents of amounts.
/// Throws money_overflow when the result does not fit, contract_violation when c is zero.
constexpr std::int64_t mul_div_round(std::int64_t a, std::int64_t b, std::int64_t c) {
    return narrow(divide_round(static_cast<int128>(a) * b, c));
}

/// 10 to the power `exponent`, which is 0 to 18.
constexpr std::int64_t power_of_ten(int exponent) {
    if (exponent < 0 || exponent > 18) throw contract_violation("power of ten out of range");
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= 10;
    return power;
}

}  // namespace tranche::domain
