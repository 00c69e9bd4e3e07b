// R48: what settled a debt is taken back also when the agreement is closed by then. The debt is
// open again, and what it had set free is obligated again, on the lines it went to.
#include "tests/integration/closed_agreement.hpp"

namespace tranche::tests {

class DebtsOpenedAgain : public ClosedAgreement {
protected:
    [[nodiscard]] std::string available() { return balance("budget_available"); }
};

TEST_F(DebtsOpenedAgain, R48AreObligatedAgainUntilTheMoneyReallyComes) {
    const auto debt = disallowed("D-1", "250.00");
    const auto at_first = available();
    ASSERT_EQ(refund(debt, "100.00").status, 201);
    ASSERT_EQ(refund(debt, "150.00").status, 201);
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    const auto done = taken_back("refund");
    ASSERT_EQ(done.status, 201) << done;
    EXPECT_EQ(standing(), "owed 15000 obligated 15000");
    EXPECT_EQ(std::stol(available()), std::stol(at_first) + 10'000);
    ASSERT_EQ(refund(debt, "50.00").status, 201);
    EXPECT_EQ(standing(), "owed 10000 obligated 10000");
    ASSERT_EQ(taken_back("refund").status, 201);
    EXPECT_EQ(standing(), "owed 15000 obligated 15000");
    ASSERT_EQ(taken_back("refund").code(), "already_reversed");
    EXPECT_EQ(refund(debt, "150.00").state(), "settled") << "and the true one may come";
    EXPECT_EQ(standing(), "owed 0 obligated 0");
}

TEST_F(DebtsOpenedAgain, R48AreRefusedWhereTheLineHasUsedWhatTheySetFree) {
    const auto debt = disallowed("D-1", "250.00");
    ASSERT_EQ(refund(debt, "250.00").status, 201);
    spend("X-1", std::stol(available()) - 9'999);
    remember();
    const auto refused = taken_back("refund");
    expect_refused(refused, 422, "freed_money_used", {" freed_money_used"});
    EXPECT_NE(
        refused.body.find("Budget line 1 has 99.99 USD left, of 250.00 USD"), std::string::npos
    ) << refused;
    ASSERT_EQ(taken_back("direct_expenditure").status, 201);
    ASSERT_EQ(taken_back("refund").status, 201);
    EXPECT_EQ(standing(), "owed 25000 obligated 25000");
}

// 375 quetzales, 50.00 dollars when they were spent, came back as 46.88.
TEST_F(DebtsOpenedAgain, R48AreObligatedForWhatTheyWereValuedAtAndNotForWhatCame) {
    spent_in_quetzales();
    const auto debt = disallowed("G-1", "375.00", "GTQ");
    db.sql().ask("update reference.exchange_rate set rate = 8 where currency = 'GTQ'");
    ASSERT_EQ(refund(debt, "375.00", "GTQ").status, 201);
    EXPECT_EQ(posted("exchange_difference"), "312");
    ASSERT_EQ(taken_back("refund").status, 201);
    EXPECT_EQ(standing(), "owed 5000 obligated 5000");
    EXPECT_EQ(posted("exchange_difference"), "0");
}

TEST_F(DebtsOpenedAgain, R48AreObligatedAgainWhenDocumentsProveWrong) {
    const auto debt = disallowed("D-1", "250.00");
    const auto documents = proposed(
        debt, "later-documents",
        {{"line", line_of("D-1")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    ASSERT_EQ(decided(documents, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    ASSERT_EQ(taken_back("documents").status, 201);
    EXPECT_EQ(standing(), "owed 25000 obligated 25000");
}

TEST_F(DebtsOpenedAgain, R48OfAProjectThatIsClosedTooAreNotAndItIsSaidWhatToDo) {
    close_project();
    const auto debt = disallowed("D-1", "250.00");
    ASSERT_EQ(refund(debt, "250.00").status, 201);
    remember();
    const auto refused = taken_back("refund");
    expect_refused(refused, 409, "refund_of_closed_project");
    EXPECT_NE(refused.body.find("Claim the money from the partner all the same"), std::string::npos)
        << refused;
}

class DebtsOpenedAgainByLine : public ClosedOverTwoLines {
protected:
    std::string obligated() {
        return db.sql().one(
            "select string_agg(l.code || ' ' || b.amount, ', ' order by l.code) from ledger.account a"
            " join ledger.balance b on b.account_id = a.id join funding.budget_line l on l.id = a.part_id"
            " join partner.agreement g on g.id = a.owner_id and g.code = 'A2'"
            " where a.kind = 'obligated'"
        );
    }
    std::string available() {
        return db.sql().one(
            "select string_agg(l.code || ' ' || b.amount, ', ' order by l.code) from ledger.account a"
            " join ledger.balance b on b.account_id = a.id join funding.budget_line l on l.id = a.owner_id"
            " join funding.project p on p.id = l.project_id and p.code = 'P2'"
            " where a.kind = 'budget_available'"
        );
    }
};

TEST_F(DebtsOpenedAgainByLine, R48StandOnTheLinesTheyCameFrom) {
    const auto first = disallowed("D-1", "100.00");
    const auto second = disallowed("D-2", "50.00");
    ASSERT_EQ(refund(first, "60.00").status, 201);
    ASSERT_EQ(refund(second, "50.00").status, 201);
    EXPECT_EQ(obligated(), "1 4000, 2 0");
    ASSERT_EQ(taken_back("refund").status, 201);
    EXPECT_EQ(obligated(), "1 4000, 2 5000");
    ASSERT_EQ(taken_back("refund", "min").status, 201);
    EXPECT_EQ(obligated(), "1 10000, 2 5000");
    EXPECT_EQ(standing(), "owed 15000 obligated 15000");
}

// Documents for an expense of line 2 show a debt that line 1 is obligated for.
TEST_F(DebtsOpenedAgainByLine, R45AreShownByDocumentsOfAnotherLineOfTheirReport) {
    const auto first = disallowed("D-1", "100.00");
    const auto second = disallowed("D-2", "50.00");
    ASSERT_EQ(refund(second, "50.00").status, 201);
    const auto at_first = available();
    const auto documents = proposed(
        first, "later-documents",
        {{"line", line_of("D-2")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    const auto shown = decided(documents, "approve", server.as("approver"));
    ASSERT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(obligated(), "1 5000, 2 0");
    EXPECT_EQ(standing(), "owed 5000 obligated 5000");
    EXPECT_NE(available(), at_first);
    ASSERT_EQ(taken_back("documents").status, 201);
    EXPECT_EQ(standing(), "owed 10000 obligated 10000");
    EXPECT_EQ(obligated(), "1 10000, 2 0");
    EXPECT_EQ(available(), at_first) << "line 1 gives back what it got of line 2";
}

// Of 7,500 quetzales advanced at 7.50, 300 are rejected: 40.00 dollars, and 30.00 by the month they
// were spent in. They were given back before the closing, by mistake.
class DebtsInQuetzalesByLine : public DebtsOpenedAgainByLine {
protected:
    void SetUp() override {
        active_project(
            server, {.code = "P2", .amount = "1000.00", .lines = {{"1", "600.00"}, {"2", "400.00"}}}
        );
        signed_agreement(
            server,
            {.code = "A2",
             .project = "P2",
             .lines = {{"1", "600.00"}, {"2", "400.00"}},
             .tranches = {{"T1", "1000.00"}},
             .payment_currency = "GTQ"}
        );
        paid_request(server, "A2:T1", "1000.00", "BANK-2");
        server.set_today(*domain::parse_date("2026-06-30"));
        db.sql().ask(
            "update reference.exchange_rate set rate = 10 where currency = 'GTQ'"
            " and valid_from >= '2026-05-01'"
        );
        debt = left_by_rejecting(
            "G-3", "A2",
            {{"G-1", "4200.00", "1", "2026-05-15", "GTQ"},
             {"G-2", "3000.00", "2", "2026-05-15", "GTQ"},
             {"G-3", "300.00", "1", "2026-05-15", "GTQ"}}
        );
        ASSERT_EQ(refund(debt, "300.00", "GTQ").status, 201);
        end("A2", {});
        ASSERT_EQ(taken_back("refund").status, 201);
    }
    std::string debt;
};

// What another debt sets free on line 2 between the two is its own.
TEST_F(DebtsInQuetzalesByLine, R48TakeBackWhatTheirDocumentsReleasedAndNothingOfAnotherDebt) {
    EXPECT_EQ(standing(), "owed 4000 obligated 4000");
    const auto at_first = obligated();
    const auto documents = proposed(
        debt, "later-documents",
        {{"line", line_of("G-3")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    const auto shown = decided(documents, "approve", server.as("approver"));
    ASSERT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    ASSERT_EQ(refund(disallowed("G-2", "240.00", "GTQ"), "240.00", "GTQ").status, 201);
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    ASSERT_EQ(taken_back("documents").status, 201);
    EXPECT_EQ(standing(), "owed 4000 obligated 4000");
    EXPECT_EQ(obligated(), at_first);
}

// What was owed and settled before the closing, and is opened again after it.
class DebtsOfBeforeTheClosing : public EndOfAgreements {
protected:
    // What is left of the advance is claimed and comes back.
    void settle_the_rest(const std::string& agreement, const std::string& amount) {
        const auto claimed = server.as("finance").must(
            v1 + "agreements/" + agreement + "/claim-unspent",
            {{"claimed_on", "2026-06-30"}, {"reason", "Not spent"}}
        );
        const std::string debt{claimed.json().at("receivables").at(0).as_string()};
        ASSERT_EQ(refund(debt, amount).status, 201);
    }
    // Of 750.00 quetzales advanced at 7.50, 300.00 are rejected: 40.00 dollars. From May on the
    // rate is another.
    std::string rejected_in_quetzales(const std::string& rate) {
        signed_agreement(
            server, {.code = "A2", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
        );
        paid_request(server, "A2:T1", "100.00", "BANK-2");
        db.sql().ask(
            "update reference.exchange_rate set rate = " + rate +
            " where currency = 'GTQ'"
            " and valid_from >= '2026-05-01'"
        );
        return left_by_rejecting(
            "G-2", "A2",
            {{"G-1", "450.00", "1", "2026-05-15", "GTQ"},
             {"G-2", "300.00", "1", "2026-05-15", "GTQ"}}
        );
    }
    answer first_refund_taken_back() { return taken_back("refund", "min"); }
};

TEST_F(DebtsOfBeforeTheClosing, R48AreObligatedAgainFromWhatTheClosingSetFree) {
    const auto debt = rejected("250.00");
    ASSERT_EQ(refund(debt, "250.00").status, 201);
    settle_the_rest("A1", "350.00");
    end("A1", {"T2"});
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    const auto done = first_refund_taken_back();
    ASSERT_EQ(done.status, 201) << done;
    EXPECT_EQ(standing(), "owed 25000 obligated 25000");
    const auto lost = proposed(debt, "write-off", {{"reason", "Insolvent"}});
    ASSERT_EQ(decided(lost, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(standing(), "owed 0 obligated 0");
}

// Interest was never of the budget; a debt of it is obligated all the same, for the fund to bear.
TEST_F(DebtsOfBeforeTheClosing, R48OfInterestAreObligatedOnTheLinesThatWereAgreed) {
    server.as("finance").must(
        v1 + "agreements/A1/declare-interest",
        {{"amount", amount_of("20.00")}, {"credited_on", "2026-06-30"}}
    );
    accepted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    settle_the_rest("A1", "20.00");
    end("A1", {"T2"});
    ASSERT_EQ(first_refund_taken_back().status, 201);
    EXPECT_EQ(standing(), "owed 2000 obligated 2000");
}

// The debt of 40.00 dollars was given back, and the refund taken back. By the month they were spent
// in the 300 quetzales are worth 50.00.
TEST_F(DebtsOfBeforeTheClosing, R45AreShownByDocumentsThatAreWorthMoreThanTheDebt) {
    const auto debt = rejected_in_quetzales("6");
    ASSERT_EQ(refund(debt, "300.00", "GTQ").status, 201);
    accepted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    end("A2", {});
    end("A1", {"T2"});
    ASSERT_EQ(first_refund_taken_back().status, 201);
    EXPECT_EQ(standing(), "owed 4000 obligated 4000");
    const auto available = std::stol(balance("budget_available"));
    const auto documents = proposed(
        debt, "later-documents",
        {{"line", line_of("G-2")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    const auto shown = decided(documents, "approve", server.as("approver"));
    ASSERT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    EXPECT_EQ(std::stol(balance("budget_available")), available - 1'000);
    ASSERT_EQ(taken_back("documents").status, 201);
    EXPECT_EQ(standing(), "owed 4000 obligated 4000");
    EXPECT_EQ(std::stol(balance("budget_available")), available);
}

// Of what they take 5.00 are more than is obligated, and 5.00 more than the debt: the line has to
// have both.
TEST_F(DebtsOfBeforeTheClosing, R45TakeNoMoreFromALineThanItHasForAllOfIt) {
    const auto debt = rejected_in_quetzales("6");
    ASSERT_EQ(refund(debt, "300.00", "GTQ").status, 201);
    accepted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    end("A2", {});
    end("A1", {"T2"});
    ASSERT_EQ(first_refund_taken_back().status, 201);
    disallowed("G-1", "30.00", "GTQ");
    EXPECT_EQ(standing(), "owed 4500 obligated 4500");
    spend("X-1", std::stol(balance("budget_available")) - 600);
    const auto documents = proposed(
        debt, "later-documents",
        {{"line", line_of("G-2")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    remember();
    const auto refused = decided(documents, "approve", server.as("approver"));
    expect_refused(refused, 422, "freed_money_used", {" freed_money_used"});
    EXPECT_NE(refused.body.find("Budget line 1 has 6.00 USD left, of 10.00 USD"), std::string::npos)
        << refused;
}

// In a project that is closed as well when the documents are taken back: what exchange gives and
// takes is all that pays for the difference.
TEST_F(DebtsOfBeforeTheClosing, R48AreShownAndTakenBackInAClosedProjectToo) {
    const auto debt = rejected_in_quetzales("10");
    const auto documents = proposed(
        debt, "later-documents",
        {{"line", line_of("G-2")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    ASSERT_EQ(decided(documents, "approve", server.as("approver")).status, 200);
    accepted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    end("A2", {});
    end("A1", {"T2"});
    close_project();
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    const auto line = balance("line_available");
    const auto done = taken_back("documents");
    ASSERT_EQ(done.status, 201) << done;
    EXPECT_EQ(standing(), "owed 4000 obligated 4000") << "they were worth 30.00";
    const auto again = proposed(
        debt, "later-documents",
        {{"line", line_of("G-2")}, {"document", "Invoice 78"}, {"reason", "Found"}}
    );
    const auto shown = decided(again, "approve", server.as("approver"));
    ASSERT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(standing(), "owed 0 obligated 0");
    EXPECT_EQ(balance("line_available"), line);
}

}  // namespace tranche::tests
