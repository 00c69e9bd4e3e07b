// An amount of one currency as a signed count of its minor units (cents, fils ...), design of
// the money core: 64-bit integers, never floating point, and overflow is an error.
// Sums over several currencies are another type, money_bag.
#pragma once

#include "domain/currency.hpp"
#include "domain/decimal.hpp"
#include "domain/rounding.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

class money {
public:
    /// Zero of no currency; it does not add to an amount that has one.
    constexpr money() = default;

    /// `minor` minor units: money(150, usd) is one dollar fifty.
    constexpr money(std::int64_t minor, currency unit) : minor_(minor), currency_(unit) {}

    /// A decimal string as JSON carries it: optional '-', digits, and optionally a point with one
    /// digit up to the currency's exponent (fewer are padded). "-0.00" is zero. Empty for anything
    /// else, including more than 18 digits of minor units.
    static std::optional<money> parse(std::string_view decimal, currency unit);

    constexpr std::int64_t minor() const { return minor_; }
    constexpr currency currency_unit() const { return currency_; }

    constexpr bool is_zero() const { return minor_ == 0; }
    constexpr bool is_negative() const { return minor_ < 0; }
    constexpr bool is_positive() const { return minor_ > 0; }

    /// Decimal string with exactly the currency's decimals: "-1234.50".
    std::string to_decimal() const;

    /// Throw money_overflow when the result does not fit and contract_violation when the
    /// currencies differ.
    money& operator+=(money other);
    money& operator-=(money other);
    friend money operator+(money left, money right) { return left += right; }
    friend money operator-(money left, money right) { return left -= right; }
    money operator-() const;

    /// Amounts of different currencies are never equal, zero included.
    friend constexpr bool operator==(const money&, const money&) = default;

    /// Throws contract_violation when the currencies differ: they have no order.
    friend std::strong_ordering operator<=>(const money& left, const money& right) {
        left.expect_same_currency(right);
        return left.minor_ <=> right.minor_;
    }

private:
    void expect_same_currency(const money& other) const {
        expects(currency_ == other.currency_, "amounts of different currencies do not mix");
    }

    std::int64_t minor_ = 0;
    currency currency_;
};

/// "1200.00 USD", as messages show amounts.
std::string shown(money amount);

/// The smaller amount. Throws contract_violation when the currencies differ.
money min(money left, money right);

/// The larger amount. Throws contract_violation when the currencies differ.
money max(money left, money right);

}  // namespace tranche::domain
