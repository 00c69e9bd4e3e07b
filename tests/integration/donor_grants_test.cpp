// What two persons open to one donor for a time, and what no grant ever opens.
#include "tests/support/environment.hpp"
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

constexpr const char* grants_path = "/api/v1/donors/FUND-L1-DONOR/grants";
constexpr const char* by_partner =
    "/api/v1/reports/disbursements?group_by=project,partner&format=json";
constexpr const char* lines = "/api/v1/reports/expenditure?format=json";

class DonorGrants : public SmallWorld {
protected:
    void SetUp() override {
        make_history(server);
        server.with_roles("viewer", {"donor_viewer"});
        db.sql().ask(
            "update people.user_account set donor_id = (select id from funding.donor where code ="
            " 'FUND-L1-DONOR') where name = 'test.viewer'"
        );
        remember();
    }
    caller viewer() { return server.with_roles("viewer", {"donor_viewer"}); }

    // Days are the database's own; the server of a test lives on another day.
    static json::object opening(const json::array& opens) {
        return {
            {"opens", opens},
            {"valid_from", "2020-01-01"},
            {"valid_until", "2199-12-31"},
            {"reason", "Clause 7 of the contribution"}};
    }
    std::string proposed(const json::array& opens) {
        return server.as("finance").must(grants_path, opening(opens)).id();
    }
    std::string opened(const json::array& opens) {
        const auto id = proposed(opens);
        server.as("approver")
            .must("/api/v1/donor-grants/" + id + "/confirm", {{"confirmed_on", "2026-06-30"}});
        return id;
    }
    // What the donor's role reads itself, whatever the program forgets.
    std::string in_database(const std::string& what) {
        sql_connection bare{database_url(db.name(), donor_role)};
        bare.ask("begin");
        bare.ask(
            "select set_config('tranche.donor', $1, true)",
            {db.sql().one("select id from funding.donor where code = 'FUND-L1-DONOR'")}
        );
        return bare.one(what);
    }
    std::string names_in_database() {
        return in_database("select count(*) from donor.agreement_partner");
    }
    std::string lines_in_database() {
        return in_database("select count(*) from donor.expenditure_line");
    }
};

}  // namespace

TEST_F(DonorGrants, AreProposedByOneAndConfirmedByAnother) {
    const auto proposed_by_approver =
        server.as("approver").must(grants_path, opening({"lines"})).id();
    const auto path = "/api/v1/donor-grants/" + proposed_by_approver;
    remember();
    expect_refused(
        server.as("approver").post(path + "/confirm", {{"confirmed_on", "2026-06-30"}}), 422,
        "same_person", {" same_person"}
    );
    expect_refused(
        server.as("finance").post(path + "/confirm", {{"confirmed_on", "2026-06-30"}}), 403,
        "forbidden"
    );
    EXPECT_EQ(viewer().get(lines).status, 403) << "proposed is not opened";
    EXPECT_EQ(lines_in_database(), "0");
    server.as("director").must(path + "/confirm", {{"confirmed_on", "2026-06-30"}});
    EXPECT_EQ(viewer().get(lines).status, 200);
    const auto shown = server.as("auditor").get(path);
    EXPECT_EQ(shown.field("state"), "confirmed") << shown;
    EXPECT_EQ(shown.field("confirmed_by"), "test.director") << shown;
    EXPECT_EQ(viewer().get(path).status, 403);
}

TEST_F(DonorGrants, OpenLinesWithoutPayeesUnlessTheseAreOpenedToo) {
    EXPECT_EQ(viewer().get(lines).status, 403);
    opened({"lines"});
    const auto without = viewer().get(lines);
    ASSERT_EQ(without.status, 200) << without << server.failures();
    ASSERT_EQ(without.json().at("rows").as_array().size(), 1U) << "the rejected line is not shown";
    const auto row = without.json().at("rows").at(0);
    EXPECT_EQ(row.at("document"), "D-1") << without;
    EXPECT_EQ(row.at("amount"), "400.00");
    EXPECT_TRUE(row.at("payee").is_null()) << without;
    EXPECT_TRUE(row.at("partner").is_null()) << without;
    EXPECT_EQ(in_database("select count(payee) from donor.expenditure_line"), "0");
    opened({"lines", "payees", "partners"});
    const auto with = viewer().get(lines).json().at("rows").at(0);
    EXPECT_EQ(
        with.at("payee").as_string(),
        db.sql().one("select payee from partner.expenditure_line where document = 'D-1'")
    );
    EXPECT_EQ(with.at("partner").as_string(), db.sql().one("select name from partner.partner"));
    EXPECT_EQ(in_database("select count(payee) from donor.expenditure_line"), "1");
}

