// Bearer tokens of an identity provider at the door: they stand for people who have an account
// here, with at most the roles of that account.
#include "server/auth/identity_tokens.hpp"
#include "tests/support/signed_in.hpp"
#include "tests/support/token_issuer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class IdentityProviderAtTheDoor : public ::testing::Test {
protected:
    void SetUp() override {
        add_person_with_password(db, "ana", {"finance_officer", "programme_officer"});
        trust("");
    }

    void trust(const std::string& role_claim) {
        const auto file = std::filesystem::temp_directory_path() / ("keys-" + db.name());
        std::ofstream{file} << jwks_of({&issuer});
        server::identity_settings settings;
        settings.issuer = "https://id.example";
        settings.audience = "tranche";
        settings.keys_file = file.string();
        settings.role_claim = role_claim;
        server.trust_identities(settings);
        std::filesystem::remove(file);
    }
    std::string token_of(const std::string& name, const json::value& groups = nullptr) {
        return issuer.token(
            {{"iss", "https://id.example"},
             {"aud", "tranche"},
             {"sub", name},
             {"exp", server::seconds_utc() + 300},
             {"groups", groups}}
        );
    }
    answer me(const std::string& token) {
        return server.anonymous().get("/api/v1/me", {{"authorization", "Bearer " + token}});
    }

    test_database db;
    api server{db};
    token_issuer issuer{server::signature_algorithm::es256, "e1"};
};

}  // namespace

TEST_F(IdentityProviderAtTheDoor, LetsInWhoeverHasAnAccount) {
    EXPECT_EQ(me(token_of("ana")).field("name"), "ana");
    const auto before = db.contents();
    EXPECT_EQ(me(token_of("nobody.here")).status, 401);
    EXPECT_EQ(changed_tables(before, db.contents()), "") << "nobody is made by a token";
    db.sql().ask("update people.user_account set active = false");
    server.let_pass(3);
    EXPECT_EQ(me(token_of("ana")).status, 401);
}

TEST_F(IdentityProviderAtTheDoor, TakesRolesAwayAndNeverAddsOne) {
    trust("groups");
    const auto roles = [&](const json::value& groups) {
        return json::serialize(me(token_of("ana", groups)).json().at("roles"));
    };
    EXPECT_EQ(roles({"finance_officer", "administrator"}), R"(["finance_officer"])");
    EXPECT_EQ(roles("programme_officer staff"), R"(["programme_officer"])");
    EXPECT_EQ(me(token_of("ana")).status, 403) << "no role is left";
}

TEST_F(IdentityProviderAtTheDoor, AnswersEveryBadTokenAsItAnswersNone) {
    const token_issuer stranger{server::signature_algorithm::es256, "e1"};
    const auto good = token_of("ana");
    const auto problem = [](const answer& refused) {
        auto body = refused.json();
        body.as_object().erase("request_id");
        return std::to_string(refused.status) + json::serialize(body);
    };
    const auto wanted = problem(server.anonymous().get("/api/v1/me"));
    for (const auto& bad :
         {stranger.token(issuer.header(), {{"sub", "ana"}}), good.substr(0, good.size() - 1),
          std::string{"x.y.z"}, std::string(9000, 'x'), std::string{"trn_0"}, token_of("nobody"),
          good + std::string(9000, 'x')}) {
        EXPECT_EQ(problem(me(bad)), wanted) << bad.substr(0, 200);
    }
    EXPECT_EQ(server.failures(), "");
}

TEST_F(IdentityProviderAtTheDoor, LetsNobodyInWithoutOne) {
    api plain{db};
    const auto refused =
        plain.anonymous().get("/api/v1/me", {{"authorization", "Bearer " + token_of("ana")}});
    EXPECT_EQ(refused.status, 401);
}

}  // namespace tranche::tests
