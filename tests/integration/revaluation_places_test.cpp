// Where the difference of a corrected rate goes: payments, advances, budget lines, what is closed,
// and what has to wait.
#include "tests/integration/revaluations.hpp"

namespace tranche::tests {

TEST_F(Revaluations, TakeTheRateOfTheirOwnDayAsItIsCorrected) {
    agreed();
    // 100 dollars are 750.00 quetzales of the report at the June rate, and should be 780.00.
    accepted_report(server, "A2", "R1", {{"D-1", "200.00", "1", "2026-06-15"}, {"D-2", "1.00"}});
    approved(proposed("7.8", "2026-06-30"));
    EXPECT_EQ(
        db.sql().one(
            "select trim_scale(max(p.rate))::text from ledger.posting p join ledger.entry e"
            " on e.id = p.entry_id where e.event = 'revaluation'"
        ),
        "7.8"
    );
    EXPECT_EQ(base_of("spent"), "20100");
}

TEST_F(Revaluations, OfTwoClosedAgreementsShareWhatTheirBudgetLineHasLeft) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "1500.00")});
    signed_agreement(
        server, {.code = "A3", .tranches = {{"T1", "200.00"}}, .payment_currency = "GTQ"}
    );
    paid_request(server, "A3:T1", "200.00", "BANK-3");
    accepted_report(server, "A3", "R1", {quetzales("Q-3", "1500.00")});
    server.as("programme")
        .must(v1 + "tranches/A2:T2/cancel", {{"reason", "r"}, {"cancelled_on", "2026-06-29"}});
    for (const auto* agreement : {"A2", "A3"}) {
        marked_final(db.sql(), agreement);
        server.as("finance").must(
            v1 + "agreements/" + agreement + "/close", {{"closed_on", "2026-06-29"}}
        );
    }
    // 8,100.00 are left of the line; each report would take 4,800.00.
    const auto id = proposed("0.3");
    EXPECT_EQ(effects(id).at("stay").as_int64(), 1);
    approved(id);
    EXPECT_EQ(std::stol(base_of("spent", "A2")) + std::stol(base_of("spent", "A3")), 520'000);
}

TEST_F(Revaluations, BendABudgetLineAndSaySo) {
    agreed({}, {{"1", "300.00"}});
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "1500.00")});
    const auto id = proposed("4");
    const auto seen = effects(id).at("items").at(0);
    EXPECT_EQ(seen.at("bends").at(0).at("code").as_string(), "line_flexibility_exceeded");
    EXPECT_TRUE(seen.at("is_revalued").as_bool());
    approved(id);
    EXPECT_EQ(base_of("spent"), "37500");
    EXPECT_EQ(base_of("obligated"), "-7500");
}

TEST_F(Revaluations, WaitForWhatIsDueAndAreDoneLaterByOneCommand) {
    signed_agreement(server, {.code = "A3", .tranches = {{"T1", "200.00", "reimbursement"}}});
    const auto report = accepted_report(server, "A3", "R1", {quetzales("Q-1", "750.00")});
    const auto id = proposed("7.8");
    EXPECT_EQ(
        effects(id).at("items").at(0).at("why").at("code").as_string(), "accepted_not_paid_yet"
    );
    const auto done = approved(id).json();
    EXPECT_EQ(done.at("not_revalued").at(0).as_string(), report);
    EXPECT_EQ(base_of("spent", "A3"), "10000");
    auto finance = server.as("finance");
    const auto revalue = v1 + "expenditure-reports/" + report + "/revalue";
    remember();
    expect_refused(
        finance.post(revalue, json::object{}), 422, "accepted_not_paid_yet",
        {" accepted_not_paid_yet"}
    );
    const auto request = server.as("officer", "NGO")
                             .must(
                                 v1 + "disbursement-requests",
                                 {{"tranche", "A3:T1"},
                                  {"kind", "reimbursement"},
                                  {"requested_on", "2026-06-30"},
                                  {"amount", amount_of("100.00")}}
                             );
    server.as("programme")
        .must(
            v1 + "disbursement-requests/" + request.id() + "/certify",
            {{"certified_on", "2026-06-30"}}
        );
    server.as("approver")
        .must(
            v1 + "disbursement-requests/" + request.id() + "/approve",
            {{"approved_on", "2026-06-30"}}
        );
    finance.must(
        v1 + "disbursement-requests/" + request.id() + "/pay",
        {{"paid_on", "2026-06-30"}, {"bank_reference", "B-3"}}
    );
    finance.must(revalue, json::object{});
    EXPECT_EQ(base_of("receivable", "A3"), "385");
    remember();
    expect_refused(
        finance.post(revalue, json::object{}), 422, "rates_are_right", {" rates_are_right"}
    );
}

