// What the bank says became of the payments it was sent, one by one and by a sheet.
#include "tests/integration/payment_batches.hpp"
#include "tests/support/bodies.hpp"

namespace tranche::tests {

class BankAnswers : public PaymentBatches {
protected:
    answer paid(const std::string& item, const std::string& reference = "B-1") {
        return treasury.post(
            items + item + "/answer",
            {{"status", "paid"},
             {"on", "2026-06-30"},
             {"amount", amount_of("10.00")},
             {"bank_reference", reference}}
        );
    }
};

TEST_F(BankAnswers, RefuseAnAnswerOverAnotherAmount) {
    const auto item = released_item();
    remember();
    expect_refused(
        treasury.post(
            items + item + "/answer",
            {{"status", "paid"},
             {"on", "2026-06-30"},
             {"amount", amount_of("9.00")},
             {"bank_reference", "B-1"}}
        ),
        422, "bank_paid_otherwise", {"/amount bank_paid_otherwise"}
    );
}

TEST_F(BankAnswers, ReopenWhatTheBankRefused) {
    const auto item = released_item();
    const json::object refused{
        {"status", "rejected"}, {"on", "2026-06-30"}, {"reason", "Account closed"}};
    treasury.must(items + item + "/answer", refused);
    EXPECT_EQ(state_of_request(), "approved");
    remember();
    expect_refused(treasury.post(items + item + "/answer", refused), 409, "state_forbids_action");
    const auto request = treasury.get(items + item).json().at("request").as_string();
    gathered("PB2", {std::string{request}});
    EXPECT_NE(item_of("PB2"), item) << "another try has another name at the bank";
}

TEST_F(BankAnswers, AreAnsweredByASheetThatMayComeAgain) {
    const auto first = approved_request(server, "A1:T1", "10.00");
    const auto second = approved_request(server, "A1:T2", "20.00");
    gathered("PB1", {first, second});
    ASSERT_EQ(release("PB1").status, 200);
    const auto read = treasury.get(batches + "PB1").json();
    std::string ids[2];
    for (const auto& one : read.at("items").as_array()) {
        const bool is_first = one.at("request").as_string() == first;
        ids[is_first ? 0 : 1] = std::string{one.at("end_to_end_id").as_string()};
    }
    const std::string head =
        "Référence de bout en bout;Statut;Date;Montant;Monnaie;Référence bancaire;Frais;Monnaie des frais;Motif\n";
    const auto paid = ids[0] + ";paid;30/06/2026;10,00;USD;B-1;1,50;USD;\n";
    const auto once = bring_in(head + paid);
    ASSERT_EQ(once.status, 200) << once;
    EXPECT_EQ(counts(once), "1 0 0") << once;
    const auto again =
        bring_in(head + paid + ids[1] + ";rejected;30/06/2026;20,00;USD;;;;Account closed\n");
    ASSERT_EQ(again.status, 200) << again;
    EXPECT_EQ(counts(again), "1 0 1") << again;
    const auto third =
        bring_in(head + paid + ids[1] + ";rejected;30/06/2026;20,00;USD;;;;Account closed\n");
    EXPECT_EQ(counts(third), "0 0 2") << third;
    EXPECT_EQ(db.sql().number("select count(*) from partner.payment"), 1);
}

TEST_F(BankAnswers, SayEveryProblemOfASheetAndRecordNothing) {
    const auto item = released_item();
    remember();
    const std::string head = "end_to_end_id,status,on,amount,currency,bank_reference\n";
    const auto given = bring_in(
        head + end_to_end(item) + ",paid,2026-06-30,9.00,USD,B-1\n" +
        "pbi-0000000000001,paid,2026-06-30,9.00,USD,B-2\n"
    );
    EXPECT_EQ(given.code(), "sheet_invalid") << given;
    EXPECT_EQ(
        given.errors(),
        (std::vector<std::string>{
            "2 amount bank_paid_otherwise", "3 end_to_end_id unknown_reference"})
    );
    EXPECT_EQ(db.sql().number("select count(*) from partner.payment"), 0);
}

TEST_F(BankAnswers, StandAlsoWhereThePartnerWasBlockedAfterTheRelease) {
    const auto item = released_item();
    server.as("finance").must("/api/v1/partners/NGO/block", {{"reason", "Audit"}});
    server.as("programme")
        .must("/api/v1/agreements/A1/suspend", {{"decided_on", "2026-06-30"}, {"reason", "Audit"}});
    const auto done = paid(item);
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(state_of_request(), "paid");
}

TEST_F(BankAnswers, OpenNothingForPaymentsThatNoBankWasSent) {
    const auto request = approved_request(server, "A1:T1", "10.00");
    gathered("PB1", {request});
    server.as("finance").must("/api/v1/partners/NGO/block", {{"reason", "Audit"}});
    remember();
    expect_refused(release("PB1"), 422, "partner_blocked");
    const auto by_hand = refusal_of(
        db.sql(),
        "insert into partner.payment (id, kind, request_id, agreement_id, tranche_id, tranche_amount,"
        " project_id, paid_on, currency, amount, rate, base_currency, base_amount, bank_reference,"
        " recorded_by) select 1, q.kind, q.id, q.agreement_id, q.tranche_id, 1000, a.project_id,"
        " '2026-06-30', 'USD', 1000, 1, 'USD', 1000, 'B', q.requested_by"
        " from partner.disbursement_request q join partner.agreement a on a.id = q.agreement_id"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "payment_partner_not_blocked_check");
}

TEST_F(BankAnswers, OpenTheTrancheAgainWhenAPaymentIsSentBack) {
    const auto item = released_item();
    remember();
    const json::object returned{
        {"status", "returned"}, {"on", "2026-06-30"}, {"reason", "Account closed"}};
    expect_refused(treasury.post(items + item + "/answer", returned), 409, "state_forbids_action");
    ASSERT_EQ(paid(item).status, 200);
    remember();
    expect_refused(
        treasury.post(items + item + "/answer", {{"status", "returned"}, {"on", "2026-06-29"}}),
        422, "missing_field", {"/reason missing_field"}
    );
    ASSERT_EQ(treasury.post(items + item + "/answer", returned).status, 200);
    EXPECT_EQ(state_of_request(), "returned");
    EXPECT_EQ(treasury.get(items + item).field("state"), "returned");
    EXPECT_EQ(db.sql().one("select paid_amount from partner.tranche where code = 'T1'"), "0");
    remember();
    expect_refused(treasury.post(items + item + "/answer", returned), 409, "state_forbids_action");
}

// Of an agreement that was closed in the meantime: it is due again, and sent once more.
TEST_F(BankAnswers, SendBackWhatIsThenDueOfAClosedAgreementAndSentAgain) {
    server.set_today(*domain::parse_date("2026-06-30"));
    accepted_report(server, "A1", "R1", {{"D-1", "10.00"}});
    const auto gathered_again = [&](const std::string& batch) {
        const auto id = server.as("officer", "NGO")
                            .must(
                                "/api/v1/disbursement-requests",
                                {{"tranche", "A1:T1"},
                                 {"kind", "reimbursement"},
                                 {"amount", amount_of("10.00")},
                                 {"requested_on", "2026-06-30"}}
                            )
                            .id();
        const auto self = "/api/v1/disbursement-requests/" + id;
        server.as("programme").must(self + "/certify", {{"certified_on", "2026-06-30"}});
        server.as("approver").must(self + "/approve", {{"approved_on", "2026-06-30"}});
        gathered(batch, {id});
        EXPECT_EQ(release(batch).status, 200);
        return item_of(batch);
    };
    const auto item = gathered_again("PB1");
    ASSERT_EQ(paid(item).status, 200);
    for (const auto* tranche : {"T1", "T2"}) {
        server.as("programme")
            .must(
                std::string{"/api/v1/tranches/A1:"} + tranche + "/cancel",
                {{"reason", "r"}, {"cancelled_on", "2026-06-30"}}
            );
    }
    marked_final(db.sql(), "A1");
    server.as("finance").must("/api/v1/agreements/A1/close", {{"closed_on", "2026-06-30"}});
    const auto back = treasury.post(
        items + item + "/answer",
        {{"status", "returned"}, {"on", "2026-06-30"}, {"reason", "Account closed"}}
    );
    ASSERT_EQ(back.status, 200) << back;
    ASSERT_EQ(paid(gathered_again("PB2"), "B-2").status, 200);
    EXPECT_EQ(db.sql().one("select paid_amount from partner.tranche where code = 'T1'"), "1000");
}

TEST_F(BankAnswers, SendBackWhatWasPaidAndNoOtherAmount) {
    const auto item = released_item();
    ASSERT_EQ(paid(item).status, 200);
    remember();
    expect_refused(
        treasury.post(
            items + item + "/answer",
            {{"status", "returned"},
             {"on", "2026-06-30"},
             {"reason", "Account closed"},
             {"amount", amount_of("9.00")},
             {"charges", amount_of("1.00")}}
        ),
        422, "bank_paid_otherwise",
        {"/amount bank_paid_otherwise", "/charges charges_not_of_return"}
    );
    treasury.must(
        items + item + "/answer",
        {{"status", "returned"},
         {"on", "2026-06-30"},
         {"reason", "Account closed"},
         {"amount", amount_of("10.00")}}
    );
    const auto shown = treasury.get(items + item);
    EXPECT_EQ(shown.field("outcome_on"), "2026-06-30");
    EXPECT_EQ(shown.field("outcome_reason"), "Account closed");
}

TEST_F(BankAnswers, SendBackAtTheRateItWasPaidAt) {
    const auto item = released_item();
    ASSERT_EQ(paid(item).status, 200);
    remember();
    expect_refused(
        treasury.post(
            items + item + "/answer",
            {{"status", "returned"},
             {"on", "2026-06-30"},
             {"reason", "Account closed"},
             {"rate", "1.01"}}
        ),
        422, "rate_not_of_return", {"/rate rate_not_of_return"}
    );
    const auto given = bring_in(
        "end_to_end_id,status,on,rate,reason\n" + end_to_end(item) +
        ",returned,2026-06-30,1.01,Account closed\n"
    );
    EXPECT_EQ(given.code(), "sheet_invalid") << given;
    EXPECT_EQ(given.errors(), (std::vector<std::string>{"2 rate rate_not_of_return"}));
    EXPECT_EQ(state_of_request(), "paid");
}

TEST_F(BankAnswers, OfASheetMayPayAndSendBackAndComeAgain) {
    const auto item = released_item();
    const std::string head = "end_to_end_id,status,on,amount,currency,bank_reference,reason\n";
    const auto paid_row = end_to_end(item) + ",paid,2026-06-30,10.00,USD,B-1,\n";
    const auto back_row = end_to_end(item) + ",returned,2026-06-30,10.00,USD,B-2,Account closed\n";
    const auto both = bring_in(head + paid_row + back_row);
    ASSERT_EQ(both.status, 200) << both;
    EXPECT_EQ(counts(both), "2 0 0") << both;
    EXPECT_EQ(state_of_request(), "returned");
    EXPECT_EQ(counts(bring_in(head + paid_row)), "0 0 1");
    EXPECT_EQ(counts(bring_in(head + paid_row + back_row)), "0 0 2");
}

TEST_F(BankAnswers, TellThePartnerThatItWasPaidAndTheOfficeThatABatchWaits) {
    const auto item = released_item();
    ASSERT_EQ(paid(item).status, 200);
    EXPECT_EQ(
        db.sql().one("select string_agg(name, ' ' order by name) from notify.event"
                     " where name in ('payments_gathered', 'disbursement_paid_by_bank')"),
        "disbursement_paid_by_bank payments_gathered"
    );
    treasury.must(
        items + item + "/answer",
        {{"status", "returned"}, {"on", "2026-06-30"}, {"reason", "Account closed"}}
    );
    EXPECT_EQ(
        db.sql().one("select count(*) from notify.event where name = 'disbursement_paid_by_bank'"),
        "1"
    );
}

}  // namespace tranche::tests
