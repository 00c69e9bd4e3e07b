// What an audit finds after an agreement is closed is owed all the same (R45): what it was paid for
// is obligated again until the debt is settled, and then goes where the rest of the agreement went.
#include "tests/integration/closed_agreement.hpp"

namespace tranche::tests {

using DebtsAfterClosing = ClosedAgreement;

TEST_F(DebtsAfterClosing, R45AreObligatedUntilTheMoneyIsBack) {
    const auto available = std::stol(balance("budget_available"));
    const auto debt = disallowed("D-1", "250.00");
    EXPECT_EQ(balance("receivable"), "25000");
    EXPECT_EQ(balance("obligated"), "25000");
    EXPECT_EQ(refund(debt, "100.00").state(), "partly_settled");
    EXPECT_EQ(balance("obligated"), "15000");
    EXPECT_EQ(std::stol(balance("budget_available")), available + 10'000);
    EXPECT_EQ(refund(debt, "150.00").state(), "settled");
    EXPECT_EQ(balance("obligated"), "0");
    EXPECT_EQ(std::stol(balance("budget_available")), available + 25'000);
}

TEST_F(DebtsAfterClosing, R45ComeBackToTheFundingLineOfAClosedProject) {
    close_project();
    const auto available = std::stol(balance("line_available"));
    const auto debt = disallowed("D-1", "250.00");
    EXPECT_EQ(std::stol(balance("line_available")), available) << "nothing is back yet";
    EXPECT_EQ(refund(debt, "250.00").state(), "settled");
    EXPECT_EQ(std::stol(balance("line_available")), available + 25'000);
    EXPECT_EQ(balance("obligated"), "0");
    EXPECT_EQ(balance("budget_available"), "0");
}

// 375 quetzales were spent for 50.00 dollars and come back as 46.88.
TEST_F(DebtsAfterClosing, R45BringBackNoMoreThanTheyAreWorthWhenTheyCome) {
    spent_in_quetzales();
    close_project();
    const auto available = std::stol(balance("line_available"));
    const auto debt = disallowed("G-1", "375.00", "GTQ");
    db.sql().ask("update reference.exchange_rate set rate = 8 where currency = 'GTQ'");
    EXPECT_EQ(refund(debt, "375.00", "GTQ").state(), "settled");
    EXPECT_EQ(std::stol(balance("line_available")), available + 4'688);
    EXPECT_EQ(balance("obligated"), "0");
}

// Half of 250.00 dollars at 7.50, the other half at 8.00: each is worth what it is on its day.
TEST_F(DebtsAfterClosing, R45ArePaidBackInAnotherCurrencyThanTheyAreOwedIn) {
    close_project();
    const auto available = std::stol(balance("line_available"));
    const auto debt = disallowed("D-1", "250.00");
    EXPECT_EQ(refund(debt, "937.50", "GTQ").state(), "partly_settled");
    EXPECT_EQ(balance("receivable"), "12500");
    EXPECT_EQ(balance("obligated"), "12500");
    EXPECT_EQ(std::stol(balance("line_available")), available + 12'500);
    db.sql().ask("update reference.exchange_rate set rate = 8 where currency = 'GTQ'");
    remember();
    expect_refused(
        refund(debt, "1000.08", "GTQ"), 422, "amount_exceeds_available",
        {"/amount amount_exceeds_available"}
    );
    EXPECT_EQ(refund(debt, "1000.00", "GTQ").state(), "settled");
    EXPECT_EQ(std::stol(balance("line_available")), available + 25'000);
    EXPECT_EQ(balance("receivable"), "0");
    EXPECT_EQ(balance("obligated"), "0");
    EXPECT_EQ(posted("exchange_difference"), "0");
}

// 375 quetzales, 50.00 dollars when they were spent at 7.50, are paid back in dollars
// at 8.00: 20.00 for 160 of them, which stood for 21.33, and 26.88 for the other 215.
TEST_F(DebtsAfterClosing, R45BringBackTheDollarsThatCameForADebtInQuetzales) {
    spent_in_quetzales();
    close_project();
    const auto available = std::stol(balance("line_available"));
    const auto debt = disallowed("G-1", "375.00", "GTQ");
    db.sql().ask("update reference.exchange_rate set rate = 8 where currency = 'GTQ'");
    EXPECT_EQ(refund(debt, "20.00").state(), "partly_settled");
    EXPECT_EQ(balance("receivable"), "21500");
    EXPECT_EQ(balance("obligated"), "2867");
    EXPECT_EQ(std::stol(balance("line_available")), available + 2'000);
    EXPECT_EQ(refund(debt, "26.88").state(), "settled");
    EXPECT_EQ(balance("receivable"), "0");
    EXPECT_EQ(balance("obligated"), "0");
    EXPECT_EQ(std::stol(balance("line_available")), available + 4'688);
    EXPECT_EQ(posted("exchange_difference"), "312");
}

TEST_F(DebtsAfterClosing, R45AreShownByDocumentsOrWrittenOffLikeAnyOther) {
    const auto shown = disallowed("D-1", "250.00");
    const auto documents = proposed(
        shown, "later-documents",
        {{"line", line_of("D-1")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    ASSERT_EQ(decided(documents, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(balance("obligated"), "0");
    EXPECT_EQ(balance("spent"), "100000");
    const auto lost = disallowed("D-2", "600.00");
    const auto write_off = proposed(lost, "write-off", {{"reason", "Insolvent"}});
    ASSERT_EQ(decided(write_off, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(balance("obligated"), "0");
    EXPECT_EQ(posted("lost"), "60000");
    const auto entry = domain::public_id(
        domain::entity::journal_entry,
        db.sql().number("select id from ledger.entry where event = 'write_off'")
    );
    server.as("finance").must(
        v1 + "journal-entries/" + entry + "/reverse", {{"reason", "Paid after all"}}
    );
    EXPECT_EQ(balance("obligated"), "60000");
    EXPECT_EQ(refund(lost, "600.00").state(), "settled");
    EXPECT_EQ(balance("obligated"), "0");
}

TEST_F(DebtsAfterClosing, LeaveNothingElseToDoWithAClosedAgreement) {
    remember();
    expect_refused(
        server.as("finance").post(
            v1 + "agreements/A1/claim-unspent", {{"claimed_on", "2026-06-30"}, {"reason", "r"}}
        ),
        409, "state_forbids_action"
    );
}

}  // namespace tranche::tests
