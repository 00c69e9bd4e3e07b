// How much a person may approve by the levels of a fund (R39).
#include "domain/approval_level.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tranche::domain {
namespace {

const currency usd = *currency::from_code("USD");

money dollars(std::int64_t whole) {
    return {whole * 100, usd};
}

// Up to 500, up to 2,000, any amount; held up to `highest`.
std::vector<approval_level> levels(std::int64_t highest) {
    return {
        {1, dollars(500), highest >= 1},
        {2, dollars(2000), highest >= 2},
        {3, std::nullopt, highest >= 3}};
}

}  // namespace

TEST(ApprovalLevel, LeavesItToEveryApproverWhereAFundHasNone) {
    const auto verdict = approval_by_level({}, dollars(1'000'000));
    EXPECT_TRUE(verdict.allowed);
    EXPECT_FALSE(verdict.level);
}

TEST(ApprovalLevel, AllowsItsLimitAndNotACentMore) {
    EXPECT_TRUE(approval_by_level(levels(1), dollars(500)).allowed);
    const auto beyond = approval_by_level(levels(1), money{50001, usd});
    EXPECT_FALSE(beyond.allowed);
    EXPECT_EQ(beyond.level, 1);
    EXPECT_EQ(beyond.limit, dollars(500));
    EXPECT_EQ(beyond.needed, 2);
}

TEST(ApprovalLevel, IsTheHighestThatIsHeld) {
    const auto verdict = approval_by_level(levels(2), dollars(2000));
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.level, 2);
    EXPECT_EQ(verdict.limit, dollars(2000));
    EXPECT_FALSE(verdict.needed);
    EXPECT_EQ(approval_by_level(levels(2), dollars(2001)).needed, 3);
}

TEST(ApprovalLevel, WithoutALimitAllowsAnyAmount) {
    const auto verdict = approval_by_level(levels(3), dollars(1'000'000));
    EXPECT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.level, 3);
    EXPECT_FALSE(verdict.limit);
}

TEST(ApprovalLevel, AllowsNothingToWhoHoldsNone) {
    const auto verdict = approval_by_level(levels(0), dollars(1));
    EXPECT_FALSE(verdict.allowed);
    EXPECT_FALSE(verdict.level);
    EXPECT_EQ(verdict.needed, 1);
}

TEST(ApprovalLevel, NeedsNoneWhereNoLevelIsHighEnough) {
    const std::vector<approval_level> low{{1, dollars(500), true}};
    EXPECT_FALSE(approval_by_level(low, dollars(501)).allowed);
    EXPECT_FALSE(approval_by_level(low, dollars(501)).needed);
}

TEST(ApprovalLevel, GrowsWithItsNumberAndOnlyTheLastHasNoLimit) {
    EXPECT_TRUE(limits_grow(levels(0)));
    EXPECT_TRUE(limits_grow(std::vector<approval_level>{{2, dollars(2)}, {1, dollars(1)}}));
    EXPECT_FALSE(limits_grow(std::vector<approval_level>{{1, dollars(2)}, {2, dollars(2)}}));
    EXPECT_FALSE(limits_grow(std::vector<approval_level>{{1, std::nullopt}, {2, dollars(2)}}));
    EXPECT_FALSE(limits_grow(std::vector<approval_level>{{1, std::nullopt}, {2, std::nullopt}}));
}

}  // namespace tranche::domain
