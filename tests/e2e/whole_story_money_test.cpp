// The money of the shelter's whole story: payments, journal, budget and the sums that must agree,
// to the cent, as finance and the auditor read them over a real socket.
#include "domain/money.hpp"
#include "tests/e2e/whole_story.hpp"

#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace tranche::tests {
namespace {

const std::string of_shelter = "?project=CT.9001";

domain::money dollars(const std::string& decimal) {
    return domain::money::parse(decimal, *domain::currency::from_code("USD")).value();
}

// What an entry does in dollars to the accounts of section 11: "advance 28000.00; fund_cash
// -28000.00". Of cash there and back, and of tranches, the journal says more than the scenario.
std::string legs_of(const json::value& entry) {
    static const std::set<std::string> accounts{"advance",   "due",      "exchange_difference",
                                                "fund_cash", "interest", "receivable"};
    std::map<std::string, domain::money> sums;
    for (const auto& one : entry.at("postings").as_array()) {
        const auto account = text_of(one.at("account"));
        if (accounts.contains(account)) {
            sums.try_emplace(account, dollars("0")).first->second +=
                dollars(amount_in(one, "base_amount"));
        }
    }
    std::string all;
    for (const auto& [account, sum] : sums) {
        all += (all.empty() ? "" : "; ") + account + ' ' + sum.to_decimal();
    }
    return all;
}

// What it spends of each budget line; no two lines of one entry are alike here.
std::set<std::string> spent_by(const json::value& entry) {
    std::set<std::string> all;
    for (const auto& one : entry.at("postings").as_array()) {
        if (text_of(one.at("account")) == "spent") {
            all.insert(amount_in(one, "amount"));
        }
    }
    return all;
}

}  // namespace

// Section 13.
TEST_F(WholeStory, PaysFiveTranchesAndTakesOneRefundBack) {
    EXPECT_EQ(
        report(
            finance, "disbursements" + of_shelter,
            {"tranche", "kind", "requested_on", "approved_on", "paid_on", "currency", "amount",
             "rate", "base_amount"}
        ),
        (rows{
            "T1|advance|2009-04-01|2009-04-03|2009-04-06|GTQ|226988.44|8.10673|28000.00",
            "T2|advance|2009-07-16|2009-07-20|2009-07-22|GTQ|195513.84|8.14641|24000.00",
            "T3|advance|2009-10-14|2009-11-03|2009-11-05|GTQ|182588.12|8.29946|22000.00",
            "T2|refund|||2009-11-20|GTQ|-6634.00|8.29946|-799.33",
            "T4|advance|2010-01-22|2010-01-26|2010-01-28|GTQ|145948.17|8.34705|17485.00",
            "T5|reimbursement|2010-05-17|2010-05-20|2010-05-21|GTQ|33697.83|8.013155|4205.31"})
    );
    EXPECT_EQ(
        report(
            auditor, "disbursements" + of_shelter + "&group_by=quarter",
            {"quarter", "gross", "refunds", "net"}
        ),
        (rows{
            "2009-Q2|28000.00|0.00|28000.00", "2009-Q3|24000.00|0.00|24000.00",
            "2009-Q4|22000.00|-799.33|21200.67", "2010-Q1|17485.00|0.00|17485.00",
            "2010-Q2|4205.31|0.00|4205.31"})
    );
    EXPECT_EQ(
        report(
            finance, "disbursements" + of_shelter + "&group_by=project", {"gross", "refunds", "net"}
        ),
        rows{"95690.31|-799.33|94890.98"}
    );
}

// Section 2: who asks, who certifies, who approves and who pays are four persons.
TEST_F(WholeStory, PaysNothingByFewerThanFourPersons) {
    const auto told = report(
        auditor, "trail" + of_agreement,
        {"event", "effective_on", "requested_by", "certified_by", "approved_by", "recorded_by"}
    );
    std::set<std::string> payments;
    std::ranges::copy_if(told, std::inserter(payments, payments.end()), [](const auto& one) {
        return one.starts_with("payment|");
    });
    EXPECT_EQ(payments.size(), 5U);
    for (const auto& one : payments) {
        EXPECT_TRUE(one.ends_with("|partner.officer|programme.gt|approver|treasury")) << one;
    }
}

// Section 11, in dollars.
TEST_F(WholeStory, IsEnteredInTheJournalAsTheScenarioSays) {
    const auto listed =
        found(auditor, v1 + "journal-entries" + of_agreement + "&sort=effective_on&limit=100");
    rows told;
    std::map<std::string, std::set<std::string>> spent;
    for (const auto& one : listed.at("items").as_array()) {
        const auto entry = found(auditor, v1 + "journal-entries/" + text_of(one.at("id")));
        const auto legs = legs_of(entry);
        const auto day = text_of(entry.at("effective_on"));
        if (!legs.empty()) {
            told.push_back(day + ' ' + text_of(entry.at("event")) + ": " + legs);
        }
        if (auto lines = spent_by(entry); !lines.empty()) {
            spent[day] = std::move(lines);
        }
    }
    EXPECT_EQ(
        told,
        (rows{
            "2009-04-06 payment: advance 28000.00; fund_cash -28000.00",
            "2009-07-16 acceptance: advance -24992.14; exchange_difference 13.75",
            "2009-07-22 payment: advance 24000.00; fund_cash -24000.00",
            "2009-10-29 acceptance: advance -23177.55; exchange_difference 248.02",
            "2009-10-29 rejection: advance -814.35; receivable 814.35",
            "2009-11-05 payment: advance 22000.00; fund_cash -22000.00",
            "2009-11-20 refund: exchange_difference 15.02; fund_cash 799.33; receivable -814.35",
            "2009-12-31 interest: advance 25.92; interest -25.92",
            "2010-01-22 acceptance: advance -23758.30; exchange_difference 107.04",
            "2010-01-28 payment: advance 17485.00; fund_cash -17485.00",
            "2010-05-14 acceptance: advance -18768.58; due 4205.31; exchange_difference -16.78",
            "2010-05-21 payment: due -4205.31; fund_cash -4205.31"})
    );
    const std::map<std::string, std::set<std::string>> expected{
        {"2009-07-16",
         {"12084.94", "591.76", "2089.64", "2957.92", "2193.80", "2711.40", "714.83", "1634.10"}},
        {"2009-10-29",
         {"5836.09", "583.74", "2061.33", "4378.03", "2116.05", "3247.04", "1516.35", "1690.84",
          "1500.06"}},
        {"2010-01-22",
         {"359.68", "6971.72", "576.95", "2037.38", "4327.17", "2091.47", "3209.32", "2530.29",
          "1547.28"}},
        {"2010-05-14",
         {"6288.13", "580.34", "2049.35", "4352.58", "2103.76", "3228.16", "2884.29", "1504.06"}}};
    EXPECT_EQ(spent, expected);
}

