// What the cells of a workbook hold: exact decimals from the text of binary numbers, and days from
// counts of days.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// "12500.1" for "12500.1", "1.25001E4" and for "12500.099999999999": a spreadsheet shows 15 digits
// of its binary numbers, and what lies behind them is noise. Nothing for what is no number.
std::optional<std::string> exact_decimal(std::string_view stored);

// The day a spreadsheet counts so many days, in its system of 1900 or 1904. A time of day is left
// off. Nothing for the 29 February 1900, which the first system has, and for days out of range.
std::optional<std::string> day_of_serial(std::string_view stored, bool is_1904);

// Whether a number format shows a day, by its number or its code.
bool is_built_in_day_format(int id);
bool is_day_format(std::string_view code);

// "B" is 1 and "AA" 26; letters in front of a reference such as "AA12".
std::optional<std::size_t> column_of_reference(std::string_view reference);
std::string column_name(std::size_t column);

}  // namespace tranche::server
