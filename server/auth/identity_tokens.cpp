#include "server/auth/identity_tokens.hpp"

#include "domain/error.hpp"
#include "server/auth/base64url.hpp"
#include "server/json/reader.hpp"
#include "server/outbound/http_call.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace tranche::server {
namespace {

namespace json = boost::json;

struct token_parts {
    std::string_view signed_text, header, claims, signature;
};

std::optional<token_parts> parts_of(std::string_view token) {
    const auto first = token.find('.');
    const auto last = token.rfind('.');
    if (token.size() > identity_token_size_most || first == token.npos || first == last ||
        token.find('.', first + 1) != last) {
        return std::nullopt;
    }
    return token_parts{
        token.substr(0, last), token.substr(0, first), token.substr(first + 1, last - first - 1),
        token.substr(last + 1)};
}

// Strictly: a member that is there twice could be read one way here and another elsewhere.
std::optional<json::object> object_in(std::string_view part) {
    const auto text = from_base64url(part);
    if (!text) {
        return std::nullopt;
    }
    try {
        auto parsed = parse_document(*text, {});
        if (auto* object = parsed.if_object()) {
            return std::move(*object);
        }
    } catch (const domain::refusal&) {
        return std::nullopt;
    }
    return std::nullopt;
}

std::string text_in(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->get_string()}
                                                  : std::string{};
}

std::optional<std::int64_t> moment_in(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    return found != nullptr && found->is_int64() ? std::optional{found->get_int64()} : std::nullopt;
}

// A list of words, or one text with blanks between them.
std::vector<std::string> words_in(const json::object& from, std::string_view name) {
    std::vector<std::string> words;
    const auto* found = from.if_contains(name);
    if (const auto* list = found == nullptr ? nullptr : found->if_array()) {
        for (const auto& one : *list) {
            if (one.is_string()) {
                words.emplace_back(one.get_string());
            }
        }
        return words;
    }
    std::istringstream text{text_in(from, name)};
    for (std::string one; text >> one;) {
        words.push_back(one);
    }
    return words;
}

bool is_for(const json::object& claims, const std::string& audience) {
    const auto* found = claims.if_contains("aud");
    const auto* list = found == nullptr ? nullptr : found->if_array();
    return list == nullptr ? text_in(claims, "aud") == audience
                           : std::ranges::any_of(*list, [&](const auto& one) {
                                 return one.is_string() && one.get_string() == audience;
                             });
}

bool is_valid_at(const json::object& claims, std::int64_t now) {
    const auto expires = moment_in(claims, "exp");
    const auto begins = moment_in(claims, "nbf");
    // Without overflow: the moments are a stranger's numbers.
    return expires && *expires > now - identity_clock_skew_seconds &&
        (begins ? *begins <= now + identity_clock_skew_seconds : !claims.contains("nbf"));
}

std::unique_ptr<key_source> source_of(const identity_settings& settings, key_complaint complain) {
    if (settings.keys_url.empty()) {
        return std::make_unique<key_file>(settings.keys_file, std::move(complain));
    }
    auto get = [url = settings.keys_url, ca_file = settings.ca_file](std::stop_token stop) {
        http_call call;
        call.url = url;
        call.headers = {"Accept: application/json"};
        call.bounds = {.ca_file = ca_file, .stop = std::move(stop)};
        auto reply = perform(call);
        if (reply.status != 200) {
            throw outbound_failure{"answered " + std::to_string(reply.status)};
        }
        return std::move(reply.body);
    };
    return std::make_unique<fetched_keys>(std::move(get), std::move(complain));
}

}  // namespace

std::optional<identity> identity_in(
    std::string_view token, const key_set& keys, const identity_settings& settings, std::int64_t now
) {
    const auto parts = parts_of(token);
    const auto header = parts ? object_in(parts->header) : std::nullopt;
    // "crit" names extensions that must be understood; none is here.
    if (!header || header->contains("crit")) {
        return std::nullopt;
    }
    const auto* key = keys.find(text_in(*header, "kid"));
    const auto signature = from_base64url(parts->signature);
    if (key == nullptr || text_in(*header, "alg") != name(key->algorithm()) || !signature ||
        !key->verifies(parts->signed_text, *signature)) {
        return std::nullopt;
    }
    const auto claims = object_in(parts->claims);
    if (!claims || text_in(*claims, "iss") != settings.issuer ||
        !is_for(*claims, settings.audience) || !is_valid_at(*claims, now)) {
        return std::nullopt;
    }
    identity who{text_in(*claims, settings.name_claim), std::nullopt};
    if (who.user_name.empty()) {
        return std::nullopt;
    }
    if (!settings.role_claim.empty()) {
        who.roles = words_in(*claims, settings.role_claim);
    }
    return who;
}

std::optional<std::string> key_id_of(std::string_view token) {
    const auto parts = parts_of(token);
    const auto header = parts ? object_in(parts->header) : std::nullopt;
    return header ? std::optional{text_in(*header, "kid")} : std::nullopt;
}

identity_provider::identity_provider(identity_settings settings, key_complaint complain)
    : settings_{std::move(settings)},
      keys_{source_of(settings_, std::move(complain))} {}

identity_provider::identity_provider(identity_settings settings, std::unique_ptr<key_source> keys)
    : settings_{std::move(settings)},
      keys_{std::move(keys)} {}

std::optional<identity> identity_provider::identify(std::string_view token, std::int64_t now) {
    auto keys = keys_->keys(now);
    const auto wanted = key_id_of(token);
    if (wanted && keys.find(*wanted) == nullptr) {
        keys = keys_->newer_keys(now);
    }
    return identity_in(token, keys, settings_, now);
}

}  // namespace tranche::server
