// An address of one's own for a calendar program: it opens what is due for that person, nothing
// else, and only until it is ended or replaced.
#include "persistence/session_set.hpp"
#include "server/api/secret_path.hpp"
#include "server/routes/routes.hpp"
#include "tests/support/signed_in.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

const std::string own = "/api/v1/calendar-address";

class CalendarAddress : public SmallWorld {
protected:
    headers sign_in_as(const std::string& name, const std::vector<std::string>& roles) {
        add_person_with_password(db, name, roles);
        return browser_of(sign_in(server, name));
    }
    std::string made(const headers& browser) {
        const auto given = server.anonymous().post(own, {}, browser);
        EXPECT_EQ(given.status, 201) << given;
        return given.field("path");
    }
    answer read(const std::string& path, const headers& with = {}) {
        return server.anonymous().get(path, with);
    }
    /// What is said of an address that opens nothing.
    static void expect_nothing(const answer& given) {
        EXPECT_EQ(given.status, 404) << given;
        EXPECT_EQ(given.code(), "not_found");
    }
};

}  // namespace

TEST_F(CalendarAddress, OpensWhatIsDueWithoutAToken) {
    const auto browser = sign_in_as("ana", {"programme_officer"});
    const auto path = made(browser);
    const auto given = read(path);
    EXPECT_EQ(given.status, 200) << given;
    EXPECT_EQ(given.header("content-type"), "text/calendar; charset=utf-8");
    EXPECT_NE(given.body.find("SUMMARY:P1: final report (upcoming)\r\n"), std::string::npos);
    EXPECT_NE(read(path + "?lang=fr").body.find("SUMMARY:P1: rapport final"), std::string::npos);
    EXPECT_EQ(read(path, {{"authorization", "Bearer nonsense"}}).status, 200);
    EXPECT_TRUE(server.anonymous().get(own, browser).json().at("created_at").is_string());
}

TEST_F(CalendarAddress, OpensNothingElse) {
    const auto path = made(sign_in_as("ana", {"programme_officer"}));
    const auto secret = path.substr(path.rfind('/') + 1, path.rfind('.') - path.rfind('/') - 1);
    EXPECT_EQ(read("/api/v1/me", {{"authorization", "Bearer " + secret}}).status, 401);
    EXPECT_EQ(read("/api/v1/me", {{"cookie", "tranche_session=" + secret}}).status, 401);
    EXPECT_EQ(server.anonymous().post(path, {}).status, 405);
}

TEST_F(CalendarAddress, IsASecretHoweverItsPathIsSpelled) {
    for (const auto* path :
         {"/api/v1/calendars/abc.ics", "/api/v1/calendar%73/abc.ics",
          "/%61pi/v1/calendars/abc.ics"}) {
        EXPECT_EQ(server::without_secret(path), "/api/v1/calendars/***") << path;
    }
    EXPECT_EQ(server::without_secret("/api/v1/projects/%41"), "/api/v1/projects/%41");
}

TEST_F(CalendarAddress, IsKeptAsHashAndAudited) {
    const auto path = made(sign_in_as("ana", {"programme_officer"}));
    const auto secret = path.substr(path.rfind('/') + 1, path.rfind('.') - path.rfind('/') - 1);
    for (const auto* table : {"people.calendar_address", "audit.event", "audit.idempotency"}) {
        const auto all = db.sql().one(
            std::string{"select coalesce(string_agg(t::text, ' '), '') from "} + table + " t"
        );
        EXPECT_EQ(all.find(secret), all.npos) << table;
    }
    EXPECT_EQ(
        db.sql().number("select count(*) from audit.event where action = 'create_calendar_address'"
        ),
        1
    );
}

TEST_F(CalendarAddress, EndsWhenItIsReplacedRevokedOrItsPersonLeaves) {
    const auto browser = sign_in_as("ana", {"programme_officer"});
    const auto first = made(browser);
    const auto second = made(browser);
    EXPECT_EQ(read(second).status, 200);
    const auto replaced = read(first);
    expect_nothing(replaced);
    EXPECT_EQ(server.anonymous().request("DELETE", own, "", browser).status, 204);
    EXPECT_EQ(server.anonymous().request("DELETE", own, "", browser).status, 404);
    expect_nothing(read(second));
    expect_nothing(server.anonymous().get(own, browser));
    const auto third = made(browser);
    db.sql().ask("update people.user_account set active = false where name = 'ana'");
    expect_nothing(read(third));
}

TEST_F(CalendarAddress, IsMadeByAPersonWhoIsSignedInAndNotByAToken) {
    EXPECT_EQ(server.as("programme").post(own, {}).code(), "session_required");
}

TEST_F(CalendarAddress, OfAPartnersPersonShowsThatPartnersOwn) {
    server.as("approver")
        .must(
            "/api/v1/agreements/A1/reporting-schedule", {{"period_months", 3}, {"document", "d"}}
        );
    add_person_with_password(db, "luz", {"auditor"});
    db.sql().ask(
        "update people.user_account set roles = '{partner_preparer}', partner_id ="
        " (select id from partner.partner where code = 'NGO') where name = 'luz'"
    );
    const auto given = read(made(browser_of(sign_in(server, "luz"))));
    EXPECT_NE(given.body.find("SUMMARY:A1: "), std::string::npos) << given;
    EXPECT_EQ(given.body.find("SUMMARY:P1: "), std::string::npos) << given;
}

TEST_F(CalendarAddress, ThatOpensNothingIsAnsweredTheSameForEveryReasonAndOnTheBeat) {
    const auto browser = sign_in_as("ana", {"programme_officer"});
    const auto ended = made(browser);
    const auto valid = made(browser);
    const auto without_form = valid.substr(0, valid.rfind('.'));
    const std::string unknown = "/api/v1/calendars/trc_0.ics";
    db.sql().ask("update people.user_account set roles = '{donor_viewer}' where name = 'ana'");
    server::application_context context;
    server::dispatcher edge{server::all_endpoints(), context};
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    const auto essence = [&](const std::string& path) {
        server::api_request request;
        request.method = "GET";
        request.path = path;
        request.segments = server::parse_target(path)->segments;
        const auto given = edge.answer(request, sessions);
        EXPECT_TRUE(given.on_beat);
        return std::to_string(given.status) + given.body;
    };
    const auto expected = essence(unknown);
    for (const auto& path : {ended, valid, without_form}) {
        EXPECT_EQ(essence(path), expected) << path;
    }
}

}  // namespace tranche::tests
