// An exact decimal rate of exchange: how many units of `quote` one unit of `base` buys.
// Conversion rounds once, half away from zero, at the decimals of the target currency (R42);
// a total is the sum of its converted lines and is never converted again.
#pragma once

#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

class exchange_rate {
public:
    /// A plain decimal above zero with at most 12 digits before and 10 after the point and at most
    /// 18 significant ones. Empty for anything else, for a currency that is "no currency", and for
    /// a pair of one currency with itself at another rate than 1.
    static std::optional<exchange_rate> parse(
        std::string_view decimal, currency base, currency quote
    );

    /// The rate of a currency to itself. Throws contract_violation for "no currency".
    static exchange_rate one(currency unit);

    /// The rate without trailing zeros: "8.10673", "8".
    std::string to_decimal() const;

    currency base() const { return base_; }
    currency quote() const { return quote_; }

    /// `amount` in the other currency of the pair: base to quote multiplies, quote to base divides.
    /// Throws contract_violation unless {amount's currency, to} is the pair, and money_overflow
    /// when the result does not fit.
    money convert(money amount, currency to) const;

    /// Equal in value and pair; "8.10" and "8.1" are one rate.
    friend bool operator==(const exchange_rate&, const exchange_rate&) = default;

private:
    exchange_rate(std::int64_t coefficient, int scale, currency base, currency quote)
        : coefficient_(coefficient),
          scale_(scale),
          base_(base),
          quote_(quote) {}

    std::int64_t coefficient_;  // the rate is coefficient_ / 10^scale_, without trailing zeros
    int scale_;
    currency base_;
    currency quote_;
};

}  // namespace tranche::domain
