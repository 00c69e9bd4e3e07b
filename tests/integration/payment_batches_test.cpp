// Payments gathered for one account, released by another person, sent as one file.
#include "tests/integration/payment_batches.hpp"

#include "tests/support/bodies.hpp"
#include "tests/support/credit_transfer_form.hpp"

namespace tranche::tests {

TEST_F(PaymentBatches, AreReleasedByAnotherPersonThanGatheredThem) {
    gathered("PB1", {approved_request(server, "A1:T1", "10.00")});
    remember();
    expect_refused(release("PB1", "treasury"), 422, "same_person");
    const auto by_hand = refusal_of(
        db.sql(),
        "update partner.payment_batch set state = 'released', released_by = gathered_by,"
        " released_on = '2026-06-30'"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "payment_batch_released_by_other_check");
    EXPECT_EQ(release("PB1").state(), "released");
}

TEST_F(PaymentBatches, R39AreNotReleasedByWhoAskedForOneOfThem) {
    const auto both = server.with_roles("both", {"programme_officer", "finance_officer"});
    auto asker = both;
    const auto id = asker
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T1"},
                             {"amount", amount_of("10.00")},
                             {"requested_on", "2026-06-20"}}
                        )
                        .id();
    server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
    server.as("approver").must(requests + id + "/approve", {{"approved_on", "2026-06-22"}});
    gathered("PB1", {id});
    remember();
    expect_refused(
        asker.post(batches + "PB1/release", {{"released_on", "2026-06-30"}}), 422, "same_person"
    );
    db.sql().ask(
        "update partner.payment_batch_item set amount = 1000, currency = 'USD', rate = 1,"
        " charges_borne_by = 'fund'"
    );
    const auto by_hand = refusal_of(
        db.sql(),
        "update partner.payment_batch set state = 'released', released_by = (select requested_by from"
        " partner.disbursement_request), released_on = '2026-06-30'"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "payment_batch_released_by_other_check");
}

TEST_F(PaymentBatches, HoldARequestOnceUntilItLeavesWithAReason) {
    const auto id = approved_request(server, "A1:T1", "10.00");
    gathered("PB1", {id});
    remember();
    expect_refused(
        treasury.post("/api/v1/payment-batches", batch_of("PB2", {id})), 422, "request_in_batch",
        {"/requests/0 request_in_batch"}
    );
    expect_refused(
        server.as("approver")
            .post(requests + id + "/cancel", {{"reason", "r"}, {"on", "2026-06-30"}}),
        422, "request_in_batch"
    );
    expect_refused(
        treasury.post(requests + id + "/pay", {{"paid_on", "2026-06-30"}, {"bank_reference", "B"}}),
        422, "request_in_batch"
    );
    const auto by_hand = refusal_of(
        db.sql(), "update partner.disbursement_request set state = 'cancelled', reserved_amount = 0"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "disbursement_request_not_in_batch_check");
    treasury.must(
        items + item_of("PB1") + "/leave", {{"on", "2026-06-30"}, {"reason", "Invoice missing"}}
    );
    gathered("PB2", {id});
    EXPECT_EQ(
        db.sql().one("select outcome_reason from partner.payment_batch_item where outcome = 'left'"
        ),
        "Invoice missing"
    );
}

TEST_F(PaymentBatches, AreGivenUpWholeAndFreeWhatIsInThem) {
    const auto id = approved_request(server, "A1:T1", "10.00");
    gathered("PB1", {id});
    treasury.must(batches + "PB1/withdraw", {{"on", "2026-06-30"}, {"reason", "Wrong account"}});
    gathered("PB2", {id});
    EXPECT_EQ(treasury.get(batches + "PB1").field("state"), "withdrawn");
}

