// The life of an agreement between its draft and its close: reviewed, stopped, let go on, ended.
#include "tests/integration/actions.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const json::object decided{{"decided_on", "2026-06-30"}, {"reason", "Audit"}};
const json::object terminated{
    {"terminated_on", "2026-06-30"}, {"reason", "Fraud"}, {"document", "Letter 7"}};

}  // namespace

class AgreementLife : public SmallWorld {
protected:
    void step(const std::string& who, const std::string& name, const json::object& body) {
        server.as(who).must("/api/v1/agreements/A1/" + name, body);
        remember();
    }
    answer ask(const std::string& kind = "advance") {
        return server.as("officer", "NGO")
            .post(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T2"},
                 {"kind", kind},
                 {"amount", amount_of("10.00")},
                 {"requested_on", "2026-06-30"}}
            );
    }
};

TEST_F(AgreementLife, AsksForNothingAndPaysNothingWhileItIsSuspended) {
    const auto approved = approved_request(server, "A1:T1", "100.00");
    step("programme", "suspend", decided);
    expect_refused(ask(), 409, "state_forbids_action");
    expect_refused(
        server.as("finance").post(
            requests + approved + "/pay", {{"paid_on", "2026-06-30"}, {"bank_reference", "B"}}
        ),
        409, "state_forbids_action"
    );
    step("approver", "resume", decided);
    EXPECT_TRUE(ask().succeeded());
}

TEST_F(AgreementLife, ApprovesNothingWhileItIsSuspended) {
    const auto id = server.as("officer", "NGO")
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T1"},
                             {"amount", amount_of("10.00")},
                             {"requested_on", "2026-06-20"}}
                        )
                        .id();
    server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
    step("programme", "suspend", decided);
    expect_refused(
        server.as("approver").post(requests + id + "/approve", {{"approved_on", "2026-06-30"}}),
        409, "state_forbids_action"
    );
}

TEST_F(AgreementLife, SettlesWhatWasSpentAfterItsEndBeforeItsTimeAndNothingElse) {
    accepted_report(server, "A1", "R1", {{"D-1", "40.00"}});
    step("approver", "terminate", terminated);
    expect_refused(ask(), 409, "state_forbids_action");
    EXPECT_TRUE(ask("reimbursement").succeeded());
    const auto read = server.as("programme").get("/api/v1/agreements/A1").json();
    EXPECT_EQ(read.at("state").as_string(), "terminated");
    EXPECT_EQ(read.at("stage").as_string(), "terminated");
}

TEST_F(AgreementLife, R41TakesNoExpenseOfDaysAfterItsTermination) {
    const json::object early{
        {"terminated_on", "2026-05-10"}, {"reason", "Fraud"}, {"document", "Letter 7"}};
    const auto report = submitted_report(
        server, "A1", "R1",
        {{"D-1", "40.00", "1", "2026-05-10"}, {"D-2", "30.00", "1", "2026-05-11"}}
    );
    step("approver", "terminate", early);
    const auto late = report_of("A1", "R2", {{"D-3", "1.00", "1", "2026-05-11"}});
    remember();
    expect_refused(
        server.as("preparer", "NGO").post("/api/v1/expenditure-reports", late), 422,
        "date_outside_period", {"/lines/0/spent_on date_outside_period"}
    );
    const auto self = "/api/v1/expenditure-reports/" + report;
    const json::object whole{{"reviewed_on", "2026-06-30"}};
    const auto accept = [&] {
        return server.as("finance").post(self + "/review", whole);
    };
    expect_refused(
        accept(), 422, "accepted_outside_agreement", {"/rejections accepted_outside_agreement"}
    );
    const auto forgotten = refusal_of(
        db.sql(),
        "with l as (update partner.expenditure_line set accepted_amount = amount,"
        " accepted_base = base_amount, decision = 'accepted')"
        " update partner.expenditure_report set state = 'accepted', reviewed_by = 1,"
        " reviewed_on = '2026-06-30' where code = 'R1'"
    );
    ASSERT_TRUE(forgotten);
    EXPECT_EQ(forgotten->constraint, "expenditure_line_in_agreement_check") << forgotten->message;
    granted_leave(server, accept());
    EXPECT_EQ(accept().status, 200);
}

TEST_F(AgreementLife, R41RejectsWhatWasSpentAfterIt) {
    const auto report = submitted_report(server, "A1", "R1", {{"D-2", "30.00", "1", "2026-05-11"}});
    step(
        "approver", "terminate",
        {{"terminated_on", "2026-05-10"}, {"reason", "Fraud"}, {"document", "Letter 7"}}
    );
    const auto done = server.as("finance").post(
        "/api/v1/expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-30"},
         {"rejections", {{{"document", "D-2"}, {"reason", "After the end"}}}}}
    );
    EXPECT_EQ(done.status, 200) << done;
}

