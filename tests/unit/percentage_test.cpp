#include "domain/percentage.hpp"

#include "domain/rounding.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tranche::domain {
namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();

TEST(Percentage, ReadsExactDecimals) {
    EXPECT_EQ(percentage::parse("30.00")->scaled(), 300'000);
    EXPECT_EQ(percentage::parse("7")->scaled(), 70'000);
    EXPECT_EQ(percentage::parse("0.0001")->scaled(), 1);
    EXPECT_EQ(percentage::parse("0")->scaled(), 0);
    EXPECT_EQ(percentage::parse("1000")->scaled(), 10'000'000);
}

TEST(Percentage, RefusesWhatIsNotOne) {
    for (const char* text :
         {"", "-1", "-0", "1000.0001", "1001", "99999", "0.00001", "7%", " 7", ".5", "5.", "+5",
          "1e2", "30,00"}) {
        EXPECT_FALSE(percentage::parse(text)) << text;
    }
}

TEST(Percentage, PrintsWithoutTrailingZeros) {
    EXPECT_EQ(percentage::parse("30.00")->to_decimal(), "30");
    EXPECT_EQ(percentage::parse("6.2500")->to_decimal(), "6.25");
    EXPECT_EQ(percentage::parse("0.0001")->to_decimal(), "0.0001");
    EXPECT_EQ(percentage::parse("1000")->to_decimal(), "1000");
    EXPECT_EQ(percentage().to_decimal(), "0");
}

TEST(Percentage, TakesItsShareOfAnAmount) {
    const auto retention = *percentage::parse("5");
    EXPECT_EQ(retention.of(9'630'000), 481'500);
    const auto liquidation = *percentage::parse("80");
    EXPECT_EQ(liquidation.of(22'698'844), 18'159'075);
    EXPECT_EQ(liquidation.of(22'698'844 + 19'551'384), 33'800'182);
}

TEST(Percentage, RoundsItsShareHalfAwayFromZero) {
    EXPECT_EQ(percentage::parse("50")->of(5), 3);
    EXPECT_EQ(percentage::parse("50")->of(-5), -3);
    EXPECT_EQ(percentage::parse("7")->of(107), 7);
    EXPECT_EQ(percentage::parse("7")->of(108), 8);
}

TEST(Percentage, ThrowsWhenTheShareDoesNotFit) {
    EXPECT_EQ(percentage::parse("100")->of(largest), largest);
    EXPECT_THROW(percentage::parse("100.0001")->of(largest), money_overflow);
}

TEST(Percentage, IsNotExceededByExactlyItsShare) {
    const auto cap = *percentage::parse("30.00");
    EXPECT_FALSE(cap.is_exceeded_by(4'500'000, 15'000'000));
    EXPECT_TRUE(cap.is_exceeded_by(4'500'001, 15'000'000));
    EXPECT_FALSE(cap.is_exceeded_by(3, 10));
}

TEST(Percentage, OfWholeUnitsLeavesTheFractionOut) {
    const auto retained = *percentage::parse("5");
    EXPECT_EQ(retained.of(190), 10);
    EXPECT_EQ(retained.whole_of(190), 9) << "9.5";
    EXPECT_EQ(retained.whole_of(188), 9) << "9.4";
    EXPECT_EQ(retained.whole_of(9'630'000), 481'500);
}

TEST(Percentage, ComparesAmountsNotRoundedPercents) {
    // 33.3333 % is below a third: 1 of 3 exceeds it although both print as 33.33.
    EXPECT_TRUE(percentage::parse("33.3333")->is_exceeded_by(1, 3));
    EXPECT_FALSE(percentage::parse("33.3334")->is_exceeded_by(1, 3));
}

TEST(Percentage, ComparesTheLargestAmountsExactly) {
    EXPECT_FALSE(percentage::parse("100")->is_exceeded_by(largest, largest));
    EXPECT_TRUE(percentage::parse("99.9999")->is_exceeded_by(largest, largest));
    EXPECT_TRUE(percentage::parse("100")->is_exceeded_by(largest, largest - 1));
}

TEST(Percentage, OfNothingIsExceededByAnything) {
    EXPECT_TRUE(percentage::parse("30")->is_exceeded_by(1, 0));
    EXPECT_FALSE(percentage::parse("30")->is_exceeded_by(0, 0));
}

TEST(Percentage, ComesBackFromItsStoredForm) {
    EXPECT_EQ(percentage::from_scaled(62'500), *percentage::parse("6.25"));
    EXPECT_THROW(percentage::from_scaled(-1), contract_violation);
    EXPECT_THROW(percentage::from_scaled(10'000'001), contract_violation);
    EXPECT_LT(percentage::from_scaled(1), percentage::from_scaled(2));
}

}  // namespace
}  // namespace tranche::domain
