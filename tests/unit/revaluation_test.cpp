// What right rates make of accepted lines, to the cent.
#include "domain/revaluation.hpp"

#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tranche::domain {
namespace {

const auto seven = percent("7");
const percentage none;

exchange_rate euro(const std::string& rate) {
    return exchange_rate::parse(rate, usd("0.00").currency_unit(), *currency::from_code("EUR"))
        .value();
}

money eur(const std::string& amount) {
    return money::parse(amount, *currency::from_code("EUR")).value();
}

}  // namespace

TEST(Revaluation, ConvertsEachLineOnceAndDerivesTheSupportCostFromTheirSum) {
    // 75.00 and 1.00 quetzales at 7.5, which should have been 7.8; a third line stays as it is.
    const std::vector<line_at_right_rate> lines{
        {1, 10, gtq("75.00"), usd("10.00"), gtq_per_usd("7.8")},
        {2, 11, gtq("1.00"), usd("0.13"), gtq_per_usd("7.8")},
    };
    const auto done = revalue(lines, gtq("1076.00"), usd("143.46"), seven);
    ASSERT_EQ(done.lines.size(), 2U);
    EXPECT_EQ(shown(done.lines[0].base_change), "-0.38 USD");
    EXPECT_EQ(shown(done.lines[1].base_change), "0.00 USD") << "0.128 is 0.13 again";
    EXPECT_TRUE(done.lines[0].change.is_zero());
    // 7 % of 143.46 is 10.04, of 143.08 it is 10.02.
    EXPECT_EQ(shown(done.support_change.base), "-0.02 USD");
    EXPECT_TRUE(done.support_change.amount.is_zero());
    EXPECT_EQ(shown(done.base_change), "-0.40 USD");
    const auto costs = changes_by_budget_line(done, 12);
    ASSERT_EQ(costs.size(), 2U) << "a line that comes to the same is left out";
    EXPECT_EQ(costs[0].budget_line_id, 10);
    EXPECT_EQ(shown(costs[1].base), "-0.02 USD");
}

// 90 euros at 0.9 a dollar were 100.00 dollars, at 7.5 750.00 quetzales; right are 0.8 and 7.6.
TEST(Revaluation, FollowsBothRatesOfWhatWasPaidInAThirdCurrency) {
    const spent_elsewhere paid{eur("90.00"), euro("0.9"), euro("0.8"), gtq_per_usd("7.5")};
    const std::vector<line_at_right_rate> whole{
        {1, 10, gtq("750.00"), usd("100.00"), gtq_per_usd("7.6"), paid}};
    const auto done = revalue(whole, gtq("750.00"), usd("100.00"), none);
    EXPECT_EQ(shown(done.base_change), "12.50 USD");
    EXPECT_EQ(shown(done.change), "105.00 GTQ") << "112.50 dollars at 7.6 are 855.00";

    // A third of it was disallowed since.
    const std::vector<line_at_right_rate> rest{
        {1, 10, gtq("500.00"), usd("66.67"), gtq_per_usd("7.6"), paid}};
    const auto of_rest = revalue(rest, gtq("500.00"), usd("66.67"), none);
    EXPECT_EQ(shown(of_rest.base_change), "8.33 USD");
    EXPECT_EQ(shown(of_rest.change), "70.00 GTQ");
}

TEST(Revaluation, TakesACorrectingLineAlongSoThatBothStillCancel) {
    const std::vector<line_at_right_rate> lines{
        {1, 10, gtq("75.01"), usd("10.00"), gtq_per_usd("7.8")},
        {2, 10, gtq("-75.01"), usd("-10.00"), gtq_per_usd("7.8")},
    };
    const auto done = revalue(lines, gtq("0.00"), usd("0.00"), seven);
    EXPECT_TRUE(done.base_change.is_zero());
    EXPECT_EQ(shown(done.lines[1].base_change), "0.38 USD");
    EXPECT_TRUE(changes_by_budget_line(done, 12).empty());
}

}  // namespace tranche::domain