TEST_F(AgreementLife, IsHeldByTheDatabaseWhenTheProgramForgetsIt) {
    const auto approved = approved_request(server, "A1:T1", "100.00");
    step("programme", "suspend", decided);
    const auto request = refusal_of(
        db.sql(),
        "insert into partner.disbursement_request (id, agreement_id, tranche_id, kind, requested_on,"
        " asked_currency, asked_amount, currency, requested_amount, state, requested_by)"
        " select 1, agreement_id, id, 'advance', '2026-06-30', 'USD', 1, 'USD', 1, 'submitted', 1"
        " from partner.tranche where code = 'T2'"
    );
    ASSERT_TRUE(request);
    EXPECT_EQ(request->constraint, "disbursement_request_agreement_in_force_check");
    const auto payment = refusal_of(
        db.sql(),
        "insert into partner.payment (id, kind, request_id, agreement_id, tranche_id, project_id, paid_on,"
        " currency, amount, rate, base_currency, base_amount, bank_reference, recorded_by)"
        " select 1, 'advance', q.id, q.agreement_id, q.tranche_id, a.project_id, '2026-06-30', 'USD', 1, 1,"
        " 'USD', 1, 'B', 1 from partner.disbursement_request q"
        " join partner.agreement a on a.id = q.agreement_id"
    );
    ASSERT_TRUE(payment);
    EXPECT_EQ(payment->constraint, "payment_agreement_in_force_check");
    const auto silent = refusal_of(db.sql(), "update partner.agreement set state = 'terminated'");
    ASSERT_TRUE(silent);
    EXPECT_EQ(silent->constraint, "agreement_state_has_reason_check");
}

TEST_F(AgreementLife, GoesOnToSignatureWhenSomebodyElseHasClearedIt) {
    drafted_agreement(server, {.code = "B1"});
    const std::string self = "/api/v1/agreements/B1";
    auto both = server.with_roles("both", {"programme_officer", "finance_officer"});
    both.must(self + "/submit", {{"decided_on", "2026-02-10"}});
    remember();
    expect_refused(
        server.as("approver")
            .post(
                self + "/sign",
                {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
            ),
        409, "state_forbids_action"
    );
    expect_refused(both.post(self + "/clear", {{"decided_on", "2026-02-11"}}), 422, "same_person");
    server.as("finance").must(
        self + "/send-back", {{"decided_on", "2026-02-11"}, {"reason", "No annex"}}
    );
    both.must(self + "/submit", {{"decided_on", "2026-02-12"}});
    server.as("finance").must(self + "/clear", {{"decided_on", "2026-02-13"}});
    server.as("approver")
        .must(
            self + "/sign",
            {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
        );
    const auto steps = server.as("auditor").get("/api/v1/agreement-steps?agreement=B1").json();
    std::string taken;
    for (const auto& one : steps.at("items").as_array()) {
        taken += std::string{one.at("step").as_string()} + ' ';
    }
    EXPECT_EQ(taken, "submit send_back submit clear sign ");
}

TEST_F(AgreementLife, IsGivenUpBeforeItIsSigned) {
    drafted_agreement(server, {.code = "B1"});
    server.as("programme").must("/api/v1/agreements/B1/cancel", decided);
    remember();
    expect_refused(
        server.as("programme").post("/api/v1/agreements/B1/submit", decided), 409,
        "state_forbids_action"
    );
    expect_refused(
        server.as("programme").post("/api/v1/agreements/A1/cancel", decided), 409,
        "state_forbids_action"
    );
}

TEST_F(AgreementLife, TellsActiveAndEndedFromItsDays) {
    const auto of = [&](const std::string& code) {
        return server.as("programme").get("/api/v1/agreements/" + code).field("stage");
    };
    db.sql().ask("update partner.agreement set state = state");
    drafted_agreement(server, {.code = "B1"});
    EXPECT_EQ(of("B1"), "draft");
    EXPECT_EQ(
        of("A1"),
        db.sql().one(
            "select case when (now() at time zone 'UTC')::date > end_on then 'ended'"
            " when (now() at time zone 'UTC')::date >= start_on then 'active' else 'signed' end"
            " from partner.agreement where code = 'A1'"
        )
    );
}

}  // namespace tranche::tests
