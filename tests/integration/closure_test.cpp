// The end of a project: what stands in the way, each with its amount, and what becomes of the rest.
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class Closure : public SmallWorld {
protected:
    void SetUp() override {
        active_project(server, {.code = "P2", .amount = "1000.00"});
        remember();
    }
    void complete() {
        server.as("programme")
            .must("/api/v1/projects/P2/complete", {{"completed_on", "2026-06-29"}});
    }
    void end() {
        complete();
        accepted_final_report(server, "P2");
    }
    void spend(const std::string& amount) {
        server.as("finance").must(
            "/api/v1/direct-expenditures", expense("V-1", "2026-04-01", amount, "P2")
        );
    }
    answer close(bool write_off = false) {
        json::object body{{"closed_on", "2026-06-30"}};
        if (write_off) body["write_off_residue"] = true;
        return server.as("approver").post("/api/v1/projects/P2/close", body);
    }
    // From a day on, what need not come back to the line.
    void waive(const std::string& amount) {
        server.as("administrator")
            .must(
                "/api/v1/funding-lines/FUND-L1/terms",
                {{"valid_from", "2026-03-01"},
                 {"excludes_article_4", false},
                 {"residue_waiver", amount_of(amount)},
                 {"source", "Decision"}}
            );
    }
    std::string line_available() {
        return db.sql().one(
            "select sum(b.amount) from ledger.balance b join ledger.account a on a.id ="
            " b.account_id where a.kind = 'line_available'"
        );
    }
    std::string given_up() {
        return db.sql().one(
            "select coalesce(sum(p.amount), 0) from ledger.posting p join ledger.account a on a.id"
            " = p.account_id where a.kind = 'lost'"
        );
    }
    // Codes of the reasons the project's own read gives for not closing it.
    std::string why_not() {
        const auto read = server.as("approver").get("/api/v1/projects/P2").json();
        std::string codes;
        for (const auto& act : read.at("actions").as_array()) {
            if (act.at("action").as_string() == "close_project") {
                for (const auto& one : act.at("reasons").as_array()) {
                    codes += std::string{one.at("code").as_string()} + ' ';
                }
            }
        }
        return codes;
    }
};

}  // namespace

TEST_F(Closure, R58LetsNoApprovedAdvanceFollowTheEndOfTheActivities) {
    signed_agreement(server, {.code = "A2", .project = "P2", .tranches = {{"T1", "100.00"}}});
    const auto request = approved_request(server, "A2:T1", "100.00");
    const json::object body{{"completed_on", "2026-06-29"}};
    remember();
    const auto refused = server.as("programme").post("/api/v1/projects/P2/complete", body);
    expect_refused(refused, 422, "advances_on_their_way");
    EXPECT_EQ(said(refused, "rule"), "R58");
    expect_refused(
        server.as("programme")
            .post("/api/v1/projects/P2/complete", {{"completed_on", "2026-01-31"}}),
        422, "date_before", {"/completed_on date_before", " advances_on_their_way"}
    );
    server.as("approver")
        .must(
            "/api/v1/disbursement-requests/" + request + "/cancel",
            {{"reason", "Too late"}, {"on", "2026-06-29"}}
        );
    EXPECT_EQ(
        server.as("programme").post("/api/v1/projects/P2/complete", body).state(),
        "activities_completed"
    );
}

TEST_F(Closure, R62ReturnsTheUnspentBalanceToItsLine) {
    spend("900.00");
    end();
    EXPECT_EQ(why_not(), "");
    EXPECT_EQ(close().state(), "financially_closed");
    EXPECT_EQ(line_available(), "8910000");
    EXPECT_EQ(given_up(), "0");
}

TEST_F(Closure, R59WaitsForOwnObligationsAndSaysHowMuchTheyHold) {
    server.as("finance").must(
        "/api/v1/obligations",
        {{"project", "P2"},
         {"budget_line", "1"},
         {"code", "PO-1"},
         {"obligated_on", "2026-04-01"},
         {"payee_kind", "services"},
         {"description", "d"},
         {"amount", amount_of("250.00")}}
    );
    end();
    EXPECT_EQ(why_not(), "obligations_open ");
    remember();
    const auto refused = close();
    expect_refused(refused, 422, "obligations_open");
    EXPECT_EQ(
        refused.json().at("errors").at(0).at("values").at("amount").as_string(), "250.00 USD"
    );
    server.as("finance").must(
        "/api/v1/obligations/P2:PO-1/release", {{"released_on", "2026-06-30"}, {"reason", "r"}}
    );
    EXPECT_EQ(close().status, 200);
    EXPECT_EQ(line_available(), "9000000");
}

TEST_F(Closure, R59WaitsForBudgetVersionsAndExceptionsThatAreNotDecided) {
    server.as("programme")
        .must("/api/v1/projects/P2/budget-versions", budget_of({{"1", "1000.00"}}));
    const auto refused = server.as("finance").post(
        "/api/v1/direct-expenditures", expense("EARLY", "2026-01-10", "1.00", "P2")
    );
    const auto leave = server.as("finance").must("/api/v1/exceptions", leave_for(refused)).id();
    end();
    EXPECT_EQ(why_not(), "budget_drafts_open exceptions_open ");
    server.as("programme")
        .must("/api/v1/budget-versions/P2:2/withdraw", {{"reason", "Not needed"}});
    server.as("finance").must("/api/v1/exceptions/" + leave + "/withdraw", {{"reason", "r"}});
    EXPECT_EQ(close().status, 200);
}

