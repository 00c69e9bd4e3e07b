// The review of expenditure reports, with every row the shelter's partner reported.
#include "domain/expenditure.hpp"

#include "domain/contract.hpp"
#include "tests/unit/amounts.hpp"
#include "tests/unit/shelter_rows.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace tranche::domain {
namespace {

constexpr std::int64_t support_line = 37;

// "3.5" is budget line 35.
std::int64_t line_id(std::string_view code) {
    return (code[0] - '0') * 10 + (code[2] - '0');
}

std::vector<reported_line> lines_of(std::string_view report) {
    std::vector<reported_line> lines;
    std::int64_t id = 0;
    for (const auto& row : shelter_rows) {
        ++id;
        if (row.report == report) {
            lines.push_back({id, line_id(row.budget_line), gtq(row.local), usd(row.base)});
        }
    }
    return lines;
}

std::vector<line_rejection> the_telephone() {
    std::int64_t id = 0;
    for (const auto& row : shelter_rows) {
        ++id;
        if (row.document == "C-7781") return {{id, std::nullopt, "not in the budget"}};
    }
    return {};
}

std::map<std::int64_t, std::string> spent_by_line(const review& done) {
    std::map<std::int64_t, std::string> spent;
    for (const auto& one : accepted_by_budget_line(done, support_line)) {
        spent[one.budget_line_id] = one.base.to_decimal();
    }
    return spent;
}

using by_line = std::map<std::int64_t, std::string>;

}  // namespace

TEST(ReviewOfExpenditure, ValuesEveryRowAtTheRateOfItsMonth) {
    for (const auto& row : shelter_rows) {
        const auto local = gtq(row.local);
        EXPECT_EQ(gtq_per_usd(row.rate).convert(local, usd("0.00").currency_unit()), usd(row.base))
            << row.document;
    }
}

TEST(ReviewOfExpenditure, AcceptsTheShelterReportsToTheCent) {
    const std::map<std::string, std::pair<std::string, std::string>> expected{
        {"R1", {"202604.50", "24978.39"}},
        {"R2", {"188694.50", "22929.53"}},
        {"R3", {"196719.50", "23651.26"}},
        {"R4", {"190299.50", "22990.67"}},
    };
    for (const auto& [report, accepted] : expected) {
        const auto done = review_lines(lines_of(report), the_telephone(), percent("7"));
        EXPECT_EQ(shown(done.totals.accepted), accepted.first + " GTQ") << report;
        EXPECT_EQ(shown(done.totals.accepted_base), accepted.second + " USD") << report;
        EXPECT_EQ(done.whole(), report != "R2") << report;
    }
}

TEST(ReviewOfExpenditure, RejectsTheTelephoneWithItsShareOfSupportCost) {
    const auto done = review_lines(lines_of("R2"), the_telephone(), percent("7"));
    EXPECT_EQ(shown(done.totals.rejected), "6634.00 GTQ");
    EXPECT_EQ(shown(done.reported_support.amount), "12778.50 GTQ");
    EXPECT_EQ(shown(done.accepted_support.amount), "12344.50 GTQ");
    EXPECT_EQ(shown(done.accepted_support.base), "1500.06 USD");
    int rejected = 0;
    for (const auto& one : done.lines) {
        if (one.decision == "accepted") continue;
        ++rejected;
        EXPECT_EQ(one.decision, "rejected");
        EXPECT_EQ(one.reason, "not in the budget");
        EXPECT_EQ(shown(one.rejected_base), "748.80 USD");
        EXPECT_TRUE(one.accepted.is_zero());
        EXPECT_TRUE(one.accepted_base.is_zero());
    }
    EXPECT_EQ(rejected, 1);
}

TEST(ReviewOfExpenditure, ChargesEachBudgetLineWithItsAcceptedCost) {
    const by_line first{{31, "12084.94"}, {22, "591.76"},  {13, "2089.64"}, {33, "2957.92"},
                        {36, "2193.80"},  {32, "2711.40"}, {34, "714.83"},  {37, "1634.10"}};
    EXPECT_EQ(spent_by_line(review_lines(lines_of("R1"), {}, percent("7"))), first);
    const by_line second{{32, "5836.09"}, {22, "583.74"},  {13, "2061.33"},
                         {33, "4378.03"}, {34, "2116.05"}, {36, "3247.04"},
                         {31, "1516.35"}, {35, "1690.84"}, {37, "1500.06"}};
    EXPECT_EQ(spent_by_line(review_lines(lines_of("R2"), the_telephone(), percent("7"))), second);
    const by_line fourth{{32, "6288.13"}, {22, "580.34"},  {13, "2049.35"}, {33, "4352.58"},
                         {34, "2103.76"}, {36, "3228.16"}, {35, "2884.29"}, {37, "1504.06"}};
    EXPECT_EQ(spent_by_line(review_lines(lines_of("R4"), {}, percent("7"))), fourth);
}

TEST(ReviewOfExpenditure, SplitsAPartlyAcceptedRowInBothCurrencies) {
    const std::vector<reported_line> lines{{1, 32, gtq("100.00"), usd("12.33")}};
    const std::vector<line_rejection> rejections{{1, gtq("33.33"), "half of it was drink"}};
    const auto done = review_lines(lines, rejections, percentage{});
    ASSERT_EQ(done.lines.size(), 1U);
    const auto& row = done.lines[0];
    EXPECT_EQ(row.decision, "partly_accepted");
    EXPECT_EQ(shown(row.rejected), "33.33 GTQ");
    EXPECT_EQ(shown(row.rejected_base), "4.11 USD");
    EXPECT_EQ(shown(row.accepted), "66.67 GTQ");
    EXPECT_EQ(shown(row.accepted_base), "8.22 USD");
}

TEST(ReviewOfExpenditure, RefusesToRejectMoreThanWasReported) {
    const std::vector<reported_line> lines{{1, 32, gtq("100.00"), usd("12.33")}};
    for (const auto* amount : {"100.01", "-0.01"}) {
        const std::vector<line_rejection> rejections{{1, gtq(amount), "too much"}};
        EXPECT_THROW(review_lines(lines, rejections, percentage{}), contract_violation) << amount;
    }
    EXPECT_THROW(review_lines({}, {}, percentage{}), contract_violation);
}

TEST(ReviewOfExpenditure, ChargesNothingToALineOfWhichNothingIsAccepted) {
    const std::vector<reported_line> lines{
        {1, 32, gtq("100.00"), usd("12.33")}, {2, 33, gtq("10.00"), usd("1.23")}};
    const std::vector<line_rejection> rejections{{2, std::nullopt, "no receipt"}};
    EXPECT_EQ(
        spent_by_line(review_lines(lines, rejections, percentage{})), (by_line{{32, "12.33"}})
    );
}

}  // namespace tranche::domain
