// R48: what settled a debt without money is taken back by another person than approved it.
#include "tests/integration/settlements.hpp"

namespace tranche::tests {

class SettlementsTakenBack : public Settlements {
protected:
    // A debt of 250.00, and all of it settled one way or the other.
    void written_off() {
        debt = rejected("250.00");
        approved(proposed(debt, "write-off", {{"reason", "Insolvent"}}));
    }
    void shown() {
        debt = rejected("250.00");
        approved(proposed(
            debt, "later-documents",
            {{"line", line_of("D-2")}, {"document", "Invoice 77"}, {"reason", "Found"}}
        ));
    }
    void approved(const std::string& id) {
        proposal = id;
        ASSERT_EQ(decided(id, "approve", server.as("approver")).status, 200);
    }
    answer taken_back(const std::string& event) { return taken_back(event, server.as("finance")); }
    answer taken_back(const std::string& event, caller by) {
        const auto entry = domain::public_id(
            domain::entity::journal_entry,
            db.sql().number("select id from ledger.entry where event = '" + event + "'")
        );
        return by.post(
            v1 + "journal-entries/" + entry + "/reverse", {{"reason", "The partner paid after all"}}
        );
    }
    answer refunded() {
        return server.as("finance").post(
            v1 + "receivables/" + debt + "/refund",
            {{"amount", amount_of("250.00")},
             {"received_on", "2026-06-30"},
             {"bank_reference", "BACK-1"}}
        );
    }

    std::string receivables() {
        return server.as("finance").get(v1 + "reports/receivables?agreement=A1&format=csv").body;
    }

    std::string debt, proposal;
};

TEST_F(SettlementsTakenBack, R48AWriteOffIsTakenBackWhenThePartnerPaysAfterAll) {
    const auto obligated = balance("obligated");
    written_off();
    remember();
    expect_refused(refunded(), 409, "debt_written_off");
    ASSERT_EQ(taken_back("write_off").status, 201);
    EXPECT_EQ(balance("receivable"), "25000");
    EXPECT_NE(receivables().find("USD,250.00,0.00,0.00,0.00,0.00,250.00"), std::string::npos)
        << receivables();
    EXPECT_EQ(posted("written_off"), "0");
    EXPECT_EQ(posted("lost"), "0");
    EXPECT_EQ(
        server.as("finance").get(v1 + "settlement-proposals/" + proposal).field("state"),
        "taken_back"
    );
    EXPECT_EQ(refunded().state(), "settled");
    const auto cells = db.sql().one(
        "select coalesce(sum(amount), 0) from ledger.cell where measure = 'written_off'"
    );
    EXPECT_EQ(cells, "0") << "no report shows it as lost any more";
    EXPECT_EQ(std::stol(balance("obligated")), std::stol(obligated) - 40'000);
}

TEST_F(SettlementsTakenBack, R48DocumentsThatProveWrongAreAnExpenseNoMore) {
    shown();
    const auto spent = std::stol(balance("spent"));
    ASSERT_EQ(taken_back("documents").status, 201);
    EXPECT_EQ(std::stol(balance("spent")), spent - 25'000);
    const auto line = server.as("finance").get(v1 + "expenditure-lines/" + line_of("D-2")).json();
    EXPECT_EQ(line.at("shown_later").at("amount").as_string(), "0.00");
    const auto report =
        server.as("finance").get(v1 + "reports/expenditure?project=P1&format=csv").body;
    EXPECT_NE(report.find("-250.00"), std::string::npos) << report;
    // And may be shown again, by better ones.
    approved(proposed(
        debt, "later-documents",
        {{"line", line_of("D-2")}, {"document", "Invoice 78"}, {"reason", "Found"}}
    ));
    EXPECT_EQ(std::stol(balance("spent")), spent);
}

// 1.00 quetzal is worth 0.13 dollars, its halves 0.07 and 0.06: shown again, the first is 0.07
// again.
TEST_F(SettlementsTakenBack, R48WhatIsShownAgainIsWorthWhatIsLeftToTheCent) {
    signed_agreement(
        server, {.code = "A2", .tranches = {{"T1", "1000.00"}}, .payment_currency = "GTQ"}
    );
    paid_request(server, "A2:T1", "1000.00", "BANK-2", "GTQ");
    const auto report =
        submitted_report(server, "A2", "Q1", {{"Q-1", "1.00", "1", "2026-04-15", "GTQ"}});
    const auto reviewed = server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "Q-1"}, {"reason", "No receipt"}}}}}
    );
    debt = std::string{reviewed.json().at("receivables").at(0).as_string()};
    const auto spent_before = std::stol(balance("spent"));
    const auto half = [&](const std::string& document) {
        approved(proposed(
            debt, "later-documents",
            {{"line", line_of("Q-1")},
             {"amount", amount_of("0.50", "GTQ")},
             {"document", document},
             {"reason", "Found"}}
        ));
    };
    half("I-1");
    const auto first =
        db.sql().number("select max(id) from ledger.entry where event = 'documents'");
    half("I-2");
    EXPECT_EQ(std::stol(balance("spent")) - spent_before, 13);
    server.as("finance").must(
        v1 + "journal-entries/" + domain::public_id(domain::entity::journal_entry, first) +
            "/reverse",
        {{"reason", "Wrong invoice"}}
    );
    EXPECT_EQ(std::stol(balance("spent")) - spent_before, 6);
    half("I-3");
    EXPECT_EQ(std::stol(balance("spent")) - spent_before, 13);
}

TEST_F(SettlementsTakenBack, R48WhoeverApprovedItDoesNotTakeItBackInTheDatabaseEither) {
    const auto both = server.with_roles("both", {"approver", "finance_officer"});
    debt = rejected("250.00");
    proposal = proposed(debt, "write-off", {{"reason", "Insolvent"}});
    ASSERT_EQ(decided(proposal, "approve", both).status, 200);
    remember();
    expect_refused(taken_back("write_off", both), 422, "same_person");
    EXPECT_EQ(
        constraint_of("update partner.settlement_proposal set taken_back_by = approved_by,"
                      " taken_back_on = '2026-06-30'"),
        "settlement_proposal_taken_back_by_other_check"
    );
    EXPECT_EQ(
        constraint_of("update partner.settlement_proposal set taken_back_by = proposed_by,"
                      " taken_back_on = '2026-06-30', amount = 1"),
        "settlement_proposal_decided_once_check"
    );
}

TEST_F(SettlementsTakenBack, R48OnceAndWhole) {
    written_off();
    ASSERT_EQ(taken_back("write_off").status, 201);
    remember();
    expect_refused(taken_back("write_off"), 409, "already_reversed");
    EXPECT_EQ(
        constraint_of(
            "insert into partner.receivable_settlement (id, receivable_id, kind, settled_on, amount,"
            " base_amount, reverses_id) select 1, receivable_id, 'write_off_reversed', settled_on,"
            " -amount, -base_amount, id from partner.receivable_settlement where kind = 'write_off'"
        ),
        "receivable_settlement_reverses_key"
    );
}

}  // namespace tranche::tests
