// Sums and caps of a budget: limits compare amounts, so one cent decides.
#include "domain/budget.hpp"

#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::domain {
namespace {

const budget_caps shelter_caps{percent("30"), percent("5")};

std::vector<std::string> codes_of(const std::vector<violation>& found) {
    std::vector<std::string> codes;
    for (const auto& one : found)
        codes.push_back(one.code);
    return codes;
}

std::vector<std::string> refused(const char* staff_and_office, const char* evaluation) {
    return codes_of(
        check_budget({usd("150000.00"), usd(staff_and_office), usd(evaluation)}, shelter_caps)
    );
}

using codes = std::vector<std::string>;

}  // namespace

TEST(Budget, MultipliesQuantityAndUnitPrice) {
    EXPECT_EQ(line_amount("12", usd("1500.00")), usd("18000.00"));
    EXPECT_EQ(line_amount("60", usd("205.00")), usd("12300.00"));
    EXPECT_EQ(line_amount("0.5", usd("375.00")), usd("187.50"));
    EXPECT_EQ(line_amount("1.125", usd("8.00")), usd("9.00"));
    EXPECT_EQ(line_amount("0", usd("8.00")), usd("0.00"));
}

TEST(Budget, RoundsALineHalfAwayFromZero) {
    EXPECT_EQ(line_amount("0.5", usd("0.01")), usd("0.01"));
    EXPECT_EQ(line_amount("0.499", usd("0.01")), usd("0.00"));
    EXPECT_EQ(line_amount("0.333", usd("10.00")), usd("3.33"));
}

TEST(Budget, TakesNoQuantityFinerThanThousandths) {
    EXPECT_EQ(line_amount("1.2345", usd("1.00")), std::nullopt);
    EXPECT_EQ(line_amount("1.2340", usd("1.00")), usd("1.23"));
    for (const auto* text : {"", ".5", "-1", "+1", "1e3", "1,5", " 1", "1.2.3", "1234567890123"}) {
        EXPECT_EQ(line_amount(text, usd("1.00")), std::nullopt) << text;
    }
}

TEST(Budget, PassesAtExactlyThirtyPercentAndFailsOneCentAbove) {
    EXPECT_EQ(refused("38700.00", "7500.00"), codes{});
    EXPECT_EQ(refused("45000.00", "7500.00"), codes{});
    EXPECT_EQ(refused("45000.01", "7500.00"), codes{"staff_office_cap_exceeded"});
    EXPECT_EQ(refused("45015.00", "7500.00"), codes{"staff_office_cap_exceeded"});
}

TEST(Budget, WantsExactlyFivePercentForEvaluationAndNotOneCentLess) {
    EXPECT_EQ(refused("0.00", "7500.00"), codes{});
    EXPECT_EQ(refused("0.00", "7499.99"), codes{"evaluation_below_minimum"});
}

TEST(Budget, NamesBothFailuresAtOnceWithTheirFigures) {
    EXPECT_EQ(
        refused("45000.01", "7499.99"),
        (codes{"staff_office_cap_exceeded", "evaluation_below_minimum"})
    );
    const auto found =
        check_budget({usd("150000.00"), usd("45000.01"), usd("7500.00")}, shelter_caps);
    ASSERT_EQ(found.size(), 1U);
    const message_args expected{
        {"amount", "45000.01 USD"}, {"percent", "30"}, {"total", "150000.00 USD"}};
    EXPECT_EQ(found[0].args, expected);
}

TEST(Budget, HasNoLimitWhereTheFundSetNone) {
    EXPECT_TRUE(check_budget({usd("1.00"), usd("1.00"), usd("0.00")}, {}).empty());
    EXPECT_TRUE(check_budget({usd("0.00"), usd("0.00"), usd("0.00")}, shelter_caps).empty());
}

TEST(Budget, RemarksOnACapThatIsNearlyUsedUp) {
    const auto remarks = [](std::string_view staff_and_office) {
        return remarks_on_budget(
            {usd("150000.00"), usd(staff_and_office), usd("7500.00")}, shelter_caps
        );
    };
    // 95 % of 30 % of 150,000.00 is 42,750.00.
    EXPECT_TRUE(remarks("42750.00").empty());
    ASSERT_EQ(remarks("42750.01").size(), 1U);
    EXPECT_EQ(remarks("42750.01")[0].code, "staff_office_cap_near");
    EXPECT_EQ(remarks("45000.00").size(), 1U);
    EXPECT_TRUE(remarks("45000.01").empty()) << "then the cap itself speaks";
    EXPECT_TRUE(remarks_on_budget({usd("1.00"), usd("1.00"), usd("0.00")}, {}).empty());
}

TEST(BudgetRoute, IsNoticeUpToTheFlexibilityAndApprovalOneCentBeyond_R21) {
    const auto moved = [](const char* one, const char* other) {
        const std::vector<budget_line_step> lines{
            {usd("600.00"), usd(one), percent("10")}, {usd("400.00"), usd(other), percent("10")}};
        return route_of(false, lines);
    };
    EXPECT_EQ(moved("600.00", "400.00"), budget_route::notice);
    EXPECT_EQ(moved("560.00", "440.00"), budget_route::notice);
    EXPECT_EQ(moved("559.99", "440.01"), budget_route::approval);
    EXPECT_EQ(moved("640.00", "360.00"), budget_route::notice);
    EXPECT_EQ(moved("640.01", "359.99"), budget_route::approval);
}

TEST(BudgetRoute, OfALineThatWasNotThereIsApproval) {
    const std::vector<budget_line_step> lines{
        {usd("600.00"), usd("599.99"), percent("10")}, {usd("0.00"), usd("0.01"), percent("10")}};
    EXPECT_EQ(route_of(false, lines), budget_route::approval);
}

TEST(BudgetRoute, OfAnotherTotalIsAnAmendmentEvenOfOneCent_R20) {
    const std::vector<budget_line_step> lines{{usd("600.00"), usd("600.01"), percent("10")}};
    EXPECT_EQ(route_of(false, lines), budget_route::amendment);
}

TEST(BudgetRoute, OfTheFirstVersionIsFirst) {
    EXPECT_EQ(route_of(true, {}), budget_route::first);
}

}  // namespace tranche::domain
