// The cookie of a browser session, and the proof that a request with it comes from our own page: a
// value derived from the cookie's secret, which another site can make a browser send but not read.
#pragma once

#include "server/api/request.hpp"
#include "server/auth/settings.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// The secret in the request's cookie; nothing when there is none, or more than one.
std::optional<std::string> session_secret_of(
    const api_request& request, const sign_in_settings& settings
);

// Values of Set-Cookie.
std::string session_cookie(std::string_view secret, const sign_in_settings& settings);
std::string expired_session_cookie(const sign_in_settings& settings);

// Whether a method promises to change nothing.
bool is_safe(std::string_view method);

std::string csrf_token_of(std::string_view session_secret);

// Throws domain::refusal (forbidden) for a request that changes something without the token in
// X-CSRF-Token, or that the browser says another site started.
void check_csrf(const api_request& request, std::string_view session_secret);
void refuse_other_sites(const api_request& request);

}  // namespace tranche::server
