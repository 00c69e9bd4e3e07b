#include "tests/support/token_issuer.hpp"

#include "server/auth/base64url.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include <stdexcept>
#include <vector>

namespace tranche::tests {

namespace json = boost::json;
using server::signature_algorithm;

namespace {

EVP_PKEY* new_key(signature_algorithm algorithm, int rsa_bits) {
    return algorithm == signature_algorithm::rs256
        ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(rsa_bits))
        : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
}

// The two numbers of an ECDSA signature one after the other, as tokens carry them.
std::string joined_numbers(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair{
        d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), &ECDSA_SIG_free};
    std::string both(64, '\0');
    auto* out = reinterpret_cast<unsigned char*>(both.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), out + 32, 32);
    return both;
}

}  // namespace

token_issuer::token_issuer(signature_algorithm algorithm, std::string key_id, int rsa_bits)
    : algorithm_{algorithm},
      key_id_{std::move(key_id)},
      key_{new_key(algorithm, rsa_bits), &EVP_PKEY_free} {
    if (!key_) {
        throw std::runtime_error{"OpenSSL made no key"};
    }
}

std::string token_issuer::number(const char* name) const {
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key_.get(), name, &found) != 1) {
        throw std::runtime_error{name};
    }
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> held{found, &BN_free};
    const int size = algorithm_ == signature_algorithm::es256 ? 32 : BN_num_bytes(found);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()), size);
    return server::to_base64url(bytes);
}

json::object token_issuer::jwk() const {
    if (algorithm_ == signature_algorithm::rs256) {
        return {
            {"kty", "RSA"},
            {"kid", key_id_},
            {"use", "sig"},
            {"n", number(OSSL_PKEY_PARAM_RSA_N)},
            {"e", number(OSSL_PKEY_PARAM_RSA_E)}};
    }
    return {
        {"kty", "EC"},
        {"kid", key_id_},
        {"crv", "P-256"},
        {"x", number(OSSL_PKEY_PARAM_EC_PUB_X)},
        {"y", number(OSSL_PKEY_PARAM_EC_PUB_Y)}};
}

json::object token_issuer::header() const {
    return {{"alg", std::string{name(algorithm_)}}, {"typ", "JWT"}, {"kid", key_id_}};
}

std::string token_issuer::token(const json::object& header, const json::object& claims) const {
    const auto text = unsigned_token(header, claims);
    return text + '.' + server::to_base64url(sign(text));
}

std::string token_issuer::sign(const std::string& text) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{
        EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context.get(), nullptr, &size, data, text.size());
    std::string signature(size, '\0');
    EVP_DigestSign(
        context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data, text.size()
    );
    signature.resize(size);
    return algorithm_ == signature_algorithm::es256 ? joined_numbers(signature) : signature;
}

std::string jwks_of(std::initializer_list<const token_issuer*> issuers) {
    json::array keys;
    for (const auto* one : issuers) {
        keys.emplace_back(one->jwk());
    }
    return json::serialize(json::object{{"keys", std::move(keys)}});
}

std::string unsigned_token(const json::object& header, const json::object& claims) {
    return server::to_base64url(json::serialize(header)) + '.' +
        server::to_base64url(json::serialize(claims));
}

}  // namespace tranche::tests
