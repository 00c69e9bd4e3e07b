// Which accounts each act moves. Every test adds the postings up by account kind, so an account
// that is moved without a reason shows as a row too many.
#include "domain/posting_rules.hpp"

#include "tests/unit/moved_by.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace tranche::domain {
namespace {

payment_facts shelter_payment(const char* tranche, const char* paid, const char* base) {
    return {51, 9, 1, 11, usd(tranche), gtq(paid), usd(base), "8.10673"};
}

}  // namespace

TEST(PostingRules, R62WhatIsRecoveredComesBackAndWhatWasGivenEarlierGoesOut) {
    const auto back = opening_posted(subject, on, 8, 2, usd("106.00"), unrecorded::recovered);
    EXPECT_EQ(back.event(), "recovery");
    EXPECT_EQ(back.origin, "historical");
    EXPECT_EQ(moved_by(back).at("line_available:2"), "106.00 USD = 106.00");
    const auto given = opening_posted(subject, on, 9, 2, usd("106.00"), unrecorded::allocated);
    EXPECT_EQ(given.event(), "earlier_allocation");
    EXPECT_EQ(moved_by(given).at("line_available:2"), "-106.00 USD = -106.00");
    EXPECT_EQ(moved_by(given).at("fund_cash:1"), "-106.00 USD = -106.00");
    for (const auto* name : {"opening", "recovered", "allocated"}) {
        EXPECT_TRUE(unrecorded_from(name)) << name;
    }
    EXPECT_FALSE(unrecorded_from("found"));
}

TEST(PostingRules, AnOpeningBalanceComesWithItsCash) {
    const auto entry = opening_posted(subject, on, 8, 2, usd("5000.00"));
    EXPECT_EQ(entry.origin, "opening");
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"opening_source:2", "-5000.00 USD = -5000.00"},
            {"line_available:2", "5000.00 USD = 5000.00"},
            {"opening_cash:1", "-5000.00 USD = -5000.00"},
            {"fund_cash:1", "5000.00 USD = 5000.00"}})
    );
}

TEST(PostingRules, AnAllocationTakesFromItsPotAlone) {
    EXPECT_EQ(
        moved_by(allocation_posted(subject, on, 8, 2, 4, usd("150000.00"))),
        (moves{
            {"line_available:2/4", "-150000.00 USD = -150000.00"},
            {"project_unbudgeted:7", "150000.00 USD = 150000.00"}})
    );
}

TEST(PostingRules, ABudgetMovesOnlyTheChangeOfEachLineAndSetsItsFloor) {
    const std::vector<budget_line_change> changes{
        {32, usd("100.00"), usd("-10.00")}, {33, usd("-40.00"), usd("-1.00")}};
    const auto entry = budget_approval_posted(subject, on, 12, changes);
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"project_unbudgeted:7", "-60.00 USD = -60.00"},
            {"budget_available:32", "100.00 USD = 100.00"},
            {"budget_available:33", "-40.00 USD = -40.00"}})
    );
    for (const auto& one : entry.postings()) {
        if (one.account.owner_id == 32) {
            EXPECT_EQ(one.floor, -1000);
        }
        if (one.account.owner_id == 33) {
            EXPECT_EQ(one.floor, -100);
        }
        if (one.account.owner_id == 7) {
            EXPECT_EQ(one.floor, std::nullopt);
        }
    }
}

TEST(PostingRules, ABudgetThatMovesMoneyBetweenLinesLeavesTheProjectAlone) {
    const std::vector<budget_line_change> changes{
        {32, usd("40.00"), usd("0.00")}, {33, usd("-40.00"), usd("0.00")}};
    EXPECT_EQ(
        moved_by(budget_approval_posted(subject, on, 12, changes)).count("project_unbudgeted:7"), 0U
    );
}

TEST(PostingRules, DirectExpenditureLeavesTheBudgetAndTheCash) {
    const auto entry =
        direct_expenditure_posted(subject, on, {21, 38, gtq("811.37"), usd("100.00"), "8.11373"});
    EXPECT_EQ(
        in_base(entry, book::authority),
        (moves{{"budget_available", "-100.00"}, {"spent_direct", "100.00"}})
    );
    EXPECT_EQ(
        in_base(entry, book::cash), (moves{{"fund_cash", "-100.00"}, {"payee_bank", "100.00"}})
    );
    EXPECT_TRUE(entry.is_balanced());
}

