#include "domain/currency.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace tranche::domain {
namespace {

TEST(Currency, KnowsTheDecimalsOfItsMinorUnit) {
    const std::pair<const char*, int> expected[] = {{"USD", 2}, {"EUR", 2}, {"GTQ", 2}, {"CHF", 2},
                                                    {"MGA", 2}, {"JPY", 0}, {"XOF", 0}, {"VND", 0},
                                                    {"ISK", 0}, {"UGX", 0}, {"BHD", 3}, {"TND", 3},
                                                    {"JOD", 3}, {"CLF", 4}, {"UYW", 4}};
    for (const auto& [code, exponent] : expected) {
        const auto found = currency::from_code(code);
        ASSERT_TRUE(found) << code;
        EXPECT_EQ(found->code(), code);
        EXPECT_EQ(found->exponent(), exponent) << code;
    }
}

TEST(Currency, FindsTheFirstAndTheLastOfTheList) {
    EXPECT_EQ(currency::from_code("AED")->code(), "AED");
    EXPECT_EQ(currency::from_code("ZWL")->code(), "ZWL");
}

TEST(Currency, RefusesCodesThatAreUnknownOrNotWrittenInCapitals) {
    for (const char* code : {"", "U", "US", "USDX", "usd", "Usd", "ABC", " USD", "USD ", "ZZZ"}) {
        EXPECT_FALSE(currency::from_code(code)) << code;
    }
}

TEST(Currency, RefusesCodesWithoutAMinorUnit) {
    for (const char* code : {"XXX", "XTS", "XAU", "XAG", "XDR", "XSU"}) {
        EXPECT_FALSE(currency::from_code(code)) << code;
    }
}

TEST(Currency, IsNoCurrencyByDefault) {
    EXPECT_EQ(currency{}.code(), "XXX");
    EXPECT_EQ(currency{}.exponent(), 0);
    EXPECT_NE(currency{}, *currency::from_code("USD"));
}

TEST(Currency, SortsByCodeWithNoCurrencyFirst) {
    EXPECT_LT(*currency::from_code("GTQ"), *currency::from_code("USD"));
    EXPECT_LT(currency{}, *currency::from_code("AED"));
    EXPECT_EQ(*currency::from_code("USD"), *currency::from_code("USD"));
}

TEST(Currency, KeepsItsCodeAfterTheObjectIsGone) {
    const auto code = currency::from_code("EUR").value().code();
    EXPECT_EQ(code, "EUR");
    static_assert(std::is_trivially_copyable_v<currency>);
}

}  // namespace
}  // namespace tranche::domain
