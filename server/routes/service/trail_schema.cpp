#include "server/routes/service/trail_schema.hpp"

#include "persistence/trail.hpp"
#include "server/json/components.hpp"
#include "server/json/values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace tranche::server {
namespace {

namespace json = boost::json;

json::object text(std::string_view about) {
    return {{"type", "string"}, {"description", about}};
}

json::object maybe_text(std::string_view about) {
    return {{"type", {"string", "null"}}, {"description", about}};
}

json::object list_of(json::value items, std::string_view about) {
    return {{"type", "array"}, {"items", std::move(items)}, {"description", about}};
}

json::object shape(json::object properties, std::string_view about) {
    return {{"type", "object"}, {"description", about}, {"properties", std::move(properties)}};
}

json::object name_properties() {
    return {
        {"type", text("Kind of record")},
        {"id", text("Public id")},
        {"href", text("The record")},
        {"trail", text("Its own trail")}};
}

json::object thing_schema(component_registry& registry) {
    auto properties = name_properties();
    properties["code"] = maybe_text("Code, document or reference it is known by");
    properties["on"] = maybe_text("Its day");
    properties["amount"] = {
        {"oneOf",
         {describe_value(registry, value_shape::money, {}), json::object{{"type", "null"}}}}};
    properties["what"] = text("Relation, read from what stands behind to what it feeds");
    properties["of"] = text("Id of the nearer thing it stands in this relation to");
    return shape(std::move(properties), "A thing on the way of the money");
}

json::object told_schema(std::string_view word, std::string_view about) {
    return shape(
        {{word, text(about)},
         {"person", maybe_text("Who")},
         {"on", maybe_text("Day")},
         {"of", shape(name_properties(), "Of which record")}},
        "Of the subject or of what stands behind it"
    );
}

json::object entry_schema(component_registry& registry) {
    const auto money = describe_value(registry, value_shape::money, {});
    auto properties = name_properties();
    properties["event"] = text("What happened");
    properties["effective_on"] = text("Day it counts for");
    properties["recorded_at"] = text("When it became known");
    properties["recorded_by"] = maybe_text("Who caused it");
    for (const char* name : {"source", "reverses", "reversed_by"}) {
        properties[name] = {
            {"oneOf", {shape(name_properties(), "A record"), json::object{{"type", "null"}}}}};
    }
    properties["postings"] = list_of(
        shape(
            {{"book", text("F authority, P partner, C cash")},
             {"account", text("Kind of account")},
             {"amount", money},
             {"base_amount", money},
             {"rate", maybe_text("Frozen rate, when one was used")}},
            "What it adds to one account"
        ),
        "All of them"
    );
    return shape(std::move(properties), "An entry of the journal");
}

}  // namespace

json::value describe_trail(component_registry& registry) {
    return registry.reference_to(
        "trail", typeid(persistence::trail),
        [](component_registry& inner) -> json::value {
            const auto thing = inner.reference_to(
                "trail_thing", typeid(persistence::trail_thing),
                [](component_registry& deeper) -> json::value { return thing_schema(deeper); }
            );
            return shape(
                {{"subject", thing},
                 {"behind", list_of(thing, "What it rests on, nearest first; at most 500")},
                 {"feeds", list_of(thing, "What rests on it, nearest first; at most 500")},
                 {"truncated", {{"type", "boolean"}, {"description", "There is more than 500"}}},
                 {"entries", list_of(entry_schema(inner), "A page of its journal entries")},
                 {"next_cursor", maybe_text("Give it back as ?cursor= for the next entries")},
                 {"people", list_of(told_schema("act", "What was done"), "Acts of persons")},
                 {"documents", list_of(told_schema("document", "Reference"), "Papers")},
                 {"figures",
                  list_of(
                      shape(
                          {{"report", text("Name")}, {"href", text("The report, cut to it")}},
                          "A report that counts it"
                      ),
                      "Where its amounts are added up"
                  )},
                 {"audit",
                  list_of(
                      shape(
                          {{"id", text("Public id")},
                           {"at", text("When")},
                           {"action", text("The API's operation")},
                           {"person", maybe_text("Who")},
                           {"href", text("The event, for those who may read the audit trail")}},
                          "An event of the audit trail"
                      ),
                      "About the subject, newest first; at most 100"
                  )}},
                "A record with what stands behind it and what it feeds"
            );
        }
    );
}

}  // namespace tranche::server
