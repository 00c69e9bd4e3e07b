#include "domain/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <string>

namespace tranche::domain {
namespace {

constexpr std::int64_t widest_parsed = 999'999'999'999'999'999;

currency any_currency() {
    return *currency::from_code(
        *rc::gen::element<std::string>("USD", "GTQ", "JPY", "BHD", "CLF", "XOF", "EUR")
    );
}

/// Amounts up to the last one that fits, with the extremes more often than chance gives them.
std::int64_t any_minor() {
    constexpr auto largest = std::numeric_limits<std::int64_t>::max();
    constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
    return *rc::gen::weightedOneOf<std::int64_t>(
        {{8, rc::gen::arbitrary<std::int64_t>()},
         {4, rc::gen::inRange<std::int64_t>(smallest, largest)},
         {1, rc::gen::element(smallest, smallest + 1, largest - 1, largest)}}
    );
}

RC_GTEST_PROP(MoneyProperty, PrintedAmountsReadBackUnchanged, ()) {
    const auto minor = *rc::gen::inRange<std::int64_t>(-widest_parsed, widest_parsed + 1);
    const money amount(minor, any_currency());
    const auto read = money::parse(amount.to_decimal(), amount.currency_unit());
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == amount);
}

RC_GTEST_PROP(MoneyProperty, WhatItReadsItPrintsInCanonicalForm, ()) {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0159.-+e, ")));
    const auto unit = any_currency();
    const auto amount = money::parse(text, unit);
    if (!amount) return;
    const auto canonical = amount->to_decimal();
    RC_ASSERT(money::parse(canonical, unit) == amount);
    RC_ASSERT(text.find_first_of("+e, ") == std::string::npos);
    RC_ASSERT(text.back() != '.');
}

RC_GTEST_PROP(MoneyProperty, AdditionIsExactOrRefusedButNeverWraps, ()) {
    const auto a = any_minor();
    const auto b = any_minor();
    const auto unit = any_currency();
    std::int64_t expected = 0;
    if (__builtin_add_overflow(a, b, &expected)) {
        RC_ASSERT_THROWS_AS(money(a, unit) + money(b, unit), money_overflow);
    } else {
        RC_ASSERT((money(a, unit) + money(b, unit)).minor() == expected);
    }
}

RC_GTEST_PROP(MoneyProperty, SubtractionIsExactOrRefusedButNeverWraps, ()) {
    const auto a = any_minor();
    const auto b = any_minor();
    const auto unit = any_currency();
    std::int64_t expected = 0;
    if (__builtin_sub_overflow(a, b, &expected)) {
        RC_ASSERT_THROWS_AS(money(a, unit) - money(b, unit), money_overflow);
    } else {
        RC_ASSERT((money(a, unit) - money(b, unit)).minor() == expected);
    }
}

RC_GTEST_PROP(MoneyProperty, OrderIsThatOfMinorUnits, ()) {
    const auto a = any_minor();
    const auto b = any_minor();
    const auto unit = any_currency();
    RC_ASSERT((money(a, unit) < money(b, unit)) == (a < b));
    RC_ASSERT((money(a, unit) == money(b, unit)) == (a == b));
    RC_ASSERT(min(money(a, unit), money(b, unit)).minor() == std::min(a, b));
}

}  // namespace
}  // namespace tranche::domain
