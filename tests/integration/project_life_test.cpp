// A project's life off its straight way: declined, retained, stopped, ended, extended; each with
// its reason, each refused where it does not belong.
#include "tests/support/leave.hpp"
#include "tests/support/project_days.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

using lines = std::vector<std::string>;

json::object decision(const std::string& day = "2026-06-20") {
    return {{"decided_on", day}, {"reason", "As the committee said"}};
}

class ProjectLife : public SmallWorld {
protected:
    answer act(
        const std::string& as, const std::string& verb, const json::object& body = decision()
    ) {
        return server.as(as).post("/api/v1/projects/P2/" + verb, body);
    }
    answer endorse(const std::string& as, const char* kind, json::object body = {}) {
        body["kind"] = kind;
        body["endorsed_on"] = "2026-01-11";
        body["document"] = "Letter";
        return act(as, "endorse", body);
    }
    void propose(const json::object& more = {}) {
        json::object body{
            {"code", "P2"},
            {"title_en", "Second"},
            {"instrument", "FUND"},
            {"coverage", "national"},
            {"start_on", "2026-02-01"},
            {"end_on", "2026-12-31"},
            {"states", {{{"state", "GT"}, {"share", "100"}}}}};
        for (const auto& one : more) {
            body.insert_or_assign(one.key(), one.value());
        }
        server.as("programme").must("/api/v1/projects", body);
    }
    void bring_to_review() {
        propose();
        ASSERT_EQ(endorse("programme", "government_letter", {{"state", "GT"}}).status, 200);
        ASSERT_EQ(act("programme", "submit", {{"submitted_on", "2026-01-10"}}).status, 200);
        ASSERT_EQ(endorse("region", "regional_office").state(), "ro_endorsed");
        ASSERT_EQ(endorse("region", "fund_review").state(), "fund_review");
    }
    std::string steps(const std::string& project = "P2") {
        return db.sql().one(
            "select string_agg(w.step, ' ' order by w.number) from funding.project_step w"
            " join funding.project p on p.id = w.project_id where p.code = $1",
            {project}
        );
    }
    json::object extension(const std::string& filed, const std::string& end) {
        return {
            {"filed_on", filed},
            {"agreed_on", "2026-06-29"},
            {"end_on", end},
            {"reason", "Rain delayed the works"}};
    }
    answer extend(const json::object& body) {
        return server.as("approver").post("/api/v1/projects/P1/extend", body);
    }
};

}  // namespace

TEST_F(ProjectLife, StartsAsAConceptThatBecomesAProposal) {
    propose({{"state", "concept"}});
    EXPECT_EQ(act("programme", "submit", {{"submitted_on", "2026-01-10"}}).status, 409);
    EXPECT_EQ(
        act("programme", "draft-proposal", {{"drafted_on", "2026-01-08"}}).state(), "proposal_draft"
    );
    EXPECT_EQ(steps(), "propose draft_proposal");
}

TEST_F(ProjectLife, R13NeedsTheRegionalOfficeAndTheFundBeforeApproval) {
    propose();
    ASSERT_EQ(endorse("programme", "government_letter", {{"state", "GT"}}).status, 200);
    ASSERT_EQ(act("programme", "submit", {{"submitted_on", "2026-01-10"}}).status, 200);
    const json::object approval{{"approved_on", "2026-01-15"}};
    EXPECT_EQ(act("approver", "approve", approval).code(), "state_forbids_action");
    EXPECT_EQ(endorse("programme", "regional_office").errors(), lines{" same_person"});
    ASSERT_EQ(endorse("region", "regional_office").status, 200);
    EXPECT_EQ(act("approver", "approve", approval).code(), "state_forbids_action");
    ASSERT_EQ(endorse("region", "fund_review").status, 200);
    EXPECT_EQ(act("approver", "approve", approval).state(), "approved");
    EXPECT_EQ(steps(), "propose submit regional_office fund_review approve");
}

TEST_F(ProjectLife, IsRecordedAsApprovedInAFundWithoutReviews) {
    propose();
    const json::object paper{{"approved_on", "2026-01-15"}, {"document", "Minutes 3"}};
    remember();
    expect_refused(act("approver", "record-approval", paper), 422, "review_needed");
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/project-terms",
            {{"valid_from", "2026-01-01"},
             {"obligations", {"final_report"}},
             {"short_review", true},
             {"source", "A fund of two"}}
        );
    EXPECT_EQ(act("approver", "record-approval", paper).state(), "approved");
    EXPECT_EQ(steps(), "propose record_approval");
}

