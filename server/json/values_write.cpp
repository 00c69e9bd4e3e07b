#include "domain/contract.hpp"
#include "server/json/components.hpp"
#include "server/json/values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <charconv>
#include <limits>

namespace tranche::server {

namespace json = boost::json;

void write_value(std::string& out, std::string_view value) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    std::size_t clean = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto byte = static_cast<unsigned char>(value[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out.append(value.data() + clean, i - clean);
        clean = i + 1;
        switch (byte) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out += "\\u00";
                out += hex[byte >> 4];
                out += hex[byte & 15];
        }
    }
    out.append(value.data() + clean, value.size() - clean);
    out += '"';
}

void write_value(std::string& out, const std::string& value) {
    write_value(out, std::string_view(value));
}

void write_value(std::string& out, bool value) {
    out += value ? "true" : "false";
}

void write_value(std::string& out, std::int64_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void write_value(std::string& out, int value) {
    write_value(out, std::int64_t{value});
}

void write_value(std::string& out, domain::date value) {
    write_value(out, domain::to_string(value));
}

void write_value(std::string& out, const domain::money& value) {
    const auto unit = value.currency_unit();
    out += R"({"amount":)";
    write_value(out, value.to_decimal());
    out += R"(,"currency":)";
    write_value(out, unit.code());
    out += '}';
}

void write_value(std::string& out, const domain::currency& value) {
    write_value(out, value.code());
}

void write_value(std::string& out, const domain::percentage& value) {
    write_value(out, value.to_decimal());
}

void write_value(std::string& out, const decimal_text& value) {
    write_value(out, value.text);
}
void write_value(std::string& out, const reference& value) {
    write_value(out, value.text);
}
void write_value(std::string& out, const raw_json& value) {
    out += value.text;
}

namespace {

json::value describe_text(const field_rules& rules) {
    json::object schema{{"type", "string"}};
    if (!rules.choices.empty()) {
        json::array words;
        for (const auto& each : rules.choices)
            words.emplace_back(each);
        schema["enum"] = std::move(words);
        return schema;
    }
    switch (rules.form) {
        case text_form::timestamp:
            schema["format"] = "date-time";
            return schema;
        case text_form::email:
            schema["format"] = "email";
            break;
        case text_form::code:
            schema["pattern"] = "^[A-Za-z0-9][A-Za-z0-9._/-]*$";
            break;
        case text_form::line:
        case text_form::multiline:
            break;
    }
    if (rules.min_length > 0) schema["minLength"] = rules.min_length;
    schema["maxLength"] = rules.max_length;
    return schema;
}

json::value describe_integer(const field_rules& rules) {
    json::object schema{{"type", "integer"}, {"format", "int64"}};
    auto min = rules.min;
    if (rules.sign == sign_rule::positive && min.value_or(0) < 1) min = 1;
    if (rules.sign == sign_rule::non_negative && min.value_or(-1) < 0) min = 0;
    if (min) schema["minimum"] = *min;
    if (rules.max) schema["maximum"] = *rules.max;
    return schema;
}

json::value describe_money(component_registry& registry, sign_rule sign) {
    const auto reference = registry.reference_to("money", typeid(domain::money), [](auto&) {
        return json::object{
            {"type", "object"},
            {"description", "An amount as exact decimal text; never a JSON number."},
            {"properties",
             json::object{
                 {"amount",
                  json::object{{"type", "string"}, {"pattern", R"(^-?[0-9]+(\.[0-9]{1,4})?$)"}}},
                 {"currency", json::object{{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}}}},
            {"required", json::array{"amount", "currency"}},
            {"additionalProperties", false}};
    });
    if (sign == sign_rule::any) return reference;
    // JSON Schema cannot compare decimal text, so the sign is said by an added pattern.
    const auto* pattern = sign == sign_rule::positive ? "^[0-9.]*[1-9][0-9.]*$" : "^[0-9.]+$";
    return json::object{
        {"allOf", json::array{reference}},
        {"properties", json::object{{"amount", json::object{{"pattern", pattern}}}}}};
}

json::value describe_decimal(std::string_view pattern, std::string_view example) {
    return json::object{
        {"type", "string"},
        {"pattern", json::string_view(pattern.data(), pattern.size())},
        {"examples", json::array{json::string_view(example.data(), example.size())}}};
}

json::value describe_decimal(const field_rules& rules) {
    switch (rules.decimals) {
        case decimal_form::percentage:
            return describe_decimal(R"(^[0-9]{1,4}(\.[0-9]{1,4})?$)", "7.5");
        case decimal_form::rate:
            return describe_decimal(R"(^[0-9]{1,12}(\.[0-9]{1,10})?$)", "8.10673");
        case decimal_form::any:
            return rules.sign == sign_rule::any
                ? describe_decimal(R"(^-?[0-9]{1,12}(\.[0-9]{1,10})?$)", "12.5")
                : describe_decimal(R"(^[0-9]{1,12}(\.[0-9]{1,10})?$)", "12.5");
    }
    throw domain::contract_violation("describe_decimal: not a form");
}

}  // namespace

json::value describe_value(
    component_registry& registry, value_shape shape, const field_rules& rules
) {
    switch (shape) {
        case value_shape::text:
            return describe_text(rules);
        case value_shape::flag:
            return json::object{{"type", "boolean"}};
        case value_shape::integer:
            return describe_integer(rules);
        case value_shape::date:
            return json::object{{"type", "string"}, {"format", "date"}};
        case value_shape::money:
            return describe_money(registry, rules.sign);
        case value_shape::currency:
            return json::object{{"type", "string"}, {"pattern", "^[A-Z]{3}$"}};
        case value_shape::percentage:
            return describe_decimal(R"(^[0-9]{1,4}(\.[0-9]{1,4})?$)", "7.5");
        case value_shape::decimal:
            return describe_decimal(rules);
        case value_shape::reference:
            return json::object{
                {"type", "string"},
                {"minLength", 1},
                {"maxLength", 80},
                {"description", "An id, or a code people use for the same thing."}};
        case value_shape::raw:
            return json::object{};
    }
    throw domain::contract_violation("describe_value: not a shape");
}

}  // namespace tranche::server
