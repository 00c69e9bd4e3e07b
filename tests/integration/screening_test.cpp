// Names held against lists of sanctions: what is like one bars signing and paying until two persons
// have said that it is somebody else.
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;
const std::string matches = "/api/v1/screening-matches/";

}  // namespace

class Screening : public SmallWorld {
protected:
    answer load(const std::string& on, const json::array& names) {
        json::array entries;
        for (const auto& one : names) {
            entries.push_back({{"reference", "E" + std::to_string(entries.size())}, {"name", one}});
        }
        return server.as("finance").post(
            "/api/v1/sanctions-lists",
            {{"code", "UN"}, {"source", "s"}, {"published_on", on}, {"entries", entries}}
        );
    }
    void rename(const std::string& name) {
        db.sql().ask("update partner.partner set name = $1 where code = 'NGO'", {name});
    }
    std::string found() {
        return db.sql().one(
            "select coalesce(string_agg(role || ' ' || name || ' ' || state, ', '"
            " order by role, name), '') from partner.screening_match"
        );
    }
    std::string match() {
        return domain::public_id(
            domain::entity::screening_match,
            db.sql().number("select max(id) from partner.screening_match")
        );
    }
    answer approve() {
        if (request.empty()) {
            request = certified_request();
        }
        remember();
        return server.as("approver")
            .post(
                "/api/v1/disbursement-requests/" + request + "/approve",
                {{"approved_on", "2026-06-25"}}
            );
    }
    std::string certified_request() {
        const auto id = server.as("officer", "NGO")
                            .must(
                                "/api/v1/disbursement-requests",
                                {{"tranche", "A1:T1"},
                                 {"amount", amount_of("10.00")},
                                 {"requested_on", "2026-06-20"}}
                            )
                            .id();
        server.as("programme")
            .must(
                "/api/v1/disbursement-requests/" + id + "/certify", {{"certified_on", "2026-06-21"}}
            );
        return id;
    }

    std::string request;
};

TEST_F(Screening, FindsNamesInAnyOrderWithoutAccentsAndAlmostAlike) {
    rename("José PÉREZ-García");
    ASSERT_EQ(load("2026-06-01", {"Garcia, Jose Perez", "Somebody Else"}).status, 201);
    EXPECT_EQ(found(), "partner José PÉREZ-García open");
    server.as("programme")
        .must(
            "/api/v1/partners/NGO/authorised-officers",
            {{"name", "Sombody Else"},
             {"position", "p"},
             {"valid_from", "2026-01-01"},
             {"document", "d"}}
        );
    EXPECT_EQ(found(), "officer Sombody Else open, partner José PÉREZ-García open");
}

TEST_F(Screening, R30BarsPayingUntilTwoPersonsHaveClearedIt) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"SOMEBODY"}).status, 201);
    expect_refused(approve(), 422, "partner_matched", {" partner_matched"});
    auto finance = server.as("finance");
    finance.must(matches + match() + "/call-false", {{"reason", "Another country"}});
    expect_refused(approve(), 422, "partner_matched");
    expect_refused(
        finance.post(matches + match() + "/clear", {{"reason", "r"}}), 422, "same_person"
    );
    server.as("approver").must(matches + match() + "/clear", {{"reason", "Passport compared"}});
    EXPECT_EQ(approve().status, 200);
    remember();
    expect_refused(
        finance.post(matches + match() + "/confirm", {{"reason", "r"}}), 409, "state_forbids_action"
    );
}

TEST_F(Screening, DoesNotBringBackWhatWasClearedUnlessANameChanges) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    server.as("finance").must(matches + match() + "/call-false", {{"reason", "r"}});
    server.as("approver").must(matches + match() + "/clear", {{"reason", "r"}});
    ASSERT_EQ(load("2026-06-02", {"Somebody"}).status, 201);
    EXPECT_EQ(found(), "partner Somebody cleared");
    ASSERT_EQ(load("2026-06-03", {"Somebody Else"}).status, 201);
    EXPECT_EQ(found(), "partner Somebody cleared, partner Somebody open");
    rename("Somebody Elsewhere");
    EXPECT_EQ(
        found(), "partner Somebody cleared, partner Somebody open, partner Somebody Elsewhere open"
    );
}

