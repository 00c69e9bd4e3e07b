// Strict plain decimals, shared by amounts, rates and percents: optional sign, digits, optional
// point with digits. No blanks, no plus sign, no exponent, no group separators, ASCII only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

/// What a decimal may look like.
struct decimal_format {
    int whole_digits;  ///< most digits before the point, leading zeros not counted
    int decimals;      ///< most digits after the point; 0 forbids the point
    bool negative;     ///< whether a minus sign is allowed
};

/// The value of `text` times 10^format.decimals. Empty when the text is not of that format or
/// would need more than 18 digits so scaled.
std::optional<std::int64_t> parse_scaled(std::string_view text, const decimal_format& format);

/// minor / 10^exponent with exactly `exponent` decimals: (-123450, 2) is "-1234.50".
/// The exponent is 0 to 18.
std::string to_decimal(std::int64_t minor, int exponent);

/// `decimal` without trailing zeros after the point, and without a point left at the end.
std::string without_trailing_zeros(std::string decimal);

}  // namespace tranche::domain