TEST_F(DonorGrants, OpenNamesOfPartnersAndNothingMore) {
    opened({"partners"});
    const auto sums = viewer().get(by_partner);
    ASSERT_EQ(sums.status, 200) << sums << server.failures();
    EXPECT_EQ(sums.json().at("rows").at(0).at("partner_code"), "NGO") << sums;
    EXPECT_EQ(names_in_database(), "1");
    EXPECT_EQ(lines_in_database(), "0");
    for (const auto* closed :
         {lines, "/api/v1/reports/disbursements", "/api/v1/reports/budget-execution",
          "/api/v1/reports/trail", "/api/v1/expenditure-reports", "/api/v1/partners/NGO",
          "/api/v1/reports/disbursements?group_by=project&partner=NGO"}) {
        EXPECT_EQ(viewer().get(closed).status, 403) << closed;
    }
}

TEST_F(DonorGrants, EndOnTheirLastDayWithoutAnythingRunning) {
    opened({"partners", "lines"});
    EXPECT_EQ(viewer().get(lines).status, 200);
    db.sql().ask("update funding.donor_grant set valid_until = (now() at time zone 'UTC')::date - 1"
    );
    for (const auto* closed : {lines, by_partner}) {
        EXPECT_EQ(viewer().get(closed).status, 403) << closed;
    }
    EXPECT_EQ(names_in_database(), "0");
    EXPECT_EQ(lines_in_database(), "0");
    db.sql().ask("update funding.donor_grant set valid_until = (now() at time zone 'UTC')::date");
    EXPECT_EQ(viewer().get(lines).status, 200) << "the last day counts";
    db.sql().ask(
        "update funding.donor_grant set valid_from = valid_until + 1, valid_until = valid_until + 9"
    );
    EXPECT_EQ(viewer().get(lines).status, 403) << "not before the first";
    EXPECT_EQ(lines_in_database(), "0");
}

TEST_F(DonorGrants, AreRevokedAtOnceAndStayRevoked) {
    const auto path = "/api/v1/donor-grants/" + opened({"partners", "lines"});
    server.as("programme").must(path + "/revoke", {{"reason", "A name slipped in"}});
    EXPECT_EQ(viewer().get(lines).status, 403);
    EXPECT_EQ(lines_in_database(), "0");
    remember();
    expect_refused(
        server.as("director").post(path + "/confirm", {{"confirmed_on", "2026-06-30"}}), 409,
        "state_forbids_action"
    );
    const auto again =
        refusal_of(db.sql(), "update funding.donor_grant set revoked_by = null, revoked_on = null");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->constraint, "donor_grant_moves_forward_check");
}

TEST_F(DonorGrants, OpenNothingOfAProtectionProject) {
    opened({"partners", "lines", "payees"});
    db.sql().ask("update funding.project set protection = true");
    for (const auto* shown : {lines, by_partner}) {
        const auto given = viewer().get(shown);
        ASSERT_EQ(given.status, 200) << given;
        EXPECT_TRUE(given.json().at("rows").as_array().empty()) << given;
    }
    EXPECT_EQ(names_in_database(), "0");
    EXPECT_EQ(lines_in_database(), "0");
    auto only_there = opening({"lines"});
    only_there["project"] = "P1";
    remember();
    expect_refused(
        server.as("finance").post(grants_path, only_there), 422, "protection_stays_closed",
        {"/project protection_stays_closed"}
    );
}

TEST_F(DonorGrants, ReachNoProjectThatTheMoneyDidNot) {
    const auto id = opened({"partners", "lines"});
    db.sql().ask(
        "insert into funding.donor (id, code, name, kind) values (7, 'OTHER', 'O', 'other')"
    );
    db.sql().ask("update people.user_account set donor_id = 7 where name = 'test.viewer'");
    EXPECT_EQ(viewer().get(lines).status, 403) << "another donor's grant";
    db.sql().ask("update funding.donor_grant set donor_id = 7");
    const auto nothing = viewer().get(lines);
    ASSERT_EQ(nothing.status, 200) << nothing;
    EXPECT_TRUE(nothing.json().at("rows").as_array().empty()) << nothing;
}

TEST_F(DonorGrants, SayEverythingThatIsWrongWithOne) {
    auto wrong = opening({"payees"});
    wrong["valid_until"] = "2019-12-31";
    expect_refused(
        server.as("finance").post(grants_path, wrong), 422, "date_before",
        {"/valid_until date_before", "/opens payees_need_lines"}
    );
}

}  // namespace tranche::tests
