// Time-based one-time passwords (RFC 6238): SHA-1, steps of 30 seconds, 6 digits, as every
// authenticator app knows them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

constexpr std::int64_t totp_step_seconds = 30;

// The code of one step: seconds since 1970 divided by 30.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = 6);

// The step whose code this is: the present one, or one before or after it, for clocks that differ.
std::optional<std::int64_t> totp_step_of(
    std::string_view code, std::string_view secret, std::int64_t now
);

// 160 random bits, as RFC 4226 advises.
std::string new_totp_secret();

// As apps take it by hand, and as they read it from a picture.
std::string base32(std::string_view bytes);
std::string otpauth_uri(std::string_view user_name, std::string_view secret);

}  // namespace tranche::server
