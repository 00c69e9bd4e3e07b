// A currency of ISO 4217 with the number of decimals of its minor unit (USD 2, JPY 0, BHD 3).
// One byte, an index into a table of static storage: copy it freely, a code never dangles.
// The default value XXX means "no currency"; no amount from outside ever carries it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tranche::domain {

class currency {
public:
    /// "No currency": code XXX, no decimals.
    constexpr currency() = default;

    /// The currency with this three-letter code, in capitals. Empty for an unknown code and for
    /// codes without a minor unit (metals, special drawing rights, the test and "none" codes).
    static std::optional<currency> from_code(std::string_view code);

    /// Three capital letters, valid for the life of the program.
    std::string_view code() const;

    /// Decimals of the minor unit, 0 to 4.
    int exponent() const;

    /// Alphabetical by code, "no currency" first.
    // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads <=>
    friend constexpr auto operator<=>(const currency&, const currency&) = default;

private:
    explicit constexpr currency(std::uint8_t index) : index_(index) {}

    std::uint8_t index_ = 0;  // into the table of currency.cpp; 0 is XXX
};

}  // namespace tranche::domain
