#include "server/command/receipt.hpp"

#include "server/json/components.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {

std::string to_json(const receipt& done) {
    namespace json = boost::json;
    const auto id = domain::public_id(done.what, done.id);
    json::object body{{"id", id}};
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
    body["links"] = json::object{
        {"self", "/api/v1/" + std::string{domain::names_of(done.what).collection} + "/" + id}};
    return json::serialize(body);
}

describe_fn describe_receipt() {
    return [](component_registry& registry) {
        return registry.reference_to("receipt", typeid(receipt), [](component_registry&) {
            namespace json = boost::json;
            const json::object text{{"type", "string"}};
            return json::value{
                {"type", "object"},
                {"description", "What a command made or changed. A dry run has no id and adds its"
                                " postings and the balances after."},
                {"required", json::array{"version"}},
                {"properties",
                 {{"id", text}, {"code", text}, {"state", text},
                  {"version", {{"type", "integer"}}}, {"rows", {{"type", "integer"}}},
                  {"dry_run", {{"type", "boolean"}}},
                  {"postings", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                  {"balances_after", {{"type", "array"}, {"items", {{"type", "object"}}}}},
                  {"links", {{"type", "object"}}}}}};
        });
    };
}

}  // namespace tranche::server
