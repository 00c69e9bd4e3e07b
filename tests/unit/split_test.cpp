#include "domain/split.hpp"

#include "domain/contract.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tranche::domain {
namespace {

using parts = std::vector<std::int64_t>;
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

parts split(std::int64_t total, const parts& weights) {
    return split_by_largest_remainder(total, weights);
}

TEST(Split, GivesExactSharesWhenThereAreSome) {
    EXPECT_EQ(split(100, {1, 3}), (parts{25, 75}));
    EXPECT_EQ(split(0, {1, 3}), (parts{0, 0}));
}

TEST(Split, GivesTheUnitsLeftToTheLargestRemainders) {
    // Shares 1.4, 3.2 and 5.4 of ten: the unit left goes to the first of the two 0.4.
    EXPECT_EQ(split(10, {14, 32, 54}), (parts{2, 3, 5}));
    // Shares 0.7, 1.4 and 4.9.
    EXPECT_EQ(split(7, {10, 20, 70}), (parts{1, 1, 5}));
}

TEST(Split, BreaksTiesByTheLowerIndex) {
    EXPECT_EQ(split(100, {1, 1, 1}), (parts{34, 33, 33}));
    EXPECT_EQ(split(2, {1, 1, 1}), (parts{1, 1, 0}));
}

TEST(Split, MirrorsPositiveTotalsForNegativeOnes) {
    EXPECT_EQ(split(-100, {1, 1, 1}), (parts{-34, -33, -33}));
    EXPECT_EQ(split(-10, {14, 32, 54}), (parts{-2, -3, -5}));
}

TEST(Split, GivesNothingToAWeightOfZero) {
    EXPECT_EQ(split(1, {0, 1, 0, 1}), (parts{0, 1, 0, 0}));
    EXPECT_EQ(split(5, {0, 9}), (parts{0, 5}));
}

TEST(Split, GivesEverythingToASingleWeight) {
    EXPECT_EQ(split(smallest, {largest}), (parts{smallest}));
    EXPECT_EQ(split(largest, {1}), (parts{largest}));
}

TEST(Split, HoldsForTheLargestAmountsAndWeights) {
    EXPECT_EQ(split(largest, {largest, largest}), (parts{largest / 2 + 1, largest / 2}));
    EXPECT_EQ(split(smallest, {largest, largest}), (parts{smallest / 2, smallest / 2}));
}

TEST(Split, RefusesNegativeWeightsAndAnEmptySum) {
    EXPECT_THROW(split(1, {}), contract_violation);
    EXPECT_THROW(split(1, {0, 0}), contract_violation);
    EXPECT_THROW(split(1, {2, -1}), contract_violation);
}

}  // namespace
}  // namespace tranche::domain
