// The only door of the journal, straight in SQL and under the server's role: what balances gets in,
// and nothing else does.
#include "tests/support/environment.hpp"
#include "tests/support/sql.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

struct leg {
    std::string kind;
    long long owner;
    std::string currency;
    long long amount;
    long long base;
    std::string floor = "null";
};

std::string post_call(const std::vector<leg>& legs) {
    std::string kinds, owners, parts, currencies, amounts, bases, rates, floors;
    for (const auto& one : legs) {
        const std::string comma = kinds.empty() ? "" : ",";
        kinds += comma + '\'' + one.kind + '\'';
        owners += comma + std::to_string(one.owner);
        parts += comma + '0';
        currencies += comma + '\'' + one.currency + '\'';
        amounts += comma + std::to_string(one.amount);
        bases += comma + std::to_string(one.base);
        rates += comma + "null";
        floors += comma + one.floor;
    }
    return "select ledger.post('allocation', 'current', 1, null, null, '2026-06-30', 1, 'test', 1, null, null,"
           " array[" +
        kinds + "], array[" + owners + "]::bigint[], array[" + parts +
        "]::bigint[],"
        " array[" +
        currencies + "], array[" + amounts + "]::bigint[], array[" + bases +
        "]::bigint[],"
        " array[" +
        rates + "]::numeric[], array[" + floors +
        "]::bigint[],"
        " '{}', '{}', '{}', '{}', '{}')";
}

}  // namespace

class LedgerPost : public ::testing::Test {
protected:
    void refuse(const std::vector<leg>& legs, const std::string& constraint) {
        const auto before = db.contents();
        const auto refused = refusal_of(staff, post_call(legs));
        ASSERT_TRUE(refused) << constraint;
        EXPECT_EQ(refused->constraint, constraint) << refused->message;
        EXPECT_EQ(changed_tables(before, db.contents()), "");
    }
    std::string balance(const std::string& kind, long long owner) {
        return db.sql().one(
            "select b.amount from ledger.balance b join ledger.account a on a.id = b.account_id"
            " where a.kind = $1 and a.owner_id = $2",
            {kind, std::to_string(owner)}
        );
    }

    test_database db;
    sql_connection staff{db.staff_url()};
};

TEST_F(LedgerPost, KeepsABalancedEntryAndItsBalances) {
    staff.ask(post_call(
        {{"opening_source", 1, "USD", -100, -100}, {"line_available", 1, "USD", 100, 100}}
    ));
    staff.ask(post_call(
        {{"line_available", 1, "USD", -30, -30}, {"project_unbudgeted", 2, "USD", 30, 30}}
    ));
    EXPECT_EQ(balance("line_available", 1), "70");
    EXPECT_EQ(balance("project_unbudgeted", 2), "30");
    EXPECT_EQ(db.sql().number("select count(*) from ledger.posting"), 4);
}

TEST_F(LedgerPost, KeepsNoBalanceOfAnAccountThatMayHaveAnySign) {
    staff.ask(post_call(
        {{"opening_source", 1, "USD", -100, -100}, {"line_available", 1, "USD", 100, 100}}
    ));
    EXPECT_EQ(db.sql().number("select count(*) from ledger.balance"), 1);
}

TEST_F(LedgerPost, RefusesAnEntryThatDoesNotBalance) {
    refuse(
        {{"opening_source", 1, "USD", -100, -100}, {"line_available", 1, "USD", 101, 100}},
        "entry_balances_per_currency_check"
    );
}

TEST_F(LedgerPost, RefusesTwoCurrenciesThatBalanceOnlyTogether) {
    refuse(
        {{"opening_source", 1, "USD", -100, -100}, {"line_available", 1, "EUR", 100, 100}},
        "entry_balances_per_currency_check"
    );
}

TEST_F(LedgerPost, RefusesTwoBooksThatBalanceOnlyTogether) {
    refuse(
        {{"fund_cash", 1, "USD", -100, -100}, {"line_available", 1, "USD", 100, 100}},
        "entry_balances_per_currency_check"
    );
}

TEST_F(LedgerPost, RefusesAnEntryThatDoesNotBalanceInBaseCurrency) {
    refuse(
        {{"opening_source", 1, "GTQ", -100, -13}, {"line_available", 1, "GTQ", 100, 12}},
        "entry_balances_in_base_check"
    );
}

TEST_F(LedgerPost, RefusesAnAccountKindItDoesNotKnow) {
    refuse(
        {{"opening_source", 1, "USD", -100, -100},
         {"line_available", 1, "USD", 100, 100},
         {"purse", 1, "USD", 5, 5}},
        "account_kind_fkey"
    );
}

TEST_F(LedgerPost, RefusesToOverdraw) {
    staff.ask(post_call(
        {{"opening_source", 1, "USD", -100, -100}, {"line_available", 1, "USD", 100, 100}}
    ));
    refuse(
        {{"line_available", 1, "USD", -101, -101}, {"project_unbudgeted", 2, "USD", 101, 101}},
        "balance_not_overdrawn_check"
    );
    staff.ask(post_call(
        {{"line_available", 1, "USD", -100, -100}, {"project_unbudgeted", 2, "USD", 100, 100}}
    ));
    EXPECT_EQ(balance("line_available", 1), "0");
}

TEST_F(LedgerPost, LetsABalanceBendToItsFloorAndNoFurther) {
    staff.ask(post_call(
        {{"opening_source", 1, "USD", -100, -100}, {"obligated", 5, "USD", 100, 100, "-10"}}
    ));
    refuse(
        {{"obligated", 5, "USD", -111, -111}, {"spent", 5, "USD", 111, 111}},
        "balance_not_overdrawn_check"
    );
    staff.ask(post_call({{"obligated", 5, "USD", -110, -110}, {"spent", 5, "USD", 110, 110}}));
    EXPECT_EQ(balance("obligated", 5), "-10");
    // A later entry that says nothing about the floor leaves it; one that takes it away is refused.
    refuse(
        {{"obligated", 5, "USD", -1, -1}, {"spent", 5, "USD", 1, 1}}, "balance_not_overdrawn_check"
    );
    refuse(
        {{"obligated", 5, "USD", 5, 5, "0"}, {"spent", 5, "USD", -5, -5}},
        "balance_not_overdrawn_check"
    );
}

TEST_F(LedgerPost, RefusesAnEmptyPosting) {
    refuse(
        {{"opening_source", 1, "USD", 0, 0}, {"line_available", 1, "USD", 0, 0}},
        "posting_not_empty_check"
    );
}

TEST_F(LedgerPost, RefusesTwoPostingsToOneAccount) {
    staff.ask(post_call(
        {{"opening_source", 1, "USD", -100, -100}, {"line_available", 1, "USD", 100, 100}}
    ));
    refuse(
        {{"opening_source", 1, "USD", -100, -100},
         {"line_available", 1, "USD", 60, 60},
         {"line_available", 1, "USD", 40, 40}},
        "posting_pkey"
    );
}

}  // namespace tranche::tests
