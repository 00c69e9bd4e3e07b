// Kind and route of an amendment follow from what it changes.
#include "domain/amendment.hpp"

#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tranche::domain {
namespace {

using enum amendment_kind;

amendment_change change_of(const std::vector<amended_line>& lines) {
    return {
        .lines = lines,
        .limit = percent("20"),
        .end_before = day("2026-12-31"),
        .end_after = day("2026-12-31")};
}

amendment_kind kind_for(const char* decided, const char* before, const char* after) {
    const std::vector<amended_line> lines{{usd(decided), usd(before), usd(after)}};
    return kind_of(change_of(lines));
}

}  // namespace

TEST(AmendmentKind, ComparesWhatMovesWithThePercentageExactly) {
    EXPECT_EQ(kind_for("1000.00", "1000.00", "1200.00"), budget_within);
    EXPECT_EQ(kind_for("1000.00", "1000.00", "1200.01"), budget_beyond);
    EXPECT_EQ(kind_for("1000.00", "1000.00", "800.00"), budget_within);
    EXPECT_EQ(kind_for("1000.00", "1000.00", "799.99"), budget_beyond);
}

TEST(AmendmentKind, CountsMoneyThatMovesBetweenLinesOnce) {
    const std::vector<amended_line> within{
        {usd("500.00"), usd("500.00"), usd("300.00")},
        {usd("500.00"), usd("500.00"), usd("700.00")}};
    EXPECT_EQ(kind_of(change_of(within)), budget_within);
    const std::vector<amended_line> beyond{
        {usd("500.00"), usd("500.00"), usd("299.99")},
        {usd("500.00"), usd("500.00"), usd("700.01")}};
    EXPECT_EQ(kind_of(change_of(beyond)), budget_beyond);
}

TEST(AmendmentKind, AddsUpSmallChangesSinceAWholeWasDecided) {
    EXPECT_EQ(kind_for("1000.00", "1150.00", "1250.00"), budget_beyond);
    EXPECT_EQ(kind_for("1000.00", "1150.00", "1050.00"), budget_within);
}

TEST(AmendmentKind, FollowsFromDaysTermsResultsAndTexts) {
    const std::vector<amended_line> lines{{usd("10.00"), usd("10.00"), usd("10.00")}};
    auto change = change_of(lines);
    EXPECT_EQ(kind_of(change), administrative_correction);
    change.end_after = day("2027-03-31");
    EXPECT_EQ(kind_of(change), no_cost_extension);
    change.terms_change = true;
    EXPECT_EQ(kind_of(change), other);
    change.results_change = true;
    EXPECT_EQ(kind_of(change), results_change);
    auto earlier = change_of(lines);
    earlier.end_after = day("2026-11-30");
    EXPECT_EQ(kind_of(earlier), other);
    auto cut_otherwise = change_of(lines);
    cut_otherwise.tranches_change = true;
    EXPECT_EQ(kind_of(cut_otherwise), other);
}

TEST(AmendmentRoute, IsNoticeForTextsFullBeyondThePercentageAndElseAnApproval) {
    EXPECT_EQ(route_of(administrative_correction), amendment_route::notice);
    EXPECT_EQ(route_of(budget_beyond), amendment_route::full);
    for (const auto kind : {budget_within, results_change, no_cost_extension, other}) {
        EXPECT_EQ(route_of(kind), amendment_route::approval) << name(kind);
    }
}

}  // namespace tranche::domain
