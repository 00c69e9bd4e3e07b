// How a partner's debt ends (R45): refunded in any currency, shown by documents after all, set off
// against a payment, or written off; and how an advance that was not spent becomes one.
#include "tests/integration/settlements.hpp"

namespace tranche::tests {

TEST_F(Settlements, R45ADebtIsWrittenOffByTwoPersonsAndTheFundBearsIt) {
    const auto debt = rejected("250.00");
    const auto obligated = std::stol(balance("obligated"));
    const auto proposal =
        proposed(debt, "write-off", {{"amount", amount_of("100.00")}, {"reason", "Insolvent"}});
    EXPECT_EQ(balance("receivable"), "25000");
    remember();
    expect_refused(decided(proposal, "approve", server.as("finance")), 403, "forbidden");
    const auto done = decided(proposal, "approve", server.as("approver"));
    ASSERT_EQ(done.status, 200) << done;
    EXPECT_EQ(balance("receivable"), "15000");
    EXPECT_EQ(posted("written_off"), "10000");
    EXPECT_EQ(posted("lost"), "10000");
    EXPECT_EQ(std::stol(balance("obligated")), obligated - 10'000);
    const auto report = server.as("finance").get(v1 + "reports/budget-execution?project=P1").json();
    EXPECT_NE(json::serialize(report).find("written_off"), std::string::npos);
    remember();
    expect_refused(
        decided(proposal, "approve", server.as("approver")), 409, "state_forbids_action"
    );
}

TEST_F(Settlements, WhoeverProposedDoesNotApproveInTheDatabaseEither) {
    const auto debt = rejected("250.00");
    proposed(debt, "write-off", {{"reason", "Insolvent"}});
    EXPECT_EQ(
        constraint_of(
            "update partner.settlement_proposal set approved_by = proposed_by, approved_on = now()"
        ),
        "settlement_proposal_approved_by_other_check"
    );
    EXPECT_EQ(
        constraint_of(
            "insert into partner.receivable_settlement (id, receivable_id, kind, settled_on, amount,"
            " base_amount) select 1, id, 'write_off', '2026-06-30', 1, 1 from partner.receivable"
        ),
        "receivable_settlement_proposed_check"
    );
}

TEST_F(Settlements, R45DocumentsThatComeLaterMakeAnExpenseOfADebt) {
    const auto debt = rejected("250.00");
    const auto spent = std::stol(balance("spent"));
    const auto proposal = proposed(
        debt, "later-documents",
        {{"line", line_of("D-2")},
         {"amount", amount_of("150.00")},
         {"document", "Invoice 77"},
         {"reason", "Found"}}
    );
    ASSERT_EQ(decided(proposal, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(balance("receivable"), "10000");
    EXPECT_EQ(std::stol(balance("spent")), spent + 15'000);
    remember();
    expect_refused(
        server.as("finance").post(
            v1 + "receivables/" + debt + "/later-documents",
            {{"line", line_of("D-2")},
             {"amount", amount_of("100.01")},
             {"document", "Invoice 78"},
             {"reason", "Found"}}
        ),
        422, "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
    expect_refused(
        server.as("finance").post(
            v1 + "receivables/" + debt + "/later-documents",
            {{"line", line_of("D-1")}, {"document", "Invoice 78"}, {"reason", "Found"}}
        ),
        422, "line_misses_nothing", {"/line line_misses_nothing"}
    );
}

// 7 % of 250.00 was owed with it: 267.50 in all, and the parts come to exactly that.
TEST_F(Settlements, R32LaterDocumentsBringTheirSupportCost) {
    signed_agreement(
        server,
        {.code = "A2",
         .lines = {{"1", "1000.00"}},
         .tranches = {{"T1", "1000.00"}},
         .terms = {{"support_percent", "7"}, {"support_line", "1"}}}
    );
    paid_request(server, "A2:T1", "1000.00", "BANK-2");
    const auto report =
        submitted_report(server, "A2", "R1", {{"D-3", "400.00"}, {"D-4", "250.00"}});
    const auto done = server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "D-4"}, {"reason", "No receipt"}}}}}
    );
    const std::string debt{done.json().at("receivables").at(0).as_string()};
    EXPECT_EQ(balance("receivable"), "26750");
    for (const char* part : {"83.33", "83.33", "83.34"}) {
        const auto proposal = proposed(
            debt, "later-documents",
            {{"line", line_of("D-4")},
             {"amount", amount_of(part)},
             {"document", "Invoice"},
             {"reason", "Found"}}
        );
        ASSERT_EQ(decided(proposal, "approve", server.as("approver")).status, 200);
    }
    EXPECT_EQ(balance("receivable"), "0");
    EXPECT_EQ(balance("spent"), "69550");
}

