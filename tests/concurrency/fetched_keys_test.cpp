// Keys of an identity provider that publishes them at an address: changed while we run, asked for
// by strangers, late, broken or gone.
#include "server/auth/identity_tokens.hpp"
#include "server/outbound/http_call.hpp"
#include "tests/support/other_server.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/token_issuer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {
namespace {

using namespace std::chrono_literals;
using server::signature_algorithm;

constexpr std::int64_t now = 1'790'000'000;

class FetchedKeys : public ::testing::Test {
protected:
    void SetUp() override { provider.answer_with(200, jwks_of({&first})); }

    // Small times: the real ones are minutes and hours.
    void trust(server::key_timing timing = {}) {
        server::identity_settings settings;
        settings.issuer = "https://id.example";
        settings.audience = "tranche";
        auto get = [url = provider.url("/keys"), time_limit = patience](std::stop_token stop) {
            server::http_call call;
            call.url = url;
            call.answer_limit = 64 << 10;
            call.bounds.time_limit = time_limit;
            call.bounds.stop = std::move(stop);
            return server::perform(call).body;
        };
        auto keys = std::make_unique<server::fetched_keys>(
            get, [this](std::string_view) { ++complaints; }, timing
        );
        identities.emplace(std::move(settings), std::move(keys));
        // Whatever came of the first fetch.
        identities->identify(token_of(first), now);
    }
    static boost::json::object claims() {
        return {
            {"iss", "https://id.example"}, {"aud", "tranche"}, {"sub", "ana"}, {"exp", now + 300}};
    }
    static std::string token_of(const token_issuer& issuer) { return issuer.token(claims()); }
    bool is_believed(const token_issuer& issuer) {
        return identities->identify(token_of(issuer), now).has_value();
    }

    const token_issuer first{signature_algorithm::es256, "e1"};
    const token_issuer second{signature_algorithm::es256, "e2"};
    std::atomic<int> complaints = 0;
    std::chrono::milliseconds patience = 30s;
    other_server provider;
    std::optional<server::identity_provider> identities;
};

constexpr server::key_timing impatient{1h, 0ms, 1h};

}  // namespace

TEST_F(FetchedKeys, AreThereForTheFirstTokenAndAskedForOnce) {
    trust();
    EXPECT_TRUE(is_believed(first));
    EXPECT_TRUE(is_believed(first));
    EXPECT_EQ(provider.count(), 1);
    EXPECT_EQ(provider.requests().front().path, "/keys");
    EXPECT_TRUE(identities->key_state()->usable);
}

TEST_F(FetchedKeys, AreFetchedAgainForATokenWithANewKey) {
    trust(impatient);
    ASSERT_TRUE(is_believed(first));
    provider.answer_with(200, jwks_of({&second}));
    EXPECT_TRUE(is_believed(second)) << "at the first try";
    EXPECT_FALSE(is_believed(first)) << "a key that was withdrawn";
}

TEST_F(FetchedKeys, AreRefreshedThoughNobodyAsks) {
    trust({5ms, 0ms, 1h});
    provider.answer_with(200, jwks_of({&second}));
    EXPECT_TRUE(comes_true([&] { return is_believed(second); }));
    const auto before = provider.count();
    EXPECT_TRUE(comes_true([&] { return provider.count() > before; }));
}

TEST_F(FetchedKeys, CostTheProviderOneRequestHoweverManyTokensAreForged) {
    trust({1h, 2s, 1h});
    std::this_thread::sleep_for(2s);
    provider.hold();
    std::vector<std::string> forged;
    for (int i = 0; i < 160; ++i) {
        auto header = second.header();
        header["kid"] = std::to_string(i);
        forged.push_back(second.token(header, claims()));
    }
    std::atomic<std::size_t> next = 0;
    std::atomic<int> answered = 0;
    std::atomic<int> believed = 0;
    std::vector<std::thread> strangers;
    strangers.reserve(8);
    for (int i = 0; i < 8; ++i) {
        strangers.emplace_back([&] {
            for (auto at = next++; at < forged.size(); at = next++) {
                believed += identities->identify(forged[at], now) ? 1 : 0;
                ++answered;
            }
        });
    }
    EXPECT_TRUE(comes_true([&] { return answered == 159; })) << "one waits, the others do not";
    EXPECT_TRUE(is_believed(first)) << "meanwhile";
    provider.release();
    for (auto& one : strangers) {
        one.join();
    }
    EXPECT_EQ(answered, 160);
    EXPECT_EQ(believed, 0);
    EXPECT_EQ(provider.count(), 2) << "the first fetch, and one for all of them";
}

TEST_F(FetchedKeys, StayWhenTheProviderFailsAndAreGivenUpInTheEnd) {
    trust({1h, 0ms, 2s});
    const std::string garbage[] = {"<html>down</html>", R"({"keys":[]})", "", "\xff\xfe{"};
    for (const auto& broken : garbage) {
        provider.answer_with(200, broken);
        EXPECT_FALSE(is_believed(second));
        EXPECT_TRUE(identities->key_state()->last_fetch_failed);
        EXPECT_TRUE(is_believed(first)) << "the last good keys";
    }
    provider.answer_with(200, std::string(65 << 10, ' ') + jwks_of({&second}));
    EXPECT_FALSE(is_believed(second)) << "larger than any set of keys";
    EXPECT_GE(complaints, 5);
    EXPECT_TRUE(comes_true([&] { return !is_believed(first); })) << "nobody vouches for them now";
    EXPECT_FALSE(identities->key_state()->usable);
    provider.answer_with(200, jwks_of({&first}));
    EXPECT_TRUE(is_believed(first)) << "and the provider is back";
}

TEST_F(FetchedKeys, ThatCannotBeHadLetNobodyInAndKeepNobodyWaiting) {
    provider.hold();
    patience = 500ms;
    const auto began = std::chrono::steady_clock::now();
    trust();
    EXPECT_FALSE(is_believed(first));
    EXPECT_FALSE(identities->key_state()->usable);
    EXPECT_FALSE(identities->key_state()->age);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "longer than the time limit";
    EXPECT_EQ(complaints, 1);
}

TEST_F(FetchedKeys, LetTheServerEndWhileTheProviderIsSilent) {
    trust({5ms, 0ms, 1h});
    provider.hold();
    const auto asked = provider.count();
    EXPECT_TRUE(comes_true([&] { return provider.count() > asked; }));
    const auto began = std::chrono::steady_clock::now();
    identities.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 20s) << "it waited for the provider";
}

}  // namespace tranche::tests
