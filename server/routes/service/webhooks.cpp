// Programs that are told of events. The secret is shown once, when one is made.
#include "persistence/webhooks.hpp"

#include "domain/notice.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/problem.hpp"
#include "server/auth/audited.hpp"
#include "server/auth/secret_box.hpp"
#include "server/auth/webhook_signature.hpp"
#include "server/clock.hpp"
#include "server/json/schema.hpp"
#include "server/outbound/address.hpp"
#include "server/routes/access/administered.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/deliveries.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>
#include <sstream>

namespace tranche::server {
namespace {

namespace json = boost::json;

struct new_webhook {
    std::string name, url;
    std::vector<std::string> events;
};

struct webhook_replay {
    std::string since;
};

std::vector<std::string> event_names() {
    std::vector<std::string> names;
    for (const auto& one : domain::notices()) {
        names.emplace_back(one.name);
    }
    return names;
}

}  // namespace

template <>
struct wire<new_webhook> {
    static const object_schema<new_webhook>& schema() {
        using body = new_webhook;
        static const auto declared = object<body>(
            "new_webhook", "A program to be told of events",
            field("name", &body::name, "What it is called", length(1, 100)),
            field(
                "url", &body::url, "Where it listens: https, or http on this machine",
                length(1, 500)
            ),
            field(
                "events", &body::events, "Of which it is told; none: all", items(0, 50),
                one_of(event_names()), may_be_absent()
            )
        );
        return declared;
    }
};

template <>
struct wire<webhook_replay> {
    static const object_schema<webhook_replay>& schema() {
        using body = webhook_replay;
        static const auto declared = object<body>(
            "webhook_replay", "What happened since then is delivered again",
            field("since", &body::since, "Moment, UTC", timestamp())
        );
        return declared;
    }
};

namespace {

std::int64_t id_of(const handler_context& context) {
    const auto text = context.request.param("webhook");
    std::int64_t id = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return id;
}

api_response create(handler_context& context) {
    const auto body = parse_body<new_webhook>(context.request.body);
    if (const auto why = objection_to(body.url, outbound_kind::web); !why.empty()) {
        throw domain::refusal{
            {domain::error_kind::rule,
             "invalid_body",
             {},
             {{"/url", "webhook_address_refused", {{"why", why}}}}}};
    }
    const auto secret = new_webhook_secret();
    const auto kept = context.app.sign_in.secrets.keep(secret);
    const auto& who = *context.request.who;
    try {
        write_audited(
            context, who.user_id,
            {persistence::insert_webhook(
                {body.name, body.url, kept.hex, kept.sealed, std::span{body.events}, who.user_id}
            )},
            {{"webhook", body.name}, {"url", body.url}}
        );
    } catch (const persistence::sql_failure& failure) {
        if (failure.constraint() != "webhook_name_key") throw;
        throw domain::refusal{
            domain::error_kind::conflict, "duplicate_code", {{"code", body.name}}};
    }
    for (const auto row : persistence::ask(context.db(), persistence::list_webhooks())) {
        if (row.text("name") == body.name) {
            return json_response(
                201,
                json::serialize(json::object{
                    {"id", std::to_string(row.integer("id"))}, {"secret", secret}})
            );
        }
    }
    throw domain::refusal{internal_error()};
}

json::value words(const std::optional<std::string>& joined) {
    if (!joined) {
        return nullptr;
    }
    json::array out;
    std::istringstream names{*joined};
    for (std::string one; names >> one;) {
        out.emplace_back(one);
    }
    return out;
}

api_response list(handler_context& context) {
    json::array items;
    for (const auto row : persistence::ask(context.db(), persistence::list_webhooks())) {
        items.emplace_back(json::object{
            {"id", std::to_string(row.integer("id"))},
            {"name", row.text("name")},
            {"url", row.text("url")},
            {"events", words(row.maybe_text("events"))},
            {"created_by", row.text("created_by")},
            {"created_at", moment_utc(row.integer("created_at"))},
            {"ended_at", moment_or_null(row.maybe_integer("ended_at"))},
            {"waiting", row.integer("waiting")},
            {"dead", row.integer("dead")}});
    }
    return json_response(200, json::serialize(json::object{{"items", std::move(items)}}));
}

// Changes something, or there is no such webhook in use.
api_response changed(
    handler_context& context, std::vector<persistence::query> writes, std::int64_t id
) {
    if (!write_audited_if_changed(
            context, context.request.who->user_id, std::move(writes),
            {{"webhook", std::to_string(id)}}
        )) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return nothing_to_say();
}

api_response end(handler_context& context) {
    const auto id = id_of(context);
    return changed(
        context, {persistence::end_webhook(id), persistence::withdraw_from_webhook(id)}, id
    );
}

api_response replay(handler_context& context) {
    const auto id = id_of(context);
    const auto body = parse_body<webhook_replay>(context.request.body);
    return changed(context, {persistence::replay_to_webhook(id, body.since)}, id);
}

json::value describe_made(component_registry&) {
    const json::object text{{"type", "string"}};
    return {
        {"type", "object"},
        {"required", json::array{"id", "secret"}},
        {"properties", {{"id", text}, {"secret", text}}}};
}

json::value describe_list(component_registry&) {
    const json::object text{{"type", "string"}};
    const json::object count{{"type", "integer"}};
    const json::object moment{{"type", "string"}, {"format", "date-time"}};
    const json::object item{
        {"type", "object"},
        {"properties",
         {{"id", text},
          {"name", text},
          {"url", text},
          {"events", {{"type", json::array{"array", "null"}}, {"items", text}}},
          {"created_by", text},
          {"created_at", moment},
          {"ended_at", {{"type", json::array{"string", "null"}}, {"format", "date-time"}}},
          {"waiting", count},
          {"dead", count}}}};
    return {
        {"type", "object"},
        {"required", json::array{"items"}},
        {"properties", {{"items", {{"type", "array"}, {"items", item}}}}}};
}

}  // namespace

endpoints webhook_endpoints() {
    const std::string base = "/api/v1/webhooks";
    auto make = administered(
        "POST", base, "create_webhook",
        "Have a program told of events; the secret its messages are signed with is shown once"
    );
    make.body_schema = schema_of<new_webhook>();
    make.response_schema = describe_made;
    make.success_status = 201;
    make.handle = create;
    auto many = administered("GET", base, "list_webhooks", "Programs told of events, newest first");
    many.response_schema = describe_list;
    many.handle = list;
    auto stop =
        administered("DELETE", base + "/{webhook}", "end_webhook", "Tell a program nothing more");
    stop.success_status = 204;
    stop.handle = end;
    auto again = administered(
        "POST", base + "/{webhook}/replay", "replay_webhook",
        "Deliver again what happened since a moment"
    );
    again.body_schema = schema_of<webhook_replay>();
    again.success_status = 204;
    again.handle = replay;
    return {std::move(make), std::move(many), std::move(stop), std::move(again)};
}

}  // namespace tranche::server
