// Which accounts the acts of donors move. Every test adds the postings up by account kind, so an
// account that is moved without a reason shows as a row too many.
#include "tests/unit/moved_by.hpp"

namespace tranche::domain {

TEST(PostingRules, ACommitmentOpensWhatTheDonorOwes) {
    const auto entry = commitment_posted(subject, on, 4, usd("200.00"), usd("200.00"));
    EXPECT_EQ(entry.event(), "commitment");
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"donor_source:4", "-200.00 USD = -200.00"},
            {"commitment_open:4", "200.00 USD = 200.00"}})
    );
}

TEST(PostingRules, AReceiptFillsTheLineAndKeepsApartWhatWasNeverCommitted) {
    const auto entry = receipt_posted(
        subject, on,
        {6,
         5,
         {4, 2, 0, usd("200.00"), usd("200.00"), usd("200.00"), usd("0.00"), "1"},
         usd("30.00"),
         usd("30.00")}
    );
    EXPECT_EQ(
        moved_by(entry),
        (moves{
            {"commitment_open:4", "-200.00 USD = -200.00"},
            {"line_available:2", "200.00 USD = 200.00"},
            {"donor_source:4", "-30.00 USD = -30.00"},
            {"unapplied_receipt:4", "30.00 USD = 30.00"},
            {"donor_bank:5", "-230.00 USD = -230.00"},
            {"fund_cash:1", "230.00 USD = 230.00"}})
    );
}

TEST(PostingRules, AReceiptInAnotherCurrencyEntersTheLineInTheLinesOwn) {
    const auto entry = receipt_posted(
        subject, on,
        {6,
         5,
         {4, 2, 4, gtq("810.67"), usd("100.00"), usd("98.00"), usd("7.00"), "8.10673"},
         gtq("0.00"),
         usd("0.00")}
    );
    const auto rows = moved_by(entry);
    EXPECT_EQ(rows.at("commitment_open:4"), "-810.67 GTQ = -98.00") << "as it was committed";
    EXPECT_EQ(rows.at("contribution_exchange_difference:4"), "-2.00 USD = -2.00") << "a gain";
    EXPECT_EQ(rows.at("line_available:2/4"), "93.00 USD = 93.00");
    EXPECT_EQ(rows.at("overhead:2/4"), "7.00 USD = 7.00");
    EXPECT_EQ(rows.at("fund_cash:1"), "93.00 USD = 93.00") << "exchanged as it comes";
    EXPECT_EQ(
        in_base(entry, book::cash),
        (moves{{"donor_bank", "-100.00"}, {"fund_cash", "93.00"}, {"agency_bank", "7.00"}})
    );
}

TEST(PostingRules, R24WhatIsAppliedLaterKeepsTheValueItWasReceivedAt) {
    const auto entry = receipt_application_posted(
        subject, on, 8, {4, 2, 0, gtq("810.67"), usd("100.00"), usd("101.00"), usd("0.00"), ""}
    );
    EXPECT_EQ(
        in_base(entry, book::authority),
        (moves{
            {"unapplied_receipt", "-100.00"},
            {"donor_source", "100.00"},
            {"commitment_open", "-101.00"},
            {"contribution_exchange_difference", "1.00"},
            {"line_available", "100.00"}})
    );
    EXPECT_TRUE(in_base(entry, book::cash).empty()) << "the cash came with the receipt";
}

TEST(PostingRules, WhatGoesBackToADonorLeavesTheLineAndTheBank) {
    const auto entry = donor_refund_posted(
        subject, on,
        {8,
         4,
         5,
         {account_kind::line_available, 2},
         usd("50.00"),
         usd("50.00"),
         gtq("405.34"),
         usd("50.00"),
         "8.10673"}
    );
    const auto rows = moved_by(entry);
    EXPECT_EQ(rows.at("line_available:2"), "-50.00 USD = -50.00");
    EXPECT_EQ(rows.at("donor_refunded:4"), "50.00 USD = 50.00");
    EXPECT_EQ(rows.at("fund_cash:1"), "-50.00 USD = -50.00");
    EXPECT_EQ(rows.at("donor_bank:5"), "405.34 GTQ = 50.00");
}

TEST(PostingRules, UnappliedMoneyThatGoesBackAtAnotherRateIsTheLinesDifference) {
    const auto entry = donor_refund_posted(
        subject, on,
        {8,
         4,
         5,
         {account_kind::unapplied_receipt, 4},
         gtq("600.00"),
         usd("75.00"),
         gtq("600.00"),
         usd("80.00"),
         "7.5",
         {{{account_kind::line_available, 2}, usd("5.00")}}}
    );
    EXPECT_EQ(
        in_base(entry, book::authority),
        (moves{
            {"unapplied_receipt", "-75.00"},
            {"donor_refunded", "75.00"},
            {"line_available", "-5.00"},
            {"refund_exchange_difference", "5.00"}})
    );
    EXPECT_EQ(
        in_base(entry, book::cash), (moves{{"fund_cash", "-80.00"}, {"donor_bank", "80.00"}})
    );
    EXPECT_TRUE(entry.is_balanced());
}

TEST(PostingRules, ATransferHasTwoSides) {
    EXPECT_EQ(
        moved_by(line_transfer_posted(subject, on, 8, 2, 3, 0, usd("50.00"))),
        (moves{
            {"line_available:2", "-50.00 USD = -50.00"}, {"line_available:3", "50.00 USD = 50.00"}})
    );
}

TEST(PostingRules, ReturnedMoneyOfATiedContributionWaitsUntilItsDonorAgrees) {
    EXPECT_EQ(
        moved_by(return_release_posted(subject, on, 8, 2, 4, usd("50.00"))),
        (moves{
            {"returned_held:2/4", "-50.00 USD = -50.00"}, {"line_available:2", "50.00 USD = 50.00"}}
        )
    );
}

}  // namespace tranche::domain
