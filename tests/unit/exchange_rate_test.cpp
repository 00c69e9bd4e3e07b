#include "domain/exchange_rate.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tranche::domain {
namespace {

const currency usd = *currency::from_code("USD");
const currency gtq = *currency::from_code("GTQ");
const currency jpy = *currency::from_code("JPY");
const currency bhd = *currency::from_code("BHD");
const currency clf = *currency::from_code("CLF");
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

exchange_rate rate(const char* decimal, currency base, currency quote) {
    return exchange_rate::parse(decimal, base, quote).value();
}

std::string converted(const char* amount, currency from, const exchange_rate& at, currency to) {
    return at.convert(money::parse(amount, from).value(), to).to_decimal();
}

struct row {
    const char* gtq_amount;
    const char* rate;
    const char* usd_amount;
};

// The expense lines of the Guatemalan shelter, each converted at the rate of its month (R42).
// clang-format off
constexpr row expenses[] = {
    {"62500.00", "8.10673", "7709.64"}, {"1600.00", "8.10673", "197.37"},
    {"5650.00", "8.10673", "696.95"}, {"35500.00", "8.11373", "4375.30"},
    {"1600.00", "8.11373", "197.20"}, {"5650.00", "8.11373", "696.35"},
    {"12000.00", "8.11373", "1478.97"}, {"8900.00", "8.11373", "1096.91"},
    {"9700.00", "8.11387", "1195.48"}, {"12300.00", "8.11387", "1515.92"},
    {"1600.00", "8.11387", "197.19"}, {"5650.00", "8.11387", "696.34"},
    {"12000.00", "8.11387", "1478.95"}, {"5800.00", "8.11387", "714.83"},
    {"8900.00", "8.11387", "1096.89"}, {"15250.00", "8.14641", "1871.99"},
    {"1600.00", "8.14641", "196.41"}, {"5650.00", "8.14641", "693.56"},
    {"12000.00", "8.14641", "1473.04"}, {"5800.00", "8.14641", "711.97"},
    {"8900.00", "8.14641", "1092.51"}, {"12500.00", "8.24346", "1516.35"},
    {"8450.00", "8.24346", "1025.06"}, {"1600.00", "8.24346", "194.09"},
    {"7900.00", "8.24346", "958.34"}, {"5650.00", "8.24346", "685.39"},
    {"12000.00", "8.24346", "1455.70"}, {"5800.00", "8.24346", "703.59"},
    {"8900.00", "8.24346", "1079.64"}, {"14000.00", "8.27989", "1690.84"},
    {"6200.00", "8.27989", "748.80"}, {"16400.00", "8.27989", "1980.70"},
    {"1600.00", "8.27989", "193.24"}, {"5650.00", "8.27989", "682.38"},
    {"12000.00", "8.27989", "1449.29"}, {"5800.00", "8.27989", "700.49"},
    {"8900.00", "8.27989", "1074.89"}, {"3000.00", "8.34082", "359.68"},
    {"18600.00", "8.34082", "2230.00"}, {"1600.00", "8.34082", "191.83"},
    {"5650.00", "8.34082", "677.39"}, {"12000.00", "8.34082", "1438.71"},
    {"5800.00", "8.34082", "695.38"}, {"8900.00", "8.34082", "1067.04"},
    {"21000.00", "8.29946", "2530.29"}, {"19100.00", "8.29946", "2301.35"},
    {"1600.00", "8.29946", "192.78"}, {"5650.00", "8.29946", "680.77"},
    {"12000.00", "8.29946", "1445.88"}, {"5800.00", "8.29946", "698.84"},
    {"8900.00", "8.29946", "1072.36"}, {"20300.00", "8.31841", "2440.37"},
    {"1600.00", "8.31841", "192.34"}, {"5650.00", "8.31841", "679.22"},
    {"12000.00", "8.31841", "1442.58"}, {"5800.00", "8.31841", "697.25"},
    {"8900.00", "8.31841", "1069.92"}, {"17000.00", "8.34705", "2036.65"},
    {"1600.00", "8.34705", "191.68"}, {"5650.00", "8.34705", "676.89"},
    {"12000.00", "8.34705", "1437.63"}, {"5800.00", "8.34705", "694.86"},
    {"8900.00", "8.34705", "1066.24"}, {"24000.00", "8.32094", "2884.29"},
    {"17300.00", "8.32094", "2079.09"}, {"5650.00", "8.32094", "679.01"},
    {"1600.00", "8.32094", "192.29"}, {"12000.00", "8.32094", "1442.14"},
    {"5800.00", "8.32094", "697.04"}, {"8900.00", "8.32094", "1069.59"},
    {"17700.00", "8.1477", "2172.39"}, {"1600.00", "8.1477", "196.37"},
    {"5650.00", "8.1477", "693.45"}, {"12000.00", "8.1477", "1472.81"},
    {"5800.00", "8.1477", "711.86"}, {"8900.00", "8.1477", "1092.33"},
};
// clang-format on

TEST(ExchangeRate, ConvertsEveryExpenseOfTheShelterAtTheRateOfItsMonth) {
    for (const auto& [amount, at, expected] : expenses) {
        EXPECT_EQ(converted(amount, gtq, rate(at, usd, gtq), usd), expected) << amount << " " << at;
    }
}

TEST(ExchangeRate, ConvertsTheTranchesOfTheShelter) {
    EXPECT_EQ(converted("28000.00", usd, rate("8.10673", usd, gtq), gtq), "226988.44");
    EXPECT_EQ(converted("24000.00", usd, rate("8.14641", usd, gtq), gtq), "195513.84");
    EXPECT_EQ(converted("22000.00", usd, rate("8.29946", usd, gtq), gtq), "182588.12");
    EXPECT_EQ(converted("17485.00", usd, rate("8.34705", usd, gtq), gtq), "145948.17");
    EXPECT_EQ(converted("33697.83", gtq, rate("8.013155", usd, gtq), usd), "4205.31");
}

TEST(ExchangeRate, RoundsHalfAwayFromZeroOnce) {
    EXPECT_EQ(converted("0.01", usd, rate("0.5", usd, gtq), gtq), "0.01");
    EXPECT_EQ(converted("-0.01", usd, rate("0.5", usd, gtq), gtq), "-0.01");
    EXPECT_EQ(converted("0.01", usd, rate("0.49", usd, gtq), gtq), "0.00");
    EXPECT_EQ(converted("0.01", gtq, rate("2", usd, gtq), usd), "0.01");
    EXPECT_EQ(converted("-0.03", gtq, rate("2", usd, gtq), usd), "-0.02");
}

TEST(ExchangeRate, RespectsTheDecimalsOfBothCurrencies) {
    EXPECT_EQ(converted("10.00", usd, rate("109.5", usd, jpy), jpy), "1095");
    EXPECT_EQ(converted("0.01", usd, rate("109.5", usd, jpy), jpy), "1");
    EXPECT_EQ(converted("1095", jpy, rate("109.5", usd, jpy), usd), "10.00");
    EXPECT_EQ(converted("1", jpy, rate("109.5", usd, jpy), usd), "0.01");
    EXPECT_EQ(converted("100.00", usd, rate("0.376", usd, bhd), bhd), "37.600");
    EXPECT_EQ(converted("37.600", bhd, rate("0.376", usd, bhd), usd), "100.00");
    EXPECT_EQ(converted("1000", jpy, rate("0.0003", jpy, clf), clf), "0.3000");
    EXPECT_EQ(converted("7.0000", clf, rate("3", jpy, clf), jpy), "2");
    EXPECT_EQ(converted("7", jpy, rate("3", jpy, clf), clf), "21.0000");
}

TEST(ExchangeRate, ThrowsWhenTheResultDoesNotFit) {
    const auto huge = rate("999999999999", usd, gtq);
    EXPECT_THROW(static_cast<void>(huge.convert(money(largest, usd), gtq)), money_overflow);
    const auto tiny = rate("0.0000000001", usd, gtq);
    EXPECT_THROW(static_cast<void>(tiny.convert(money(largest, gtq), usd)), money_overflow);
    const auto steep = rate("99999999999.9999999", jpy, clf);
    EXPECT_THROW(static_cast<void>(steep.convert(money(largest, jpy), clf)), money_overflow);
    const auto whole = rate("999999999999", jpy, clf);
    EXPECT_THROW(static_cast<void>(whole.convert(money(largest, jpy), clf)), money_overflow);
    EXPECT_EQ(rate("1.0", usd, gtq).convert(money(largest, usd), gtq), money(largest, gtq));
}

TEST(ExchangeRate, RefusesCurrenciesThatAreNotItsPair) {
    const auto at = rate("8.1", usd, gtq);
    EXPECT_THROW(static_cast<void>(at.convert(money(1, jpy), usd)), contract_violation);
    EXPECT_THROW(static_cast<void>(at.convert(money(1, usd), jpy)), contract_violation);
    EXPECT_THROW(static_cast<void>(at.convert(money(1, usd), usd)), contract_violation);
}

TEST(ExchangeRate, OfACurrencyToItselfChangesNothing) {
    const auto same = exchange_rate::one(usd);
    EXPECT_EQ(same.convert(money(largest, usd), usd), money(largest, usd));
    EXPECT_EQ(same.to_decimal(), "1");
    EXPECT_EQ(same, rate("1.00", usd, usd));
    EXPECT_FALSE(exchange_rate::parse("1.01", usd, usd));
}

TEST(ExchangeRate, NeedsTwoCurrencies) {
    EXPECT_FALSE(exchange_rate::parse("8.1", currency{}, gtq));
    EXPECT_FALSE(exchange_rate::parse("8.1", usd, currency{}));
    EXPECT_THROW(exchange_rate::one(currency{}), contract_violation);
}

TEST(ExchangeRate, PrintsWithoutTrailingZeros) {
    EXPECT_EQ(rate("8.1067300000", usd, gtq).to_decimal(), "8.10673");
    EXPECT_EQ(rate("8.000", usd, gtq).to_decimal(), "8");
    EXPECT_EQ(rate("100", usd, gtq).to_decimal(), "100");
    EXPECT_EQ(rate("0.0000000001", usd, gtq).to_decimal(), "0.0000000001");
    EXPECT_EQ(rate("008.5", usd, gtq).to_decimal(), "8.5");
}

TEST(ExchangeRate, IsEqualInValueNotInSpelling) {
    EXPECT_EQ(rate("8.10", usd, gtq), rate("8.1", usd, gtq));
    EXPECT_NE(rate("8.1", usd, gtq), rate("8.1", gtq, usd));
    EXPECT_NE(rate("8.1", usd, gtq), rate("8.2", usd, gtq));
}

TEST(ExchangeRate, RefusesWhatIsNotAPositivePlainDecimal) {
    for (const char* text :
         {"", "0", "0.0", "0.0000000000", "-8.1", "+8.1", " 8.1", "8.1 ", "8,1", ".5", "5.", ".",
          "8.1.1", "8e1", "abc", "8.1x", "8.x00", "x.000"}) {
        EXPECT_FALSE(exchange_rate::parse(text, usd, gtq)) << text;
    }
}

TEST(ExchangeRate, LimitsItsDigits) {
    EXPECT_TRUE(exchange_rate::parse("999999999999", usd, gtq));
    EXPECT_FALSE(exchange_rate::parse("1000000000000", usd, gtq));
    EXPECT_FALSE(exchange_rate::parse("0.00000000001", usd, gtq));
    EXPECT_FALSE(exchange_rate::parse("8.00000000000", usd, gtq));
    EXPECT_TRUE(exchange_rate::parse("12345678.9012345678", usd, gtq));
    EXPECT_FALSE(exchange_rate::parse("123456789.9012345678", usd, gtq));
    EXPECT_TRUE(exchange_rate::parse("123456789012.1000000000", usd, gtq));
}

}  // namespace
}  // namespace tranche::domain
