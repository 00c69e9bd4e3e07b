// Rules that decision 0016 added, each found here by its number.
#include "domain/entity.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/project_days.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

json::object acknowledged(json::object body, const char* rule) {
    body["acknowledged"] =
        json::array{json::object{{"rule", rule}, {"reason", "Seen and accepted"}}};
    return body;
}

class MoreRules : public SmallWorld {
protected:
    std::string certified(const std::string& tranche, const std::string& amount) {
        auto id = server.as("officer", "NGO")
                      .must(
                          "/api/v1/disbursement-requests",
                          {{"tranche", tranche},
                           {"amount", amount_of(amount)},
                           {"requested_on", "2026-06-10"}}
                      )
                      .id();
        server.as("programme")
            .must(
                "/api/v1/disbursement-requests/" + id + "/certify", {{"certified_on", "2026-06-11"}}
            );
        return id;
    }
    answer approve(const std::string& id) {
        return server.as("approver")
            .post(
                "/api/v1/disbursement-requests/" + id + "/approve", {{"approved_on", "2026-06-12"}}
            );
    }
    answer budget(const std::string& version) {
        return server.as("approver")
            .post(
                "/api/v1/budget-versions/" + version + "/approve", {{"approved_on", "2026-06-20"}}
            );
    }
    std::string available() {
        return db.sql().one(
            "select sum(b.amount) from ledger.balance b join ledger.account a on a.id ="
            " b.account_id where a.kind = 'line_available'"
        );
    }
    std::string left_on_project() {
        return db.sql().one(
            "select sum(b.amount) from ledger.balance b join ledger.account a on a.id ="
            " b.account_id where a.kind in ('budget_available', 'project_unbudgeted')"
        );
    }
    /// P1 closed while A1 is open: nothing was paid, the gate was opened for that.
    void close_with_open_agreement() {
        server.as("programme")
            .must("/api/v1/projects/P1/complete", {{"completed_on", "2026-06-29"}});
        accepted_final_report(server);
        const json::object body{{"closed_on", "2026-06-30"}};
        const auto refused = server.as("approver").post("/api/v1/projects/P1/close", body);
        granted_leave(server, refused);
        server.as("approver").must("/api/v1/projects/P1/close", body);
    }
};

}  // namespace

TEST_F(MoreRules, R12IsKeptByTheDatabaseUnlessAnExceptionOpenedIt) {
    const auto without = "update funding.project set focal_point = null where code = 'P1'";
    const auto refused = refusal_of(db.sql(), without);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "project_active_has_focal_point_check");

    approved_project(server, {.code = "P2"});
    auto programme = server.as("programme");
    programme.must(
        "/api/v1/allocations",
        {{"project", "P2"},
         {"line", "FUND-L1"},
         {"amount", amount_of("100.00")},
         {"allocated_on", "2026-01-20"}}
    );
    programme.must(
        "/api/v1/projects/P2/budget-versions",
        {{"reason", "First"},
         {"lines",
          {{{"code", "1"},
            {"title_en", "Line"},
            {"kind", "operational"},
            {"category", "1"},
            {"quantity", "1"},
            {"unit_price", amount_of("100.00")}}}}}
    );
    ASSERT_EQ(budget("P2:1").status, 200);
    const auto by_hand =
        refusal_of(db.sql(), "update funding.project set state = 'active' where code = 'P2'");
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "project_active_has_focal_point_check");
    const json::object body{{"activated_on", "2026-06-20"}};
    granted_leave(server, programme.post("/api/v1/projects/P2/activate", body));
    EXPECT_EQ(programme.post("/api/v1/projects/P2/activate", body).state(), "active");
    EXPECT_EQ(
        server.as("programme")
            .post("/api/v1/projects/P2/complete", {{"completed_on", "2026-06-21"}})
            .state(),
        "activities_completed"
    ) << "the exception stands for later steps";
}

TEST_F(MoreRules, R13RemarksAnApprovalDatedBeforeTheReview) {
    const std::string self = "/api/v1/projects/P2";
    approved_project(server, {.code = "P2"});
    db.sql().ask("update funding.project set state = 'fund_review' where code = 'P2'");
    remember();
    const json::object early{{"approved_on", "2026-01-11"}};
    const auto refused = server.as("approver").post(self + "/approve", early);
    expect_refused(refused, 422, "approved_before_review", {"/approved_on approved_before_review"});
    EXPECT_EQ(said(refused, "rule"), "R13-timing");
    EXPECT_EQ(said(refused, "kind"), "remark");
    EXPECT_EQ(
        server.as("approver").post(self + "/approve", acknowledged(early, "R13-timing")).state(),
        "approved"
    );
}

