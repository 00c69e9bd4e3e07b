// Liquidation of advances with the figures of the shelter: four reports, to the cent.
#include "domain/liquidation.hpp"

#include "domain/contract.hpp"
#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::domain {
namespace {

const advance_layer t1{11, 1, gtq("226988.44"), usd("28000.00")};
const advance_layer t1_rest{11, 1, gtq("24383.94"), usd("3007.86")};
const advance_layer t2{12, 2, gtq("195513.84"), usd("24000.00")};
const advance_layer t2_rest{12, 2, gtq("24569.28"), usd("3015.96")};
const advance_layer t3{13, 3, gtq("182588.12"), usd("22000.00")};
const advance_layer t3_rest{13, 3, gtq("10437.90"), usd("1257.66")};
const advance_layer interest{14, 0, gtq("215.60"), usd("25.92")};
const advance_layer t4{15, 4, gtq("145948.17"), usd("17485.00")};
const unpaid_tranche t5{5, usd("4815.00")};

struct report_row {
    std::string name;
    std::vector<advance_layer> layers;
    std::string accepted, accepted_base, rejected;
    std::string given_up, difference;
    std::string receivable, receivable_base;
    std::string due, due_base;
};

// What each report found open, what was accepted of it, and what had to come of it.
const std::vector<report_row> reports{
    {"R1",
     {t1},
     "202604.50",
     "24978.39",
     "0.00",
     "24992.14",
     "13.75",
     "0.00",
     "0.00",
     "0.00",
     "0.00"},
    {"R2",
     {t1_rest, t2},
     "188694.50",
     "22929.53",
     "6634.00",
     "23177.55",
     "248.02",
     "6634.00",
     "814.35",
     "0.00",
     "0.00"},
    {"R3",
     {t2_rest, t3},
     "196719.50",
     "23651.26",
     "0.00",
     "23758.30",
     "107.04",
     "0.00",
     "0.00",
     "0.00",
     "0.00"},
    {"R4",
     {t3_rest, interest, t4},
     "190299.50",
     "22990.67",
     "0.00",
     "18768.58",
     "-16.78",
     "0.00",
     "0.00",
     "33697.83",
     "4205.31"},
};

money amount_of(const std::vector<layer_piece>& pieces) {
    auto sum = gtq("0.00");
    for (const auto& one : pieces)
        sum += one.amount;
    return sum;
}

money base_of(const std::vector<layer_piece>& pieces) {
    auto sum = usd("0.00");
    for (const auto& one : pieces)
        sum += one.base;
    return sum;
}

reviewed_amounts reviewed(
    const std::string& accepted, const std::string& base, const std::string& rejected = "0.00"
) {
    return {gtq(accepted), usd(base), gtq(rejected)};
}

}  // namespace

TEST(Liquidation, GivesUpTheShelterAdvancesToTheCent) {
    for (const auto& row : reports) {
        SCOPED_TRACE(row.name);
        const auto done = liquidate(
            reviewed(row.accepted, row.accepted_base, row.rejected), row.layers, std::vector{t5},
            gtq_per_usd("8.013155")
        );
        EXPECT_EQ(shown(base_of(done.discharged)), row.given_up + " USD");
        EXPECT_EQ(shown(done.exchange_difference), row.difference + " USD");
        EXPECT_EQ(shown(amount_of(done.to_receivable)), row.receivable + " GTQ");
        EXPECT_EQ(shown(base_of(done.to_receivable)), row.receivable_base + " USD");
        EXPECT_TRUE(done.beyond.is_zero());
        auto due = gtq("0.00");
        auto due_base = usd("0.00");
        for (const auto& one : done.due) {
            due += one.due;
            due_base += one.base;
        }
        EXPECT_EQ(shown(due), row.due + " GTQ");
        EXPECT_EQ(shown(due_base), row.due_base + " USD");
        EXPECT_EQ(done.settled + due, gtq(row.accepted));
        EXPECT_EQ(done.settled_base + due_base, usd(row.accepted_base));
    }
}

TEST(Liquidation, LeavesEachAdvanceWithWhatTheNextReportFinds) {
    std::vector first{t1};
    take_oldest_first(first, gtq("202604.50"));
    EXPECT_EQ(first[0].open, t1_rest.open);
    EXPECT_EQ(first[0].open_base, t1_rest.open_base);

    std::vector second{t1_rest, t2};
    take_oldest_first(second, gtq("188694.50"));
    EXPECT_TRUE(second[0].open.is_zero());
    EXPECT_TRUE(second[0].open_base.is_zero());
    take_oldest_first(second, gtq("6634.00"));
    EXPECT_EQ(second[1].open, t2_rest.open);
    EXPECT_EQ(second[1].open_base, t2_rest.open_base);

    std::vector third{t2_rest, t3};
    take_oldest_first(third, gtq("196719.50"));
    EXPECT_EQ(third[1].open, t3_rest.open);
    EXPECT_EQ(third[1].open_base, t3_rest.open_base);
}

TEST(Liquidation, TakesFromTheOldestAdvanceFirst) {
    std::vector layers{t3_rest, interest, t4};
    const auto pieces = take_oldest_first(layers, gtq("10437.91"));
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[0].advance_id, t3_rest.advance_id);
    EXPECT_EQ(shown(pieces[0].base), "1257.66 USD");
    EXPECT_EQ(pieces[1].advance_id, interest.advance_id);
    EXPECT_EQ(pieces[1].tranche_id, 0);
    EXPECT_EQ(shown(pieces[1].amount), "0.01 GTQ");
    EXPECT_EQ(layers[2].open, t4.open);
}