TEST_F(Closure, R59WaitsForExpenditureReportsThatAreNotAccepted) {
    signed_agreement(server, {.code = "A2", .project = "P2", .tranches = {{"T1", "100.00"}}});
    submitted_report(server, "A2", "R1", {{"D-1", "50.00"}});
    end();
    EXPECT_EQ(why_not(), "project_reports_open agreements_open ");
    const auto refused = close();
    EXPECT_EQ(said(refused, "rule", 0), "R59");
    EXPECT_EQ(said(refused, "rule", 1), "R59");
}

TEST_F(Closure, R59WaitsForTheProjectsOwnFinalReport) {
    complete();
    EXPECT_EQ(why_not(), "final_report_open ");
    remember();
    const auto refused = close();
    expect_refused(refused, 422, "final_report_open", {" final_report_open"});
    EXPECT_EQ(said(refused, "rule"), "R59");
    EXPECT_EQ(refused.json().at("errors").at(0).at("values").at("due").as_string(), "2026-09-29");

    const auto report =
        server.as("programme")
            .must(
                "/api/v1/projects/P2/reporting-obligations",
                {{"kind", "final_report"}, {"submitted_on", "2026-06-29"}, {"document", "NR-1"}}
            )
            .id();
    EXPECT_EQ(close().code(), "final_report_open") << "handed in is not accepted";
    server.as("approver")
        .must(
            "/api/v1/obligation-submissions/" + report + "/accept", {{"accepted_on", "2026-06-30"}}
        );
    EXPECT_EQ(close().status, 200);
}

TEST_F(Closure, R59ClosesWithoutAFinalReportOnlyWhenASecondPersonLetsIt) {
    complete();
    granted_leave(server, close());
    EXPECT_EQ(close().status, 200);
}

TEST_F(Closure, R59AsksForNoFinalReportWhereTheFundWantsNone) {
    db.sql().ask(
        "insert into funding.project_terms (instrument_id, valid_from, obligations, source)"
        " select id, '2026-01-01', '{evaluation}', 'Decision' from funding.instrument"
    );
    complete();
    EXPECT_EQ(close().status, 200);
}

TEST_F(Closure, R60WritesASmallResidueOffWithinTheTermOfItsLine) {
    waive("250.00");
    spend("800.00");
    end();
    EXPECT_EQ(close(true).state(), "financially_closed");
    EXPECT_EQ(line_available(), "8900000") << "nothing came back";
    EXPECT_EQ(given_up(), "20000");
    EXPECT_EQ(
        db.sql().one("select returned_amount || ' ' || written_off_amount from funding.closure"),
        "0 20000"
    );
}

TEST_F(Closure, R60NeedsASecondPersonBeyondTheTerm) {
    waive("150.00");
    spend("800.00");
    end();
    remember();
    const auto refused = close(true);
    expect_refused(
        refused, 422, "residue_above_waiver", {"/write_off_residue residue_above_waiver"}
    );
    EXPECT_EQ(said(refused, "rule"), "R60");
    const auto values = refused.json().at("errors").at(0).at("values");
    EXPECT_EQ(values.at("amount").as_string(), "200.00 USD");
    EXPECT_EQ(values.at("waiver").as_string(), "150.00 USD");
    granted_leave(server, refused);
    EXPECT_EQ(close(true).state(), "financially_closed");
    EXPECT_EQ(given_up(), "20000");
}

TEST_F(Closure, R60WaivesNothingWhereTheLineSaysNothing) {
    spend("999.99");
    end();
    EXPECT_EQ(close(true).code(), "residue_above_waiver");
    EXPECT_EQ(close().status, 200);
}

TEST_F(Closure, R60IsKeptByTheDatabaseToo) {
    waive("150.00");
    const auto refused = refusal_of(
        db.sql(),
        "insert into funding.closure (project_id, closed_on, line_id, currency, returned_amount,"
        " closed_by, written_off_amount) select p.id, '2026-06-30', l.id, 'USD', 0, 1, 15001"
        " from funding.project p, funding.funding_line l where p.code = 'P2'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "closure_residue_check");
}

TEST_F(Closure, R61LetsNothingBeOrderedOrSpentOnAClosedProject) {
    end();
    ASSERT_EQ(close().status, 200);
    remember();
    expect_refused(
        server.as("finance").post(
            "/api/v1/direct-expenditures", expense("V-1", "2026-04-01", "1.00", "P2")
        ),
        409, "state_forbids_action"
    );
    expect_refused(
        server.as("finance").post(
            "/api/v1/obligations",
            {{"project", "P2"},
             {"budget_line", "1"},
             {"code", "PO-1"},
             {"obligated_on", "2026-04-01"},
             {"payee_kind", "k"},
             {"description", "d"},
             {"amount", amount_of("1.00")}}
        ),
        409, "state_forbids_action"
    );
}

}  // namespace tranche::tests