TEST_F(Settlements, R45ADebtIsKeptBackFromTheNextPaymentGrossAndNet) {
    const auto debt = rejected("150.00");
    // The rest of the first advance is accounted for, so that more may be paid.
    accepted_report(server, "A1", "R2", {{"D-5", "450.00"}});
    const auto request = approved_request(server, "A1:T2", "500.00");
    const auto proposal = proposed(
        debt, "set-off",
        {{"request", request}, {"amount", amount_of("150.00")}, {"reason", "As agreed"}}
    );
    ASSERT_EQ(decided(proposal, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(balance("receivable"), "15000");
    server.as("finance").must(
        v1 + "disbursement-requests/" + request + "/pay",
        {{"paid_on", "2026-06-30"}, {"bank_reference", "BANK-9"}}
    );
    EXPECT_EQ(balance("receivable"), "0");
    EXPECT_EQ(
        db.sql().one("select string_agg(kind || ' ' || amount, ', ' order by amount desc)"
                     " from partner.payment where paid_on = '2026-06-30'"),
        "advance 50000, offset -15000"
    );
    // The payment comes back: first what was kept back of it.
    const auto entry = [&](const char* event) {
        return domain::public_id(
            domain::entity::journal_entry,
            db.sql().number(
                "select max(id) from ledger.entry where event = '" + std::string{event} + "'"
            )
        );
    };
    const auto reverse = [&](const std::string& which) {
        return server.as("finance").post(
            v1 + "journal-entries/" + which + "/reverse",
            {{"reason", "Bounced"}, {"effective_on", "2026-06-30"}}
        );
    };
    remember();
    expect_refused(reverse(entry("payment")), 422, "set_off_stands");
    EXPECT_EQ(reverse(entry("refund")).status, 201);
    EXPECT_EQ(balance("receivable"), "15000");
    EXPECT_EQ(reverse(entry("payment")).status, 201);
}

TEST_F(Settlements, ASetOffIsGivenUpBeforeItsPaymentAndNotAfterwards) {
    const auto debt = rejected("150.00");
    accepted_report(server, "A1", "R2", {{"D-5", "450.00"}});
    const auto request = approved_request(server, "A1:T2", "100.00");
    const auto proposal = proposed(
        debt, "set-off",
        {{"request", request}, {"amount", amount_of("150.00")}, {"reason", "As agreed"}}
    );
    ASSERT_EQ(decided(proposal, "approve", server.as("approver")).status, 200);
    const json::object payment{{"paid_on", "2026-06-30"}, {"bank_reference", "BANK-9"}};
    const auto pay = v1 + "disbursement-requests/" + request + "/pay";
    remember();
    expect_refused(server.as("finance").post(pay, payment), 422, "set_off_exceeds_payment");
    EXPECT_EQ(decided(proposal, "refuse", server.as("approver")).status, 200);
    EXPECT_EQ(server.as("finance").post(pay, payment).status, 200);
}

// 1,875.00 quetzales were 250.00 dollars when they were paid; they come back in dollars.
TEST_F(Settlements, ADebtIsRefundedInAnotherCurrencyAtTheDaysRates) {
    signed_agreement(
        server, {.code = "A2", .tranches = {{"T1", "1000.00"}}, .payment_currency = "GTQ"}
    );
    paid_request(server, "A2:T1", "7500.00", "BANK-2", "GTQ");
    const auto claim = server.as("finance").must(
        v1 + "agreements/A2/claim-unspent",
        {{"claimed_on", "2026-06-30"},
         {"amount", amount_of("1000.01", "GTQ")},
         {"reason", "Not spent"}}
    );
    const std::string debt{claim.json().at("receivables").at(0).as_string()};
    const auto refund = [&](const std::string& amount, const std::string& reference) {
        return server.as("finance").post(
            v1 + "receivables/" + debt + "/refund",
            {{"amount", amount_of(amount)},
             {"received_on", "2026-06-30"},
             {"bank_reference", reference}}
        );
    };
    EXPECT_EQ(refund("100.00", "BACK-1").state(), "partly_settled");
    EXPECT_EQ(balance("receivable"), "25001");
    remember();
    expect_refused(
        refund("33.36", "BACK-2"), 422, "amount_exceeds_available",
        {"/amount amount_exceeds_available"}
    );
    // 250.01 quetzales are 33.3346...: a cent more or less of dollars cannot pay it exactly.
    EXPECT_EQ(refund("33.33", "BACK-2").state(), "settled");
    EXPECT_EQ(balance("receivable"), "0");
    const auto face = server.as("finance").get(v1 + "reports/face?agreement=A2");
    EXPECT_EQ(face.status, 200) << face;
}

TEST_F(Settlements, WhatWasNotSpentIsClaimedOldestFirstAndOnlyOnceReportsAreDecided) {
    submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    const json::object body{{"claimed_on", "2026-06-30"}, {"reason", "Not spent"}};
    const auto claim = v1 + "agreements/A1/claim-unspent";
    remember();
    expect_refused(server.as("finance").post(claim, body), 422, "reports_open");
    const auto report = domain::public_id(
        domain::entity::expenditure_report,
        db.sql().number("select id from partner.expenditure_report")
    );
    server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    ASSERT_EQ(server.as("finance").post(claim, body).status, 201);
    EXPECT_EQ(balance("advance"), "0");
    EXPECT_EQ(balance("receivable"), "60000");
    remember();
    expect_refused(server.as("finance").post(claim, body), 422, "no_advance_open");
}

TEST_F(Settlements, ProposalsAreTheOfficesOwnAndNotSeenByThePartner) {
    const auto debt = rejected("250.00");
    const auto proposal = proposed(debt, "write-off", {{"reason", "Insolvent"}});
    const auto self = v1 + "settlement-proposals/" + proposal;
    EXPECT_EQ(server.as("auditor").get(self).status, 200);
    EXPECT_EQ(server.as("officer", "NGO").get(self).status, 403);
    const auto seen = server.as("officer", "NGO").get(v1 + "receivables/" + debt);
    EXPECT_EQ(seen.status, 200) << seen;
    EXPECT_EQ(seen.body.find("Insolvent"), std::string::npos) << seen;
}

// An invoice of 300.00 is accepted of another report; a second copy of it was rejected here.
TEST_F(Settlements, R46LaterDocumentsBringNoMoreThanTheirDocument) {
    const auto invoice = [](const char* amount) {
        return json::object{
            {"document", "A-7"},
            {"spent_on", "2026-04-15"},
            {"budget_line", "1"},
            {"payee", "Shop"},
            {"amount", amount_of(amount)},
            {"supplier_tax_id", "12"},
            {"document_total", amount_of("300.00")}};
    };
    const auto reviewed = [&](const char* code, const json::object& line, json::array rejections) {
        auto body = report_of("A1", code, {});
        body["lines"] = json::array{line};
        const auto id = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
        acknowledge_checks(server, id);
        server.as("officer", "NGO")
            .must(v1 + "expenditure-reports/" + id + "/submit", {{"submitted_on", "2026-06-15"}});
        return server.as("finance").must(
            v1 + "expenditure-reports/" + id + "/review",
            {{"reviewed_on", "2026-06-20"}, {"rejections", rejections}}
        );
    };
    const json::array copy{{{"document", "A-7"}, {"reason", "A copy"}}};
    const auto first = reviewed("R1", invoice("200.00"), copy);
    const std::string debt{first.json().at("receivables").at(0).as_string()};
    reviewed("R2", invoice("200.00"), {});
    const auto later = [&](const char* amount) {
        const auto proposal = proposed(
            debt, "later-documents",
            {{"line",
              domain::public_id(
                  domain::entity::expenditure_line,
                  db.sql()
                      .number("select id from partner.expenditure_line where rejected_amount > 0")
              )},
             {"amount", amount_of(amount)},
             {"document", "Found"},
             {"reason", "Found"}}
        );
        return decided(proposal, "approve", server.as("approver"));
    };
    const auto whole = later("200.00");
    EXPECT_EQ(whole.status, 422) << whole;
    EXPECT_EQ(whole.code(), "document_shares_above_total");
    EXPECT_EQ(later("100.00").status, 200);
    // And what was shown later counts against the next of its users.
    auto body = report_of("A1", "R3", {});
    body["lines"] = json::array{invoice("1.00")};
    const auto third = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
    const auto checks = server.as("finance").get(v1 + "expenditure-reports/" + third + "/checks");
    EXPECT_NE(checks.body.find("check_shares_above_total"), std::string::npos) << checks;
}

// R45: that a correction is not accepted pays for nothing.
TEST_F(Settlements, R45ARejectedExpenseIsOwedWholeBesideARejectedCorrection) {
    accepted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    auto body = report_of("A1", "R2", {{"D-2", "500.00"}, {"D-1C", "-300.00"}});
    body.at("lines").at(1).as_object()["corrects"] = line_of("D-1");
    const auto id = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
    acknowledge_checks(server, id);
    server.as("officer", "NGO")
        .must(v1 + "expenditure-reports/" + id + "/submit", {{"submitted_on", "2026-06-21"}});
    server.as("finance").must(
        v1 + "expenditure-reports/" + id + "/review",
        {{"reviewed_on", "2026-06-22"},
         {"rejections",
          {{{"document", "D-2"}, {"reason", "No receipt"}},
           {{"document", "D-1C"}, {"reason", "It was right"}}}}}
    );
    EXPECT_EQ(balance("receivable"), "50000");
}

}  // namespace tranche::tests