TEST_F(ProjectLife, R14RetainsForLackOfFundsAndReopensWithoutANewSubmission) {
    bring_to_review();
    EXPECT_EQ(act("approver", "retain").state(), "retained");
    EXPECT_EQ(act("approver", "approve", {{"approved_on", "2026-06-20"}}).status, 409);
    EXPECT_EQ(act("programme", "reopen").state(), "fund_review");
    EXPECT_EQ(act("approver", "approve", {{"approved_on", "2026-06-20"}}).state(), "approved");
}

TEST_F(ProjectLife, EndsWhenItIsDeclined) {
    bring_to_review();
    EXPECT_EQ(act("approver", "decline").state(), "declined");
    EXPECT_EQ(act("programme", "reopen").status, 409);
}

TEST_F(ProjectLife, IsWithdrawnBeforeItIsDecidedAndCancelledAfter) {
    bring_to_review();
    EXPECT_EQ(act("approver", "cancel").status, 409);
    EXPECT_EQ(act("programme", "withdraw").state(), "withdrawn");
}

TEST_F(ProjectLife, GivesItsMoneyBackToItsLineWhenItIsCancelled) {
    const std::string available =
        "select b.amount from ledger.balance b join ledger.account a on a.id = b.account_id"
        " where a.kind = 'line_available'";
    const auto before_it = db.sql().number(available);
    approved_project(server, {.code = "P2"});
    server.as("programme")
        .must(
            "/api/v1/allocations",
            {{"project", "P2"},
             {"line", "FUND-L1"},
             {"amount", amount_of("100.00")},
             {"allocated_on", "2026-01-20"}}
        );
    server.as("programme").must("/api/v1/projects/P2/budget-versions", budget_of({{"1", "60.00"}}));
    server.as("approver")
        .must("/api/v1/budget-versions/P2:1/approve", {{"approved_on", "2026-01-25"}});
    EXPECT_EQ(db.sql().number(available), before_it - 10'000);
    drafted_budget(server, "P2", {{"1", "50.00"}});
    remember();
    expect_refused(act("approver", "cancel"), 422, "budget_drafts_open");
    server.as("programme").must("/api/v1/budget-versions/P2:2/withdraw", {{"reason", "Given up"}});
    EXPECT_EQ(act("approver", "cancel").state(), "cancelled");
    EXPECT_EQ(db.sql().number(available), before_it);
    EXPECT_EQ(
        db.sql().number("select sum(amount) from funding.money_source where source_type = 'project'"
        ),
        10'000
    ) << "to whose money it was";
    EXPECT_EQ(
        server.as("auditor")
            .get("/api/v1/projects/P2")
            .json()
            .at("returned")
            .at("amount")
            .as_string(),
        "100.00"
    );
}

TEST_F(ProjectLife, PaysNoAdvanceAndSignsNothingWhileItIsSuspended) {
    const auto pay =
        "/api/v1/disbursement-requests/" + approved_request(server, "A1:T1", "100.00") + "/pay";
    const json::object paid{{"paid_on", "2026-04-01"}, {"bank_reference", "B-1"}};
    drafted_agreement(server, {.code = "A2"});
    const json::object signed_on{
        {"partner_signed_on", "2026-02-01"}, {"office_signed_on", "2026-02-01"}};
    server.as("programme").must("/api/v1/projects/P1/suspend", decision());
    remember();
    expect_refused(server.as("finance").post(pay, paid), 422, "project_stopped");
    const auto refused = server.as("approver").post("/api/v1/agreements/A2/sign", signed_on);
    expect_refused(refused, 422, refused.code());
    EXPECT_NE(refused.body.find("project_stopped"), std::string::npos) << refused;
    server.as("approver").must("/api/v1/projects/P1/resume", decision());
    EXPECT_EQ(server.as("finance").post(pay, paid).state(), "paid");
}

TEST_F(ProjectLife, PaysNoAdvanceOnceItIsTerminated) {
    const auto pay =
        "/api/v1/disbursement-requests/" + approved_request(server, "A1:T1", "100.00") + "/pay";
    server.as("approver")
        .must(
            "/api/v1/projects/P1/terminate",
            {{"terminated_on", "2026-06-21"}, {"reason", "War"}, {"document", "L-77"}}
        );
    remember();
    expect_refused(
        server.as("finance").post(pay, {{"paid_on", "2026-06-25"}, {"bank_reference", "B-1"}}), 422,
        "project_stopped"
    );
}

TEST_F(ProjectLife, IsSuspendedResumedAndTerminatedWithReasonAndDocument) {
    auto approver = server.as("approver");
    const std::string self = "/api/v1/projects/P1/";
    EXPECT_EQ(server.as("programme").post(self + "suspend", decision()).state(), "suspended");
    EXPECT_EQ(approver.post(self + "resume", decision()).state(), "active");
    remember();
    expect_refused(
        approver.post(self + "terminate", {{"terminated_on", "2026-06-21"}, {"reason", "War"}}),
        422, "invalid_body", {"/document missing_field"}
    );
    EXPECT_EQ(
        approver
            .post(
                self + "terminate",
                {{"terminated_on", "2026-06-21"}, {"reason", "War"}, {"document", "L-77"}}
            )
            .state(),
        "terminated"
    );
    EXPECT_EQ(
        db.sql().one(
            "select reason || ' ' || document from funding.project_step where step = 'terminate'"
        ),
        "War L-77"
    );
}

TEST_F(ProjectLife, PlansNoDaysThatLeaveASignedAgreementOutside) {
    db.sql().ask("update funding.project set state = 'allocated' where code = 'P1'");
    remember();
    const auto plan = [&](const char* first, const char* last) {
        return server.as("programme")
            .post(
                "/api/v1/projects/P1/plan-dates",
                {{"planned_on", "2026-06-29"},
                 {"start_on", first},
                 {"end_on", last},
                 {"reason", "Rain"}}
            );
    };
    expect_refused(plan("2026-03-02", "2026-12-31"), 422, "outside_new_dates");
    expect_refused(plan("2026-03-01", "2026-03-02"), 422, "outside_new_dates");
    EXPECT_EQ(plan("2026-03-01", "2026-12-31").status, 200);
}

TEST_F(ProjectLife, KeepsTheDaysAgreedThenBesideThoseOfNow) {
    EXPECT_EQ(extend(extension("2026-06-20", "2027-06-30")).state(), "active");
    EXPECT_EQ(server.as("auditor").get("/api/v1/projects/P1").field("end_on"), "2027-06-30");
    const auto all =
        server.as("auditor").get("/api/v1/project-steps?project=P1&sort=number").json();
    lines ends;
    for (const auto& one : all.at("items").as_array()) {
        if (const auto& end = one.at("end_on"); end.is_string()) {
            ends.emplace_back(
                std::string{one.at("step").as_string()} + ' ' + std::string{end.as_string()}
            );
        }
    }
    EXPECT_EQ(ends, (lines{"propose 2026-12-31", "extend 2027-06-30"}));
}

TEST_F(ProjectLife, RefusesAnExtensionThatEndsNoLater) {
    remember();
    expect_refused(
        extend(extension("2026-06-20", "2026-12-31")), 422, "date_before", {"/end_on date_before"}
    );
}

TEST_F(ProjectLife, R22OpensAnExtensionFiledInTheLastMonthBySecondPersonOnly) {
    set_last_day(db.sql(), "P1", "2026-07-19");
    EXPECT_EQ(extend(extension("2026-06-19", "2027-01-30")).status, 200) << "a month before";
    set_last_day(db.sql(), "P1", "2026-07-19");
    const auto late = extension("2026-06-20", "2027-01-31");
    const auto refused = extend(late);
    EXPECT_EQ(refused.errors(), lines{"/filed_on change_filed_late"}) << refused;
    EXPECT_EQ(said(refused, "rule"), "R22");
    granted_leave(server, refused);
    EXPECT_EQ(extend(late).status, 200);
}

TEST_F(ProjectLife, HasItsReasonsAndDaysInTheDatabaseToo) {
    const auto suspended =
        refusal_of(db.sql(), "update funding.project set state = 'suspended' where code = 'P1'");
    ASSERT_TRUE(suspended);
    EXPECT_EQ(suspended->constraint, "project_state_has_reason_check");
    const auto longer =
        refusal_of(db.sql(), "update funding.project set end_on = '2027-12-31' where code = 'P1'");
    ASSERT_TRUE(longer);
    EXPECT_EQ(longer->constraint, "project_days_are_agreed_check");
    const auto silent = refusal_of(
        db.sql(),
        "insert into funding.project_step (id, project_id, step, from_state, to_state, taken_on,"
        " taken_by) select 1, id, 'suspend', state, 'suspended', '2026-06-01', proposed_by"
        " from funding.project where code = 'P1'"
    );
    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->constraint, "project_step_reason_check");
}

}  // namespace tranche::tests
