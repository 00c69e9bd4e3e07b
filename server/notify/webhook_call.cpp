#include "server/notify/webhook_call.hpp"

#include "domain/entity.hpp"
#include "server/clock.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace tranche::server {
namespace {

namespace json = boost::json;
using bytes = std::vector<unsigned char>;

std::string base64(const unsigned char* data, std::size_t size) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string out(sodium_base64_encoded_len(size, variant), '\0');
    sodium_bin2base64(out.data(), out.size(), data, size, variant);
    out.pop_back();  // its terminating zero
    return out;
}

bytes key_of(std::string_view secret) {
    if (!secret.starts_with(webhook_secret_prefix)) {
        throw std::invalid_argument{"not a webhook's secret"};
    }
    secret.remove_prefix(webhook_secret_prefix.size());
    bytes key(secret.size());
    std::size_t size = 0;
    if (sodium_base642bin(
            key.data(), key.size(), secret.data(), secret.size(), nullptr, &size, nullptr,
            sodium_base64_VARIANT_ORIGINAL
        ) != 0) {
        throw std::invalid_argument{"not a webhook's secret"};
    }
    key.resize(size);
    return key;
}

}  // namespace

std::string new_webhook_secret() {
    std::array<unsigned char, 32> random{};
    randombytes_buf(random.data(), random.size());
    return std::string{webhook_secret_prefix} + base64(random.data(), random.size());
}

std::string webhook_signature(
    std::string_view secret, std::string_view id, std::int64_t at, std::string_view body
) {
    const auto key = key_of(secret);
    const auto text = std::string{id} + '.' + std::to_string(at) + '.' + std::string{body};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (HMAC(
            EVP_sha256(), key.data(), static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size
        ) == nullptr) {
        throw std::runtime_error{"HMAC-SHA256 failed"};
    }
    return "v1," + base64(digest.data(), size);
}

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
