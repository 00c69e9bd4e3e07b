// Tokens of an identity provider: what is in order is believed, and nothing else, in whatever way
// it is out of order.
#include "server/auth/identity_tokens.hpp"

#include "server/auth/base64url.hpp"
#include "tests/support/token_issuer.hpp"

#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

namespace tranche::server {
namespace {

namespace json = boost::json;
using tests::jwks_of;
using tests::token_issuer;

constexpr std::int64_t now = 1'790'000'000;

const token_issuer& rsa() {
    static const token_issuer one{signature_algorithm::rs256, "r1"};
    return one;
}
const token_issuer& elliptic() {
    static const token_issuer one{signature_algorithm::es256, "e1"};
    return one;
}

identity_settings settings() {
    identity_settings made;
    made.issuer = "https://id.example";
    made.audience = "tranche";
    return made;
}

json::object claims() {
    return {
        {"iss", "https://id.example"},
        {"aud", "tranche"},
        {"sub", "ana"},
        {"exp", now + 300},
        {"nbf", now - 5}};
}

json::object claims_with(std::string_view name, json::value value) {
    auto changed = claims();
    changed[name] = std::move(value);
    return changed;
}

json::object claims_without(std::string_view name) {
    auto changed = claims();
    changed.erase(name);
    return changed;
}

json::object header_with(const token_issuer& issuer, std::string_view name, json::value value) {
    auto changed = issuer.header();
    changed[name] = std::move(value);
    return changed;
}

bool is_believed(const std::string& token) {
    static const key_set keys{jwks_of({&rsa(), &elliptic()})};
    return identity_in(token, keys, settings(), now).has_value();
}

// HS256 with the published key as the secret: what a verifier believes that goes by the header.
std::string signed_with_the_public_key() {
    const auto text = tests::unsigned_token(header_with(rsa(), "alg", "HS256"), claims());
    const auto secret = json::serialize(rsa().jwk());
    std::string mac(32, '\0');
    unsigned size = 0;
    HMAC(
        EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(text.data()), text.size(),
        reinterpret_cast<unsigned char*>(mac.data()), &size
    );
    return text + '.' + to_base64url(mac);
}

}  // namespace

TEST(IdentityTokens, InOrderAreBelieved) {
    for (const auto* issuer : {&rsa(), &elliptic()}) {
        EXPECT_TRUE(is_believed(issuer->token(claims())));
        EXPECT_TRUE(is_believed(issuer->token(claims_without("nbf"))));
        EXPECT_TRUE(is_believed(issuer->token(claims_with("aud", {"other", "tranche"}))));
        EXPECT_TRUE(is_believed(issuer->token(claims_with("exp", now - 59)))) << "skew";
        EXPECT_TRUE(is_believed(issuer->token(claims_with("nbf", now + 60)))) << "skew";
    }
}

TEST(IdentityTokens, OutOfOrderAreNot) {
    const token_issuer stranger{signature_algorithm::rs256, "r1"};
    const auto good = rsa().token(claims());
    const auto unsigned_text = tests::unsigned_token(rsa().header(), claims());
    const auto none = tests::unsigned_token(header_with(rsa(), "alg", "none"), claims());
    auto other_claims = good;
    other_claims.replace(
        good.find('.') + 1, good.rfind('.') - good.find('.') - 1,
        to_base64url(json::serialize(claims_with("sub", "boss")))
    );
    const std::map<std::string, std::string> refused{
        {"another key of the same id", stranger.token(claims())},
        {"unknown key id", rsa().token(header_with(rsa(), "kid", "r2"), claims())},
        {"no key id among two keys", rsa().token({{"alg", "RS256"}}, claims())},
        {"alg none, no signature", none + '.'},
        {"alg none, a signature", none + good.substr(good.rfind('.'))},
        {"HS256 with the public key", signed_with_the_public_key()},
        {"the other key's algorithm", rsa().token(header_with(rsa(), "alg", "ES256"), claims())},
        {"the other key", rsa().token(header_with(rsa(), "kid", "e1"), claims())},
        {"no algorithm", rsa().token({{"kid", "r1"}}, claims())},
        {"critical extension", rsa().token(header_with(rsa(), "crit", json::array{"x"}), claims())},
        {"other claims under the signature", other_claims},
        {"expired", rsa().token(claims_with("exp", now - 60))},
        {"no expiry", rsa().token(claims_without("exp"))},
        {"expiry as text", rsa().token(claims_with("exp", "2999-01-01"))},
        {"not yet valid", rsa().token(claims_with("nbf", now + 61))},
        {"begin as text", rsa().token(claims_with("nbf", "now"))},
        {"wrong audience", rsa().token(claims_with("aud", "another"))},
        {"wrong audiences", rsa().token(claims_with("aud", {"another", "third"}))},
        {"no audience", rsa().token(claims_without("aud"))},
        {"wrong issuer", rsa().token(claims_with("iss", "https://id.example.evil"))},
        {"no issuer", rsa().token(claims_without("iss"))},
        {"nobody", rsa().token(claims_without("sub"))},
        {"somebody who is a number", rsa().token(claims_with("sub", 7))},
        {"no signature", unsigned_text},
        {"empty signature", unsigned_text + '.'},
        {"truncated", good.substr(0, good.size() - 4)},
        {"truncated elliptic", elliptic().token(claims()).substr(0, 200)},
        {"padded", good + "="},
        {"two tokens", good + '.' + good},
        {"oversize", rsa().token(claims_with("note", json::string(9000, 'x')))},
        {"dots", ".."},
        {"empty", ""},
        {"no base 64", "a b.c d.e f"}};
    for (const auto& [why, token] : refused) {
        EXPECT_FALSE(is_believed(token)) << why;
    }
}

TEST(IdentityTokens, AreCutAnywhereAndNeverBelieved) {
    const auto good = elliptic().token(claims());
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(is_believed(good.substr(0, size))) << size;
    }
}

