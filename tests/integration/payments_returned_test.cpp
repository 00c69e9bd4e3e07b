// R48: a bank may send a payment back after its agreement was closed. What was paid of accepted
// expenditure is due again, and is asked for and paid as before; an advance that was accounted for
// cannot come back.
#include "tests/integration/closed_agreement.hpp"

namespace tranche::tests {

// Of A1 100.00 were spent without an advance and paid back, or paid to a third party; then it was
// closed.
class PaymentsReturned : public EndOfAgreements {
protected:
    void SetUp() override { server.set_today(*domain::parse_date("2026-06-30")); }
    // The tranche is of that kind, and of the whole agreement.
    void paid_and_closed(const std::string& kind, const std::string& currency = "USD") {
        signed_agreement(
            server,
            {.code = "A2", .tranches = {{"T1", "1000.00", kind}}, .payment_currency = currency}
        );
        accepted_report(server, "A2", "R1", {{"D-1", "750.00", "1", "2026-04-15", currency}});
        paid(kind, currency, "BANK-1");
        end("A2", {"T1"});
    }
    answer asked(
        const std::string& kind, const std::string& currency = "USD",
        const std::string& amount = "750.00"
    ) {
        json::object body{
            {"tranche", "A2:T1"},
            {"kind", kind},
            {"amount", amount_of(amount, currency)},
            {"requested_on", "2026-06-30"}};
        if (kind == "direct_payment") {
            body["payee"] = {
                {"name", "Ferretería"},
                {"bank", "Banco"},
                {"account", "GT82TRAJ01020000001210029690"},
                {"document", "F-17"}};
        }
        return server.as("officer", "NGO").post(v1 + "disbursement-requests", body);
    }
    void paid(
        const std::string& kind, const std::string& currency, const std::string& bank_reference
    ) {
        const auto given = asked(kind, currency);
        ASSERT_EQ(given.status, 201) << given;
        pay(given.id(), bank_reference);
    }
    void pay(const std::string& request, const std::string& bank_reference) {
        const auto self = v1 + "disbursement-requests/" + request;
        server.as("programme").must(self + "/certify", {{"certified_on", "2026-06-30"}});
        server.as("approver").must(self + "/approve", {{"approved_on", "2026-06-30"}});
        server.as("treasury")
            .must(self + "/pay", {{"paid_on", "2026-06-30"}, {"bank_reference", bank_reference}});
    }
    std::string paid_of_tranche() {
        return db.sql().one(
            "select t.paid_amount from partner.tranche t join partner.agreement a"
            " on a.id = t.agreement_id where a.code = 'A2'"
        );
    }
    // What the tranche's own read says of asking for it, to the partner.
    bool may_be_asked_for() {
        const auto read = server.as("officer", "NGO").get(v1 + "tranches/A2:T1").json();
        for (const auto& act : read.at("actions").as_array()) {
            if (act.at("action").as_string() == "create_disbursement_request") {
                return act.at("allowed").as_bool();
            }
        }
        return false;
    }
};

TEST_F(PaymentsReturned, R48MakeWhatWasSpentDueAgainUntilItIsPaidOnceMore) {
    paid_and_closed("reimbursement");
    EXPECT_FALSE(may_be_asked_for());
    const auto done = taken_back("payment");
    ASSERT_EQ(done.status, 201) << done;
    EXPECT_EQ(balance("due"), "75000");
    EXPECT_EQ(paid_of_tranche(), "0");
    EXPECT_EQ(standing(), "owed 0 obligated 0") << "it is owed to the partner, and spent as it was";
    EXPECT_TRUE(may_be_asked_for());
    paid("reimbursement", "USD", "BANK-2");
    EXPECT_EQ(balance("due"), "0");
    EXPECT_EQ(paid_of_tranche(), "75000");
    EXPECT_FALSE(may_be_asked_for());
    EXPECT_EQ(standing(), "owed 0 obligated 0");
}

TEST_F(PaymentsReturned, R48AreSentAgainToTheThirdPartyTheyWereFor) {
    paid_and_closed("direct_payment");
    ASSERT_EQ(taken_back("payment").status, 201);
    EXPECT_EQ(balance("due"), "75000");
    paid("direct_payment", "USD", "BANK-2");
    EXPECT_EQ(balance("due"), "0");
    EXPECT_EQ(standing(), "owed 0 obligated 0");
}

// 100.00 dollars when they fell due, 93.75 when they are paid at last.
TEST_F(PaymentsReturned, R48ArePaidOnceMoreAtTheRateOfThatDay) {
    paid_and_closed("reimbursement", "GTQ");
    EXPECT_EQ(posted("exchange_difference"), "0");
    ASSERT_EQ(taken_back("payment").status, 201);
    EXPECT_EQ(based("due"), "10000");
    db.sql().ask("update reference.exchange_rate set rate = 8 where currency = 'GTQ'");
    paid("reimbursement", "GTQ", "BANK-2");
    EXPECT_EQ(posted("exchange_difference"), "-625");
    EXPECT_EQ(based("due"), "0");
    EXPECT_EQ(standing(), "owed 0 obligated 0");
}

TEST_F(PaymentsReturned, R48KeepTheirProjectOpenUntilThen) {
    paid_and_closed("reimbursement");
    paid_request(server, "A1:T1", "1000.00", "BANK-A1");
    accepted_report(server, "A1", "R2", {{"D-2", "1000.00"}});
    end("A1", {"T2"});
    ASSERT_EQ(taken_back("payment").code(), "advance_accounted_for") << "the last one is A1's";
    const auto entry = domain::public_id(
        domain::entity::journal_entry,
        db.sql().number("select min(id) from ledger.entry where event = 'payment'")
    );
    server.as("finance").must(
        v1 + "journal-entries/" + entry + "/reverse",
        {{"reason", "Sent back"}, {"bank_reference", "BACK-1"}}
    );
    server.as("programme").must(v1 + "projects/P1/complete", {{"completed_on", "2026-06-29"}});
    accepted_final_report(server);
    remember();
    expect_refused(
        server.as("approver").post(v1 + "projects/P1/close", {{"closed_on", "2026-06-30"}}), 422,
        "due_open"
    );
    paid("reimbursement", "USD", "BANK-2");
    server.as("approver").must(v1 + "projects/P1/close", {{"closed_on", "2026-06-30"}});
    remember();
    const auto refused = server.as("finance").post(
        v1 + "journal-entries/" +
            domain::public_id(
                domain::entity::journal_entry,
                db.sql().number("select max(id) from ledger.entry where event = 'payment'")
            ) +
            "/reverse",
        {{"reason", "Sent back"}}
    );
    expect_refused(refused, 409, "payment_of_closed_project");
    EXPECT_NE(refused.body.find("Send the money that came back"), std::string::npos) << refused;
}

TEST_F(PaymentsReturned, R48OfAnAdvanceThatWasAccountedForAreADebtOfThePartner) {
    paid_request(server, "A1:T1", "1000.00", "BANK-A1");
    accepted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    end("A1", {"T2"});
    remember();
    const auto refused = taken_back("payment");
    expect_refused(refused, 422, "advance_accounted_for", {" advance_accounted_for"});
    EXPECT_NE(refused.body.find("Disallow the expenses"), std::string::npos) << refused;
    // As the refusal says.
    const auto debt = disallowed("D-1", "1000.00");
    ASSERT_EQ(refund(debt, "1000.00").status, 201);
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    close_project();
    remember();
    expect_refused(taken_back("payment"), 422, "advance_accounted_for", {" advance_accounted_for"});
}

// 250.00 of a debt were kept back from the last payment; both are taken back, one after the other.
// When it is paid at last the debt is kept back in two parts, and nothing stays obligated for it.
TEST_F(PaymentsReturned, R48WithASetOffAreTakenBackAfterTheSetOff) {
    signed_agreement(server, {.code = "A2", .tranches = {{"T1", "1000.00", "reimbursement"}}});
    accepted_report(server, "A2", "R1", {{"D-1", "250.00"}});
    const auto first = asked("reimbursement", "USD", "250.00").id();
    pay(first, "BANK-1");
    const auto debt = disallowed("D-1", "250.00");
    accepted_report(server, "A2", "R2", {{"D-2", "750.00"}});
    const auto second = asked("reimbursement").id();
    const auto kept = proposed(
        debt, "set-off", {{"request", second}, {"amount", amount_of("250.00")}, {"reason", "Owed"}}
    );
    ASSERT_EQ(decided(kept, "approve", server.as("approver")).status, 200);
    pay(second, "BANK-2");
    end("A2", {});
    remember();
    expect_refused(taken_back("payment"), 422, "set_off_stands", {" set_off_stands"});
    ASSERT_EQ(taken_back("refund").status, 201);
    EXPECT_EQ(standing(), "owed 25000 obligated 25000");
    ASSERT_EQ(taken_back("payment").status, 201);
    EXPECT_EQ(balance("due"), "75000");
    EXPECT_EQ(standing(), "owed 25000 obligated 25000");
    const auto third = asked("reimbursement").id();
    for (const char* part : {"125.00", "125.00"}) {
        const auto again = proposed(
            debt, "set-off", {{"request", third}, {"amount", amount_of(part)}, {"reason", "Owed"}}
        );
        ASSERT_EQ(decided(again, "approve", server.as("approver")).status, 200);
    }
    pay(third, "BANK-3");
    EXPECT_EQ(balance("due"), "0");
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    ASSERT_EQ(taken_back("refund").status, 201);
    EXPECT_EQ(standing(), "owed 12500 obligated 12500");
}

TEST_F(PaymentsReturned, NothingElseIsAskedForOfAClosedAgreement) {
    paid_and_closed("reimbursement");
    remember();
    expect_refused(
        asked("reimbursement"), 422, "nothing_due_after_closing",
        {"/tranche nothing_due_after_closing"}
    );
    expect_refused(asked("advance"), 409, "state_forbids_action");
    EXPECT_EQ(
        constraint_of(
            "insert into partner.disbursement_request (id, agreement_id, tranche_id, kind,"
            " requested_on, asked_currency, asked_amount, currency, requested_amount, state,"
            " requested_by) select 1, agreement_id, tranche_id, kind, requested_on, 'USD', 1, 'USD',"
            " 1, 'submitted', requested_by from partner.disbursement_request"
        ),
        "disbursement_request_agreement_in_force_check"
    );
    ASSERT_EQ(taken_back("payment").status, 201);
    remember();
    expect_refused(asked("advance"), 409, "state_forbids_action");
    const auto more = asked("reimbursement", "USD", "750.01");
    ASSERT_EQ(more.status, 201) << more;
    const auto self = v1 + "disbursement-requests/" + more.id();
    server.as("programme").must(self + "/certify", {{"certified_on", "2026-06-30"}});
    remember();
    expect_refused(
        server.as("approver").post(self + "/approve", {{"approved_on", "2026-06-30"}}), 422,
        "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
}

}  // namespace tranche::tests
