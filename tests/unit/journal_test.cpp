// Journal entries before they are written: what they collect, what they call balanced, and which
// figures of a project follow from them.
#include "domain/journal.hpp"

#include "domain/contract.hpp"
#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace tranche::domain {
namespace {

constexpr account_ref unbudgeted{account_kind::project_unbudgeted, 7};
constexpr account_ref food{account_kind::budget_available, 32};
constexpr account_ref advance_one{account_kind::advance, 1};
constexpr account_ref cash{account_kind::fund_cash, 1};

journal_entry entry_of(const std::string& event) {
    return {event, day("2009-04-06"), {1, 7, 3}, {"payment", 5}};
}

std::map<std::string, std::string> figures_of(const journal_entry& entry) {
    std::map<std::string, std::string> figures;
    for (const auto& one : measures_of(entry)) {
        figures[std::string(one.measure)] += shown(one.amount) + '/' + one.base.to_decimal();
    }
    return figures;
}

}  // namespace

TEST(AccountKinds, HaveNamesOfTheirOwnAndOneBookEach) {
    std::set<std::string_view> names;
    for (const auto kind : all_account_kinds()) {
        EXPECT_TRUE(names.insert(name(kind)).second) << name(kind);
        const auto where = static_cast<char>(book_of(kind));
        EXPECT_NE(std::string_view("FPC").find(where), std::string_view::npos) << name(kind);
    }
    EXPECT_EQ(names.size(), 37U);
    EXPECT_EQ(name(account_kind::donor_source), "donor_source");
    EXPECT_EQ(name(account_kind::cash_exchange), "cash_exchange");
}

TEST(AccountKinds, KeepABalanceWhereMoneyMayRunOutAndNowhereInTheBank) {
    using enum account_kind;
    for (const auto kind :
         {line_available, project_unbudgeted, budget_available, obligated, tranche_unpaid, due,
          advance, receivable}) {
        EXPECT_TRUE(is_kept(kind)) << name(kind);
    }
    for (const auto kind : all_account_kinds()) {
        if (book_of(kind) == book::cash) {
            EXPECT_FALSE(is_kept(kind)) << name(kind);
        }
    }
    EXPECT_FALSE(is_kept(agreement_value));
    EXPECT_FALSE(is_kept(donor_source));
}

TEST(JournalEntry, MovesAnAmountFromOneAccountToAnother) {
    auto entry = entry_of("budget_approved");
    entry.move(unbudgeted, food, usd("22800.00"), usd("22800.00"));
    ASSERT_EQ(entry.postings().size(), 2U);
    EXPECT_EQ(entry.postings()[0].account, unbudgeted);
    EXPECT_EQ(shown(entry.postings()[0].amount), "-22800.00 USD");
    EXPECT_EQ(entry.postings()[1].account, food);
    EXPECT_EQ(shown(entry.postings()[1].amount), "22800.00 USD");
    EXPECT_TRUE(entry.is_balanced());
}

TEST(JournalEntry, JoinsPostingsToOneAccountAndCurrency) {
    auto entry = entry_of("budget_approved");
    entry.add(food, usd("10.00"), usd("10.00")).add(food, usd("2.50"), usd("2.50"));
    entry.add(food, gtq("8.00"), usd("1.00"));
    ASSERT_EQ(entry.postings().size(), 2U);
    EXPECT_EQ(shown(entry.postings()[0].amount), "12.50 USD");
    EXPECT_EQ(shown(entry.postings()[0].base), "12.50 USD");
    EXPECT_EQ(shown(entry.postings()[1].amount), "8.00 GTQ");
}

TEST(JournalEntry, TellsPartsOfOneOwnerApart) {
    auto entry = entry_of("acceptance");
    entry.add({account_kind::obligated, 3, 32}, usd("1.00"), usd("1.00"));
    entry.add({account_kind::obligated, 3, 33}, usd("1.00"), usd("1.00"));
    EXPECT_EQ(entry.postings().size(), 2U);
}

TEST(JournalEntry, LeavesOutWhatIsNothing) {
    auto entry = entry_of("budget_approved");
    entry.add(food, usd("0.00"), usd("0.00"));
    entry.add(unbudgeted, usd("5.00"), usd("5.00")).add(unbudgeted, usd("-5.00"), usd("-5.00"));
    EXPECT_TRUE(entry.empty());
}

TEST(JournalEntry, KeepsAPostingThatIsNothingInItsCurrencyButSomethingInBase) {
    auto entry = entry_of("acceptance");
    entry.add({account_kind::exchange_difference, 3}, gtq("0.00"), usd("13.75"));
    ASSERT_EQ(entry.postings().size(), 1U);
    EXPECT_EQ(shown(entry.postings()[0].base), "13.75 USD");
}

TEST(JournalEntry, TakesTheLatestFloorOfAnAccount) {
    auto entry = entry_of("budget_approved");
    entry.add(food, usd("1.00"), usd("1.00"), std::nullopt, -10);
    entry.add(food, usd("1.00"), usd("1.00"));
    EXPECT_EQ(entry.postings()[0].floor, -10);
    entry.add(food, usd("1.00"), usd("1.00"), std::nullopt, -30);
    EXPECT_EQ(entry.postings()[0].floor, -30);
}

TEST(JournalEntry, ChangesCurrencyThroughTheContraOfItsBook) {
    auto entry = entry_of("payment");
    entry.exchange(
        cash, {account_kind::partner_bank, 9}, {account_kind::cash_exchange, 1}, usd("28000.00"),
        gtq("226988.44"), usd("28000.00"), "8.10673"
    );
    ASSERT_EQ(entry.postings().size(), 4U);
    EXPECT_TRUE(entry.is_balanced());
    for (const auto& one : entry.postings()) {
        EXPECT_EQ(one.rate, "8.10673");
    }
}

