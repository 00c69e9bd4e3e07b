#include "domain/rounding.hpp"

#include <gtest/gtest.h>

namespace tranche::domain {
namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

TEST(Rounding, GoesHalfAwayFromZero) {
    EXPECT_EQ(mul_div_round(5, 1, 2), 3);
    EXPECT_EQ(mul_div_round(-5, 1, 2), -3);
    EXPECT_EQ(mul_div_round(5, -1, 2), -3);
    EXPECT_EQ(mul_div_round(5, 1, -2), -3);
    EXPECT_EQ(mul_div_round(-5, 1, -2), 3);
    EXPECT_EQ(mul_div_round(1, 1, 2), 1);
    EXPECT_EQ(mul_div_round(-1, 1, 2), -1);
}

TEST(Rounding, GoesToTheNearestOtherwise) {
    EXPECT_EQ(mul_div_round(7, 1, 5), 1);
    EXPECT_EQ(mul_div_round(8, 1, 5), 2);
    EXPECT_EQ(mul_div_round(-7, 1, 5), -1);
    EXPECT_EQ(mul_div_round(-8, 1, 5), -2);
    EXPECT_EQ(mul_div_round(10, 1, 5), 2);
    EXPECT_EQ(mul_div_round(0, 9, 5), 0);
    EXPECT_EQ(mul_div_round(1, 1, 3), 0);
}

TEST(Rounding, KeepsProductsThatOnlyTheResultMustFit) {
    EXPECT_EQ(mul_div_round(largest, largest, largest), largest);
    EXPECT_EQ(mul_div_round(smallest, smallest, smallest), smallest);
    EXPECT_EQ(mul_div_round(largest, 1, 2), largest / 2 + 1);
}

TEST(Rounding, ThrowsWhenTheResultDoesNotFit) {
    EXPECT_THROW(mul_div_round(largest, 2, 1), money_overflow);
    EXPECT_THROW(mul_div_round(smallest, -1, 1), money_overflow);
    EXPECT_THROW(mul_div_round(smallest, smallest, 1), money_overflow);
}

TEST(Rounding, RefusesADivisionByZero) {
    EXPECT_THROW(mul_div_round(1, 1, 0), contract_violation);
}

TEST(Rounding, KnowsPowersOfTenUpToEighteen) {
    EXPECT_EQ(power_of_ten(0), 1);
    EXPECT_EQ(power_of_ten(4), 10'000);
    EXPECT_EQ(power_of_ten(18), 1'000'000'000'000'000'000);
    EXPECT_THROW(power_of_ten(19), contract_violation);
    EXPECT_THROW(power_of_ten(-1), contract_violation);
}

}  // namespace
}  // namespace tranche::domain
