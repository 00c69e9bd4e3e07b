// Whose money leaves a pool: by what was received of each in the year, then by what is left.
#include "domain/money_source.hpp"

#include <gtest/gtest.h>

namespace tranche::domain {
namespace {

using parts = std::vector<drawn>;

holding received(std::int64_t contribution, std::int64_t left, std::int64_t in_year) {
    return {contribution, left, in_year, true, 0};
}

}  // namespace

TEST(MoneySource, SplitsByWhatWasReceivedInTheYear) {
    const std::vector<holding> pool{received(1, 300, 300), received(2, 100, 100)};
    EXPECT_EQ(draw(100, pool), (parts{{1, 75}, {2, 25}}));
}

TEST(MoneySource, GivesTheOddUnitToTheLargestRemainder) {
    const std::vector<holding> pool{received(1, 10, 1), received(2, 10, 1), received(3, 10, 1)};
    EXPECT_EQ(draw(10, pool), (parts{{1, 4}, {2, 3}, {3, 3}}));
}

TEST(MoneySource, R26TakesFromTheOthersWhatOneHasNotLeft) {
    const std::vector<holding> pool{received(1, 10, 300), received(2, 100, 100)};
    EXPECT_EQ(draw(100, pool), (parts{{1, 10}, {2, 90}}));
}

TEST(MoneySource, TakesEarlierMoneyOnlyWhenTheYearsIsGone) {
    const std::vector<holding> pool{
        {std::nullopt, 50, 0, true, 0}, received(1, 150, 0), received(2, 100, 100)};
    EXPECT_EQ(draw(100, pool), (parts{{2, 100}}));
    EXPECT_EQ(draw(140, pool), (parts{{std::nullopt, 10}, {1, 30}, {2, 100}}));
}

TEST(MoneySource, TakesWhatCameLaterLast) {
    const std::vector<holding> pool{{1, 100, 0, false, 0}, received(2, 100, 0)};
    EXPECT_EQ(draw(130, pool), (parts{{1, 30}, {2, 100}}));
}

TEST(MoneySource, R23CountsAPromiseOnlyWhereTermsAllowIt) {
    std::vector<holding> pool{received(1, 100, 100), {2, 0, 0, false, 0}};
    EXPECT_EQ(draw(150, pool), (parts{{1, 100}})) << "less than was asked for";
    pool[1].promised = 80;
    EXPECT_EQ(draw(150, pool), (parts{{1, 100}, {2, 50}}));
}

TEST(MoneySource, AsksNothingOfAContributionBelowZero) {
    const std::vector<holding> pool{received(1, -20, 0), received(2, 100, 0)};
    EXPECT_EQ(draw(60, pool), (parts{{2, 60}}));
}

}  // namespace tranche::domain
