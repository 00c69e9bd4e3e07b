// No step is dated before the one it follows, and who may act is asked of today: a day that is
// typed opens no gate.
#include "tests/integration/payment_batches.hpp"

namespace tranche::tests {

namespace {

const std::string reports = "/api/v1/expenditure-reports/";

}  // namespace

class DaysInOrder : public PaymentBatches {
protected:
    std::string behind_the_back(const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "";
    }
    static json::object on(const std::string& what, const std::string& day) {
        return {{what, day}};
    }
    /// From now on three persons ask, approve and pay.
    void three_persons_from(const std::string& day) {
        server.as("administrator")
            .must(
                "/api/v1/instruments/FUND/terms",
                {{"valid_from", day},
                 {"payment_persons", 3},
                 {"certifier_differs", false},
                 {"source", "Decision"}}
            );
    }
    /// Approved on 22 June by somebody who may pay too.
    std::string approved_by(caller& approver) {
        const auto id = certified("A1:T1", "10.00");
        approver.must(requests + id + "/approve", on("approved_on", "2026-06-22"));
        return id;
    }
};

TEST_F(DaysInOrder, ARequestIsCertifiedApprovedAndPaidOneAfterTheOther) {
    const auto id = asked("A1:T1", "10.00");  // on 20 June
    const auto refused = [&](const char* who, const std::string& act, json::object body,
                             const std::string& field) {
        remember();
        expect_refused(
            server.as(who).post(requests + id + act, body), 422, "date_before",
            {field + " date_before"}
        );
    };
    refused("programme", "/certify", on("certified_on", "2026-06-19"), "/certified_on");
    server.as("programme").must(requests + id + "/certify", on("certified_on", "2026-06-20"));
    refused("approver", "/approve", on("approved_on", "2026-06-19"), "/approved_on");
    server.as("approver").must(requests + id + "/approve", on("approved_on", "2026-06-20"));
    json::object paid{{"paid_on", "2026-06-19"}, {"bank_reference", "B"}};
    refused("finance", "/pay", paid, "/paid_on");
    paid["paid_on"] = "2026-06-20";
    EXPECT_EQ(server.as("finance").post(requests + id + "/pay", paid).state(), "paid");
    for (const auto* step :
         {"certified_on = '2026-06-19'", "approved_on = '2026-06-19'", "paid_on = '2026-06-19'"}) {
        EXPECT_EQ(
            behind_the_back(std::string{"update partner.disbursement_request set "} + step),
            "disbursement_request_days_in_order_check"
        ) << step;
    }
}

TEST_F(DaysInOrder, WhatWasTypedBeforeTheyWereLookedAtGoesOn) {
    const auto id = approved_request(server, "A1:T1", "10.00");
    db.sql().ask(
        "alter table partner.disbursement_request disable trigger user;"
        "update partner.disbursement_request set approved_on = '2026-03-01';"
        "alter table partner.disbursement_request enable trigger user"
    );
    EXPECT_EQ(
        server.as("finance")
            .post(requests + id + "/pay", {{"paid_on", "2026-03-05"}, {"bank_reference", "B"}})
            .state(),
        "paid"
    );
}

TEST_F(DaysInOrder, R37AnOldAdvanceIsNotMadeYoungByTheDayOfTheApproval) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");  // on 1 April
    server.set_today(*domain::parse_date("2026-10-20"));
    const auto id = server.as("officer", "NGO")
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T2"},
                             {"amount", amount_of("10.00")},
                             {"requested_on", "2026-10-15"}}
                        )
                        .id();
    server.as("programme").must(requests + id + "/certify", on("certified_on", "2026-10-16"));
    remember();
    expect_refused(
        server.as("approver").post(requests + id + "/approve", on("approved_on", "2026-09-30")),
        422, "date_before"
    );
}

TEST_F(DaysInOrder, R39WhoPaysIsAskedByTheTermsOfTodayWhateverDayIsTyped) {
    auto both = server.with_roles("both", {"finance_officer", "approver"});
    const auto id = approved_by(both);
    three_persons_from("2026-06-30");
    json::object paid{{"paid_on", "2026-06-28"}, {"bank_reference", "B"}};
    remember();
    expect_refused(both.post(requests + id + "/pay", paid), 422, "same_person");
    EXPECT_EQ(server.as("finance").post(requests + id + "/pay", paid).state(), "paid");
}

TEST_F(DaysInOrder, R39WhoReleasesABatchIsAskedByTheTermsOfTodayToo) {
    auto both = server.with_roles("both", {"finance_officer", "approver"});
    const auto id = approved_by(both);
    three_persons_from("2026-06-30");
    auto body = batch_of("PB1", {id});
    body["pay_on"] = "2026-06-28";
    treasury.must("/api/v1/payment-batches", body);
    remember();
    expect_refused(
        both.post(batches + "PB1/release", on("released_on", "2026-06-28")), 422, "same_person"
    );
    EXPECT_EQ(release("PB1").state(), "released");
}