TEST_F(MoreRules, R22SendsAChangeFiledInTheLastMonthToASecondPerson) {
    const auto drafted = [&] {
        server.as("programme")
            .must(
                "/api/v1/projects/P1/budget-versions",
                {{"reason", "Rent"},
                 {"lines",
                  {{{"code", "1"},
                    {"title_en", "Line"},
                    {"kind", "operational"},
                    {"category", "1"},
                    {"quantity", "1"},
                    {"unit_price", amount_of("10000.00")}}}}}
            );
    };
    set_last_day(db.sql(), "P1", "2026-07-30");
    drafted();
    EXPECT_EQ(budget("P1:2").status, 200) << "filed a month before the end, to the day";
    set_last_day(db.sql(), "P1", "2026-07-29");
    drafted();
    const auto refused = budget("P1:3");
    EXPECT_EQ(refused.errors(), std::vector<std::string>{" change_filed_late"}) << refused;
    EXPECT_EQ(said(refused, "rule"), "R22");
    granted_leave(server, refused);
    EXPECT_EQ(budget("P1:3").status, 200);
}

TEST_F(MoreRules, R25SoftRemarksMoneyWithARestrictionInWords) {
    auto finance = server.as("finance");
    finance.must(
        "/api/v1/contributions",
        {{"code", "REGION"},
         {"donor", "FUND-L1-DONOR"},
         {"line", "FUND-L1"},
         {"pledged", amount_of("50.00")},
         {"pledged_on", "2026-01-05"},
         {"earmarking", "D"},
         {"restriction", "Central America"}}
    );
    finance.must(
        "/api/v1/contributions/REGION/commit",
        {{"amount", amount_of("50.00")}, {"committed_on", "2026-01-05"}}
    );
    finance.must(
        "/api/v1/contributions/REGION/receive",
        {{"amount", amount_of("50.00")}, {"received_on", "2026-01-05"}}
    );
    remember();
    const json::object body{
        {"project", "P1"},
        {"line", "FUND-L1"},
        {"contribution", "REGION"},
        {"amount", amount_of("50.00")},
        {"allocated_on", "2026-06-01"}};
    const auto refused = finance.post("/api/v1/allocations", body);
    expect_refused(refused, 422, "gift_restricted", {"/contribution gift_restricted"});
    EXPECT_EQ(said(refused, "rule"), "R25-soft");
    EXPECT_NE(refused.body.find("Central America"), refused.body.npos) << refused;
    EXPECT_EQ(finance.post("/api/v1/allocations", acknowledged(body, "R25-soft")).status, 201);
}

TEST_F(MoreRules, R26IsKeptByTheDatabaseToo) {
    const auto taken = refusal_of(
        db.sql(),
        "insert into funding.money_source (source_type, source_id, line_id, contribution_id, amount,"
        " effective_on) select 'allocation', 1, line_id, id, -9000001, '2026-06-01' from"
        " funding.contribution"
    );
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->constraint, "money_source_within_received_check");
    const auto nobodys = refusal_of(
        db.sql(),
        "insert into funding.allocation (id, project_id, line_id, currency, amount, allocated_on,"
        " allocation_year, eligibility, rules_checked, decided_by) select 1, project_id, line_id,"
        " currency, 1, '2026-06-01', 2026, eligibility, true, 1 from funding.allocation"
    );
    ASSERT_TRUE(nobodys);
    EXPECT_EQ(nobodys->constraint, "allocation_names_its_sources_check");
}

// The financial half of R35 is R36: without an accepted report nothing of the last advance is
// accounted for.
TEST_F(MoreRules, R35AsksForAnAcceptedReportBeforeALaterAdvance) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto later = certified("A1:T2", "500.00");
    submitted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    EXPECT_EQ(approve(later).code(), "advances_not_liquidated") << "submitted is not accepted";
    accepted_report(server, "A1", "R2", {{"D-2", "1000.00"}});
    EXPECT_EQ(approve(later).status, 200);
}

