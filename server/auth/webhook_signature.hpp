// How a program knows that a message is from us: the signature of Standard Webhooks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::server {

inline constexpr std::string_view webhook_secret_prefix = "whsec_";

/// "whsec_" and base64 of 32 random bytes.
std::string new_webhook_secret();

/// "v1,..." over id, time and body: HMAC-SHA256 in base64. Throws std::invalid_argument for a
/// secret of another form.
std::string webhook_signature(
    std::string_view secret, std::string_view id, std::int64_t at, std::string_view body
);

}  // namespace tranche::server
