// Signing in with a browser: what it takes, what it gives, how it ends, and what it keeps from
// strangers.
#include "persistence/people.hpp"
#include "tests/support/signed_in.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class SignIn : public ::testing::Test {
protected:
    void SetUp() override {
        add_person_with_password(db, "ana", {"finance_officer"});
        add_person_with_password(db, "boss", {"administrator"});
    }

    int status_of(const headers& browser, std::string_view target = "/api/v1/me") {
        return server.anonymous().get(target, browser).status;
    }
    answer remove(std::string_view target, const headers& browser) {
        return server.anonymous().request("DELETE", target, "", browser);
    }

    test_database db;
    api server{db};
};

// The problem without what differs from request to request.
std::string problem_of(const answer& refused) {
    auto body = refused.json();
    body.as_object().erase("request_id");
    return std::to_string(refused.status) + json::serialize(body) +
        refused.header("WWW-Authenticate") + refused.header("Set-Cookie");
}

}  // namespace

TEST_F(SignIn, GivesASessionThatOpensTheDoors) {
    const auto given = sign_in(server, "ana");
    ASSERT_EQ(given.status, 201) << given;
    EXPECT_EQ(given.field("name"), "ana");
    EXPECT_EQ(status_of(browser_of(given)), 200);
    const auto seen = server.anonymous().get("/api/v1/session", browser_of(given));
    EXPECT_EQ(seen.json(), given.json());
    EXPECT_EQ(db.sql().one("select count(*) from audit.event where action = 'sign_in'"), "1");
}