TEST_F(Screening, R30LetsGoOfWhatIsNoLongerOnTheListWhenASecondPersonSaysSo) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).field("state"), "confirmed");
    expect_refused(approve(), 422, "partner_matched");
    const auto shorter = load("2026-06-02", json::array{});
    ASSERT_EQ(shorter.status, 201);
    EXPECT_EQ(shorter.field("state"), "loaded");
    EXPECT_EQ(shorter.field("matches_ended"), "1");
    expect_refused(approve(), 422, "partner_matched");
    const auto confirm = "/api/v1/sanctions-lists/" + shorter.id() + "/confirm";
    EXPECT_EQ(
        server.as("approver").get("/api/v1/sanctions-lists/" + shorter.id()).field("matches_ended"),
        "1"
    );
    expect_refused(server.as("finance").post(confirm, json::object{}), 422, "same_person");
    const auto confirmed = server.as("approver").must(confirm, json::object{});
    EXPECT_EQ(confirmed.field("matches_ended"), "1");
    EXPECT_EQ(approve().status, 200);
    remember();
    expect_refused(
        server.as("approver").post(confirm, json::object{}), 409, "state_forbids_action"
    );
}

TEST_F(Screening, R30CountsWhatAVersionAddsWhileItWaits) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    ASSERT_EQ(load("2026-06-02", {"Partner Officer", "The shop"}).field("state"), "loaded");
    server.as("programme")
        .must(
            "/api/v1/partners/NGO/authorised-officers",
            {{"name", "The Shop"},
             {"position", "p"},
             {"valid_from", "2026-01-01"},
             {"document", "d"}}
        );
    EXPECT_EQ(found(), "officer The Shop open, partner Somebody open");
    EXPECT_EQ(db.sql().one("select count(*) from partner.match_in_force"), "2");
}

TEST_F(Screening, OvertakesAVersionThatWaitsByOneThatEndsNothing) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    const auto by_mistake = load("2026-06-02", json::array{});
    EXPECT_EQ(load("2026-06-03", {"SOMEBODY", "Another"}).field("state"), "confirmed");
    auto approver = server.as("approver");
    const auto path = "/api/v1/sanctions-lists/" + by_mistake.id();
    EXPECT_EQ(approver.get(path).field("state"), "superseded");
    remember();
    expect_refused(approver.post(path + "/confirm", json::object{}), 409, "state_forbids_action");
    EXPECT_EQ(db.sql().one("select count(*) from partner.match_in_force"), "1");
}

TEST_F(Screening, TellsWhoConfirmsOfAVersionThatWaits) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    const auto waiting = load("2026-06-02", json::array{});
    const auto queue = server.as("approver").get("/api/v1/queue");
    EXPECT_NE(queue.body.find(waiting.id()), std::string::npos) << queue;
    EXPECT_EQ(server.as("finance").get("/api/v1/queue").body.find(waiting.id()), std::string::npos);
}

TEST_F(Screening, R30AsksTheDatabaseForTheSecondPersonToo) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    ASSERT_EQ(load("2026-06-02", json::array{}).status, 201);
    const auto refused_as = [&](const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "";
    };
    const std::string confirm = "update partner.sanctions_list set state = 'confirmed'";
    const std::string of_waiting = " where state = 'loaded'";
    EXPECT_EQ(refused_as(confirm + of_waiting), "sanctions_list_lets_go_check");
    EXPECT_EQ(
        refused_as(confirm + ", confirmed_by = loaded_by, confirmed_on = loaded_on" + of_waiting),
        "sanctions_list_confirmed_by_other_check"
    );
    EXPECT_EQ(
        refused_as("update partner.sanctions_list set version = 9 where state = 'confirmed'"),
        "sanctions_list_confirmed_stays_check"
    );
    EXPECT_EQ(
        refused_as("insert into partner.sanctions_list (id, code, published_on, source, loaded_by,"
                   " loaded_on, state) select 1, code, '2026-06-03', 's', loaded_by, loaded_on,"
                   " 'confirmed' from partner.sanctions_list limit 1"),
        "sanctions_list_loaded_first_check"
    );
}

