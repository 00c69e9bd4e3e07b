#include "server/auth/key_set.hpp"

#include "server/auth/base64url.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <stdexcept>

namespace tranche::server {

namespace json = boost::json;

struct public_key::handle {
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
};

namespace {

using bignum = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
using key_pointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using builder = std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)>;

constexpr int rsa_bits_at_least = 2048;
constexpr std::size_t coordinate_size = 32;

std::string member(const json::object& jwk, std::string_view name) {
    const auto* found = jwk.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : std::string{};
}

std::string bytes(const json::object& jwk, std::string_view name) {
    auto found = from_base64url(member(jwk, name));
    if (!found || found->empty()) {
        throw std::invalid_argument{"a key without " + std::string{name}};
    }
    return *std::move(found);
}

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

bignum number(std::string_view big_endian) {
    return {BN_bin2bn(octets(big_endian), static_cast<int>(big_endian.size()), nullptr), &BN_free};
}

key_pointer key_from(const char* type, OSSL_PARAM_BLD* parts) {
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> params{
        OSSL_PARAM_BLD_to_param(parts), &OSSL_PARAM_free};
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context{
        EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr), &EVP_PKEY_CTX_free};
    EVP_PKEY* made = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        throw std::invalid_argument{"a key that OpenSSL does not take"};
    }
    return {made, &EVP_PKEY_free};
}

key_pointer rsa_key(const json::object& jwk) {
    const auto modulus = number(bytes(jwk, "n"));
    const auto exponent = number(bytes(jwk, "e"));
    const builder parts{OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free};
    OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    auto key = key_from("RSA", parts.get());
    if (EVP_PKEY_get_bits(key.get()) < rsa_bits_at_least || BN_is_odd(exponent.get()) == 0 ||
        BN_is_one(exponent.get()) == 1) {
        throw std::invalid_argument{"an RSA key that is too weak"};
    }
    return key;
}

key_pointer p256_key(const json::object& jwk) {
    const auto x = bytes(jwk, "x");
    const auto y = bytes(jwk, "y");
    if (member(jwk, "crv") != "P-256" || x.size() != coordinate_size ||
        y.size() != coordinate_size) {
        throw std::invalid_argument{"an elliptic key that is not of P-256"};
    }
    const auto point = '\x04' + x + y;
    const builder parts{OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free};
    OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(
        parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
    );
    return key_from("EC", parts.get());
}

// A token carries the two numbers of an ECDSA signature one after the other; OpenSSL wants DER.
std::string der_of(std::string_view signature) {
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair{
        ECDSA_SIG_new(), &ECDSA_SIG_free};
    if (signature.size() != 2 * coordinate_size || !pair) {
        return {};
    }
    auto r = number(signature.substr(0, coordinate_size));
    auto s = number(signature.substr(coordinate_size));
    if (ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) {
        return {};
    }
    static_cast<void>(r.release());
    static_cast<void>(s.release());
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    std::string text{reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
    OPENSSL_free(der);
    return text;
}

}  // namespace

std::string_view name(signature_algorithm which) {
    return which == signature_algorithm::rs256 ? "RS256" : "ES256";
}

public_key::public_key(std::string_view jwk) {
    const auto parsed = json::parse(json::string_view{jwk.data(), jwk.size()});
    const auto& object = parsed.as_object();
    id_ = member(object, "kid");
    const auto type = member(object, "kty");
    if (type != "RSA" && type != "EC") {
        throw std::invalid_argument{"a key that is neither RSA nor EC"};
    }
    algorithm_ = type == "RSA" ? signature_algorithm::rs256 : signature_algorithm::es256;
    const auto purpose = member(object, "use");
    const auto meant_for = member(object, "alg");
    if ((!purpose.empty() && purpose != "sig") ||
        (!meant_for.empty() && meant_for != name(algorithm_))) {
        throw std::invalid_argument{"a key for something else"};
    }
    handle_ = std::make_shared<handle>(handle{
        algorithm_ == signature_algorithm::rs256 ? rsa_key(object) : p256_key(object)});
}

bool public_key::verifies(std::string_view text, std::string_view signature) const {
    const auto der =
        algorithm_ == signature_algorithm::es256 ? der_of(signature) : std::string{signature};
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{
        EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    return context && !der.empty() &&
        EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, handle_->key.get()) ==
        1 &&
        EVP_DigestVerify(context.get(), octets(der), der.size(), octets(text), text.size()) == 1;
}

key_set::key_set(std::string_view jwks) {
    boost::system::error_code broken;
    const auto parsed = json::parse(json::string_view{jwks.data(), jwks.size()}, broken);
    const auto* object = broken ? nullptr : parsed.if_object();
    const auto* keys = object == nullptr ? nullptr : object->if_contains("keys");
    if (keys == nullptr || !keys->is_array()) {
        throw std::invalid_argument{"not a set of JSON web keys"};
    }
    for (const auto& one : keys->get_array()) {
        if (!one.is_object()) {
            continue;
        }
        try {
            keys_.emplace_back(json::serialize(one));
        } catch (const std::invalid_argument&) {
            continue;  // providers publish keys for other purposes in the same file
        }
    }
    if (keys_.empty()) {
        throw std::invalid_argument{"a set of JSON web keys without one for RS256 or ES256"};
    }
}

const public_key* key_set::find(std::string_view id) const {
    if (id.empty()) {
        return keys_.size() == 1 ? &keys_.front() : nullptr;
    }
    for (const auto& one : keys_) {
        if (one.id() == id) {
            return &one;
        }
    }
    return nullptr;
}

}  // namespace tranche::server