TEST(JournalEntry, NeedsNoContraWithinOneCurrency) {
    auto entry = entry_of("payment");
    const account_ref contra{account_kind::cash_exchange, 1};
    const account_ref bank{account_kind::partner_bank, 9};
    entry.exchange(cash, bank, contra, usd("5.00"), usd("5.00"), usd("5.00"), "1");
    EXPECT_EQ(entry.postings().size(), 2U);
    EXPECT_THROW(
        entry.exchange(cash, bank, contra, usd("5.00"), usd("4.99"), usd("5.00"), "1"),
        contract_violation
    );
}

TEST(JournalEntry, IsNotBalancedWhenACentIsMissingInOneCurrency) {
    auto entry = entry_of("payment");
    entry.add(advance_one, gtq("10.00"), usd("1.00"));
    entry.add({account_kind::settled, 3}, gtq("-9.99"), usd("-1.00"));
    EXPECT_FALSE(entry.is_balanced());
}

TEST(JournalEntry, IsNotBalancedWhenACentIsMissingInBaseCurrency) {
    auto entry = entry_of("payment");
    entry.add(advance_one, gtq("10.00"), usd("1.00"));
    entry.add({account_kind::settled, 3}, gtq("-10.00"), usd("-0.99"));
    EXPECT_FALSE(entry.is_balanced());
}

TEST(JournalEntry, IsNotBalancedWhenOneBookPaysForAnother) {
    auto entry = entry_of("payment");
    entry.add(advance_one, usd("10.00"), usd("10.00"));
    entry.add(cash, usd("-10.00"), usd("-10.00"));
    EXPECT_FALSE(entry.is_balanced());
}

TEST(JournalEntry, RefusesToJoinAmountsOfDifferentBaseCurrencies) {
    auto entry = entry_of("payment");
    entry.add(advance_one, usd("1.00"), usd("1.00"));
    EXPECT_THROW(entry.add(advance_one, usd("1.00"), gtq("8.00")), contract_violation);
}

TEST(Measures, CountAllocationsAndReturnsOnlyInTheirOwnEvents) {
    const account_ref pool{account_kind::line_available, 2};
    auto allocation = entry_of("allocation");
    allocation.move(pool, unbudgeted, usd("150000.00"), usd("150000.00"));
    EXPECT_EQ(
        figures_of(allocation),
        (std::map<std::string, std::string>{{"allocated", "150000.00 USD/150000.00"}})
    );
    auto closing = entry_of("project_closed");
    closing.move(unbudgeted, pool, usd("2166.62"), usd("2166.62"));
    EXPECT_EQ(
        figures_of(closing),
        (std::map<std::string, std::string>{{"returned", "2166.62 USD/2166.62"}})
    );
    auto receipt = entry_of("receipt");
    receipt.move({account_kind::commitment_open, 4}, pool, usd("1.00"), usd("1.00"));
    EXPECT_TRUE(figures_of(receipt).empty());
}

TEST(Measures, CallMoneyToThePartnerDisbursedAndMoneyBackRefunded) {
    const account_ref bank{account_kind::partner_bank, 9};
    auto payment = entry_of("payment");
    payment.add(bank, gtq("226988.44"), usd("28000.00"));
    EXPECT_EQ(figures_of(payment)["disbursed"], "226988.44 GTQ/28000.00");
    auto refund = entry_of("refund");
    refund.add(bank, gtq("-6634.00"), usd("-799.33"));
    EXPECT_EQ(
        figures_of(refund), (std::map<std::string, std::string>{{"refunded", "6634.00 GTQ/799.33"}})
    );
}

TEST(Measures, CountABudgetAsBudgetedAndAvailableAtOnce) {
    auto approval = entry_of("budget_approved");
    approval.move(unbudgeted, food, usd("22800.00"), usd("22800.00"));
    auto figures = figures_of(approval);
    EXPECT_EQ(figures["budgeted"], "22800.00 USD/22800.00");
    EXPECT_EQ(figures["available"], "22800.00 USD/22800.00");
    auto signing = entry_of("agreement_signed");
    signing.move(food, {account_kind::obligated, 3, 32}, usd("100.00"), usd("100.00"));
    figures = figures_of(signing);
    EXPECT_EQ(figures.count("budgeted"), 0U);
    EXPECT_EQ(figures["available"], "-100.00 USD/-100.00");
    EXPECT_EQ(figures["obligated"], "100.00 USD/100.00");
}

TEST(Measures, ShowInterestAsIncomeAndKeepCurrenciesApart) {
    auto interest = entry_of("interest");
    interest.move({account_kind::interest, 3}, advance_one, gtq("215.60"), usd("25.92"));
    interest.move({account_kind::interest, 3}, advance_one, usd("1.00"), usd("1.00"));
    const auto deltas = measures_of(interest);
    EXPECT_EQ(std::ranges::count(deltas, "interest", &measure_delta::measure), 2);
    for (const auto& one : deltas) {
        EXPECT_TRUE(one.base.is_positive()) << one.measure;
    }
}

TEST(Measures, LeaveOutWhatCancelsWithinAnEntry) {
    auto approval = entry_of("budget_approved");
    approval.move(food, {account_kind::budget_available, 33}, usd("50.00"), usd("50.00"));
    EXPECT_TRUE(measures_of(approval).empty());
}

TEST(Measures, AreAllInTheList) {
    EXPECT_EQ(all_measures().size(), 15U);
    const std::set<std::string_view> once(all_measures().begin(), all_measures().end());
    EXPECT_EQ(once.size(), all_measures().size());
}

}  // namespace tranche::domain
