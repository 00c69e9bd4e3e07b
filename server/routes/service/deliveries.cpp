#include "server/routes/service/deliveries.hpp"

#include "domain/entity.hpp"
#include "domain/error.hpp"
#include "persistence/outbox.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/auth/audited.hpp"
#include "server/clock.hpp"
#include "server/routes/access/administered.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace tranche::server {
namespace {

namespace json = boost::json;

api_response list(handler_context& context) {
    const auto found = persistence::ask(
        context.db(),
        persistence::list_deliveries(
            context.request.query_value("state"), context.request.query_integer("limit", 50)
        )
    );
    json::array items;
    for (const auto row : found) {
        const auto what = domain::entity_of_stem(row.text("subject_type"));
        items.emplace_back(json::object{
            {"id", std::to_string(row.integer("id"))},
            {"event", row.text("name")},
            {"subject",
             what ? json::value(domain::public_id(*what, row.integer("subject_id")))
                  : json::value()},
            {"to", row.text("told")},
            {"state", row.text("state")},
            {"attempts", row.integer("attempts")},
            {"happened_at", moment_utc(row.integer("happened_at"))},
            {"next_attempt_at", moment_or_null(row.maybe_integer("next_attempt_at"))},
            {"delivered_at", moment_or_null(row.maybe_integer("delivered_at"))},
            {"last_error", text_or_null(row.maybe_text("last_error"))}});
    }
    return json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

api_response redeliver(handler_context& context) {
    const std::string text{context.request.param("delivery")};
    std::int64_t id = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
    const bool is_number = failure == std::errc{} && end == text.data() + text.size();
    if (!is_number ||
        !write_audited_if_changed(
            context, context.request.who->user_id, {persistence::redeliver(id)},
            {{"delivery", text}}
        )) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return nothing_to_say();
}

json::value describe_deliveries(component_registry&) {
    const json::object text{{"type", "string"}};
    const json::object moment{{"type", "string"}, {"format", "date-time"}};
    const auto or_null = [](json::object type) {
        type["type"] = json::array{"string", "null"};
        return type;
    };
    const json::object item{
        {"type", "object"},
        {"properties",
         {{"id", text},
          {"event", text},
          {"subject", text},
          {"to", text},
          {"state", text},
          {"attempts", {{"type", "integer"}}},
          {"happened_at", moment},
          {"next_attempt_at", or_null(moment)},
          {"delivered_at", or_null(moment)},
          {"last_error", or_null(text)}}}};
    return {
        {"type", "object"},
        {"required", json::array{"items"}},
        {"properties", {{"items", {{"type", "array"}, {"items", item}}}}}};
}

}  // namespace

endpoints delivery_endpoints() {
    const std::string base = "/api/v1/deliveries";
    auto many = administered(
        "GET", base, "list_deliveries",
        "Who was to be told what, and what became of it; newest first"
    );
    many.query_parameters = {
        {.name = "state",
         .description = "Only those that wait, arrived, were given up or must not be told",
         .type = parameter_type::choice,
         .choices = {"waiting", "delivered", "dead", "withdrawn"}},
        {.name = "limit",
         .description = "At most so many",
         .type = parameter_type::integer,
         .min = 1,
         .max = 500}};
    many.response_schema = describe_deliveries;
    many.handle = list;
    auto again = administered(
        "POST", base + "/{delivery}/redeliver", "redeliver",
        "Attempt again what was given up or has arrived"
    );
    again.success_status = 204;
    again.handle = redeliver;
    return {std::move(many), std::move(again)};
}

}  // namespace tranche::server
