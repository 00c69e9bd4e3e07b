// The value types of the wire that the domain does not have, and how every single value is read,
// written and described: text, numbers, money, dates, references. One overload set per type;
// schema.hpp builds objects, lists and maps from it.
#pragma once

#include "domain/calendar.hpp"
#include "domain/currency.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"
#include "server/json/reader.hpp"
#include "server/json/rules.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::server {

class component_registry;

/// An exact decimal number as text ("8.10673"): at most 12 digits before and 10 after the point.
struct decimal_text {
    std::string text;
    friend bool operator==(const decimal_text&, const decimal_text&) = default;
};

/// How a caller names a row: an opaque id ("prj_...") or a code people use ("1035", "CT.0985").
/// 1 to 80 characters, no control characters.
struct reference {
    std::string text;
    friend bool operator==(const reference&, const reference&) = default;
};

/// A finished piece of JSON inside an answer (a stored event, a preview). Never read from input
/// unchecked: reading keeps any JSON value as compact text.
struct raw_json {
    std::string text = "null";
};

// read_value: checks `in` against the rules, adds what is wrong to the reader, and sets `out`
// only when nothing is.
void read_value(reader&, const boost::json::value& in, const field_rules&, std::string& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, bool& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, std::int64_t& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, int& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, domain::date& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, domain::money& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, domain::currency& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, domain::percentage&);
void read_value(reader&, const boost::json::value& in, const field_rules&, decimal_text& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, reference& out);
void read_value(reader&, const boost::json::value& in, const field_rules&, raw_json& out);

// write_value: appends compact JSON.
void write_value(std::string& out, std::string_view value);
void write_value(std::string& out, const std::string& value);
void write_value(std::string& out, bool value);
void write_value(std::string& out, std::int64_t value);
void write_value(std::string& out, int value);
void write_value(std::string& out, domain::date value);
void write_value(std::string& out, const domain::money& value);
void write_value(std::string& out, const domain::currency& value);
void write_value(std::string& out, const domain::percentage& value);
void write_value(std::string& out, const decimal_text& value);
void write_value(std::string& out, const reference& value);
void write_value(std::string& out, const raw_json& value);
/// A string literal must not become a bool.
void write_value(std::string& out, const char* value) = delete;

/// Which rules make sense for a type; anything else is a mistake in a table.
template <class T>
struct value_traits;

/// The OpenAPI schema of a single value under its rules.
enum class value_shape {
    text,
    flag,
    integer,
    date,
    money,
    currency,
    percentage,
    decimal,
    reference,
    raw
};
boost::json::value describe_value(component_registry&, value_shape, const field_rules&);

template <>
struct value_traits<std::string> {
    static constexpr auto shape = value_shape::text;
    static constexpr unsigned rules = rule_bit::length | rule_bit::one_of | rule_bit::text_form;
};
template <>
struct value_traits<bool> {
    static constexpr auto shape = value_shape::flag;
    static constexpr unsigned rules = 0;
};
template <>
struct value_traits<std::int64_t> {
    static constexpr auto shape = value_shape::integer;
    static constexpr unsigned rules = rule_bit::range | rule_bit::sign;
};
template <>
struct value_traits<int> {
    static constexpr auto shape = value_shape::integer;
    static constexpr unsigned rules = rule_bit::range | rule_bit::sign;
};
template <>
struct value_traits<domain::date> {
    static constexpr auto shape = value_shape::date;
    static constexpr unsigned rules = 0;
};
template <>
struct value_traits<domain::money> {
    static constexpr auto shape = value_shape::money;
    static constexpr unsigned rules = rule_bit::sign;
};
template <>
struct value_traits<domain::currency> {
    static constexpr auto shape = value_shape::currency;
    static constexpr unsigned rules = 0;
};
template <>
struct value_traits<domain::percentage> {
    static constexpr auto shape = value_shape::percentage;
    static constexpr unsigned rules = rule_bit::sign;
};
template <>
struct value_traits<decimal_text> {
    static constexpr auto shape = value_shape::decimal;
    static constexpr unsigned rules = rule_bit::sign | rule_bit::decimal_form;
};
template <>
struct value_traits<reference> {
    static constexpr auto shape = value_shape::reference;
    static constexpr unsigned rules = 0;
};
template <>
struct value_traits<raw_json> {
    static constexpr auto shape = value_shape::raw;
    static constexpr unsigned rules = 0;
};

}  // namespace tranche::server
