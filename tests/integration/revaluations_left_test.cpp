// What a corrected rate cannot change now: it stays as it was, and is named with the reason before
// and after the approval.
#include "tests/integration/revaluations.hpp"

namespace tranche::tests {
namespace {

std::string why(const json::value& of) {
    return std::string{of.at("why").at("code").as_string()};
}

}  // namespace

TEST_F(Revaluations, LeaveAReportThatWouldGoBeyondItsAgreement) {
    signed_agreement(server, {.code = "A3", .tranches = {{"T1", "200.00"}}});
    paid_request(server, "A3:T1", "200.00", "BANK-3");
    const auto report = accepted_report(server, "A3", "R1", {quetzales("Q-1", "1500.00")});
    const auto id = proposed("7.2");
    EXPECT_EQ(why(effects(id).at("items").at(0)), "accepted_beyond_agreement");
    EXPECT_EQ(approved(id).json().at("not_revalued").at(0).as_string(), report);
    EXPECT_EQ(base_of("spent", "A3"), "20000");
}

TEST_F(Revaluations, LeaveWhatHasNoRateOnTheDayOfTheApproval) {
    agreed();
    const auto report = accepted_report(server, "A2", "R1", {quetzales("Q-1", "750.00")});
    server.set_today(*domain::parse_date("2027-03-15"));
    const auto id = proposed("7.8");
    EXPECT_EQ(why(effects(id).at("items").at(0)), "rate_not_in_force");
    EXPECT_EQ(approved(id).json().at("not_revalued").at(0).as_string(), report);
    EXPECT_EQ(base_of("spent"), "10000");
}

TEST_F(Revaluations, LeaveAPaymentThatTheFundsCashCannotBear) {
    agreed();
    const auto id = proposed("0.001");  // 1,500.00 quetzales would be 1.5 million dollars
    const auto seen = effects(id).at("payments").at(0);
    EXPECT_EQ(why(seen), "amount_exceeds_available");
    EXPECT_FALSE(seen.at("is_revalued").as_bool());
    EXPECT_EQ(approved(id).json().at("payments_not_revalued").at(0), seen.at("id"));
    EXPECT_EQ(base_of("advance"), "20000");
    EXPECT_EQ(base_of("partner_bank"), "20000");
}

// A dollar expense of a closed agreement in quetzales is worth fewer of them: they are owed, and no
// line of the agreement has the difference any more.
TEST_F(Revaluations, LeaveAClosedAgreementsOwnCurrencyToBeMendedByHand) {
    agreed();
    const auto report = accepted_report(server, "A2", "R1", {{"D-1", "200.00"}});
    server.as("programme")
        .must(v1 + "tranches/A2:T2/cancel", {{"reason", "r"}, {"cancelled_on", "2026-06-29"}});
    marked_final(db.sql(), "A2");
    server.as("finance").must(v1 + "agreements/A2/close", {{"closed_on", "2026-06-29"}});
    const auto id = proposed("7.2");
    EXPECT_EQ(why(effects(id).at("items").at(0)), "revalued_by_hand");
    EXPECT_EQ(approved(id).json().at("not_revalued").at(0).as_string(), report);
    EXPECT_EQ(base_of("spent"), "20000");
}

// The office's own expenses, refunds, interest and receipts are no reports: somebody reverses their
// entries and records them anew, and has to know which.
TEST_F(Revaluations, NameTheEntriesThatKeepTheOldRate) {
    agreed();
    auto own = expense("X-1", "2026-04-15", "750.00");
    own["amount"] = amount_of("750.00", "GTQ");
    server.as("finance").must(v1 + "direct-expenditures", own);
    server.as("finance").must(
        v1 + "agreements/A2/declare-interest",
        {{"amount", amount_of("7.50", "GTQ")}, {"credited_on", "2026-04-20"}}
    );
    const auto id = proposed("7.8");
    const auto seen = effects(id);
    const auto& kept = seen.at("kept").as_array();
    ASSERT_EQ(kept.size(), 2U) << seen;
    EXPECT_EQ(kept[0].at("event"), "direct_expenditure");
    EXPECT_EQ(kept[0].at("project"), "P1");
    EXPECT_EQ(money_at(kept[0], "amount"), "750.00");
    EXPECT_EQ(money_at(kept[0], "counts_for"), "100.00");
    EXPECT_EQ(money_at(kept[0], "change"), "-3.85");
    EXPECT_EQ(kept[1].at("event"), "interest");
    EXPECT_EQ(kept[1].at("agreement"), "A2");
    server.as("finance").must(
        v1 + "journal-entries/" + std::string{kept[0].at("id").as_string()} + "/reverse",
        {{"effective_on", "2026-06-30"}, {"reason", "Wrong rate"}}
    );
    approved(id);
    EXPECT_EQ(effects(id).at("kept").as_array().size(), 1U) << "taken back";
}

}  // namespace tranche::tests
