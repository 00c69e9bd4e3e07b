// Payments gathered for one account, released by another person, sent as one file, answered by the
// bank.
#include "tests/integration/actions.hpp"
#include "tests/support/credit_transfer_form.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const std::string batches = "/api/v1/payment-batches/";
const std::string items = "/api/v1/payment-batch-items/";

}  // namespace

class PaymentBatches : public Actions {
protected:
    void SetUp() override {
        server.as("administrator")
            .must(
                "/api/v1/payer-accounts",
                {{"code", "OFFICE-USD"},
                 {"holder", "Organización para las Niñas & Niños"},
                 {"bank", "Bank"},
                 {"bic", "CHASUS33"},
                 {"account", "GB82 WEST 1234 5698 7654 32"},
                 {"currency", "USD"},
                 {"valid_from", "2026-01-01"}}
            );
        confirmed_account("GT-0001-22");
    }
    void confirmed_account(const std::string& number) {
        const auto id =
            server.as("programme")
                .must(
                    "/api/v1/partners/NGO/bank-accounts",
                    {{"holder", "Niñez"}, {"bank", "Banco Ñ"}, {"account", number}, {"reason", "r"}}
                )
                .id();
        server.as("finance").must("/api/v1/bank-accounts/" + id + "/confirm", {{"checked", "c"}});
    }
    json::object batch_of(const std::string& code, std::vector<std::string> ids) {
        return {
            {"code", code},
            {"payer_account", "OFFICE-USD"},
            {"pay_on", "2026-06-30"},
            {"requests", json::value_from(ids)}};
    }
    void gathered(const std::string& code, std::vector<std::string> ids) {
        treasury.must("/api/v1/payment-batches", batch_of(code, std::move(ids)));
    }
    answer release(const std::string& code, const std::string& who = "finance") {
        return server.as(who).post(batches + code + "/release", {{"released_on", "2026-06-30"}});
    }
    /// One request of T1 over 10.00, released in PB1; its item's public id.
    std::string released_item() {
        gathered("PB1", {approved_request(server, "A1:T1", "10.00")});
        EXPECT_EQ(release("PB1").status, 200);
        return item_of("PB1");
    }
    std::string item_of(const std::string& code) {
        const auto read = treasury.get(batches + code).json();
        return std::string{read.at("items").at(0).at("id").as_string()};
    }
    static std::string end_to_end(std::string item) {
        item[item.find('_')] = '-';
        return item;
    }
    std::string state_of_request() {
        return db.sql().one("select state from partner.disbursement_request");
    }
    answer bring_in(const std::string& csv) {
        return treasury.post_text(
            "/api/v1/imports/bank-answers", csv, {{"content-type", "text/csv"}}
        );
    }
    static std::string counts(const answer& given) {
        return given.field("new") + ' ' + given.field("changed") + ' ' + given.field("unchanged");
    }
    std::string file(const std::string& code) {
        const auto given = treasury.get(batches + code + "/pain001");
        EXPECT_EQ(given.status, 200) << given;
        return given.body;
    }

    caller treasury = server.as("treasury");
};

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

TEST_F(PaymentBatches, RefuseAnAnswerOverAnotherAmount) {
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

TEST_F(PaymentBatches, ReopenWhatTheBankRefused) {
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

TEST_F(PaymentBatches, AreAnsweredByASheetThatMayComeAgain) {
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

TEST_F(PaymentBatches, SayEveryProblemOfASheetAndRecordNothing) {
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

TEST_F(PaymentBatches, AreShownWithWhatTheBankChargedAndWhatArrived) {
    const auto item = released_item();
    treasury.must(
        items + item + "/answer",
        {{"status", "paid"},
         {"on", "2026-06-29"},
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
            ",Niñez,paid,USD,10.00,2026-06-29,B-1,1,,USD,1.50,fund,2026-06-30,9.25,-0.75"
        ),
        std::string::npos
    ) << shown;
}

}  // namespace tranche::tests
