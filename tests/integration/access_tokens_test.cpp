// Tokens: made by a person who is signed in, narrowed by scopes, shown once, ended.
#include "persistence/access_tokens.hpp"

#include "tests/support/signed_in.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class AccessTokens : public ::testing::Test {
protected:
    void SetUp() override {
        add_person_with_password(db, "ana", {"finance_officer", "programme_officer"});
        browser = browser_of(sign_in(server, "ana"));
    }

    answer make(const json::array& scopes) {
        return server.anonymous().post(
            "/api/v1/tokens", {{"label", "test"}, {"days", 7}, {"scopes", scopes}}, browser
        );
    }
    static headers bearer(const answer& made) {
        return {{"authorization", "Bearer " + made.field("token")}};
    }
    std::string roles_of(const headers& with) {
        const auto me = server.anonymous().get("/api/v1/me", with);
        return me.status == 200 ? json::serialize(me.json().at("roles")) : me.code();
    }
    answer add_donor(const headers& with, const std::string& code) {
        return server.anonymous().post(
            "/api/v1/donors", {{"code", code}, {"name", "D"}, {"kind", "other"}}, with
        );
    }

    test_database db;
    api server{db};
    headers browser;
};

}  // namespace

TEST_F(AccessTokens, AreShownOnceAndKeptAsHash) {
    const auto made = make({});
    ASSERT_EQ(made.status, 201) << made;
    const auto secret = made.field("token");
    EXPECT_TRUE(secret.starts_with("trn_"));
    EXPECT_EQ(roles_of(bearer(made)), R"(["programme_officer","finance_officer"])");
    const auto listed = server.anonymous().get("/api/v1/tokens", browser);
    EXPECT_EQ(listed.body.find(secret), std::string::npos);
    EXPECT_EQ(listed.json().at("items").at(0).at("id"), made.json().at("id"));
    for (const auto* table : {"people.access_token", "audit.event", "audit.idempotency"}) {
        const auto all = db.sql().one(
            std::string{"select coalesce(string_agg(t::text, ' '), '') from "} + table + " t"
        );
        EXPECT_EQ(all.find(secret), all.npos) << table;
    }
}

TEST_F(AccessTokens, NeedNoTokenOfThePage) {
    EXPECT_EQ(add_donor(bearer(make({})), "D1").status, 201);
}

TEST_F(AccessTokens, AndCookiesDoNotOpenDoorsInEachOthersPlace) {
    const auto token = make({}).field("token");
    const auto cookie = browser.at("cookie");
    const auto secret = cookie.substr(cookie.find('=') + 1);
    EXPECT_EQ(server.anonymous().get("/api/v1/me", browser).status, 200);
    EXPECT_EQ(roles_of({{"authorization", "Bearer " + secret}}), "unauthenticated");
    EXPECT_NE(roles_of({{"authorization", "Bearer " + token}}), "unauthenticated");
    EXPECT_EQ(roles_of({{"cookie", "tranche_session=" + token}}), "unauthenticated");
}

TEST_F(AccessTokens, OnlyReadWhenThatIsTheirScope) {
    const auto with = bearer(make({"read"}));
    EXPECT_EQ(server.anonymous().get("/api/v1/donors", with).status, 200);
    const auto refused = add_donor(with, "D1");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "token_reads_only");
    server.let_pass(1);
    EXPECT_EQ(add_donor(with, "D1").status, 403) << "also when the token is remembered";
}

TEST_F(AccessTokens, HaveOnlyTheRolesOfTheirScope) {
    const auto with = bearer(make({"programme_officer"}));
    EXPECT_EQ(roles_of(with), R"(["programme_officer"])");
    EXPECT_EQ(server.anonymous().get("/api/v1/journal-entries", with).status, 403);
    EXPECT_EQ(server.anonymous().get("/api/v1/journal-entries", bearer(make({}))).status, 200);
}

TEST_F(AccessTokens, NeverHaveMoreThanTheirPerson) {
    const auto refused = make({"finance_officer", "administrator", "king"});
    EXPECT_EQ(
        refused.errors(),
        (std::vector<std::string>{"/scopes/1 scope_beyond_roles", "/scopes/2 scope_beyond_roles"})
    ) << refused;
    const auto made = make({"finance_officer"});
    const auto everything = make({});
    const auto set_roles = [&](const std::string& roles) {
        db.sql().ask("update people.user_account set roles = string_to_array($1, ' ')", {roles});
        server.let_pass(3);
    };
    set_roles("programme_officer");
    EXPECT_EQ(roles_of(bearer(made)), "forbidden") << "no role is left";
    EXPECT_EQ(add_donor(bearer(made), "D1").status, 403);
    set_roles("programme_officer finance_officer administrator");
    EXPECT_EQ(roles_of(bearer(everything)), R"(["programme_officer","finance_officer"])")
        << "a role gained later";
    // Written past the API: a scope that names a role the person does not have.
    persistence::session with{db.staff_url(), persistence::lane::command};
    const auto wide = persistence::create_token(
        with, "ana", "wide", 1, {std::vector<std::string>{"approver"}, false}
    );
    EXPECT_EQ(roles_of({{"authorization", "Bearer " + wide}}), "forbidden");
}

TEST_F(AccessTokens, MakeNoOtherTokensAndChangeNoPasswords) {
    const auto with = bearer(make({}));
    EXPECT_EQ(
        server.anonymous().post("/api/v1/tokens", {{"label", "more"}}, with).code(),
        "session_required"
    );
    EXPECT_EQ(
        server.anonymous()
            .post(
                "/api/v1/session/password",
                {{"old_password", good_password}, {"new_password", "four other words instead"}},
                with
            )
            .code(),
        "session_required"
    );
    EXPECT_EQ(
        server.anonymous()
            .post("/api/v1/session/second-factor", {{"password", good_password}}, with)
            .code(),
        "session_required"
    );
}

TEST_F(AccessTokens, EndWhenRevokedOrExpired) {
    const auto first = make({});
    const auto second = make({});
    add_person_with_password(db, "eve", {"auditor"});
    const auto other = browser_of(sign_in(server, "eve"));
    const auto end = [&](const answer& made, const headers& with) {
        return server.anonymous().request("DELETE", "/api/v1/tokens/" + made.id(), "", with).status;
    };
    EXPECT_EQ(end(first, other), 404);
    EXPECT_EQ(roles_of(bearer(first)), roles_of(bearer(second)));
    EXPECT_EQ(end(first, browser), 204);
    EXPECT_EQ(end(first, browser), 404);
    EXPECT_EQ(roles_of(bearer(first)), "unauthenticated");
    db.sql().ask(
        "update people.access_token set created_at = now() - interval '2 days',"
        " expires_at = now() - interval '1 second'"
    );
    server.let_pass(3);
    EXPECT_EQ(roles_of(bearer(second)), "unauthenticated");
    EXPECT_EQ(server.failures(), "");
}

}  // namespace tranche::tests
