#include "server/api/openapi.hpp"

#include "domain/contract.hpp"
#include "domain/role.hpp"
#include "server/api/secret_path.hpp"
#include "server/json/components.hpp"
#include "server/json/pretty_print.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace tranche::server {

namespace {

namespace json = boost::json;

json::string_view text(std::string_view value) {
    return {value.data(), value.size()};
}

json::object reference(std::string_view kind, std::string_view name) {
    return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

json::object media(std::string_view type, json::value schema) {
    return {{text(type), json::object{{"schema", std::move(schema)}}}};
}

json::object header_parameter(std::string_view name, std::string_view description, bool required) {
    return {
        {"name", text(name)},
        {"in", "header"},
        {"description", text(description)},
        {"required", required},
        {"schema", json::object{{"type", "string"}, {"maxLength", 200}}}};
}

json::object schema_of_parameter(const parameter& declared) {
    switch (declared.type) {
        case parameter_type::text:
            return {{"type", "string"}, {"maxLength", 200}};
        case parameter_type::flag:
            return {{"type", "boolean"}};
        case parameter_type::date:
            return {{"type", "string"}, {"format", "date"}};
        case parameter_type::currency:
            return {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}};
        case parameter_type::integer: {
            json::object schema{{"type", "integer"}, {"format", "int64"}};
            if (declared.min) schema["minimum"] = *declared.min;
            if (declared.max) schema["maximum"] = *declared.max;
            return schema;
        }
        case parameter_type::choice: {
            json::array words;
            for (const auto& each : declared.choices)
                words.emplace_back(each);
            return {{"type", "string"}, {"enum", std::move(words)}};
        }
    }
    throw domain::contract_violation("openapi: not a parameter type");
}

json::object query_parameter(const parameter& declared) {
    json::value schema = schema_of_parameter(declared);
    if (declared.repeatable) {
        schema = json::object{{"type", "array"}, {"items", std::move(schema)}};
    }
    return {
        {"name", declared.name},
        {"in", "query"},
        {"description", declared.description},
        {"required", declared.required},
        {"schema", std::move(schema)}};
}

json::array parameters_of(const endpoint& which) {
    json::array out;
    for (std::size_t open = which.path.find('{'); open != std::string::npos;
         open = which.path.find('{', open + 1)) {
        const auto close = which.path.find('}', open);
        domain::expects(close != std::string::npos, "openapi: an open brace in a path");
        const auto name = which.path.substr(open + 1, close - open - 1);
        out.emplace_back(json::object{
            {"name", name},
            {"in", "path"},
            {"description", "Id, or a code people use for it"},
            {"required", true},
            {"schema", json::object{{"type", "string"}, {"minLength", 1}, {"maxLength", 80}}}});
    }
    for (const auto& each : which.query_parameters)
        out.emplace_back(query_parameter(each));
    if (which.dry_run) out.emplace_back(reference("parameters", "dry_run"));
    if (which.idempotent_key) out.emplace_back(reference("parameters", "idempotency_key"));
    if (which.needs_version) out.emplace_back(reference("parameters", "if_match"));
    if (!which.own_account && which.method != "GET" && domain::delegable(which.action)) {
        out.emplace_back(reference("parameters", "on_behalf_of"));
    }
    return out;
}

json::object success_response(const endpoint& which, component_registry& registry) {
    const bool is_empty = which.success_status == 204 || which.success_status == 304;
    json::object out{{"description", is_empty ? "Done, nothing to return" : "Success"}};
    if (which.response_schema) {
        out["content"] = media(which.response_media_type, which.response_schema(registry));
    } else if (!is_empty && which.response_media_type != "application/json") {
        out["content"] = media(which.response_media_type, json::object{{"type", "string"}});
    }
    return out;
}

json::array roles_of(domain::action action) {
    json::array out;
    for (const auto each : domain::all_roles) {
        if (domain::permitted(action, domain::role_set{each})) {
            out.emplace_back(text(domain::role_name(each)));
        }
    }
    return out;
}

json::object operation_of(const endpoint& which, component_registry& registry) {
    if (which.operation_id.empty() || which.summary.empty() || which.tag.empty()) {
        throw domain::contract_violation(
            "openapi: id, summary or tag missing at " + which.method + " " + which.path
        );
    }
    json::object out{
        {"operationId", which.operation_id},
        {"summary", which.summary},
        {"tags", json::array{json::string(which.tag)}}};
    if (!which.description.empty()) out["description"] = which.description;
    // The role names help a reader; the matrix in domain/access.cpp decides.
    out["x-action"] = text(domain::name(which.action));
    if (which.action == domain::action::anyone || holds_secret(which.path)) {
        out["security"] = json::array();
    } else {
        out["x-roles"] = roles_of(which.action);
    }
    auto parameters = parameters_of(which);
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (which.body_schema) {
        out["requestBody"] = json::object{
            {"required", true},
            {"content", media(which.body_media_type, which.body_schema(registry))}};
    } else if (which.body_media_type != "application/json") {
        out["requestBody"] = json::object{
            {"required", true},
            {"content", media(which.body_media_type, json::object{{"type", "string"}})}};
    }
    json::object responses;
    responses[std::to_string(which.success_status)] = success_response(which, registry);
    responses["default"] = reference("responses", "problem");
    out["responses"] = std::move(responses);
    return out;
}

json::object text_property(std::string_view description) {
    return {{"type", "string"}, {"description", text(description)}};
}

json::object problem_item_schema() {
    return {
        {"type", "object"},
        {"properties",
         json::object{
             {"pointer", text_property("JSON pointer into the body; \"\" is all of it")},
             {"parameter", text_property("Name of the query parameter")},
             {"row",
              json::object{{"type", "integer"}, {"description", "Row of an imported sheet"}}},
             {"column", text_property("Column of an imported sheet")},
             {"code", text_property("Stable code of the rule")},
             {"message", text_property("Sentence in the caller's language")},
             {"hint", text_property("What to do about it")},
             {"values", json::object{{"type", "object"}}},
             {"rule", text_property("Code of the numbered rule that does not hold")},
             {"kind",
              text_property("wall; gate: an exception may open it; remark: send it back in"
                            " \"acknowledged\" with a reason")},
             {"exception",
              text_property("Of a gate: may_be_requested, requested, expired, exceeded (the act"
                            " goes beyond what was granted), granted_by_you (another acts on it)")},
             {"exception_request",
              json::object{
                  {"type", "object"},
                  {"description",
                   "Body for POST /api/v1/exceptions, to be completed by reason and expires_on"}}}}},
        {"required", json::array{"code", "message"}}};
}

json::object problem_schema() {
    return {
        {"type", "object"},
        {"description", "A refusal (RFC 9457) with every problem of the request at once"},
        {"properties",
         json::object{
             {"type", json::object{{"type", "string"}}},
             {"title", text_property("Name of the status")},
             {"status", json::object{{"type", "integer"}}},
             {"detail", text_property("Sentence in the caller's language")},
             {"hint", text_property("What to do about it")},
             {"code", text_property("Stable code; act on this, not on the sentence")},
             {"values", json::object{{"type", "object"}}},
             {"request_id", text_property("Quote it when you ask for help")},
             {"errors", json::object{{"type", "array"}, {"items", problem_item_schema()}}}}},
        {"required", json::array{"type", "title", "status", "detail", "code"}}};
}

json::object components_of(component_registry& registry) {
    registry.reference_to("problem", typeid(domain::error), [](auto&) { return problem_schema(); });
    json::object schemas;
    for (const auto& [name, schema] : registry.components())
        schemas[name] = schema;
    json::object problem{{"description", "The request was refused or could not be answered"}};
    problem["content"] = media("application/problem+json", reference("schemas", "problem"));
    json::object parameters;
    parameters["dry_run"] = query_parameter(dry_run_parameter());
    parameters["idempotency_key"] = header_parameter(
        "Idempotency-Key",
        "1 to 200 printable characters; the same key and request get the first answer again", false
    );
    parameters["on_behalf_of"] = header_parameter(
        "On-Behalf-Of",
        "Name of a person who is away and delegated this; the request then has that person's roles",
        false
    );
    parameters["if_match"] =
        header_parameter("If-Match", "The ETag of the version the change was made on", true);
    return {
        {"schemas", std::move(schemas)},
        {"responses", json::object{{"problem", std::move(problem)}}},
        {"parameters", std::move(parameters)},
        {"securitySchemes",
         json::object{
             {"bearer", json::object{{"type", "http"}, {"scheme", "bearer"}}},
             {"session",
              json::object{
                  {"type", "apiKey"},
                  {"in", "cookie"},
                  {"name", "tranche_session"},
                  {"description",
                   "Set by POST /api/v1/session; __Host-tranche where the service is reached by"
                   " https. A request that changes something needs X-CSRF-Token besides"}}}}}};
}

std::string lower_case(std::string value) {
    for (auto& c : value) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return value;
}

}  // namespace

