// An identity provider of a test: its key, what it publishes of it, and tokens as it would sign
// them or as a forger would.
#pragma once

#include "server/auth/key_set.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>

#include <memory>
#include <string>

namespace tranche::tests {

class token_issuer {
public:
    token_issuer(server::signature_algorithm algorithm, std::string key_id, int rsa_bits = 2048);

    /// The public half as a member of "keys".
    [[nodiscard]] boost::json::object jwk() const;
    /// With alg and kid, for the tokens it means.
    [[nodiscard]] boost::json::object header() const;

    [[nodiscard]] std::string token(const boost::json::object& claims) const {
        return token(header(), claims);
    }
    [[nodiscard]] std::string token(
        const boost::json::object& header, const boost::json::object& claims
    ) const;

private:
    [[nodiscard]] std::string sign(const std::string& text) const;
    [[nodiscard]] std::string number(const char* name) const;

    server::signature_algorithm algorithm_;
    std::string key_id_;
    std::shared_ptr<EVP_PKEY> key_;
};

/// {"keys": [...]}
std::string jwks_of(std::initializer_list<const token_issuer*> issuers);
/// The first two parts of a token, as they are signed.
std::string unsigned_token(const boost::json::object& header, const boost::json::object& claims);

}  // namespace tranche::tests
