// Numbers as people write them. Whether "1,234" is a thousand or a little more than one is decided
// by other numbers of the same column that can be read in one way only, never by the cell itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

enum class decimal_mark { point, comma };

enum class number_reading {
    not_a_number,
    exponent,  // "3.24568E+15": a program shortened what was no amount, the digits are gone
    plain,     // no mark in it that could be read in two ways
    point,     // can only be read with a decimal point: "1,234.56", "0.5", "12.5"
    comma,
    either  // "1,234", "1.234"
};

number_reading reading_of(std::string_view text);

// As "-1234.56", without what groups the digits; nothing when it cannot be read with that mark.
// Accounting programs' (1,234.56) and 1,234.56- are below zero. A per cent sign is left out.
std::optional<std::string> plain_number(std::string_view text, decimal_mark mark);

constexpr decimal_mark other_than(decimal_mark mark) {
    return mark == decimal_mark::point ? decimal_mark::comma : decimal_mark::point;
}

// "-1234.56" as people write it: "-1,234.56" or "-1.234,56".
std::string grouped_number(std::string_view plain, decimal_mark mark);

}  // namespace tranche::server
