#include "domain/money.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tranche::domain {
namespace {

const currency usd = *currency::from_code("USD");
const currency gtq = *currency::from_code("GTQ");
const currency jpy = *currency::from_code("JPY");
const currency bhd = *currency::from_code("BHD");
constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

std::int64_t parsed(const char* text, currency unit) {
    const auto amount = money::parse(text, unit);
    EXPECT_TRUE(amount) << text;
    return amount ? amount->minor() : -999;
}

TEST(Money, AddsAndSubtractsMinorUnits) {
    EXPECT_EQ(money(2800000, usd) + money(2400000, usd), money(5200000, usd));
    EXPECT_EQ(money(420531, usd) - money(481500, usd), money(-60969, usd));
    EXPECT_EQ(-money(60969, usd), money(-60969, usd));
}

TEST(Money, RefusesToAddTwoCurrencies) {
    EXPECT_THROW(money(1, usd) + money(1, gtq), contract_violation);
    EXPECT_THROW(money(1, usd) - money(1, gtq), contract_violation);
    EXPECT_THROW(money(1, usd) + money(), contract_violation);
}

TEST(Money, RefusesToOrderTwoCurrencies) {
    EXPECT_THROW(static_cast<void>(money(1, usd) < money(2, gtq)), contract_violation);
    EXPECT_THROW(min(money(1, usd), money(2, gtq)), contract_violation);
    EXPECT_THROW(max(money(1, usd), money(2, gtq)), contract_violation);
}

TEST(Money, IsNeverEqualAcrossCurrencies) {
    EXPECT_NE(money(0, usd), money(0, gtq));
    EXPECT_EQ(money(0, usd), money(0, usd));
}

TEST(Money, ThrowsOnOverflowInsteadOfWrapping) {
    EXPECT_THROW(money(largest, usd) + money(1, usd), money_overflow);
    EXPECT_THROW(money(smallest, usd) - money(1, usd), money_overflow);
    EXPECT_THROW(money(0, usd) - money(smallest, usd), money_overflow);
    EXPECT_THROW(-money(smallest, usd), money_overflow);
    EXPECT_EQ(money(largest, usd) + money(0, usd), money(largest, usd));
    EXPECT_EQ(money(largest, usd) + money(smallest, usd), money(-1, usd));
}

TEST(Money, IsUnchangedByARefusedAddition) {
    money amount(largest, usd);
    EXPECT_THROW(amount += money(1, usd), money_overflow);
    EXPECT_THROW(amount -= money(1, gtq), contract_violation);
    EXPECT_EQ(amount, money(largest, usd));
}

TEST(Money, OrdersAmountsOfOneCurrency) {
    EXPECT_LT(money(-1, usd), money(0, usd));
    EXPECT_GE(money(5, usd), money(5, usd));
    EXPECT_EQ(min(money(420531, usd), money(481500, usd)), money(420531, usd));
    EXPECT_EQ(max(money(420531, usd), money(481500, usd)), money(481500, usd));
}

TEST(Money, TellsItsSign) {
    EXPECT_TRUE(money(0, usd).is_zero());
    EXPECT_TRUE(money(-1, usd).is_negative());
    EXPECT_TRUE(money(1, usd).is_positive());
    EXPECT_FALSE(money(0, usd).is_positive() || money(0, usd).is_negative());
    EXPECT_FALSE(money(-1, usd).is_positive() || money(-1, usd).is_zero());
}

TEST(Money, PrintsTheDecimalsOfItsCurrency) {
    EXPECT_EQ(money(-123450, usd).to_decimal(), "-1234.50");
    EXPECT_EQ(money(5, usd).to_decimal(), "0.05");
    EXPECT_EQ(money(-5, usd).to_decimal(), "-0.05");
    EXPECT_EQ(money(100, usd).to_decimal(), "1.00");
    EXPECT_EQ(money(0, usd).to_decimal(), "0.00");
    EXPECT_EQ(money(1234, jpy).to_decimal(), "1234");
    EXPECT_EQ(money(1234, bhd).to_decimal(), "1.234");
    EXPECT_EQ(money(smallest, usd).to_decimal(), "-92233720368547758.08");
}

TEST(Money, ReadsPlainDecimals) {
    EXPECT_EQ(parsed("-1234.50", usd), -123450);
    EXPECT_EQ(parsed("28000", usd), 2800000);
    EXPECT_EQ(parsed("0.5", usd), 50);
    EXPECT_EQ(parsed("007", usd), 700);
    EXPECT_EQ(parsed("12", jpy), 12);
    EXPECT_EQ(parsed("1.5", bhd), 1500);
    EXPECT_EQ(parsed("9999999999999999.99", usd), 999'999'999'999'999'999);
}

TEST(Money, ReadsMinusZeroAsZero) {
    EXPECT_EQ(*money::parse("-0.00", usd), money(0, usd));
    EXPECT_EQ(money::parse("-0", usd)->to_decimal(), "0.00");
}

TEST(Money, RefusesWhatIsNotAPlainDecimal) {
    for (const char* text :
         {"",   "-",        ".",     "-.5",   ".5",  "5.",       "+5",    " 5",
          "5 ", "1,000.00", "1 000", "1'000", "1e3", "0x10",     "1.2.3", "--1",
          "1-", "abc",      "NaN",   "inf",   "1.",  "\xD9\xA1", "1.0a",  "$1"}) {
        EXPECT_FALSE(money::parse(text, usd)) << text;
    }
}

TEST(Money, RefusesDecimalsItsCurrencyDoesNotHave) {
    EXPECT_FALSE(money::parse("1.234", usd));
    EXPECT_FALSE(money::parse("1.230", usd));
    EXPECT_FALSE(money::parse("1.0", jpy));
    EXPECT_FALSE(money::parse("1.2345", bhd));
}

TEST(Money, RefusesMoreThanEighteenDigits) {
    EXPECT_FALSE(money::parse("10000000000000000.00", usd));
    EXPECT_FALSE(money::parse("10000000000000000", usd));
    EXPECT_FALSE(money::parse("1000000000000000000", jpy));
    EXPECT_TRUE(money::parse("999999999999999999", jpy));
    EXPECT_EQ(parsed("0000000000000000000000.01", usd), 1);
}

TEST(Money, RefusesAnEmbeddedNullByte) {
    EXPECT_FALSE(money::parse(std::string_view("1\0", 2), usd));
}

TEST(Money, PrintsMinorUnitsWithAnyNumberOfDecimals) {
    EXPECT_EQ(to_decimal(810673, 5), "8.10673");
    EXPECT_EQ(to_decimal(-7, 4), "-0.0007");
    EXPECT_EQ(to_decimal(42, 0), "42");
    EXPECT_THROW(to_decimal(1, -1), contract_violation);
    EXPECT_THROW(to_decimal(1, 19), contract_violation);
}

}  // namespace
}  // namespace tranche::domain
