#include "domain/exchange_rate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace tranche::domain {
namespace {

const currency usd = *currency::from_code("USD");

currency any_quote() {
    return *currency::from_code(*rc::gen::element<std::string>("GTQ", "JPY", "BHD", "CLF"));
}

/// A rate as its exact fraction beside the parsed value, so that a test can check one by the other.
struct sample {
    std::int64_t coefficient;
    int scale;
    exchange_rate rate;
};

sample any_rate() {
    const auto scale = *rc::gen::inRange(0, 11);
    const auto coefficient = *rc::gen::oneOf(
        rc::gen::inRange<std::int64_t>(1, 1'000),
        rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000)
    );
    const auto text = to_decimal(coefficient, scale);
    return {coefficient, scale, exchange_rate::parse(text, usd, any_quote()).value()};
}

/// Whether `rounded` is numerator / denominator, nearest and half away from zero.
/// Said with comparisons only, not with the division the code under test uses.
bool is_nearest(int128 rounded, int128 numerator, int128 denominator) {
    const int128 twice_off = 2 * (numerator - rounded * denominator);
    if (numerator >= 0) return -denominator < twice_off + 1 && twice_off < denominator;
    return -denominator < twice_off && twice_off < denominator + 1;
}

RC_GTEST_PROP(ExchangeRateProperty, MultipliesToTheNearestMinorUnit, ()) {
    const auto [coefficient, scale, rate] = any_rate();
    const auto minor = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    int128 numerator = int128{minor} * coefficient * power_of_ten(rate.quote().exponent());
    const int128 denominator = power_of_ten(scale + usd.exponent());
    const int128 limit = int128{1} << 62;
    RC_PRE(numerator / denominator < limit && numerator / denominator > -limit);
    const auto result = rate.convert(money(minor, usd), rate.quote());
    RC_ASSERT(result.currency_unit() == rate.quote());
    RC_ASSERT(is_nearest(result.minor(), numerator, denominator));
}

RC_GTEST_PROP(ExchangeRateProperty, DividesToTheNearestMinorUnit, ()) {
    const auto [coefficient, scale, rate] = any_rate();
    const auto minor = *rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000);
    const int128 numerator = int128{minor} * power_of_ten(scale + usd.exponent());
    const int128 denominator = int128{coefficient} * power_of_ten(rate.quote().exponent());
    const int128 limit = int128{1} << 62;
    RC_PRE(numerator / denominator < limit && numerator / denominator > -limit);
    const auto result = rate.convert(money(minor, rate.quote()), usd);
    RC_ASSERT(result.currency_unit() == usd);
    RC_ASSERT(is_nearest(result.minor(), numerator, denominator));
}

RC_GTEST_PROP(ExchangeRateProperty, MirrorsNegativeAmounts, ()) {
    const auto rate = any_rate().rate;
    // A hundred dollars at the largest rate still fit with the four decimals of CLF.
    const money amount(*rc::gen::inRange<std::int64_t>(0, 10'000), usd);
    RC_ASSERT(rate.convert(-amount, rate.quote()) == -rate.convert(amount, rate.quote()));
}

RC_GTEST_PROP(ExchangeRateProperty, PrintedRatesReadBackUnchanged, ()) {
    const auto rate = any_rate().rate;
    const auto text = rate.to_decimal();
    const auto read = exchange_rate::parse(text, rate.base(), rate.quote());
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == rate);
    RC_ASSERT(text.find('.') == std::string::npos || text.back() != '0');
}

}  // namespace
}  // namespace tranche::domain