TEST(PostingRules, AnOwnObligationIsSetAsideSpentFirstAndReleased) {
    const auto made = obligation_posted(subject, on, {51, 38, usd("100.00"), usd("-9.00")});
    EXPECT_EQ(
        moved_by(made),
        (moves{
            {"budget_available:38", "-100.00 USD = -100.00"},
            {"obligated:51/38", "100.00 USD = 100.00"}})
    );
    EXPECT_EQ(made.postings()[0].floor, -900);
    const auto spent = direct_expenditure_posted(
        subject, on, {21, 38, usd("130.00"), usd("130.00"), "1", std::nullopt, 51, usd("100.00")}
    );
    EXPECT_EQ(
        in_base(spent, book::authority),
        (moves{{"obligated", "-100.00"}, {"budget_available", "-30.00"}, {"spent_direct", "130.00"}}
        )
    );
    EXPECT_TRUE(spent.is_balanced());
    const auto released = obligation_release_posted(subject, on, {51, 38, usd("40.00")}, "Cheaper");
    EXPECT_EQ(
        moved_by(released),
        (moves{
            {"budget_available:38", "40.00 USD = 40.00"},
            {"obligated:51/38", "-40.00 USD = -40.00"}})
    );
    EXPECT_EQ(released.reason, "Cheaper");
}

TEST(PostingRules, R60AResidueGivenUpIsLostAndComesBackToNoLine) {
    closure_facts closure{{{32, usd("12.50"), usd("0.00")}}, usd("0.00"), usd("0.00"), {}};
    closure.written_off = usd("12.50");
    EXPECT_EQ(
        moved_by(project_closing_posted(subject, on, closure)),
        (moves{{"budget_available:32", "-12.50 USD = -12.50"}, {"lost:7", "12.50 USD = 12.50"}})
    );
}

TEST(PostingRules, ASignedAgreementObligatesItsLinesAndOpensItsTranches) {
    const std::vector<obligation_line> lines{
        {32, usd("60.00"), usd("-6.00")}, {33, usd("40.00"), usd("0.00")}};
    const std::vector<tranche_amount> tranches{
        {1, usd("70.00"), usd("70.00")}, {2, usd("30.00"), usd("30.00")}};
    const auto entry = agreement_signing_posted(subject, on, lines, tranches);
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"budget_available:32", "-60.00 USD = -60.00"},
            {"budget_available:33", "-40.00 USD = -40.00"},
            {"obligated:3/32", "60.00 USD = 60.00"},
            {"obligated:3/33", "40.00 USD = 40.00"},
            {"agreement_value:3", "-100.00 USD = -100.00"},
            {"tranche_unpaid:1", "70.00 USD = 70.00"},
            {"tranche_unpaid:2", "30.00 USD = 30.00"}})
    );
    EXPECT_EQ(entry.postings()[1].floor, -600);
}

TEST(PostingRules, AnAmendmentMovesWhatChangesOfLinesAndTranchesAndNothingElse) {
    const std::vector<obligation_line> lines{
        {32, usd("20.00"), usd("-8.00")}, {33, usd("-5.00"), usd("0.00")}};
    const std::vector<tranche_amount> tranches{
        {1, usd("-5.00"), usd("-5.00")}, {2, usd("20.00"), usd("20.00")}};
    const auto entry = agreement_amendment_posted(subject, on, 9, lines, tranches);
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"budget_available:32", "-20.00 USD = -20.00"},
            {"budget_available:33", "5.00 USD = 5.00"},
            {"obligated:3/32", "20.00 USD = 20.00"},
            {"obligated:3/33", "-5.00 USD = -5.00"},
            {"agreement_value:3", "-15.00 USD = -15.00"},
            {"tranche_unpaid:1", "-5.00 USD = -5.00"},
            {"tranche_unpaid:2", "20.00 USD = 20.00"}})
    );
    EXPECT_TRUE(entry.is_balanced());
    EXPECT_EQ(entry.source().type, "agreement_amendment");
}

TEST(PostingRules, ACancelledTrancheGivesBackWhatItHadObligated) {
    const std::vector<obligation_line> released{
        {32, usd("400.00"), usd("0.00")}, {33, usd("209.69"), usd("0.00")}};
    EXPECT_EQ(
        moved_by(
            tranche_cancellation_posted(subject, on, {5, usd("609.69"), usd("609.69")}, released)
        ),
        (moves{
            {"tranche_unpaid:5", "-609.69 USD = -609.69"},
            {"agreement_value:3", "609.69 USD = 609.69"},
            {"obligated:3/32", "-400.00 USD = -400.00"},
            {"budget_available:32", "400.00 USD = 400.00"},
            {"obligated:3/33", "-209.69 USD = -209.69"},
            {"budget_available:33", "209.69 USD = 209.69"}})
    );
}

