// The base 64 of tokens (RFC 4648, 5, without padding).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// Empty when a character is foreign or bits are left over that are not zero.
std::optional<std::string> from_base64url(std::string_view text);
std::string to_base64url(std::string_view bytes);

}  // namespace tranche::server
