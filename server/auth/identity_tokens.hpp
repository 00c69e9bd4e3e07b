// Bearer tokens of an OpenID Connect provider: signed claims about who somebody is. Whoever it is
// must have an account here; nobody is made by a token.
#pragma once

#include "server/auth/key_source.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct identity_settings {
    std::string issuer;              // TRANCHE_OIDC_ISSUER
    std::string audience;            // TRANCHE_OIDC_AUDIENCE
    std::string keys_file;           // TRANCHE_OIDC_JWKS_FILE, or
    std::string name_claim = "sub";  // TRANCHE_OIDC_NAME_CLAIM
    std::string role_claim;          // TRANCHE_OIDC_ROLE_CLAIM; empty: the account's roles
    std::string keys_url;            // TRANCHE_OIDC_JWKS_URL
    std::string ca_file;             // TRANCHE_CA_FILE; empty: the authorities of the system
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

// The key the token says it is signed with, "" when it says none; nothing for what is no token.
std::optional<std::string> key_id_of(std::string_view token);

// The same with keys that are replaced while the server runs. Thread-safe.
class identity_provider {
public:
    // Throws std::invalid_argument when the file of keys holds none that is usable.
    explicit identity_provider(
        identity_settings settings, key_complaint complain = [](std::string_view) {}
    );
    identity_provider(identity_settings settings, std::unique_ptr<key_source> keys);

    std::optional<identity> identify(std::string_view token, std::int64_t now);
    // Nothing when the keys are of a file.
    std::optional<fetched_key_state> key_state() { return keys_->state(); }

private:
    identity_settings settings_;
    std::unique_ptr<key_source> keys_;
};

}  // namespace tranche::server