TEST_F(SignIn, SetsACookieThatScriptsAndOtherSitesCannotUse) {
    const auto plain = sign_in(server, "ana").header("Set-Cookie");
    EXPECT_TRUE(plain.starts_with("tranche_session=")) << plain;
    EXPECT_TRUE(plain.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200")) << plain;
    server.sign_in_settings().behind_tls = true;
    const auto given = sign_in(server, "ana");
    const auto secure = given.header("Set-Cookie");
    EXPECT_TRUE(secure.starts_with("__Host-tranche=")) << secure;
    EXPECT_TRUE(secure.ends_with("; HttpOnly; SameSite=Lax; Max-Age=43200; Secure")) << secure;
    EXPECT_EQ(status_of(browser_of(given)), 200);
    const auto value = cookie_of(given).substr(cookie_of(given).find('='));
    EXPECT_EQ(status_of({{"cookie", "tranche_session" + value}}), 401);
}

TEST_F(SignIn, KeepsNoSecretInTheDatabase) {
    const auto given = sign_in(server, "ana");
    const auto secret = cookie_of(given).substr(cookie_of(given).find('=') + 1);
    ASSERT_GE(secret.size(), 52U) << "fewer than 256 bits";
    const auto token = browser_of(given).at("x-csrf-token");
    for (const auto* table : {"people.browser_session", "people.password", "audit.event"}) {
        const auto all = db.sql().one(
            std::string{"select coalesce(string_agg(t::text, ' '), '') from "} + table + " t"
        );
        EXPECT_EQ(all.find(secret), all.npos) << table;
        EXPECT_EQ(all.find(token), all.npos) << table;
        EXPECT_EQ(all.find(good_password), all.npos) << table;
    }
    EXPECT_EQ(server.failures(), "");
}

TEST_F(SignIn, AnswersEveryFailureTheSame) {
    persistence::session with{db.staff_url(), persistence::lane::command};
    persistence::add_person(with, {"none", "none", {"auditor"}, {}, {}});
    add_person_with_password(db, "gone", {"auditor"});
    db.sql().ask("update people.user_account set active = false where name = 'gone'");
    std::set<std::string> answers;
    answers.insert(problem_of(sign_in(server, "ana", "not her password")));
    answers.insert(problem_of(sign_in(server, "nobody", good_password)));
    answers.insert(problem_of(sign_in(server, "none", good_password)));
    answers.insert(problem_of(sign_in(server, "gone", good_password)));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_NE(answers.begin()->find("sign_in_failed"), std::string::npos) << *answers.begin();
    EXPECT_EQ(db.sql().one("select count(*) from people.browser_session"), "0");
}

TEST_F(SignIn, SlowsDownWhoeverTriesOneAccountWhetherItExistsOrNot) {
    for (const std::string name : {"ana", "nobody"}) {
        for (int i = 0; i < 10; ++i) {
            EXPECT_EQ(sign_in(server, name, "not the password").status, 401);
        }
        const auto refused = sign_in(server, name);
        EXPECT_EQ(refused.status, 429) << refused;
        EXPECT_EQ(refused.code(), "too_many_attempts");
        const auto wait = std::stoi(refused.header("Retry-After"));
        EXPECT_GT(wait, 800);
        EXPECT_LE(wait, 900);
    }
    EXPECT_EQ(sign_in(server, "boss").status, 201) << "another account is not concerned";
    server.let_pass(901);
    EXPECT_EQ(sign_in(server, "ana").status, 201);
    EXPECT_EQ(sign_in(server, "ana", "not the password").status, 401) << "counted afresh";
}

TEST_F(SignIn, SlowsDownAnAddressThatTriesManyAccounts) {
    server.sign_in_settings().trusted_proxy = "test";
    const headers stranger{{"x-forwarded-for", "203.0.113.9, 198.51.100.7"}};
    // As a hundred attempts would leave it, without working out a hundred hashes.
    db.sql().ask(
        "insert into people.sign_in_attempt values (sha256('address 198.51.100.7'), now(), 100)"
    );
    EXPECT_EQ(sign_in(server, "ana", good_password, stranger).status, 429);
    EXPECT_EQ(sign_in(server, "ana.smith", good_password, stranger).status, 429);
    EXPECT_EQ(db.sql().one("select count(*) from people.sign_in_attempt"), "1")
        << "ever new names leave no rows";
    EXPECT_EQ(
        sign_in(server, "ana", good_password, {{"x-forwarded-for", "203.0.113.9"}}).status, 201
    );
}

TEST_F(SignIn, WritesFailuresDownWithNoPasswordAndOnlyNamesThatExist) {
    sign_in(server, "ana", "not the password");
    sign_in(server, "correct horse battery", "typed into the wrong field");
    const auto events = db.sql().ask(
        "select e.subject_type, coalesce(u.name, '-') as account, e.actor_id, e.remote_address,"
        " e::text as whole from audit.event e left join people.user_account u on u.id = e.subject_id"
        " where e.action = 'sign_in_failed' order by e.id"
    );
    ASSERT_EQ(events.size(), 2);
    EXPECT_EQ(events[0].text("account"), "ana");
    EXPECT_EQ(events[0].integer("actor_id"), -1) << "nobody was signed in";
    EXPECT_EQ(events[0].text("remote_address"), "test");
    EXPECT_EQ(events[1].text("subject_type"), "unknown_account");
    for (const auto event : events) {
        for (const auto* typed : {"not the password", "correct horse", "wrong field"}) {
            EXPECT_EQ(event.text("whole").find(typed), std::string::npos) << typed;
        }
    }
    const auto shown = server.as("auditor").get("/api/v1/audit-events?action=sign_in_failed");
    EXPECT_TRUE(shown.json().at("items").at(0).at("actor").is_null()) << shown;
}

TEST_F(SignIn, WritesNoMoreFailuresThanMayBeTried) {
    for (int i = 0; i < 13; ++i) {
        sign_in(server, "ana", "not the password");
    }
    EXPECT_EQ(
        db.sql().one("select count(*) from audit.event where action = 'sign_in_failed'"), "10"
    );
}

TEST_F(SignIn, LastsAsLongAsTheSettingsSay) {
    server.sign_in_settings().idle_seconds = 60;
    server.sign_in_settings().session_seconds = 100;
    const auto given = sign_in(server, "ana");
    EXPECT_TRUE(given.header("Set-Cookie").ends_with("Max-Age=100")) << given.header("Set-Cookie");
    const auto browser = browser_of(given);
    server.let_pass(55);
    EXPECT_EQ(status_of(browser), 200);
    server.let_pass(55);
    EXPECT_EQ(status_of(browser), 401) << "over in any case";
    const auto idle = browser_of(sign_in(server, "ana"));
    server.let_pass(61);
    EXPECT_EQ(status_of(idle), 401);
}

TEST_F(SignIn, NeverAdoptsACookieThatWasGiven) {
    const headers planted{{"cookie", "tranche_session=chosen-by-somebody-else"}};
    const auto given = sign_in(server, "ana", good_password, planted);
    ASSERT_EQ(given.status, 201) << given;
    EXPECT_NE(cookie_of(given), planted.at("cookie"));
    EXPECT_EQ(status_of(planted), 401);

    const auto again = sign_in(server, "ana", good_password, {{"cookie", cookie_of(given)}});
    EXPECT_NE(cookie_of(again), cookie_of(given));
    server.let_pass(3);
    EXPECT_EQ(status_of(browser_of(given)), 401) << "the session before it is over";
    EXPECT_EQ(status_of(browser_of(again)), 200);
}

TEST_F(SignIn, TakesNoCookieThatIsThereTwice) {
    const auto cookie = cookie_of(sign_in(server, "ana"));
    EXPECT_EQ(status_of({{"cookie", "a=b; " + cookie + ";c=d"}}), 200);
    EXPECT_EQ(status_of({{"cookie", cookie + "; " + cookie}}), 401);
    EXPECT_EQ(status_of({{"cookie", "tranche_session="}}), 401);
    EXPECT_EQ(status_of({{"cookie", "x" + cookie}}), 401);
}

TEST_F(SignIn, ChangesNothingWithoutTheTokenOfThePage) {
    auto browser = browser_of(sign_in(server, "ana"));
    const auto other = browser_of(sign_in(server, "boss")).at("x-csrf-token");
    const auto token = browser.at("x-csrf-token");
    const auto code = [&](const std::string& given, const std::string& site = "") {
        browser["x-csrf-token"] = given;
        browser["sec-fetch-site"] = site;
        return server.anonymous()
            .post("/api/v1/donors", {{"code", "D"}, {"name", "D"}, {"kind", "other"}}, browser)
            .code();
    };
    for (const auto& wrong : {std::string{}, other, token.substr(1), token + "0"}) {
        EXPECT_EQ(code(wrong), "csrf_refused") << wrong;
    }
    EXPECT_EQ(code(token, "cross-site"), "csrf_refused");
    EXPECT_EQ(code(token, "same-site"), "csrf_refused");
    EXPECT_EQ(db.sql().one("select count(*) from funding.donor"), "0");
    EXPECT_EQ(code(token, "same-origin"), "D") << "with it the donor is made";
    EXPECT_EQ(status_of({{"cookie", browser.at("cookie")}}), 200) << "reading needs none";
    EXPECT_EQ(
        sign_in(server, "ana", good_password, {{"sec-fetch-site", "cross-site"}}).status, 403
    );
}

TEST_F(SignIn, EndsAfterHalfAnHourWithoutARequest) {
    const auto browser = browser_of(sign_in(server, "ana"));
    for (int i = 0; i < 3; ++i) {
        server.let_pass(29 * 60);
        EXPECT_EQ(status_of(browser), 200) << i;
    }
    server.let_pass(30 * 60);
    EXPECT_EQ(status_of(browser), 401);
}

TEST_F(SignIn, EndsAfterTwelveHoursInAnyCase) {
    const auto browser = browser_of(sign_in(server, "ana"));
    for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
        server.let_pass(20 * 60);
        ASSERT_EQ(status_of(browser), 200) << minutes;
    }
    server.let_pass(20 * 60);
    EXPECT_EQ(status_of(browser), 401);
}

