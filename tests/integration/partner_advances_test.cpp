// What partners hold: each advance, and by what it became less, to the cent.
#include "tests/integration/settlements.hpp"

namespace tranche::tests {

using PartnerAdvances = Settlements;

TEST_F(PartnerAdvances, R45SayOfADebtHowItEnded) {
    const auto debt = rejected("250.00");
    EXPECT_EQ(advances(), "payment 1000.00 400.00 0.00 0.00 0.00 250.00 350.00\n");
    const auto approved = [&](const std::string& how, json::object body) {
        body["reason"] = "So it was";
        const auto id = proposed(debt, how, body);
        ASSERT_EQ(decided(id, "approve", server.as("approver")).status, 200);
    };
    approved(
        "later-documents",
        {{"line", line_of("D-2")}, {"amount", amount_of("30.00")}, {"document", "Invoice 7"}}
    );
    approved("write-off", {{"amount", amount_of("20.00")}});
    server.as("finance").must(
        v1 + "receivables/" + debt + "/refund",
        {{"amount", amount_of("100.00")},
         {"received_on", "2026-06-30"},
         {"bank_reference", "BACK-1"}}
    );
    EXPECT_EQ(advances(), "payment 1000.00 400.00 100.00 30.00 20.00 100.00 350.00\n");
    const auto taken_back = [&](const std::string& event) {
        const auto entry = domain::public_id(
            domain::entity::journal_entry,
            db.sql().number("select id from ledger.entry where event = '" + event + "'")
        );
        server.as("finance").must(
            v1 + "journal-entries/" + entry + "/reverse", {{"reason", "It was not so"}}
        );
    };
    for (const auto* event : {"documents", "write_off", "refund"}) {
        taken_back(event);
    }
    EXPECT_EQ(advances(), "payment 1000.00 400.00 0.00 0.00 0.00 250.00 350.00\n")
        << "what was taken back did not end the debt";
}

TEST_F(PartnerAdvances, CountAPaymentTheBankReturnedAsMoneyAndInterestTakenBackAsNone) {
    server.as("finance").must(
        v1 + "agreements/A1/declare-interest",
        {{"amount", amount_of("2.50")}, {"credited_on", "2026-04-20"}}
    );
    EXPECT_EQ(
        advances(),
        "payment 1000.00 0.00 0.00 0.00 0.00 0.00 1000.00\n"
        "interest 2.50 0.00 0.00 0.00 0.00 0.00 2.50\n"
    );
    for (const auto* event : {"interest", "payment"}) {
        const auto entry = domain::public_id(
            domain::entity::journal_entry,
            db.sql().number(
                "select id from ledger.entry where event = '" + std::string{event} + "'"
            )
        );
        server.as("finance").must(
            v1 + "journal-entries/" + entry + "/reverse", {{"reason", "It was not so"}}
        );
    }
    EXPECT_EQ(
        advances(),
        "payment 1000.00 0.00 1000.00 0.00 0.00 0.00 0.00\n"
        "interest 0.00 0.00 0.00 0.00 0.00 0.00 0.00\n"
    );
}

}  // namespace tranche::tests
