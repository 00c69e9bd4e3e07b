#include "server/routes/access/own_answers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace tranche::server {
namespace {

namespace json = boost::json;

json::object text(const char* about) {
    return {{"type", "string"}, {"description", about}};
}
json::object maybe_text(const char* about) {
    return {{"type", json::array{"string", "null"}}, {"description", about}};
}
json::object moment(const char* about) {
    return {{"type", "string"}, {"format", "date-time"}, {"description", about}};
}
json::object day(const char* about) {
    return {{"type", "string"}, {"format", "date"}, {"description", about}};
}
json::object truth(const char* about) {
    return {{"type", "boolean"}, {"description", about}};
}
json::object number(const char* about) {
    return {{"type", "integer"}, {"description", about}};
}
json::object list_of(json::object item, const char* about) {
    return {{"type", "array"}, {"description", about}, {"items", std::move(item)}};
}

// All members are always there, but for those named.
json::object object_of(const json::object& members, std::string_view not_always = {}) {
    json::array required;
    for (const auto& one : members) {
        if (one.key() != not_always) {
            required.emplace_back(one.key());
        }
    }
    return {{"type", "object"}, {"required", std::move(required)}, {"properties", members}};
}

json::object items_of(json::object item) {
    return object_of({{"items", list_of(std::move(item), "All of them")}});
}

describe_fn as(json::object schema) {
    return [schema = std::move(schema)](component_registry&) -> json::value {
        return schema;
    };
}

json::object roles(const char* about) {
    return list_of(text("A role"), about);
}

json::object delegation() {
    auto handed_on = roles("Roles handed on; null: all but administrator");
    handed_on["type"] = json::array{"array", "null"};
    auto revoked_at = moment("When it was ended early");
    revoked_at["type"] = json::array{"string", "null"};
    return object_of(
        {{"id", text("Public id")},
         {"from", text("Who is away")},
         {"to", text("Who stands in")},
         {"valid_from", day("First day")},
         {"valid_until", day("Last day")},
         {"roles", std::move(handed_on)},
         {"reason", text("Why")},
         {"decided_by", text("Who decided it")},
         {"decided_at", moment("When")},
         {"revoked_at", std::move(revoked_at)},
         {"revoked_by", maybe_text("Who ended it")},
         {"version", number("For If-Match")}}
    );
}

}  // namespace

describe_fn describe_profile() {
    return as(object_of(
        {{"name", text("Name to sign in with")},
         {"roles", roles("Roles of this person, or those the token leaves")},
         {"partner", truth("Whether the person works for a partner")},
         {"may_act_for",
          list_of(
              object_of(
                  {{"name", text("For the header On-Behalf-Of")},
                   {"roles", roles("What one may do for that person")}}
              ),
              "Who is away today and handed roles to this person"
          )},
         {"session",
          object_of({{"id", text("Public id")}, {"csrf_token", text("Value of X-CSRF-Token")}})}},
        "session"
    ));
}

describe_fn describe_sessions() {
    return as(items_of(object_of(
        {{"id", text("Public id")},
         {"current", truth("Whether the request came with it")},
         {"created_at", moment("Signed in")},
         {"last_seen_at", moment("Last request, to the minute or so")},
         {"expires_at", moment("Ends in any case")},
         {"remote_address", text("Where it was opened from")},
         {"user_agent", text("Browser, as it says itself")}}
    )));
}

describe_fn describe_tokens() {
    return as(items_of(object_of(
        {{"id", text("Public id")},
         {"label", text("What it is for")},
         {"scopes", list_of(text("read, or a role"), "What it may do")},
         {"created_at", moment("Made")},
         {"expires_at", moment("Ends")}}
    )));
}

describe_fn describe_new_token() {
    return as(object_of({{"id", text("Public id")}, {"token", text("The secret, shown once")}}));
}

describe_fn describe_calendar_address() {
    return as(object_of({{"created_at", moment("Made")}}));
}
describe_fn describe_new_calendar_address() {
    return as(object_of({{"path", text("Where the calendar is, with its secret; shown once")}}));
}

describe_fn describe_second_factor() {
    auto state = text("How far it is");
    state["enum"] = json::array{"none", "proposed", "confirmed"};
    return as(object_of(
        {{"state", std::move(state)},
         {"sealed", truth("Whether its secret is enciphered")},
         {"recovery_codes_left", number("Codes not used yet")}}
    ));
}

describe_fn describe_proposed_factor() {
    return as(object_of(
        {{"secret", text("For the app, in base 32; shown once")},
         {"uri", text("The same as otpauth:// for a QR code")},
         {"sealed", truth("Whether it is enciphered")}}
    ));
}

describe_fn describe_recovery_codes() {
    return as(object_of({{"recovery_codes", list_of(text("Works once"), "Shown once")}}));
}

describe_fn describe_delegation() {
    return as(delegation());
}
describe_fn describe_delegations() {
    return as(items_of(delegation()));
}

describe_fn describe_approval_levels() {
    auto up_to = object_of({{"amount", text("Decimal")}, {"currency", text("ISO 4217")}});
    up_to["type"] = json::array{"object", "null"};
    up_to["description"] = "Most it may approve; null: any amount";
    return as(items_of(object_of(
        {{"valid_from", day("First day of the set")},
         {"level", number("1 is the lowest")},
         {"up_to", std::move(up_to)},
         {"source", text("Where the rule stands")},
         {"illustrative", truth("Invented for the demo")}}
    )));
}

}  // namespace tranche::server
