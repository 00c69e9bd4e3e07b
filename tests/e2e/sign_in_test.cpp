// A browser's way through a real socket: sign in, keep the cookie, change something, sign out.
#include "tests/support/http_client.hpp"
#include "tests/support/running_server.hpp"
#include "tests/support/signed_in.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class BrowserSession : public ::testing::Test {
protected:
    void SetUp() override { add_person_with_password(db, "ana", {"finance_officer"}); }

    answer sign_in_with(const std::string& password, const headers& more = {}) {
        return http_client{server.port()}.post(
            "/api/v1/session", {{"name", "ana"}, {"password", password}}, more
        );
    }

    test_database db;
    running_server server{db};
};

}  // namespace

TEST_F(BrowserSession, LastsFromSignInToSignOut) {
    const auto signed_in = sign_in_with(good_password);
    ASSERT_EQ(signed_in.status, 201) << signed_in;
    EXPECT_EQ(signed_in.header("Cache-Control"), "no-store");
    const auto browser = browser_of(signed_in);
    http_client client{server.port()};
    EXPECT_EQ(client.get("/api/v1/me", browser).field("name"), "ana");
    EXPECT_EQ(client.request("HEAD", "/api/v1/me", "", browser).status, 200);

    const json::object donor{{"code", "D"}, {"name", "D"}, {"kind", "other"}};
    const headers cookie_alone{{"Cookie", browser.at("cookie")}};
    EXPECT_EQ(client.post("/api/v1/donors", donor, cookie_alone).status, 403);
    EXPECT_EQ(client.post("/api/v1/donors", donor, browser).status, 201);

    EXPECT_EQ(client.request("DELETE", "/api/v1/session", "", cookie_alone).status, 403);
    const auto out = client.request("DELETE", "/api/v1/session", "", browser);
    EXPECT_EQ(out.status, 204) << out;
    EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(client.get("/api/v1/me", browser).status, 401);
}

TEST_F(BrowserSession, IsNotStartedByAFormOfAnotherSite) {
    http_client client{server.port()};
    const std::string form = R"({"name":"ana","password":"four small words together"})";
    EXPECT_EQ(
        client.request("POST", "/api/v1/session", form, {{"Content-Type", "text/plain"}}).status,
        415
    );
    EXPECT_EQ(sign_in_with(good_password, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
    EXPECT_EQ(
        client.request(
                  "GET", "/api/v1/session", "", {{"Cookie", "tranche_session=planted"}}
        ).status,
        401
    );
}

TEST_F(BrowserSession, KeepsOthersServedWhilePasswordsAreTried) {
    const auto browser = browser_of(sign_in_with(good_password));
    std::vector<std::future<int>> guesses;
    for (int i = 0; i < 8; ++i) {
        guesses.push_back(std::async(std::launch::async, [&] {
            return sign_in_with("not the password").status;
        }));
    }
    http_client client{server.port()};
    int served = 0;
    while (guesses.back().wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
        EXPECT_EQ(client.get("/api/v1/me", browser).status, 200);
        ++served;
    }
    for (auto& one : guesses) {
        EXPECT_EQ(one.get(), 401);
    }
    EXPECT_GT(served, 8) << "reads waited for the hashes";
}

TEST_F(BrowserSession, IsKnownToASecondServerAndSoAreTheAttempts) {
    running_server second{db};
    const auto browser = browser_of(sign_in_with(good_password));
    EXPECT_EQ(http_client{second.port()}.get("/api/v1/me", browser).status, 200);
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(sign_in_with("not the password").status, 401);
    }
    const auto refused = http_client{second.port()}.post(
        "/api/v1/session", {{"name", "ana"}, {"password", good_password}}
    );
    EXPECT_EQ(refused.status, 429) << refused;
}

}  // namespace tranche::tests
