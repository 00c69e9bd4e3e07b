// What a payment amounts to in its three currencies, and how much of earlier advances must be
// accounted for before the next one.
#include "domain/disbursement.hpp"

#include "domain/contract.hpp"
#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::domain {
namespace {

const auto dollar = usd("0.00").currency_unit();
const auto quetzal = gtq("0.00").currency_unit();

}  // namespace

TEST(PaymentAmounts, FollowTheShelterTranches) {
    struct row {
        const char *tranche, *rate, *paid;
    };
    const std::vector<row> rows{
        {"28000.00", "8.10673", "226988.44"},
        {"24000.00", "8.14641", "195513.84"},
        {"22000.00", "8.29946", "182588.12"},
        {"17485.00", "8.34705", "145948.17"}};
    for (const auto& one : rows) {
        const auto amounts =
            amounts_of_payment(usd(one.tranche), dollar, quetzal, dollar, gtq_per_usd(one.rate));
        EXPECT_EQ(amounts.from_tranche, usd(one.tranche));
        EXPECT_EQ(shown(amounts.paid), std::string(one.paid) + " GTQ");
        EXPECT_EQ(amounts.base, usd(one.tranche));
    }
}

TEST(PaymentAmounts, MayBeStatedInTheCurrencyOfThePayment) {
    const auto amounts =
        amounts_of_payment(gtq("33697.83"), dollar, quetzal, dollar, gtq_per_usd("8.013155"));
    EXPECT_EQ(shown(amounts.from_tranche), "4205.31 USD");
    EXPECT_EQ(shown(amounts.paid), "33697.83 GTQ");
    EXPECT_EQ(shown(amounts.base), "4205.31 USD");
}

TEST(PaymentAmounts, OfAnAgreementInThePartnersCurrencyHaveABaseAtTheRate) {
    const auto amounts =
        amounts_of_payment(gtq("810.67"), quetzal, quetzal, dollar, gtq_per_usd("8.10673"));
    EXPECT_EQ(shown(amounts.from_tranche), "810.67 GTQ");
    EXPECT_EQ(shown(amounts.paid), "810.67 GTQ");
    EXPECT_EQ(shown(amounts.base), "100.00 USD");
}

TEST(PaymentAmounts, AreOneWithinOneCurrency) {
    const auto amounts =
        amounts_of_payment(usd("5.00"), dollar, dollar, dollar, exchange_rate::one(dollar));
    EXPECT_EQ(amounts.paid, usd("5.00"));
    EXPECT_EQ(amounts.base, usd("5.00"));
}

TEST(PaymentAmounts, RefuseAnAgreementInAThirdCurrency) {
    const auto euro = *currency::from_code("EUR");
    EXPECT_THROW(
        amounts_of_payment(usd("5.00"), euro, quetzal, dollar, gtq_per_usd("8")), contract_violation
    );
}

TEST(MissingLiquidation, IsNothingBeforeTheFirstAdvance) {
    EXPECT_EQ(missing_liquidation({}, percent("80")), std::nullopt);
}

TEST(MissingLiquidation, FollowsTheShelterConditions) {
    const std::vector<advance_account> after_first{{gtq("226988.44"), gtq("24383.94")}};
    EXPECT_EQ(missing_liquidation(after_first, percent("80")), std::nullopt);
    const std::vector<advance_account> before_third{
        {gtq("226988.44"), gtq("24383.94")}, {gtq("195513.84"), gtq("195513.84")}};
    // All of T1 and 80 % of T2, of which nothing was accepted yet.
    EXPECT_EQ(shown(missing_liquidation(before_third, percent("80")).value()), "180795.01 GTQ");
    const std::vector<advance_account> after_second{
        {gtq("226988.44"), gtq("0.00")}, {gtq("195513.84"), gtq("31203.28")}};
    EXPECT_EQ(missing_liquidation(after_second, percent("80")), std::nullopt);
}

TEST(MissingLiquidation, IsOneCentavoWhenOneIsMissing) {
    // 80 % of T2 is 156,411.07: 39,102.77 may still be open.
    EXPECT_EQ(
        missing_liquidation(
            std::vector<advance_account>{{gtq("195513.84"), gtq("39102.77")}}, percent("80")
        ),
        std::nullopt
    );
    EXPECT_EQ(
        missing_liquidation(
            std::vector<advance_account>{{gtq("195513.84"), gtq("39102.78")}}, percent("80")
        ),
        gtq("0.01")
    );
}

TEST(MissingLiquidation, WantsAllOfEveryEarlierAdvance) {
    const std::vector<advance_account> advances{
        {usd("100.00"), usd("0.01")}, {usd("100.00"), usd("0.00")}};
    EXPECT_EQ(missing_liquidation(advances, percent("80")), usd("0.01"));
    EXPECT_EQ(missing_liquidation(advances, percent("0")), usd("0.01"));
}

}  // namespace tranche::domain
