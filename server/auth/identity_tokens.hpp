// Bearer tokens of an OpenID Connect provider: signed claims about who somebody is. Whoever it is
// must have an account here; nobody is made by a token.
#pragma once

#include "server/auth/key_set.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct identity_settings {
    std::string issuer;              // TRANCHE_OIDC_ISSUER
    std::string audience;            // TRANCHE_OIDC_AUDIENCE
    std::string keys_file;           // TRANCHE_OIDC_JWKS_FILE
    std::string name_claim = "sub";  // TRANCHE_OIDC_NAME_CLAIM
    std::string role_claim;          // TRANCHE_OIDC_ROLE_CLAIM; empty: the account's roles
};

struct identity {
    std::string user_name;
    // What the claim grants; nothing when no claim is asked for.
    std::optional<std::vector<std::string>> roles;
};

constexpr std::size_t identity_token_size_most = 8192;
constexpr std::int64_t identity_clock_skew_seconds = 60;

// Nothing for a token that is not wholly in order, whatever is wrong with it.
std::optional<identity> identity_in(
    std::string_view token, const key_set& keys, const identity_settings& settings, std::int64_t now
);

// The same with the keys of a file, read again when it changes. Thread-safe.
class identity_provider {
public:
    // Throws std::invalid_argument when the file holds no usable key.
    explicit identity_provider(identity_settings settings);

    std::optional<identity> identify(std::string_view token, std::int64_t now);

    // Told that a new file of keys is unusable and the earlier keys stay.
    std::function<void(std::string_view what)> on_bad_keys = [](std::string_view) {
    };

private:
    key_set read_again(std::int64_t now);

    // The file's time is looked at this often at most.
    static constexpr std::int64_t look_every_seconds = 2;

    identity_settings settings_;
    std::mutex mutex_;
    key_set keys_;
    std::filesystem::file_time_type written_at_;
    std::int64_t looked_at_ = 0;
};

}  // namespace tranche::server
