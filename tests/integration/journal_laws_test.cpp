// The laws see what they are there to see: each is broken once, on purpose, by the owner's SQL.
#include "tests/support/journal_laws.hpp"

#include "tests/support/builders.hpp"
#include "tests/support/history.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

struct damage {
    const char* law;
    const char* statement;
};

constexpr damage damages[] = {
    {"an entry adds to zero in each book, per currency and in base currency",
     "update ledger.posting set amount = amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'settled')"},
    {"an entry adds to zero in each book, per currency and in base currency",
     "update ledger.posting set base_amount = base_amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'settled')"},
    {"a posting has an entry", "delete from ledger.entry where event = 'payment'"},
    {"a kept balance is the sum of its postings",
     "update ledger.balance set amount = amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'budget_available')"},
    {"a kept balance is not below its floor",
     "alter table ledger.balance drop constraint balance_not_overdrawn_check;"
     "update ledger.balance set amount = floor_amount - 1 where account_id ="
     " (select id from ledger.account where kind = 'obligated'"
     " and owner_id in (select id from partner.agreement))"},
    {"a figure kept for reports is what its postings say",
     "update ledger.cell set amount = amount + 1 where measure = 'disbursed'"},
    {"a figure kept for reports is what its postings say",
     "update ledger.cell set state = 'PE' where measure = 'disbursed'"},
    {"the parts of the States are the whole entry",
     "insert into ledger.entry_share select entry_id, 'disbursed', 'GT', 'USD', 1, 1 from ledger.posting limit 1"},
    {"what donors committed is what their contributions say",
     "update funding.contribution set committed_amount = committed_amount + 1"},
    {"what a line received is what its receipts say",
     "update funding.contribution_receipt set amount = amount + 1"},
    {"what was applied of unapplied receipts is what was taken of the commitment",
     "insert into funding.receipt_application (id, contribution_id, applied_on, currency, amount, base_amount,"
     " recorded_by) select 1, id, '2026-06-01', 'USD', 1, 1, 1 from funding.contribution"},
    {"what is unapplied was received and neither applied nor sent back",
     "update funding.contribution_receipt set unapplied_amount = 1"},
    {"what was signed first and changed since is what is committed",
     "insert into funding.commitment_change (id, contribution_id, changed_on, currency, amount, document,"
     " recorded_by) select 1, id, '2026-06-01', 'USD', 1, 'd', 1 from funding.contribution"},
    {"the agency's overhead is what its receipts say",
     "update funding.contribution_receipt set overhead_amount = 1"},
    {"what went back to a donor is what its refunds say",
     "insert into funding.donor_refund (id, contribution_id, taken_from, currency, amount, reason, requested_by,"
     " requested_on, paid_by, paid_on, bank_reference, rate, taken_base) select 1, id, 'line', 'USD', 1, 'r', 1,"
     " '2026-06-01', 2, '2026-06-01', 'b', 1, 1 from funding.contribution"},
    {"a refund at another rate cost or brought its line what it says",
     "insert into funding.donor_refund (id, contribution_id, taken_from, currency, amount, reason, requested_by,"
     " requested_on, exchange_difference) select 1, id, 'unapplied', 'USD', 1, 'r', 1, '2026-06-01', 1 from"
     " funding.contribution"},
    {"what is taken back is taken back whole",
     "insert into funding.contribution_receipt (id, contribution_id, received_on, currency, amount, rate,"
     " base_amount, reverses_id) select 1, contribution_id, received_on, currency, -1, 1, -1, id from"
     " funding.contribution_receipt"},
    {"every move of a line's money says whose it is",
     "update funding.money_source set amount = amount - 1 where source_type = 'allocation'"},
    {"what each giver has left is the sum of its moves",
     "update funding.giver_balance set amount = amount + 1"},
    {"no contribution gave more than was received of it and may be given ahead",
     "update funding.money_source set amount = -amount where source_type = 'contribution_receipt'"},
    {"an allocation left its line once", "update funding.allocation set amount = amount + 1"},
    {"what a line holds is what came in less what went out",
     "update funding.allocation set amount = amount + 1"},
    {"a project's allocation is unbudgeted, budgeted or returned",
     "update funding.allocation set amount = amount + 1"},
    {"a budget line's budget is available, obligated, spent or written off",
     "update funding.budget_version_line set unit_price = unit_price + 1, amount = amount + 1"},
    {"an own obligation was set aside to the cent",
     "update funding.obligation set base_amount = base_amount + 1"},
    {"what is spent against an obligation lowers it",
     "update ledger.posting set account_id = (select a.id from ledger.account a join funding.obligation o"
     " on o.id = a.owner_id where a.kind = 'obligated') where amount < 0"
     " and account_id in (select id from ledger.account where kind = 'budget_available')"
     " and entry_id in (select id from ledger.entry where event = 'direct_expenditure')"},
    {"what was given up of a project is what its closure says",
     "alter table funding.closure disable trigger closure_within_residue;"
     "insert into funding.closure (project_id, closed_on, line_id, currency, returned_amount, closed_by,"
     " written_off_amount) select p.id, '2026-06-30', l.id, 'USD', 0, 1, 1 from funding.project p,"
     " funding.funding_line l"},
    {"an agreement's value is the sum of its lines and of its tranches",
     "update partner.agreement_line set amount = amount + 1"},
    {"an agreement is what its version in force says",
     "update partner.agreement_version_line set amount = amount + 1"},
    {"the partner's accounts of an agreement add to zero",
     "update ledger.posting set amount = amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'settled')"},
    {"what was signed and not cancelled is obligated, spent or set free at the end",
     "update ledger.posting set base_amount = base_amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'spent')"},
    {"what was spent is settled or due",
     "update ledger.posting set base_amount = base_amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'spent')"},
    {"the books of authority and of the partner agree",
     "update ledger.posting set base_amount = base_amount + 1 where account_id ="
     " (select id from ledger.account where kind = 'receivable')"},
    {"a closed agreement has obligated exactly what is owed of it",
     "update partner.agreement set state = 'closed'"},
    {"a payment row is a movement of the partner's bank",
     "update partner.payment set base_amount = base_amount + 1"},
    {"a tranche's commitments stand in its row",
     "update partner.tranche set reserved_amount = reserved_amount + 1 where code = 'T2'"},
    {"what is left of a tranche is neither paid, due nor cancelled",
     "update partner.tranche set cancelled_amount = 100, cancel_reason = 'x' where code = 'T2'"},
    {"an accepted report was spent to the cent",
     "update partner.expenditure_report set support_accepted_base = 1"},
    {"a revaluation is what its lines, its entry and its debt say",
     "update partner.revaluation set base_amount = base_amount + 1"},
    {"a revaluation is what its lines, its entry and its debt say",
     "update partner.revaluation_line set amount = amount + 1"},
    {"a corrected rate is replaced by the one that was approved",
     "update reference.exchange_rate set rate = rate + 1 where correction_id is not null"},
    {"every line of a reviewed report is decided",
     "update partner.expenditure_line set decision = 'pending', accepted_amount = 0, rejected_amount = 0"},
    {"a receivable is settled or open", "update partner.receivable set amount = amount + 1"},
    {"an instrument's cash is never below zero",
     "update ledger.posting set amount = -amount where account_id ="
     " (select id from ledger.account where kind = 'fund_cash') and amount > 0"},
    {"a confirmed rate has a confirmation to be sealed",
     "delete from reference.rate_confirmation where id = (select min(id) from reference.rate_confirmation)"},
    {"nothing was recorded in a period while it was closed",
     "insert into funding.accounting_period (id, instrument_id, code, first_day, last_day, open_until,"
     " reported_on, closed_by) select 1, id, 'Y', '2026-01-01', '2026-12-31', '2026-01-01',"
     " '2026-01-01', 1 from funding.instrument;"
     "insert into funding.accounting_period_step values (1, 1, 'close', 1, null, '2026-01-01', '2026-01-01')"},
    {"the shares of a project's States add to 100",
     "update funding.benefiting_state set share = 99"},
};

}  // namespace

TEST(JournalLaws, FindEveryDamage) {
    test_database db{starting_point::small_world};
    api server{db};
    make_history_with_revaluation(server);  // every kind of account the laws speak of is in use
    ASSERT_EQ(broken_laws(db.sql()), "");
    for (const auto& one : damages) {
        // Constraints that would stop the damage at once are put off or out of the way.
        db.sql().ask(
            "begin; set constraints all deferred;"
            "alter table partner.expenditure_line drop constraint expenditure_line_decided_check"
        );
        db.sql().ask(one.statement);
        const auto broken = broken_laws(db.sql());
        db.sql().ask("rollback");
        EXPECT_NE(broken.find(std::string{one.law} + ':'), broken.npos)
            << one.law << " did not see: " << one.statement << "\nseen: " << broken;
    }
    EXPECT_EQ(broken_laws(db.sql()), "");
}

}  // namespace tranche::tests
