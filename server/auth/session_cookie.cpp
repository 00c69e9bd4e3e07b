#include "server/auth/session_cookie.hpp"

#include "domain/error.hpp"
#include "persistence/digest.hpp"
#include "server/json/text.hpp"

#include <sodium.h>

namespace tranche::server {
namespace {

// A name with __Host- is taken by browsers only from this host itself, by https and for every path.
std::string_view cookie_name(const sign_in_settings& settings) {
    return settings.behind_tls ? "__Host-tranche" : "tranche_session";
}

std::string cookie(
    std::string_view secret, std::int64_t max_age, const sign_in_settings& settings
) {
    std::string text{cookie_name(settings)};
    text += '=';
    text += secret;
    text += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(max_age);
    if (settings.behind_tls) {
        text += "; Secure";
    }
    return text;
}

bool same_text(std::string_view given, std::string_view wanted) {
    return given.size() == wanted.size() &&
        sodium_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace

std::optional<std::string> session_secret_of(
    const api_request& request, const sign_in_settings& settings
) {
    std::optional<std::string> found;
    auto rest = request.header("cookie");
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const auto one = trimmed(rest.substr(0, end));
        rest = end == rest.npos ? std::string_view{} : rest.substr(end + 1);
        const auto equals = one.find('=');
        if (equals == one.npos || one.substr(0, equals) != cookie_name(settings)) {
            continue;
        }
        if (found) {
            return std::nullopt;
        }
        found = one.substr(equals + 1);
    }
    return found;
}

std::string session_cookie(std::string_view secret, const sign_in_settings& settings) {
    return cookie(secret, settings.session_seconds, settings);
}

std::string expired_session_cookie(const sign_in_settings& settings) {
    return cookie("", 0, settings);
}

bool is_safe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

std::string csrf_token_of(std::string_view session_secret) {
    return persistence::sha256_hex("csrf " + std::string{session_secret});
}

void refuse_other_sites(const api_request& request) {
    const auto site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") {
        throw domain::refusal{domain::error_kind::forbidden, "csrf_refused"};
    }
}

void check_csrf(const api_request& request, std::string_view session_secret) {
    if (is_safe(request.method)) {
        return;
    }
    refuse_other_sites(request);
    if (!same_text(request.header("x-csrf-token"), csrf_token_of(session_secret))) {
        throw domain::refusal{domain::error_kind::forbidden, "csrf_refused"};
    }
}

}  // namespace tranche::server