TEST_F(MoreRules, R40KeepsTheRetentionUntilTheFinalReportIsAccepted) {
    signed_agreement(
        server,
        {.code = "A2",
         .tranches = {{"T1", "900.00"}, {"T2", "100.00"}},
         .terms = {{"retention_percent", "10"}, {"liquidation_percent", "0"}}}
    );
    paid_request(server, "A2:T1", "900.00", "BANK-2");  // only the last is kept back
    const auto last = certified("A2:T2", "100.00");
    const auto refused = approve(last);
    EXPECT_EQ(refused.errors(), std::vector<std::string>{" retention_before_final_report"})
        << refused;
    EXPECT_EQ(said(refused, "rule"), "R40");
    EXPECT_EQ(said(refused, "kind"), "gate");
    auto final_report = report_of("A2", "F1", {{"D-1", "10.00"}});
    final_report["final"] = true;
    const auto report =
        server.as("preparer", "NGO").must("/api/v1/expenditure-reports", final_report).id();
    acknowledge_checks(server, report);
    server.as("officer", "NGO")
        .must(
            "/api/v1/expenditure-reports/" + report + "/submit", {{"submitted_on", "2026-06-12"}}
        );
    EXPECT_EQ(approve(last).code(), "retention_before_final_report");
    server.as("finance").must(
        "/api/v1/expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-13"}, {"rejections", json::array{}}}
    );
    EXPECT_EQ(approve(last).status, 200);
}

TEST_F(MoreRules, R40LeavesTheRetentionToPayHoweverSmallTheLastTrancheIs) {
    signed_agreement(
        server,
        {.code = "A2",
         .tranches = {{"T1", "950.00"}, {"T2", "50.00"}},
         .terms = {{"retention_percent", "10"}, {"liquidation_percent", "0"}}}
    );
    paid_request(server, "A2:T1", "850.00", "BANK-2");
    const auto next = certified("A2:T1", "100.00");
    const auto refused = approve(next);
    EXPECT_EQ(refused.errors(), std::vector<std::string>{" retention_not_left"}) << refused;
    EXPECT_EQ(said(refused, "rule"), "R40");
    EXPECT_NE(refused.body.find("50.00 USD would be left to pay; 100.00 USD"), std::string::npos)
        << refused;
    EXPECT_NE(refused.body.find("Approve 50.00 USD at most"), std::string::npos) << refused;
    const auto told = server.as("programme").get("/api/v1/tranches/A2:T1/conditions");
    EXPECT_NE(told.body.find("retention_not_left"), std::string::npos) << told;
    const auto lowered =
        server.as("approver")
            .post(
                "/api/v1/disbursement-requests/" + next + "/approve",
                {{"approved_on", "2026-06-30"}, {"amount", amount_of("50.00")}, {"reason", "R40"}}
            );
    EXPECT_EQ(lowered.status, 200) << lowered;
}

TEST_F(MoreRules, R40CountsNothingThatWasGivenUpAsLeftToPay) {
    signed_agreement(
        server,
        {.code = "A2",
         .tranches = {{"T1", "900.00"}, {"T2", "100.00"}},
         .terms = {{"retention_percent", "10"}, {"liquidation_percent", "0"}}}
    );
    server.as("programme")
        .must(
            "/api/v1/tranches/A2:T2/cancel",
            {{"amount", amount_of("50.00")}, {"reason", "r"}, {"cancelled_on", "2026-06-10"}}
        );
    const auto whole = certified("A2:T1", "900.00");
    const auto refused = approve(whole);
    EXPECT_EQ(refused.errors(), std::vector<std::string>{" retention_not_left"}) << refused;
    EXPECT_NE(refused.body.find("Approve 855.00 USD at most"), std::string::npos) << refused;
}

TEST_F(MoreRules, R40IsHeldByTheDatabaseToo) {
    // The retention of 10 %: whole in the last tranche of A2, a part of it in the first of A3.
    const json::object terms{{"retention_percent", "10"}, {"liquidation_percent", "0"}};
    signed_agreement(
        server, {.code = "A2", .tranches = {{"T1", "450.00"}, {"T2", "50.00"}}, .terms = terms}
    );
    signed_agreement(
        server, {.code = "A3", .tranches = {{"T1", "450.01"}, {"T2", "49.99"}}, .terms = terms}
    );
    const auto refused_by = [&](const std::string& certified) {
        const auto request =
            std::to_string(*domain::parse_public_id(domain::entity::disbursement_request, certified)
            );
        const auto refused = refusal_of(
            db.sql(),
            "update partner.tranche t set reserved_amount = q.requested_amount"
            " from partner.disbursement_request q where q.id = " +
                request +
                " and t.id = q.tranche_id;"
                "update partner.disbursement_request set state = 'approved',"
                " approved_on = '2026-06-30', approved_by = (select u.id from people.user_account u"
                " where u.id not in (requested_by, certified_by) limit 1),"
                " approved_amount = requested_amount, reserved_amount = requested_amount"
                " where id = " +
                request
        );
        return refused ? refused->constraint : "none";
    };
    EXPECT_EQ(refused_by(certified("A2:T2", "50.00")), "disbursement_request_as_r40_check");
    EXPECT_EQ(refused_by(certified("A3:T1", "450.01")), "disbursement_request_as_r40_check");
    EXPECT_NE(refused_by(certified("A2:T1", "450.00")), "disbursement_request_as_r40_check");
}