TEST_F(Revaluations, ReachPaymentsAndWhatAnAdvanceIsWorth) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00", "2026-05-15")});
    EXPECT_EQ(base_of("advance"), "10000");
    const auto id = proposed("8");
    const auto seen = effects(id).at("payments").at(0);
    EXPECT_EQ(seen.at("bank_reference").as_string(), "BANK-2");
    EXPECT_EQ(money_at(seen, "counts_for"), "200.00");
    EXPECT_EQ(money_at(seen, "change"), "-12.50");
    approved(id);
    EXPECT_EQ(base_of("advance"), "9375") << "half of it is held";
    EXPECT_EQ(base_of("exchange_difference"), "-625");
    EXPECT_EQ(base_of("partner_bank"), "18750");
    const auto report = server.as("finance").get(v1 + "reports/disbursements?agreement=A2").json();
    EXPECT_EQ(report.at("rows").as_array().size(), 2U);
    EXPECT_EQ(report.at("rows").at(1).at("kind").as_string(), "revalued");
    EXPECT_EQ(report.at("rows").at(1).at("amount").as_string(), "0.00");
    EXPECT_EQ(report.at("rows").at(1).at("base_amount").as_string(), "-12.50");
    // Back to where it was.
    corrected("7.5");
    EXPECT_EQ(base_of("advance"), "10000");
    EXPECT_EQ(base_of("exchange_difference"), "0");
}

TEST_F(Revaluations, GoBackWithAPaymentThatTheBankReturns) {
    agreed();
    corrected("8");
    const auto entry = domain::public_id(
        domain::entity::journal_entry,
        db.sql().number("select max(id) from ledger.entry where event = 'payment'")
    );
    server.as("finance").must(
        v1 + "journal-entries/" + entry + "/reverse",
        {{"reason", "The bank sent it back"}, {"effective_on", "2026-06-15"}}
    );
    EXPECT_EQ(
        db.sql().one("select string_agg(effective_on::text, ' ' order by id) from ledger.entry"
                     " where event = 'reversal'"),
        "2026-06-15 2026-06-30"
    ) << "what the rate changed, not before it did";
    for (const auto* kind : {"advance", "partner_bank", "exchange_difference"}) {
        EXPECT_EQ(base_of(kind), "0") << kind;
    }
    EXPECT_EQ(
        db.sql().one("select sum(base_amount) from partner.payment where kind <> 'offset'"), "0"
    );
}

TEST_F(Revaluations, LeaveAClosedAgreementsDifferenceOnItsBudgetLine) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "1500.00")});
    server.as("programme")
        .must(v1 + "tranches/A2:T2/cancel", {{"reason", "r"}, {"cancelled_on", "2026-06-29"}});
    marked_final(db.sql(), "A2");
    server.as("finance").must(v1 + "agreements/A2/close", {{"closed_on", "2026-06-29"}});
    const auto available = [&] {
        return db.sql().number(
            "select b.amount from ledger.balance b join ledger.account a on a.id = b.account_id"
            " where a.kind = 'budget_available'"
        );
    };
    const auto before_it = available();
    corrected("8");
    EXPECT_EQ(base_of("spent"), "18750");
    EXPECT_EQ(base_of("obligated"), "0");
    EXPECT_EQ(available(), before_it + 1'250);
    corrected("6");
    EXPECT_EQ(base_of("spent"), "25000");
    EXPECT_EQ(base_of("obligated"), "0");
    EXPECT_EQ(available(), before_it - 5'000);
}

TEST_F(Revaluations, LeaveAClosedProjectAsItIs) {
    agreed();
    accepted_report(server, "A2", "R1", {quetzales("Q-1", "1500.00")});
    auto programme = server.as("programme");
    for (const auto* tranche : {"A2:T2", "A1:T1", "A1:T2"}) {
        programme.must(
            v1 + "tranches/" + tranche + "/cancel",
            {{"reason", "r"}, {"cancelled_on", "2026-06-29"}}
        );
    }
    for (const auto* agreement : {"A1", "A2"}) {
        marked_final(db.sql(), agreement);
        server.as("finance").must(
            v1 + "agreements/" + agreement + "/close", {{"closed_on", "2026-06-29"}}
        );
    }
    programme.must(v1 + "projects/P1/complete", {{"completed_on", "2026-06-29"}});
    accepted_final_report(server);
    server.as("approver").must(v1 + "projects/P1/close", {{"closed_on", "2026-06-30"}});
    const auto id = proposed("8");
    const auto seen = effects(id);
    EXPECT_EQ(seen.at("items").at(0).at("why").at("code").as_string(), "project_closed_for_rates");
    EXPECT_EQ(
        seen.at("payments").at(0).at("why").at("code").as_string(), "project_closed_for_rates"
    );
    EXPECT_EQ(seen.at("stay").as_int64(), 2);
    approved(id);
    EXPECT_EQ(base_of("spent"), "20000");
}

}  // namespace tranche::tests
