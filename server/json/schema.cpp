#include "server/json/schema.hpp"

#include "domain/contract.hpp"

#include <algorithm>
#include <set>

namespace tranche::server {

namespace json = boost::json;

json::value component_registry::reference_to(
    std::string_view name, std::type_index type, const builder& build
) {
    const auto [known, is_new] = types_.try_emplace(std::string(name), type);
    if (!is_new && known->second != type) {
        throw domain::contract_violation("two types share the schema name " + std::string(name));
    }
    // Registered before it is built, so that a type may contain lists of itself.
    if (is_new) {
        auto built = build(*this);
        components_[std::string(name)] = std::move(built);
    }
    return json::object{{"$ref", "#/components/schemas/" + std::string(name)}};
}

void component_registry::add_property(
    const json::value& reference, std::string_view name, json::value schema
) {
    const std::string_view path = reference.at("$ref").as_string();
    auto& component = components_.at(std::string(path.substr(path.rfind('/') + 1))).as_object();
    component["properties"].as_object().emplace(
        json::string_view(name.data(), name.size()), std::move(schema)
    );
}

namespace detail {

namespace {

bool check_count(reader& in, std::size_t count, const field_rules& rules) {
    if (count < rules.min_items) {
        in.add(
            "too_few_items",
            {{"min", std::to_string(rules.min_items)}, {"given", std::to_string(count)}}
        );
    } else if (count > rules.max_items) {
        in.add(
            "too_many_items",
            {{"max", std::to_string(rules.max_items)}, {"given", std::to_string(count)}}
        );
    } else {
        return true;
    }
    return false;
}

std::string_view view(json::string_view text) {
    return {text.data(), text.size()};
}
json::string_view json_view(std::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

const json::object* expect_object(reader& in, const json::value& value) {
    const auto* object = value.if_object();
    if (object == nullptr) in.add("not_an_object");
    return object;
}

const json::array* expect_array(reader& in, const json::value& value, const field_rules& rules) {
    const auto* list = value.if_array();
    if (list == nullptr) {
        in.add("wrong_type", {{"expected", "array"}});
        return nullptr;
    }
    return check_count(in, list->size(), rules) ? list : nullptr;
}

const json::object* expect_map(reader& in, const json::value& value, const field_rules& rules) {
    const auto* members = expect_object(in, value);
    if (members == nullptr) return nullptr;
    return check_count(in, members->size(), rules) ? members : nullptr;
}

bool check_map_key(reader& in, std::string_view key) {
    if (has_control_character(key, false) || key.empty() || count_characters(key) > 80) {
        in.add("not_an_id");
        return false;
    }
    return true;
}

void refuse_unknown(
    reader& in, const json::object& object, const std::vector<std::string_view>& known
) {
    for (const auto& member : object) {
        const auto name = view(member.key());
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const reader::step into(in, name);
        in.add("unknown_field", {{"suggestion", suggest_name(name, known)}});
    }
}

void refuse_if_violated(reader& in) {
    if (in.problems() == 0) return;
    throw domain::refusal(
        {domain::error_kind::rule,
         "invalid_body",
         {{"count", std::to_string(in.problems())}},
         in.take()}
    );
}

void check_rules(std::string_view field, const field_rules& rules, unsigned allowed) {
    if ((rules.used & ~allowed) != 0) {
        throw domain::contract_violation(
            "field " + std::string(field) + ": a rule does not fit the type of the member"
        );
    }
}

void check_names(std::string_view table, const std::vector<std::string_view>& names) {
    const std::set<std::string_view> unique(names.begin(), names.end());
    if (unique.size() != names.size()) {
        throw domain::contract_violation("table " + std::string(table) + ": a field twice");
    }
}

std::optional<std::size_t> read_word(
    reader& in, const json::value& value, const std::vector<std::string_view>& words
) {
    const auto* text = value.if_string();
    if (text == nullptr) {
        in.add("wrong_type", {{"expected", "string"}});
        return std::nullopt;
    }
    const auto found =
        std::find(words.begin(), words.end(), std::string_view(text->data(), text->size()));
    if (found == words.end()) {
        std::string allowed;
        for (const auto word : words) {
            if (!allowed.empty()) allowed += ", ";
            allowed += word;
        }
        in.add("not_in_list", {{"allowed", allowed}});
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - words.begin());
}

json::value describe_nullable(json::value inner) {
    auto* schema = inner.if_object();
    if (schema != nullptr && schema->contains("type") && (*schema)["type"].is_string() &&
        !schema->contains("enum")) {
        const auto type = (*schema)["type"];
        (*schema)["type"] = json::array{type, "null"};
        return inner;
    }
    return json::object{{"oneOf", json::array{std::move(inner), json::object{{"type", "null"}}}}};
}

json::value describe_array(json::value item, const field_rules& rules) {
    json::object schema{{"type", "array"}, {"items", std::move(item)}};
    if (rules.min_items > 0) schema["minItems"] = rules.min_items;
    if ((rules.used & rule_bit::items) != 0) schema["maxItems"] = rules.max_items;
    return schema;
}

json::value describe_map(json::value item, const field_rules& rules) {
    json::object schema{{"type", "object"}, {"additionalProperties", std::move(item)}};
    if (rules.min_items > 0) schema["minProperties"] = rules.min_items;
    if ((rules.used & rule_bit::items) != 0) schema["maxProperties"] = rules.max_items;
    return schema;
}

json::value describe_words(const std::vector<std::string_view>& words) {
    json::array list;
    for (const auto word : words)
        list.emplace_back(json_view(word));
    return json::object{{"type", "string"}, {"enum", std::move(list)}};
}

object_description::object_description(std::string_view description) {
    schema_["type"] = "object";
    if (!description.empty()) schema_["description"] = json_view(description);
}

void object_description::add(
    std::string_view name, json::value schema, std::string_view description,
    const field_rules& rules, bool required
) {
    auto& object = schema.as_object();
    if (!description.empty()) object["description"] = json_view(description);
    if (rules.default_value) object["default"] = *rules.default_value;
    properties_[json_view(name)] = std::move(schema);
    if (required) required_.emplace_back(json_view(name));
}

json::value object_description::finish() {
    schema_["properties"] = std::move(properties_);
    if (!required_.empty()) schema_["required"] = std::move(required_);
    schema_["additionalProperties"] = false;
    return std::move(schema_);
}

}  // namespace detail

}  // namespace tranche::server