// Section 12: the due is what tranche 5 pays, the rest of it is cancelled.
TEST_F(WholeStory, AddsUpOverProjectAgreementAndTranches) {
    const auto project = found(auditor, v1 + "projects/CT.9001");
    EXPECT_EQ(
        amounts_in(
            project,
            {"allocated", "disbursed", "accepted", "direct", "refunded", "exchange_difference",
             "advance", "receivable", "obligated", "returned"}
        ),
        "allocated 150000.00 disbursed 95690.31 accepted 94549.85 direct 52942.40 refunded 799.33 "
        "exchange_difference 367.05 advance 0.00 receivable 0.00 obligated 0.00 returned 2166.62"
    );
    // 95,690.31 and the interest of 25.92 are all accounted for, and the allocation is.
    const auto sum = [&](const std::vector<std::string>& names) {
        auto all = dollars("0");
        for (const auto& name : names) {
            all += dollars(amount_in(project, name));
        }
        return all.to_decimal();
    };
    EXPECT_EQ(
        sum({"accepted", "refunded", "exchange_difference", "advance", "receivable"}), "95716.23"
    );
    EXPECT_EQ(
        (dollars(sum({"direct", "disbursed", "returned"})) - dollars(sum({"refunded"}))),
        dollars("150000.00")
    );
    const auto signed_one = found(partner, agreement);
    EXPECT_EQ(
        amounts_in(signed_one, {"value", "spent", "obligated", "advance_outstanding", "due"}),
        "value 96300.00 spent 94549.85 obligated 0.00 advance_outstanding 0.00 due 0.00"
    );
    const auto last = found(partner, v1 + "tranches/GT-2009-001:T5");
    EXPECT_EQ(
        amounts_in(last, {"amount", "paid", "cancelled", "unpaid"}),
        "amount 4815.00 paid 4205.31 cancelled 609.69 unpaid 0.00"
    );
    // The interim report of section 12 stands on the same figures, half a year in.
    const auto interim = found(auditor, v1 + "projects/CT.9001?until=2009-09-30");
    EXPECT_EQ(
        amounts_in(interim, {"disbursed", "direct", "advance"}),
        "disbursed 52000.00 direct 28889.90 advance 27007.86"
    );
    EXPECT_EQ(amount_in(found(partner, agreement + "?until=2009-10-29"), "spent"), "47907.92");
}

TEST_F(WholeStory, SpendsEachBudgetLineAsTheScenarioSays) {
    EXPECT_EQ(
        report(
            finance, "budget-execution" + of_shelter,
            {"budget_line", "budget", "spent", "balance", "burn_percent"}
        ),
        (rows{
            "1.1|18000.00|17860.00|140.00|99.22", "1.2|4500.00|4500.00|0.00|100.00",
            "1.3|8400.00|8237.70|162.30|98.07", "2.1|5400.00|5362.00|38.00|99.30",
            "2.2|2400.00|2332.79|67.21|97.20", "3.1|14000.00|13960.97|39.03|99.72",
            "3.2|22800.00|21807.34|992.66|95.65", "3.3|16200.00|16015.70|184.30|98.86",
            "3.4|7200.00|7026.11|173.89|97.58", "3.5|7000.00|7105.42|-105.42|101.51",
            "3.6|12000.00|11878.32|121.68|98.99", "3.7|6300.00|6185.50|114.50|98.18",
            "3.8|12300.00|12187.40|112.60|99.08", "3.9|6000.00|5683.00|317.00|94.72",
            "4.1|7500.00|7350.00|150.00|98.00", "||367.05||", "||-25.92||"})
    );
}

// Section 14.
TEST_F(WholeStory, IsMeasuredAgainstItsTargets) {
    EXPECT_EQ(
        report(
            auditor, "outcomes" + of_shelter,
            {"indicator", "target", "actual", "achievement_percent", "budget", "spent",
             "cost_per_unit"}
        ),
        (rows{
            "Persons assisted, newly admitted (sum)|45|65|144.44|150000.00|147492.25|2269.11",
            "Places for children (latest)|25|25|100.00|14000.00|13960.97|",
            "Places for adults (latest)|10|10|100.00|||",
            "Kinds of service provided (latest)|6|6|100.00|65200.00|63832.89|10638.82",
            "Persons trained (sum)|60|61|101.67|18300.00|17870.40|292.96"})
    );
}

}  // namespace tranche::tests
