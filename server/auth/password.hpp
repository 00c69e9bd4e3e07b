// Passwords: which are good enough, and their Argon2id hashes by libsodium. One hash is worked out
// at a time in the whole program, because each needs 19 MiB.
#pragma once

#include "domain/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

constexpr std::size_t password_characters_at_least = 12;
constexpr std::size_t password_bytes_at_most = 1024;

// What is wrong with a new password, said at `field`; nothing when it will do.
std::optional<domain::violation> weakness_of(
    std::string_view password, std::string_view user_name, std::string field
);

// "$argon2id$v=19$m=19456,t=2,p=1$...". Throws std::runtime_error when memory is short.
std::string hash_password(std::string_view password);

// Takes the same time without a hash, and is then false.
bool is_password(const std::optional<std::string>& hash, std::string_view password);

}  // namespace tranche::server