TEST(PostingRules, AClosedAgreementMakesGoodALineThatBent) {
    const std::vector<obligation_line> rest{
        {32, usd("38.27"), usd("0.00")}, {35, usd("-105.42"), usd("0.00")}};
    const auto entry = agreement_closing_posted(subject, on, rest);
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"obligated:3/32", "-38.27 USD = -38.27"},
            {"budget_available:32", "38.27 USD = 38.27"},
            {"obligated:3/35", "105.42 USD = 105.42"},
            {"budget_available:35", "-105.42 USD = -105.42"}})
    );
    for (const auto& one : entry.postings()) {
        if (one.account.kind == account_kind::obligated) {
            EXPECT_EQ(one.floor, 0);
        }
    }
}

TEST(PostingRules, AnAdvanceIsPaidFromItsTrancheIntoThePartnersHands) {
    const auto entry =
        advance_payment_posted(subject, on, shelter_payment("28000.00", "226988.44", "28000.00"));
    const auto rows = moved_by(entry);
    EXPECT_EQ(rows.at("tranche_unpaid:1"), "-28000.00 USD = -28000.00");
    EXPECT_EQ(rows.at("advance:11"), "226988.44 GTQ = 28000.00");
    EXPECT_EQ(rows.at("partner_bank:9"), "226988.44 GTQ = 28000.00");
    EXPECT_EQ(rows.at("fund_cash:1"), "-28000.00 USD = -28000.00");
    EXPECT_EQ(in_base(entry, book::authority), moves{});
}

TEST(PostingRules, WhatWasDueIsSettledWhenItIsPaid) {
    const auto entry = due_payment_posted(
        subject, on, shelter_payment("4205.31", "33697.83", "4205.31"), usd("4205.31")
    );
    const auto rows = moved_by(entry);
    EXPECT_EQ(rows.at("due:1"), "-33697.83 GTQ = -4205.31");
    EXPECT_EQ(rows.at("settled:3"), "33697.83 GTQ = 4205.31");
    EXPECT_EQ(rows.count("exchange_difference:3"), 0U);
    EXPECT_EQ(rows.count("tranche_unpaid:1"), 0U);
}

TEST(PostingRules, WhatWasDueAndPaidAtAnotherRateShowsTheDifference) {
    const auto entry = due_payment_posted(
        subject, on, shelter_payment("4205.31", "33697.83", "4300.00"), usd("4205.31")
    );
    EXPECT_EQ(moved_by(entry).at("exchange_difference:3"), "0.00 GTQ = 94.69");
    EXPECT_EQ(
        in_base(entry, book::cash), (moves{{"fund_cash", "-4300.00"}, {"partner_bank", "4300.00"}})
    );
}

TEST(PostingRules, AcceptedCostIsSpentAndDischargesTheAdvance) {
    liquidation done;
    done.discharged = {{11, 1, gtq("202604.50"), usd("24992.14")}};
    done.settled = gtq("202604.50");
    done.settled_base = usd("24978.39");
    done.exchange_difference = usd("13.75");
    done.beyond = gtq("0.00");
    const std::vector<cost_on_line> costs{{31, usd("23344.29")}, {37, usd("1634.10")}};
    const auto entry = acceptance_posted(subject, on, 61, costs, done, "8.14641");
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"obligated:3/31", "-23344.29 USD = -23344.29"},
            {"spent:31/3", "23344.29 USD = 23344.29"},
            {"obligated:3/37", "-1634.10 USD = -1634.10"},
            {"spent:37/3", "1634.10 USD = 1634.10"},
            {"advance:11", "-202604.50 GTQ = -24992.14"},
            {"settled:3", "202604.50 GTQ = 24978.39"},
            {"exchange_difference:3", "0.00 GTQ = 13.75"}})
    );
}

TEST(PostingRules, WhatIsAcceptedBeyondTheAdvancesFallsDue) {
    const std::vector<advance_layer> layers{
        {13, 3, gtq("10437.90"), usd("1257.66")},
        {14, 0, gtq("215.60"), usd("25.92")},
        {15, 4, gtq("145948.17"), usd("17485.00")}};
    const auto done = liquidate(
        {gtq("190299.50"), usd("22990.67"), gtq("0.00")}, layers,
        std::vector<unpaid_tranche>{{5, usd("4815.00")}}, gtq_per_usd("8.013155")
    );
    const std::vector<cost_on_line> costs{{32, usd("22990.67")}};
    const auto entry = acceptance_posted(subject, on, 64, costs, done, "8.013155");
    const auto rows = moved_by(entry);
    EXPECT_EQ(rows.at("tranche_unpaid:5"), "-4205.31 USD = -4205.31");
    EXPECT_EQ(rows.at("due:5"), "33697.83 GTQ = 4205.31");
    EXPECT_EQ(rows.at("exchange_difference:3"), "0.00 GTQ = -16.78");
    EXPECT_EQ(rows.at("settled:3"), "156601.67 GTQ = 18785.36");
    EXPECT_EQ(rows.at("advance:15"), "-145948.17 GTQ = -17485.00");
}

