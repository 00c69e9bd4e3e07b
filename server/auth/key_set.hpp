// The public keys of an identity provider (RFC 7517): RSA for RS256 and P-256 for ES256, by
// OpenSSL. A key knows the one algorithm it is for; what a token says about that is never believed.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

enum class signature_algorithm { rs256, es256 };

std::string_view name(signature_algorithm which);

class public_key {
public:
    // Of one member of "keys", as JSON. Throws std::invalid_argument for a key that is broken, of
    // another kind, too short or not for signatures.
    explicit public_key(std::string_view jwk);

    [[nodiscard]] const std::string& id() const { return id_; }
    [[nodiscard]] signature_algorithm algorithm() const { return algorithm_; }
    [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const;

private:
    struct handle;

    std::string id_;
    signature_algorithm algorithm_;
    std::shared_ptr<const handle> handle_;
};

class key_set {
public:
    key_set() = default;
    // Leaves out keys of kinds that are not for us. Throws std::invalid_argument when none is left.
    explicit key_set(std::string_view jwks);

    // The key of this id; without an id the only one there is.
    [[nodiscard]] const public_key* find(std::string_view id) const;

private:
    std::vector<public_key> keys_;
};

}  // namespace tranche::server