TEST_F(SignIn, EndsByAButtonHereOrElsewhereAtOnce) {
    const auto first = browser_of(sign_in(server, "ana"));
    const auto second = browser_of(sign_in(server, "ana"));
    const auto third = browser_of(sign_in(server, "ana"));
    const auto bystander = browser_of(sign_in(server, "boss"));
    const auto list = server.anonymous().get("/api/v1/sessions", second).json();
    ASSERT_EQ(list.at("items").as_array().size(), 3U);

    const auto out = remove("/api/v1/session", first);
    EXPECT_EQ(out.status, 204) << out;
    EXPECT_TRUE(out.header("Set-Cookie").starts_with("tranche_session=; ")) << "cleared";
    EXPECT_EQ(status_of(first), 401);
    const auto id = server.anonymous().get("/api/v1/session", third).json().at("session").at("id");
    const std::string path = "/api/v1/sessions/" + std::string{id.as_string()};
    EXPECT_EQ(remove(path, bystander).status, 404) << "somebody else's";
    EXPECT_EQ(remove(path, second).status, 204);
    EXPECT_EQ(status_of(third), 401);
    EXPECT_EQ(status_of(second), 200);
    EXPECT_EQ(remove("/api/v1/users/ana/sessions", second).status, 403);
    EXPECT_EQ(remove("/api/v1/users/ana/sessions", bystander).status, 204);
    EXPECT_EQ(status_of(second), 401);
    EXPECT_EQ(status_of(bystander), 200);
    EXPECT_EQ(remove("/api/v1/sessions", bystander).status, 204);
    EXPECT_EQ(status_of(bystander), 401);
}

TEST_F(SignIn, ChangesThePasswordWithTheOldOneAndEndsOtherSessions) {
    const auto here = browser_of(sign_in(server, "ana"));
    const auto elsewhere = browser_of(sign_in(server, "ana"));
    const auto change = [&](const std::string& from, const std::string& to) {
        return server.anonymous().post(
            "/api/v1/session/password", {{"old_password", from}, {"new_password", to}}, here
        );
    };
    const auto wrong = change("not the old one", "short");
    EXPECT_EQ(
        wrong.errors(),
        (std::vector<std::string>{
            "/old_password password_wrong", "/new_password password_too_short"})
    ) << wrong;
    EXPECT_EQ(status_of(elsewhere), 200);
    const auto done = change(good_password, "four other words instead");
    EXPECT_EQ(done.status, 204) << done;
    EXPECT_EQ(status_of(here), 200);
    EXPECT_EQ(status_of(elsewhere), 401);
    EXPECT_EQ(sign_in(server, "ana").status, 401);
    EXPECT_EQ(sign_in(server, "ana", "four other words instead").status, 201);
}

}  // namespace tranche::tests
