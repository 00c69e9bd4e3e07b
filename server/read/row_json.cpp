#include "server/read/row_json.hpp"

#include "domain/contract.hpp"
#include "domain/money.hpp"
#include "server/json/components.hpp"
#include "server/json/values.hpp"
#include "server/read/actions.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <charconv>

namespace tranche::server {
namespace json = boost::json;
using persistence::column;
using persistence::column_type;

namespace {

std::int64_t to_integer(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    domain::ensures(
        failure == std::errc{} && end == text.data() + text.size(),
        "a column declared as a whole number holds one"
    );
    return number;
}

void write_cell(
    std::string& out, const column& declared, std::string_view text, std::string_view unit
) {
    switch (declared.type) {
        case column_type::id:
            write_value(out, domain::public_id(declared.of.value(), to_integer(text)));
            return;
        case column_type::money: {
            const auto currency = domain::currency::from_code(unit);
            domain::ensures(currency.has_value(), "an amount is read with its currency");
            write_value(out, domain::money{to_integer(text), *currency});
            return;
        }
        case column_type::subject:
            if (const auto what = domain::entity_of_stem(unit)) {
                write_value(out, domain::public_id(*what, to_integer(text)));
            } else {
                out += "null";
            }
            return;
        case column_type::truth:
            out += text == "t" ? "true" : "false";
            return;
        case column_type::integer:
        case column_type::json:
            out += text;
            return;
        case column_type::text:
        case column_type::number:
        case column_type::percent:
        case column_type::date:
        case column_type::timestamp:
            write_value(out, text);
            return;
    }
}

json::object nullable(json::object schema) {
    if (schema.contains("type")) {
        schema["type"] = json::array{schema["type"], "null"};
        return schema;
    }
    return {{"oneOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
}

json::object describe_cell(component_registry& registry, const column& declared) {
    switch (declared.type) {
        case column_type::money:
            return describe_value(registry, value_shape::money, {}).as_object();
        case column_type::integer:
            return {{"type", "integer"}};
        case column_type::truth:
            return {{"type", "boolean"}};
        case column_type::date:
            return {{"type", "string"}, {"format", "date"}};
        case column_type::timestamp:
            return {{"type", "string"}, {"format", "date-time"}};
        case column_type::json:
            return {{"type", "object"}};
        case column_type::id:
        case column_type::subject:
        case column_type::text:
        case column_type::number:
        case column_type::percent:
            break;
    }
    return {{"type", "string"}};
}

json::object describe_columns(component_registry& registry, const persistence::resource& of) {
    json::object properties;
    if (of.is_thing()) {
        properties["id"] = {{"type", "string"}, {"description", "Opaque id; changes never"}};
    }
    for (const auto& one : of.columns) {
        if (!one.is_shown(true)) {
            continue;
        }
        auto cell = nullable(describe_cell(registry, one));
        if (!one.about.empty()) {
            cell["description"] = one.about;
        }
        properties[one.name] = std::move(cell);
    }
    if (of.is_thing()) {
        properties["version"] = {{"type", "integer"}};
    }
    return properties;
}

json::value reference_to_resource(component_registry& registry, const persistence::resource& of) {
    const auto name = of.is_thing() ? domain::names_of(of.what).stem : of.row_name;
    return registry.reference_to(name, typeid(of), [&of](component_registry& inner) -> json::value {
        auto properties = describe_columns(inner, of);
        for (const auto& child : of.children) {
            properties[child.name] = {
                {"type", "array"}, {"items", reference_to_resource(inner, *child.of)}};
        }
        if (of.is_thing() && has_acts(of.what)) {
            properties["actions"] = describe_actions(inner);
        }
        if (of.is_thing()) {
            properties["links"] = {{"type", "object"}};
        }
        return {{"type", "object"}, {"description", of.about}, {"properties", properties}};
    });
}

}  // namespace

void open_row_json(
    std::string& out, const persistence::resource& of, const persistence::row& row, bool with_detail
) {
    int at = 0;
    std::string body;
    for (const auto& one : of.columns) {
        if (!one.is_shown(with_detail)) {
            continue;
        }
        body += ",\"";
        body += one.name;
        body += "\":";
        const int here = at;
        at += one.width();
        if (row.is_null(here)) {
            body += "null";
        } else {
            write_cell(
                body, one, row.at(here), one.width() == 2 ? row.at(here + 1) : std::string_view{}
            );
        }
    }
    if (!of.is_thing()) {
        body.front() = '{';
        out += body;
        return;
    }
    out += "{\"id\":\"" + domain::public_id(of.what, row.integer("_id")) + '"';
    out += body;
    out += ",\"version\":";
    out += row.text("_version");
}

describe_fn describe_resource(const persistence::resource& of) {
    return [&of](component_registry& registry) {
        return reference_to_resource(registry, of);
    };
}

describe_fn describe_list(const persistence::resource& of) {
    return [&of](component_registry& registry) -> json::value {
        const json::object properties{
            {"items", {{"type", "array"}, {"items", reference_to_resource(registry, of)}}},
            {"next_cursor",
             {{"type", json::array{"string", "null"}},
              {"description", "Give it back as ?cursor= for the next page"}}},
            {"total", {{"type", "integer"}, {"description", "Only with ?total=true"}}}};
        return {{"type", "object"}, {"properties", properties}};
    };
}

}  // namespace tranche::server