TEST(PostingRules, WhatIsRejectedStaysOwed) {
    EXPECT_EQ(
        moved_by(rejection_posted(subject, on, 71, {12, 2, gtq("6634.00"), usd("814.35")})),
        (moves{{"advance:12", "-6634.00 GTQ = -814.35"}, {"receivable:71", "6634.00 GTQ = 814.35"}})
    );
}

TEST(PostingRules, R45WhatIsDisallowedIsNoLongerSpentAndStaysOwed) {
    const disallowance_facts facts{
        .disallowance_id = 81,
        .receivable_id = 71,
        .budget_line_id = 22,
        .support_line_id = 37,
        .amount = gtq("6200.00"),
        .base = usd("748.80"),
        .support = gtq("434.00"),
        .support_base = usd("52.42")};
    const auto entry = disallowance_posted(subject, on, facts);
    EXPECT_TRUE(entry.is_balanced());
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"spent:22/3", "-748.80 USD = -748.80"},
            {"obligated:3/22", "748.80 USD = 748.80"},
            {"spent:37/3", "-52.42 USD = -52.42"},
            {"obligated:3/37", "52.42 USD = 52.42"},
            {"settled:3", "-6634.00 GTQ = -801.22"},
            {"receivable:71", "6634.00 GTQ = 801.22"}})
    );
}

TEST(PostingRules, ARefundAtAnotherRateShowsTheDifference) {
    const auto entry = refund_posted(
        subject, on,
        {52, 9, 71, gtq("6634.00"), usd("814.35"), usd("799.33"), gtq("6634.00"), "8.29946"}
    );
    const auto rows = moved_by(entry);
    EXPECT_EQ(rows.at("receivable:71"), "-6634.00 GTQ = -814.35");
    EXPECT_EQ(rows.at("refunded:3"), "6634.00 GTQ = 799.33");
    EXPECT_EQ(rows.at("exchange_difference:3"), "0.00 GTQ = 15.02");
    EXPECT_EQ(rows.at("fund_cash:1"), "799.33 USD = 799.33");
}

TEST(PostingRules, InterestIsHeldByThePartnerLikeAnAdvance) {
    EXPECT_EQ(
        moved_by(interest_posted(subject, on, 14, gtq("215.60"), usd("25.92"), "8.31841")),
        (moves{{"interest:3", "-215.60 GTQ = -25.92"}, {"advance:14", "215.60 GTQ = 25.92"}})
    );
}

TEST(PostingRules, AReversalMovesBackWhatTheEntryMovedAndPointsToIt) {
    const auto entry = interest_posted(subject, on, 14, gtq("215.60"), usd("25.92"), "8.31841");
    const auto back =
        reversal_posted(subject, day("2010-01-04"), entry.source(), 77, "Not so", entry.postings());
    EXPECT_EQ(
        moved_by(back),
        (moves{{"interest:3", "215.60 GTQ = 25.92"}, {"advance:14", "-215.60 GTQ = -25.92"}})
    );
    EXPECT_EQ(back.event(), "reversal");
    EXPECT_EQ(back.reverses_id, 77);
    EXPECT_EQ(back.source().id, entry.source().id);
}

TEST(PostingRules, AClosedProjectReturnsWhatTheShelterLeft) {
    // Lines left 2,507.75 in all; the exchange took 367.05 and interest brought 25.92.
    const closure_facts closure{
        {{32, usd("2613.17"), usd("0.00")}, {35, usd("-105.42"), usd("0.00")}},
        usd("367.05"),
        usd("25.92"),
        {{2, usd("2166.62")}}};
    const auto entry = project_closing_posted(subject, on, closure);
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"budget_available:32", "-2613.17 USD = -2613.17"},
            {"budget_available:35", "105.42 USD = 105.42"},
            {"project_exchange_difference:7", "367.05 USD = 367.05"},
            {"project_interest:7", "-25.92 USD = -25.92"},
            {"line_available:2", "2166.62 USD = 2166.62"}})
    );
}

}  // namespace tranche::domain