TEST(IdentityTokens, NameTheRolesOfTheClaim) {
    auto asked = settings();
    asked.role_claim = "groups";
    const key_set keys{jwks_of({&rsa()})};
    const auto roles = [&](const json::object& with) {
        return *identity_in(rsa().token(with), keys, asked, now)->roles;
    };
    EXPECT_EQ(roles(claims()), std::vector<std::string>{});
    EXPECT_EQ(roles(claims_with("groups", "a b")), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(roles(claims_with("groups", {"a", 1, "b"})), (std::vector<std::string>{"a", "b"}));
}

TEST(KeySet, TakesOnlyStrongKeysForSignatures) {
    const token_issuer weak{signature_algorithm::rs256, "weak", 1024};
    EXPECT_THROW(key_set{jwks_of({&weak})}, std::invalid_argument);
    EXPECT_EQ(key_set{jwks_of({&weak, &rsa()})}.find("weak"), nullptr);
    for (const auto* bad :
         {"", "[]", "{}", R"({"keys":[]})", R"({"keys":[{"kty":"oct","k":"c2VjcmV0"}]})",
          R"({"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})"}) {
        EXPECT_THROW(key_set{bad}, std::invalid_argument) << bad;
    }
    auto for_secrets = rsa().jwk();
    for_secrets["use"] = "enc";
    EXPECT_THROW(public_key{json::serialize(for_secrets)}, std::invalid_argument);
    auto off_the_curve = elliptic().jwk();
    off_the_curve["x"] = off_the_curve["y"];
    EXPECT_THROW(public_key{json::serialize(off_the_curve)}, std::invalid_argument);
}

TEST(IdentityProvider, ReadsItsKeysAgainWhenTheFileChanges) {
    const auto file = std::filesystem::temp_directory_path() /
        ("tranche-keys-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + '-' +
         std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
    auto written_at = std::filesystem::file_time_type::clock::now();
    const auto publish = [&](const std::string& text) {
        std::ofstream{file} << text;
        written_at += std::chrono::seconds{5};
        std::filesystem::last_write_time(file, written_at);
    };
    auto from_file = settings();
    from_file.keys_file = file.string();
    publish(jwks_of({&rsa()}));
    std::string complaints;
    identity_provider provider{from_file, [&](std::string_view what) {
                                   complaints += what;
                               }};
    EXPECT_TRUE(provider.identify(rsa().token(claims()), now));
    EXPECT_FALSE(provider.identify(elliptic().token(claims()), now));

    publish(jwks_of({&elliptic()}));
    EXPECT_FALSE(provider.identify(elliptic().token(claims()), now + 1)) << "looked at just now";
    EXPECT_TRUE(provider.identify(elliptic().token(claims()), now + 2));
    EXPECT_FALSE(provider.identify(rsa().token(claims()), now + 2)) << "a key that was withdrawn";

    publish("half a fi");
    EXPECT_TRUE(provider.identify(elliptic().token(claims()), now + 4)) << "the last good keys";
    EXPECT_FALSE(complaints.empty());
    std::filesystem::remove(file);
    EXPECT_TRUE(provider.identify(elliptic().token(claims()), now + 6));
    EXPECT_THROW(identity_provider{from_file}, std::invalid_argument);
}

}  // namespace tranche::server
