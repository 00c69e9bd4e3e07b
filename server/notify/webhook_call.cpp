#include "server/notify/webhook_call.hpp"

#include "domain/entity.hpp"
#include "server/auth/webhook_signature.hpp"
#include "server/clock.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace json = boost::json;

std::string place_of(const std::string& public_url, const persistence::outbox_event& event) {
    const auto what = domain::entity_of_stem(event.subject_type);
    if (public_url.empty() || !what) {
        return {};
    }
    const auto& names = domain::names_of(*what);
    return public_url + (public_url.ends_with('/') ? "" : "/") + "api/v1/" +
        std::string{names.collection} + '/' + domain::public_id(*what, event.subject_id);
}

http_call webhook_call(
    const persistence::webhook& to, std::string_view secret, const persistence::outbox_event& event,
    const std::string& public_url, std::int64_t now
) {
    json::object data{{"subject_type", event.subject_type}};
    if (const auto what = domain::entity_of_stem(event.subject_type)) {
        data["subject"] = domain::public_id(*what, event.subject_id);
    }
    if (const auto place = place_of(public_url, event); !place.empty()) {
        data["url"] = place;
    }
    const auto body = json::serialize(json::object{
        {"type", event.name}, {"timestamp", moment_utc(event.at)}, {"data", std::move(data)}});
    const auto id = "evt_" + std::to_string(event.id);
    http_call call;
    call.url = to.url;
    call.headers = {
        "Content-Type: application/json", "webhook-id: " + id,
        "webhook-timestamp: " + std::to_string(now),
        "webhook-signature: " + webhook_signature(secret, id, now, body)};
    call.body = body;
    call.answer_limit = 0;
    return call;
}

}  // namespace tranche::server