TEST_F(Screening, R30KeepsTheMatchOfAPartnerThatIsCalledSomethingElse) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    rename("Quite Another");
    expect_refused(approve(), 422, "partner_matched");
    server.as("finance").must(matches + match() + "/call-false", {{"reason", "Mistyped"}});
    server.as("approver").must(matches + match() + "/clear", {{"reason", "Mistyped"}});
    EXPECT_EQ(approve().status, 200);
}

TEST_F(Screening, R30BarsSigningAndPayingInTheDatabaseToo) {
    const auto draft = [&] {
        return refusal_of(
            db.sql(), "update partner.agreement set state = 'signed' where code = 'A2'"
        );
    };
    drafted_agreement(server, {.code = "A2", .start_on = "2026-07-15"});
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    const auto refused = draft();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "partner_not_matched_check");
    remember();
    expect_refused(
        server.as("approver")
            .post(
                "/api/v1/agreements/A2/sign",
                {{"partner_signed_on", "2026-06-30"}, {"office_signed_on", "2026-06-30"}}
            ),
        422, "partner_matched"
    );
}

TEST_F(Screening, LooksAtWhomAPartnerPaysUntilTheLineIsRejected) {
    ASSERT_EQ(load("2026-06-01", {"The shop"}).status, 201);
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    ASSERT_EQ(load("2026-06-02", {"SHOP"}).status, 201);
    const auto report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    EXPECT_EQ(db.sql().one("select count(*) from partner.match_in_force"), "1");
    server.as("finance").must(
        "/api/v1/expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "D-1"}, {"reason", "On a list"}}}}}
    );
    EXPECT_EQ(db.sql().one("select count(*) from partner.match_in_force"), "0");
}

TEST_F(Screening, IsLoadedFromASheetAndSafeToRepeat) {
    const std::string sheet =
        "code,published_on,reference,name,source\r\n"
        "UN,2026-06-01,E1,Somebody,un.org\r\nUN,2026-06-01,E1,Some Body,un.org\r\n";
    auto finance = server.as("finance");
    const auto first =
        finance.post_text("/api/v1/imports/sanctions-lists", sheet, {{"content-type", "text/csv"}});
    ASSERT_TRUE(first.succeeded()) << first;
    const auto second =
        finance.post_text("/api/v1/imports/sanctions-lists", sheet, {{"content-type", "text/csv"}});
    EXPECT_EQ(second.field("unchanged"), "2") << second;
    EXPECT_EQ(db.sql().one("select count(*) from partner.sanctions_list"), "1");
    remember();
    expect_refused(load("2026-06-01", {"X"}), 409, "sanctions_list_loaded");
    expect_refused(load("2026-05-31", {"X"}), 422, "date_before", {"/published_on date_before"});
}

TEST_F(Screening, TakesAConsolidatedListOfManyThousandNames) {
    std::string sheet = "code,published_on,reference,name,source\r\n";
    for (int i = 0; i < 21'000; ++i) {
        const auto n = std::to_string(i);
        sheet += "ALL,2026-06-01,E" + n + ",A person with several long names " + n + ",s\r\n";
    }
    const auto loaded = server.as("finance").post_text(
        "/api/v1/imports/sanctions-lists", sheet, {{"content-type", "text/csv"}}
    );
    EXPECT_EQ(loaded.field("new"), "21000") << loaded.body.substr(0, 500);
    EXPECT_EQ(db.sql().one("select count(*) from partner.sanctions_entry"), "21000");
}

TEST_F(Screening, IsHiddenFromPartners) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    EXPECT_EQ(server.as("officer", "NGO").get(matches + match()).status, 403);
    EXPECT_EQ(
        server.as("officer", "NGO")
            .post(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"amount", amount_of("10.00")},
                 {"requested_on", "2026-06-20"}}
            )
            .status,
        201
    );
}

}  // namespace tranche::tests
