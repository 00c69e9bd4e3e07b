#include "domain/money_bag.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tranche::domain {
namespace {

const currency usd = *currency::from_code("USD");
const currency gtq = *currency::from_code("GTQ");
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

TEST(MoneyBag, KeepsOneTotalPerCurrency) {
    money_bag bag;
    bag.add(money(100, usd));
    bag.add(money(811, gtq));
    bag.add(money(50, usd));
    EXPECT_EQ(bag.amount(usd), money(150, usd));
    EXPECT_EQ(bag.amount(gtq), money(811, gtq));
}

TEST(MoneyBag, HoldsZeroOfACurrencyNeverAdded) {
    EXPECT_EQ(money_bag().amount(usd), money(0, usd));
    EXPECT_TRUE(money_bag().currencies().empty());
}

TEST(MoneyBag, ListsItsCurrenciesAlphabetically) {
    money_bag bag;
    bag.add(money(1, usd));
    bag.add(money(1, gtq));
    EXPECT_EQ(bag.currencies(), (std::vector<currency>{gtq, usd}));
}

TEST(MoneyBag, IsZeroOnlyWhenEveryTotalIs) {
    money_bag bag;
    EXPECT_TRUE(bag.is_zero());
    bag.add(money(5, usd));
    bag.add(money(-5, gtq));
    EXPECT_FALSE(bag.is_zero());
    bag.add(money(-5, usd));
    EXPECT_FALSE(bag.is_zero());
    bag.add(money(5, gtq));
    EXPECT_TRUE(bag.is_zero());
    EXPECT_EQ(bag.currencies().size(), 2U);
}

TEST(MoneyBag, AddsAnotherBag) {
    money_bag left;
    left.add(money(1, usd));
    money_bag right;
    right.add(money(2, usd));
    right.add(money(3, gtq));
    left.add(right);
    EXPECT_EQ(left.amount(usd), money(3, usd));
    EXPECT_EQ(left.amount(gtq), money(3, gtq));
    left.add(left);
    EXPECT_EQ(left.amount(usd), money(6, usd));
}

TEST(MoneyBag, IsUnchangedWhenATotalOverflows) {
    money_bag full;
    full.add(money(largest, usd));
    EXPECT_THROW(full.add(money(1, usd)), money_overflow);
    money_bag more;
    more.add(money(7, gtq));
    more.add(money(1, usd));
    EXPECT_THROW(full.add(more), money_overflow);
    EXPECT_EQ(full.amount(usd), money(largest, usd));
    EXPECT_EQ(full.amount(gtq), money(0, gtq));
}

TEST(MoneyBag, RefusesAnAmountOfNoCurrency) {
    money_bag bag;
    EXPECT_THROW(bag.add(money()), contract_violation);
    EXPECT_TRUE(bag.currencies().empty());
}

}  // namespace
}  // namespace tranche::domain
