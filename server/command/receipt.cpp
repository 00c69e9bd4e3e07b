#include "server/command/receipt.hpp"

#include "server/json/components.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {

std::optional<std::string> location_of(const receipt& done) {
    if (!done.what) {
        return std::nullopt;
    }
    return "/api/v1/" + std::string{domain::names_of(*done.what).collection} + '/' +
        domain::public_id(*done.what, done.id);
}

std::string to_json(const receipt& done) {
    namespace json = boost::json;
    json::object body;
    if (done.what) {
        body["id"] = domain::public_id(*done.what, done.id);
    }
    if (done.code) {
        body["code"] = *done.code;
    }
    if (done.state) {
        body["state"] = *done.state;
    }
    body["version"] = done.version;
    if (done.rows) {
        body["rows"] = *done.rows;
    }
    for (const auto& [name, ids] : done.made) {
        body[name] = json::array(ids.begin(), ids.end());
    }
    if (auto self = location_of(done)) {
        body["links"] = json::object{{"self", std::move(*self)}};
    }
    auto text = json::serialize(body);
    text.insert(text.size() - 1, done.more);
    return text;
}

describe_fn describe_receipt() {
    return [](component_registry& registry) {
        return registry.reference_to("receipt", typeid(receipt), [](component_registry&) {
            namespace json = boost::json;
            const json::object text{{"type", "string"}};
            return json::value{
                {"type", "object"},
                {"description",
                 "What a command made or changed. A dry run has no id and adds its"
                 " postings and the balances after."},
                {"required", json::array{"version"}},
                {"properties",
                 {{"id", text},
                  {"code", text},
                  {"state", text},
                  {"version", {{"type", "integer"}}},
                  {"rows", {{"type", "integer"}}},
                  {"dry_run", {{"type", "boolean"}}},
                  {"postings", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                  {"balances_after", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                  {"links", {{"type", "object"}}}}}};
        });
    };
}

}  // namespace tranche::server