TEST(Liquidation, GivesUpAllOfTheBaseWithTheLastCentavo) {
    std::vector layers{advance_layer{1, 1, gtq("0.03"), usd("0.01")}};
    auto base = usd("0.00");
    for (int i = 0; i < 3; ++i) {
        for (const auto& one : take_oldest_first(layers, gtq("0.01")))
            base += one.base;
    }
    EXPECT_EQ(shown(base), "0.01 USD");
    EXPECT_TRUE(layers[0].open_base.is_zero());
}

TEST(Liquidation, TakesNoMoreThanTheAdvancesHold) {
    std::vector layers{interest};
    EXPECT_EQ(shown(amount_of(take_oldest_first(layers, gtq("999.00")))), "215.60 GTQ");
    EXPECT_TRUE(take_oldest_first(layers, gtq("1.00")).empty());
    EXPECT_THROW(take_oldest_first(layers, gtq("-0.01")), contract_violation);
}

TEST(Liquidation, LowersNoAdvanceForWhatIsRejectedBeyondThem) {
    // R45: what was rejected and never paid is no debt.
    const auto done =
        liquidate(reviewed("200.00", "24.00", "6634.00"), {interest}, {}, gtq_per_usd("8.013155"));
    EXPECT_EQ(shown(amount_of(done.to_receivable)), "15.60 GTQ");
    EXPECT_TRUE(done.due.empty());
}

TEST(Liquidation, FillsTranchesInTheirOrderWithWhatFallsDue) {
    const std::vector<unpaid_tranche> tranches{
        {1, usd("10.00")}, {2, usd("0.00")}, {3, usd("10.00")}};
    const auto done = liquidate(reviewed("120.00", "15.00"), {}, tranches, gtq_per_usd("8"));
    ASSERT_EQ(done.due.size(), 2U);
    EXPECT_EQ(done.due[0].tranche_id, 1);
    EXPECT_EQ(shown(done.due[0].from_tranche), "10.00 USD");
    EXPECT_EQ(shown(done.due[0].due), "80.00 GTQ");
    EXPECT_EQ(done.due[1].tranche_id, 3);
    EXPECT_EQ(shown(done.due[1].from_tranche), "5.00 USD");
    EXPECT_EQ(shown(done.due[1].due), "40.00 GTQ");
    EXPECT_TRUE(done.beyond.is_zero());
    EXPECT_TRUE(done.settled.is_zero());
}

TEST(Liquidation, SaysWhatNoTrancheCovers) {
    const auto done = liquidate(
        reviewed("120.04", "15.00"), {}, std::vector<unpaid_tranche>{{1, usd("15.00")}},
        gtq_per_usd("8")
    );
    EXPECT_EQ(shown(done.beyond), "0.04 GTQ");
}

TEST(Liquidation, LetsEvenAFewCentavosFallDue) {
    // 0.04 GTQ is not half a cent, and is owed all the same.
    const auto done = liquidate(
        reviewed("215.64", "26.00"), {interest}, std::vector<unpaid_tranche>{{5, usd("4815.00")}},
        gtq_per_usd("8.013155")
    );
    ASSERT_EQ(done.due.size(), 1U);
    EXPECT_EQ(shown(done.due[0].due), "0.04 GTQ");
    EXPECT_TRUE(done.due[0].from_tranche.is_zero());
    EXPECT_TRUE(done.beyond.is_zero());
}

TEST(Liquidation, TakesNothingFromATrancheForNothing) {
    // At this rate the tranche's last cent buys less than half a centavo.
    const auto done = liquidate(
        reviewed("0.01", "0.03"), {}, std::vector<unpaid_tranche>{{5, usd("0.01")}},
        gtq_per_usd("0.4")
    );
    EXPECT_TRUE(done.due.empty());
    EXPECT_EQ(shown(done.beyond), "0.01 GTQ");
}

TEST(Liquidation, KnowsNoExchangeDifferenceWithinBaseCurrency) {
    const std::vector<advance_layer> layers{{1, 1, usd("60.00"), usd("60.00")}};
    const auto done = liquidate(
        {usd("100.00"), usd("100.00"), usd("0.00")}, layers,
        std::vector<unpaid_tranche>{{2, usd("50.00")}},
        exchange_rate::one(usd("0.00").currency_unit())
    );
    EXPECT_TRUE(done.exchange_difference.is_zero());
    EXPECT_EQ(shown(done.settled), "60.00 USD");
    ASSERT_EQ(done.due.size(), 1U);
    EXPECT_EQ(shown(done.due[0].base), "40.00 USD");
}

TEST(SupportCost, IsAPercentOfBothCurrenciesAndHasNoRateOfItsOwn) {
    const auto first = support_cost_on(gtq("189350.00"), usd("23344.29"), percent("7"));
    EXPECT_EQ(shown(first.amount), "13254.50 GTQ");
    EXPECT_EQ(shown(first.base), "1634.10 USD");
    const auto second = support_cost_on(gtq("176350.00"), usd("21429.47"), percent("7"));
    EXPECT_EQ(shown(second.amount), "12344.50 GTQ");
    EXPECT_EQ(shown(second.base), "1500.06 USD");
    EXPECT_TRUE(support_cost_on(gtq("1.00"), usd("0.12"), percentage{}).amount.is_zero());
}

}  // namespace tranche::domain