TEST_F(DaysInOrder, ABatchIsPaidAndReleasedAfterWhatIsInItWasApproved) {
    const auto id = certified("A1:T1", "10.00");
    server.as("approver").must(requests + id + "/approve", on("approved_on", "2026-06-22"));
    auto early = batch_of("PB1", {id});
    early["pay_on"] = "2026-06-21";
    remember();
    expect_refused(
        treasury.post("/api/v1/payment-batches", early), 422, "date_before",
        {"/requests/0 date_before"}
    );
    early["requests"] = json::array{};
    treasury.must("/api/v1/payment-batches", early);
    remember();
    expect_refused(treasury.post(batches + "PB1/gather", {{"requests", {id}}}), 422, "date_before");
    gathered("PB2", {id});
    remember();
    expect_refused(
        server.as("finance").post(batches + "PB2/release", on("released_on", "2026-06-21")), 422,
        "date_before", {"/released_on date_before"}
    );
    EXPECT_EQ(
        behind_the_back(
            "update partner.payment_batch_item set amount = 1, currency = 'USD', rate = 1,"
            " charges_borne_by = 'fund', base_amount = 1;"
            "update partner.payment_batch set state = 'released', released_on = '2026-06-21',"
            " released_by = (select id from people.user_account where name = 'test.finance')"
            " where code = 'PB2'"
        ),
        "payment_batch_days_in_order_check"
    );
    EXPECT_EQ(
        behind_the_back(
            "update partner.payment_batch_item set outcome = 'left', outcome_by = added_by,"
            " outcome_on = '2026-06-30', outcome_reason = 'r';"
            "insert into partner.payment_batch_item (id, batch_id, request_id,"
            " end_to_end_id, added_by, added_on) select 1, b.id, x.request_id, 'e', 1,"
            " '2026-06-30' from partner.payment_batch_item x, partner.payment_batch b"
            " where b.code = 'PB1'"
        ),
        "payment_batch_item_days_in_order_check"
    );
}

TEST_F(DaysInOrder, ABankAnswersAfterTheRelease) {
    const auto item = released_item();  // on 30 June
    const auto answered = [&](json::object body) {
        body["on"] = "2026-06-29";
        remember();
        expect_refused(
            treasury.post(items + item + "/answer", body), 422, "date_before", {"/on date_before"}
        );
    };
    answered({{"status", "paid"}, {"amount", amount_of("10.00")}, {"bank_reference", "B"}});
    answered({{"status", "rejected"}, {"reason", "Closed"}});
    EXPECT_EQ(
        behind_the_back(
            "update partner.payment_batch_item set outcome = 'rejected', outcome_by = added_by,"
            " outcome_on = '2026-06-29', outcome_reason = 'r'"
        ),
        "payment_batch_item_days_in_order_check"
    );
    treasury.must(
        items + item + "/answer",
        {{"status", "paid"},
         {"on", "2026-06-30"},
         {"amount", amount_of("10.00")},
         {"bank_reference", "B"}}
    );
    EXPECT_EQ(
        behind_the_back("create table pg_temp.copied as select * from partner.payment;"
                        "update pg_temp.copied set id = 1, paid_on = '2026-06-29';"
                        "insert into partner.payment select * from pg_temp.copied"),
        "payment_after_approval_check"
    );
}

TEST_F(DaysInOrder, AReportIsReviewedSentBackAndTakenBackAfterItWasHandedIn) {
    const auto id = submitted_report(server, "A1", "R1", {{"D-1", "40.00"}});  // on 10 June
    remember();
    expect_refused(
        server.as("finance").post(
            reports + id + "/review", {{"reviewed_on", "2026-06-09"}, {"rejections", json::array{}}}
        ),
        422, "date_before", {"/reviewed_on date_before"}
    );
    expect_refused(
        server.as("finance").post(
            reports + id + "/send-back", {{"sent_back_on", "2026-06-09"}, {"reason", "r"}}
        ),
        422, "date_before", {"/sent_back_on date_before"}
    );
    expect_refused(
        server.as("preparer", "NGO")
            .post(reports + id + "/withdraw", {{"withdrawn_on", "2026-06-09"}, {"reason", "r"}}),
        422, "date_before", {"/withdrawn_on date_before"}
    );
    EXPECT_EQ(
        behind_the_back(
            "insert into partner.round_outcome (round_id, kind, decided_on, decided_by)"
            " select id, 'reviewed', '2026-06-09', submitted_by from partner.report_round"
        ),
        "report_round_days_in_order_check"
    );
    server.as("finance").must(
        reports + id + "/send-back", {{"sent_back_on", "2026-06-12"}, {"reason", "r"}}
    );
    remember();
    expect_refused(
        server.as("officer", "NGO")
            .post(reports + id + "/submit", on("submitted_on", "2026-06-11")),
        422, "date_before", {"/submitted_on date_before"}
    );
    EXPECT_EQ(
        behind_the_back("insert into partner.report_round (id, report_id, number, lines_round,"
                        " submitted_on, submitted_by) select 1, report_id, 2, 1, '2026-06-11',"
                        " submitted_by from partner.report_round"),
        "report_round_days_in_order_check"
    );
    server.as("officer", "NGO").must(reports + id + "/submit", on("submitted_on", "2026-06-12"));
    server.as("finance").must(
        reports + id + "/review", {{"reviewed_on", "2026-06-12"}, {"rejections", json::array{}}}
    );
    EXPECT_EQ(
        behind_the_back("update partner.expenditure_report set reviewed_on = '2026-06-11'"),
        "expenditure_report_days_in_order_check"
    );
}

TEST_F(DaysInOrder, AnAgreementsStepsFollowEachOther) {
    auto programme = server.as("programme");
    programme.must(
        "/api/v1/agreements/A1/suspend", {{"decided_on", "2026-06-15"}, {"reason", "Audit"}}
    );
    remember();
    expect_refused(
        server.as("approver")
            .post(
                "/api/v1/agreements/A1/resume", {{"decided_on", "2026-06-14"}, {"reason", "Done"}}
            ),
        422, "date_before", {"/decided_on date_before"}
    );
    EXPECT_EQ(
        behind_the_back("insert into partner.agreement_step (id, agreement_id, step, from_state,"
                        " to_state, taken_on, reason, taken_by) select 1, agreement_id, 'resume',"
                        " 'suspended', 'signed', '2026-06-14', 'r', taken_by"
                        " from partner.agreement_step where step = 'suspend'"),
        "agreement_step_days_in_order_check"
    );
}

}  // namespace tranche::tests