TEST_F(MoreRules, R58LetsNoAdvanceFollowCompletedActivities) {
    const auto advance = certified("A1:T1", "100.00");
    server.as("programme").must("/api/v1/projects/P1/complete", {{"completed_on", "2026-06-12"}});
    const auto refused = approve(advance);
    EXPECT_EQ(refused.errors(), std::vector<std::string>{" advance_after_activities"}) << refused;
    EXPECT_EQ(said(refused, "rule"), "R58");
    granted_leave(server, refused);
    EXPECT_EQ(approve(advance).status, 200);
}

TEST_F(MoreRules, R61LetsNothingBeApprovedOnAClosedProject) {
    const auto advance = certified("A1:T1", "100.00");
    close_with_open_agreement();
    remember();
    expect_refused(approve(advance), 422, "project_is_closed");
}

TEST_F(MoreRules, R59AndR62ReturnWhatAnOpenAgreementSetsFreeAfterTheClosure) {
    close_with_open_agreement();
    EXPECT_EQ(available(), "9850000") << "100,000 less the 1,500 of the agreement";
    server.as("programme")
        .must(
            "/api/v1/tranches/A1:T2/cancel",
            {{"amount", amount_of("200.00")}, {"reason", "r"}, {"cancelled_on", "2026-06-30"}}
        );
    EXPECT_EQ(available(), "9870000");
    EXPECT_EQ(left_on_project(), "0");
    for (const auto* tranche : {"T1", "T2"}) {
        server.as("programme")
            .must(
                "/api/v1/tranches/A1:" + std::string{tranche} + "/cancel",
                {{"reason", "r"}, {"cancelled_on", "2026-06-30"}}
            );
    }
    EXPECT_EQ(available(), "10000000");
    EXPECT_EQ(left_on_project(), "0");
    server.as("finance").must("/api/v1/agreements/A1/close", {{"closed_on", "2026-06-30"}});
    EXPECT_EQ(available(), "10000000");
    EXPECT_EQ(
        db.sql().one("select string_agg(returned_amount::text, ' ' order by number) from"
                     " funding.closure"),
        "850000 20000 100000 30000"
    );
}

// What was lost on exchange after the closure is lost: it does not come back to the line.
TEST_F(MoreRules, R59AndR62ReturnNoMoreThanWasNotLostOnExchange) {
    signed_agreement(
        server, {.code = "A2", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
    );
    paid_request(server, "A2:T1", "100.00", "BANK-2");
    server.as("programme").must("/api/v1/projects/P1/complete", {{"completed_on", "2026-06-29"}});
    accepted_final_report(server);
    const json::object body{{"closed_on", "2026-06-30"}};
    const auto refused = server.as("approver").post("/api/v1/projects/P1/close", body);
    for (std::size_t i = 0; i < refused.errors().size(); ++i) {
        granted_leave(server, refused, "2026-12-31", i);
    }
    server.as("approver").must("/api/v1/projects/P1/close", body);
    EXPECT_EQ(available(), "9840000");
    // 750 quetzales went out for 100 dollars and are worth 93.75 when they are spent.
    db.sql().ask(
        "update reference.exchange_rate set rate = 8 where currency = 'GTQ'"
        " and '2026-05-15' between valid_from and valid_to"
    );
    accepted_report(server, "A2", "R1", {{"D-1", "750.00", "1", "2026-05-15", "GTQ"}});
    marked_final(db.sql(), "A2");
    server.as("finance").must("/api/v1/agreements/A2/close", {{"closed_on", "2026-06-30"}});
    EXPECT_EQ(available(), "9840000");
    EXPECT_EQ(left_on_project(), "0");
}

}  // namespace tranche::tests