TEST_F(PaymentBatches, TakeWhatIsApprovedAndNothingElse) {
    const auto id = certified("A1:T1", "10.00");
    remember();
    expect_refused(
        treasury.post("/api/v1/payment-batches", batch_of("PB1", {id, id})), 422,
        "request_named_twice"
    );
    expect_refused(
        treasury.post("/api/v1/payment-batches", batch_of("PB1", {id})), 422, "request_not_approved"
    );
    expect_refused(
        treasury.post(
            "/api/v1/payment-batches",
            {{"code", "PB1"}, {"payer_account", "OFFICE-USD"}, {"pay_on", "2025-12-31"}}
        ),
        422, "payer_account_not_in_force", {"/payer_account payer_account_not_in_force"}
    );
}

TEST_F(PaymentBatches, ArePaidFromNoAccountThatHasEndedAndNoneEndsBeforeItDoes) {
    auto administrator = server.as("administrator");
    const auto end = [&](const std::string& on) {
        return administrator.post(
            "/api/v1/payer-accounts/OFFICE-USD/end", {{"ended_on", on}, {"reason", "Closed"}}
        );
    };
    remember();
    expect_refused(end("2026-07-01"), 422, "date_in_future", {"/ended_on date_in_future"});
    EXPECT_EQ(end("2026-06-30").state(), "ended");
    remember();
    expect_refused(end("2026-06-30"), 409, "state_forbids_action");
    expect_refused(
        treasury.post("/api/v1/payment-batches", batch_of("PB1", {})), 422,
        "payer_account_not_in_force", {"/payer_account payer_account_not_in_force"}
    );
}