json::value openapi_document(const api_info& info, std::span<const endpoint> endpoints) {
    component_registry registry;
    std::map<std::string, json::object> paths;
    std::set<std::string> tags;
    for (const auto& each : endpoints) {
        tags.insert(each.tag);
        const auto method = lower_case(each.method);
        auto& path = paths[each.path];
        if (path.contains(method)) {
            throw domain::contract_violation("openapi: twice " + each.method + " " + each.path);
        }
        path[method] = operation_of(each, registry);
    }
    json::object ordered;
    for (auto& [path, operations] : paths) {
        json::object& item = ordered[path].emplace_object();
        for (const auto* method : {"get", "head", "post", "put", "patch", "delete"}) {
            if (auto* operation = operations.if_contains(method)) item[method] = *operation;
        }
    }
    json::array tag_list;
    for (const auto& each : tags)
        tag_list.emplace_back(json::object{{"name", each}});
    return json::object{
        {"openapi", "3.1.0"},
        {"info",
         json::object{
             {"title", info.title},
             {"version", info.version},
             {"description", info.description},
             {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", json::array{json::object{{"url", "/"}}}},
        {"security",
         json::array{
             json::object{{"bearer", json::array()}}, json::object{{"session", json::array()}}}},
        {"tags", std::move(tag_list)},
        {"paths", std::move(ordered)},
        {"components", components_of(registry)}};
}

std::string openapi_text(const api_info& info, std::span<const endpoint> endpoints) {
    return pretty_print(openapi_document(info, endpoints)) + "\n";
}

}  // namespace tranche::server
