// The second factor: proposed, confirmed, needed, used once, removed; and what the database holds
// of it.
#include "server/auth/totp.hpp"
#include "tests/support/signed_in.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class SecondFactor : public ::testing::Test {
protected:
    void SetUp() override {
        add_person_with_password(db, "ana", {"finance_officer"});
        server.sign_in_settings().secrets = server::secret_box{std::string(64, 'a')};
        // Early in a step, so that it does not end within a test.
        let_pass(30 - server::seconds_utc() % 30 + 2);
        browser = browser_of(sign_in(server, "ana"));
    }

    answer post(const std::string& verb, const json::object& body) {
        return server.anonymous().post("/api/v1/session/second-factor" + verb, body, browser);
    }
    // The secret is not asked back from its base 32: the test opens the box as the server does.
    std::string secret() {
        const auto row =
            db.sql().ask("select encode(secret, 'hex') as hex, sealed from people.second_factor");
        return server.sign_in_settings().secrets.open({row[0].text("hex"), row[0].truth("sealed")});
    }
    std::string code(std::int64_t steps_ahead = 0) {
        const auto now = server::seconds_utc() + passed;
        return server::totp_code(secret(), now / 30 + steps_ahead);
    }
    void let_pass(std::int64_t seconds) {
        passed += seconds;
        server.let_pass(seconds);
    }
    std::vector<std::string> enrol() {
        EXPECT_EQ(post("", {{"password", good_password}}).status, 200);
        const auto confirmed = post("/confirm", {{"code", code(-1)}});
        EXPECT_EQ(confirmed.status, 200) << confirmed;
        std::vector<std::string> codes;
        const auto body = confirmed.json();
        for (const auto& one : body.at("recovery_codes").as_array()) {
            codes.emplace_back(one.as_string());
        }
        return codes;
    }
    answer sign_in_with(const std::string& given, const std::string& password = good_password) {
        return server.anonymous().post(
            "/api/v1/session", {{"name", "ana"}, {"password", password}, {"code", given}}
        );
    }

    test_database db;
    api server{db};
    headers browser;
    std::int64_t passed = 0;
};

}  // namespace

TEST_F(SecondFactor, CountsOnlyWhenItIsConfirmed) {
    const auto proposed = post("", {{"password", good_password}});
    ASSERT_EQ(proposed.status, 200) << proposed;
    EXPECT_EQ(proposed.field("secret"), server::base32(secret()));
    EXPECT_NE(proposed.field("uri").find(proposed.field("secret")), std::string::npos);
    EXPECT_EQ(sign_in(server, "ana").status, 201);
    EXPECT_EQ(post("/confirm", {{"code", "000000"}}).errors().front(), "/code code_wrong");
    EXPECT_EQ(post("/confirm", {{"code", code()}}).status, 200);
    EXPECT_EQ(sign_in(server, "ana").status, 401);
    EXPECT_EQ(post("", {{"password", good_password}}).code(), "second_factor_exists");
    EXPECT_EQ(post("/confirm", {{"code", code(1)}}).code(), "second_factor_not_proposed");
}

TEST_F(SecondFactor, NeedsThePasswordToBeSetUpOrRemoved) {
    EXPECT_EQ(post("", {{"password", "not it"}}).errors().front(), "/password password_wrong");
    enrol();
    EXPECT_EQ(post("/remove", {{"password", "not it"}}).status, 422);
    EXPECT_EQ(sign_in(server, "ana").status, 401);
    EXPECT_EQ(post("/remove", {{"password", good_password}}).status, 204);
    EXPECT_EQ(sign_in(server, "ana").status, 201);
    EXPECT_EQ(
        db.sql().one("select count(*) from people.second_factor where secret is not null"), "0"
    );
}

TEST_F(SecondFactor, TakesACodeOnce) {
    enrol();
    const auto used = code();
    EXPECT_EQ(sign_in_with(used).status, 201);
    EXPECT_EQ(sign_in_with(used).status, 401) << "replayed";
    EXPECT_EQ(sign_in_with(code(-1)).status, 401) << "older than the last one taken";
    let_pass(31);
    EXPECT_EQ(sign_in_with(code()).status, 201);
    let_pass(300);
    EXPECT_EQ(sign_in_with(used).status, 401) << "long over";
}

TEST_F(SecondFactor, IsNotEnoughWithoutThePassword) {
    enrol();
    const auto wrong = sign_in_with(code(), "not her password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.code(), "sign_in_failed");
    EXPECT_EQ(sign_in_with("").code(), "sign_in_failed") << "the answer does not say what lacked";
    EXPECT_EQ(sign_in_with(code()).status, 201) << "the failure did not use the code up";
}

TEST_F(SecondFactor, TakesEachOfEightRecoveryCodesOnce) {
    const auto codes = enrol();
    ASSERT_EQ(codes.size(), 8U);
    for (const auto& one : codes) {
        EXPECT_EQ(sign_in_with(one).status, 201) << one;
        EXPECT_EQ(sign_in_with(one).status, 401) << one;
    }
    const auto shown = server.anonymous().get("/api/v1/session/second-factor", browser);
    EXPECT_EQ(shown.field("recovery_codes_left"), "0");
    EXPECT_EQ(shown.state(), "confirmed");
}

TEST_F(SecondFactor, IsNotGivenAwayByADumpOfTheDatabase) {
    const auto codes = enrol();
    const auto all = db.sql().one("select f::text from people.second_factor f");
    std::string hex;
    for (const char one : secret()) {
        constexpr std::string_view digits = "0123456789abcdef";
        hex += digits[static_cast<unsigned char>(one) >> 4U];
        hex += digits[static_cast<unsigned char>(one) & 15U];
    }
    EXPECT_EQ(all.find(hex), all.npos);
    EXPECT_EQ(all.find(codes.front()), all.npos);
    EXPECT_EQ(post("", {{"password", good_password}}).status, 409);
}

TEST_F(SecondFactor, SaysWhenItIsKeptInTheClear) {
    server.sign_in_settings().secrets = {};
    const auto proposed = post("", {{"password", good_password}});
    EXPECT_EQ(proposed.field("sealed"), "false") << proposed;
}

TEST_F(SecondFactor, SlowsDownWhoeverGuessesCodes) {
    enrol();
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(sign_in_with("000000").status, 401);
    }
    EXPECT_EQ(sign_in_with(code()).status, 429);
}

}  // namespace tranche::tests