TEST_F(PaymentBatches, AddUpByCurrency) {
    signed_agreement(
        server, {.code = "B1", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
    );
    const auto local = approved_request(server, "B1:T1", "20.00");
    gathered("PB1", {approved_request(server, "A1:T1", "10.00"), local});
    EXPECT_EQ(release("PB1").status, 200);
    const auto totals = treasury.get(batches + "PB1").json().at("totals");
    EXPECT_EQ(totals.at(0).at("amount").at("amount"), "150.00") << "at the rate of its day, 7.50";
    EXPECT_EQ(totals.at(0).at("amount").at("currency"), "GTQ");
    EXPECT_EQ(totals.at(1).at("amount").at("amount"), "10.00");
    const auto xml = file("PB1");
    EXPECT_EQ(broken_form(xml), "") << xml;
    EXPECT_NE(xml.find("<NbOfTxs>2</NbOfTxs>"), std::string::npos);
    EXPECT_NE(xml.find("<CtrlSum>160.00</CtrlSum>"), std::string::npos) << xml;
}

TEST_F(PaymentBatches, GoToTheBankInTheFormItTakes) {
    remember();
    gathered("PB1", {approved_request(server, "A1:T1", "10.00")});
    EXPECT_EQ(treasury.get(batches + "PB1/pain001").status, 404) << "not released";
    EXPECT_EQ(release("PB1").status, 200);
    const auto xml = file("PB1");
    EXPECT_EQ(broken_form(xml), "") << xml;
    EXPECT_NE(xml.find("<InstdAmt Ccy=\"USD\">10.00</InstdAmt>"), std::string::npos) << xml;
    EXPECT_NE(xml.find("<Nm>Organizacion para las Ninas . Ninos</Nm>"), std::string::npos) << xml;
    EXPECT_NE(xml.find("<IBAN>GB82WEST12345698765432</IBAN>"), std::string::npos) << xml;
    EXPECT_NE(
        xml.find("<EndToEndId>" + end_to_end(item_of("PB1")) + "</EndToEndId>"), std::string::npos
    );
    confirmed_account("GT-0002-22");
    EXPECT_EQ(file("PB1"), xml) << "as it was released, whatever is confirmed later";
    EXPECT_EQ(server.as("officer", "NGO").get(batches + "PB1/pain001").status, 403);
    EXPECT_EQ(server.as("programme").get(batches + "PB1/pain001").status, 403);
}

TEST_F(PaymentBatches, R42AgeAreReleasedAtAnOldRateOnlyByWhoSaysSo) {
    signed_agreement(
        server, {.code = "B1", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
    );
    gathered("PB1", {approved_request(server, "B1:T1", "20.00")});
    db.sql().ask(
        "update reference.exchange_rate set quoted_on = '2026-03-01' where '2026-06-30' between"
        " valid_from and valid_to"
    );
    const auto refused = release("PB1");
    EXPECT_EQ(refused.code(), "rate_is_old") << refused;
    const auto accepted = server.as("finance").post(
        batches + "PB1/release",
        {{"released_on", "2026-06-30"},
         {"acknowledged", {{{"rule", "R42-age"}, {"reason", "No later one is published"}}}}}
    );
    EXPECT_EQ(accepted.state(), "released") << accepted;
}

TEST_F(PaymentBatches, R42CountForWhatTheRateWasCorrectedToSinceTheirRelease) {
    signed_agreement(
        server, {.code = "B1", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
    );
    gathered("PB1", {approved_request(server, "B1:T1", "20.00")});
    EXPECT_EQ(release("PB1").status, 200);
    corrected_rate(server, "8", "2026-06-30");
    treasury.must(
        items + item_of("PB1") + "/answer",
        {{"status", "paid"},
         {"on", "2026-06-30"},
         {"amount", amount_of("150.00", "GTQ")},
         {"bank_reference", "B-1"}}
    );
    EXPECT_EQ(
        db.sql().one("select trim_scale(rate) || ' ' || amount || ' ' || base_amount || ' ' ||"
                     " tranche_amount from partner.payment"),
        "8 15000 1875 2000"
    ) << "150.00 went out, of 20.00 dollars of the tranche";
}

TEST_F(PaymentBatches, SendWhatTheAgreementSaysOfCharges) {
    server.as("approver")
        .must(
            "/api/v1/agreements/A1/payment-terms",
            {{"valid_from", "2026-03-01"},
             {"charges_borne_by", "shared"},
             {"document", "Article 4"}}
        );
    released_item();
    EXPECT_NE(file("PB1").find("<ChrgBr>SHAR</ChrgBr>"), std::string::npos);
}

TEST_F(PaymentBatches, PayToTheAccountKeptAtRelease) {
    const auto item = released_item();
    confirmed_account("GT-0002-22");
    treasury.must(
        items + item + "/answer",
        {{"status", "paid"},
         {"on", "2026-06-30"},
         {"amount", amount_of("10.00")},
         {"bank_reference", "B-1"},
         {"charges", amount_of("1.50")}}
    );
    EXPECT_EQ(
        db.sql().one("select b.account || ' ' || y.charges_amount || ' ' || y.charges_borne_by from"
                     " partner.payment y join partner.bank_account b on b.id = y.bank_account_id"),
        "GT-0001-22 150 fund"
    );
    EXPECT_EQ(state_of_request(), "paid");
    EXPECT_EQ(treasury.get(batches + "PB1").field("state"), "settled");
}

TEST_F(PaymentBatches, AreShownWithWhatTheBankChargedAndWhatArrived) {
    const auto item = released_item();
    treasury.must(
        items + item + "/answer",
        {{"status", "paid"},
         {"on", "2026-06-30"},
         {"amount", amount_of("10.00")},
         {"bank_reference", "B-1"},
         {"charges", amount_of("1.50")}}
    );
    const auto payment = treasury.get("/api/v1/payments").json().at("items").at(0).at("id");
    server.as("officer", "NGO")
        .must(
            "/api/v1/payments/" + std::string{payment.as_string()} + "/confirm",
            {{"received_on", "2026-06-30"}, {"amount", amount_of("9.25")}}
        );
    const auto shown = treasury.get("/api/v1/reports/payments?agreement=A1&format=csv").body;
    EXPECT_NE(
        shown.find(
            "OFFICE-USD,PB1,2026-06-30," + end_to_end(item) +
            ",Niñez,paid,USD,10.00,2026-06-30,B-1,1,,USD,1.50,fund,2026-06-30,9.25,-0.75"
        ),
        std::string::npos
    ) << shown;
}

}  // namespace tranche::tests
