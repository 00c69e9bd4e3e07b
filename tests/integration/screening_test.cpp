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

TEST_F(Screening, LetsGoOfWhatIsNoLongerOnTheList) {
    rename("Somebody");
    ASSERT_EQ(load("2026-06-01", {"Somebody"}).status, 201);
    expect_refused(approve(), 422, "partner_matched");
    ASSERT_EQ(load("2026-06-02", json::array{}).status, 201);
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
