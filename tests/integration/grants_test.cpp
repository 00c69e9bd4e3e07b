// What the server's own role may not do, even if the program were told to: the journal, the audit
// log and decided figures are out of its reach.
#include "tests/support/environment.hpp"
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tranche::tests {
namespace {

constexpr const char* insufficient_privilege = "42501";

constexpr const char* forbidden[] = {
    "insert into ledger.entry (event) values ('payment')",
    "insert into ledger.posting values (1, 1, 1, 1)",
    "insert into ledger.balance values (1, 1, 1)",
    "insert into ledger.account (kind, owner_id, currency) values ('advance', 1, 'USD')",
    "insert into ledger.account_kind values ('purse', 'F', true)",
    "insert into ledger.cell values (1, 'available', 2026, 2026, '', 'USD', 1, 1, 1)",
    "insert into ledger.entry_share values (1, 'available', 'GT', 'USD', 1, 1)",
    "update ledger.entry set effective_on = '2020-01-01'",
    "update ledger.posting set amount = 1",
    "update ledger.balance set amount = 1000000",
    "update ledger.balance set floor_amount = -1000000",
    "update ledger.cell set amount = 1",
    "update audit.event set action = 'nothing'",
    "update audit.event set salt = ''",
    "update audit.seal set hash = root",
    "select audit.erase_before('2030-01-01')",
    "insert into reference.rate_confirmation (rate_id) values (1)",
    "update reference.rate_confirmation set rate_id = 1",
    "update audit.idempotency set reply = ''",
    "update funding.allocation set amount = 1",
    "update funding.money_source set amount = 1",
    "update funding.contribution set pledged_amount = 1",
    "update funding.contribution set earmarking = 'A'",
    "update funding.commitment_change set amount = 1",
    "update funding.donor_refund set amount = 1",
    "update funding.line_transfer set amount = 1",
    "update funding.project_transfer set amount = 1",
    "update funding.contribution_receipt set amount = 1",
    "insert into funding.budget_version (state) values ('approved')",
    "insert into funding.budget_version_line select id, 1, 1, 1, 1 from funding.budget_version",
    "update funding.budget_version set currency = 'EUR'",
    "update funding.budget_version_line set unit_price = 1",
    "update funding.budget_line set code = 'x'",
    "update funding.benefiting_state set share = 1",
    "update funding.direct_expenditure set amount = 1",
    "update funding.opening_balance set amount = 1",
    "update funding.closure set returned_amount = 1",
    "update funding.endorsement set document = 'x'",
    "update funding.project_step set reason = 'x'",
    "update funding.project_terms set interim_due_weeks = 8",
    "update funding.obligation_submission set submitted_on = '2026-01-01'",
    "update funding.project_relation set reason = 'x'",
    "delete from funding.project_location",
    "update funding.rule_exception set used_by = 1",
    "update funding.rule_kind set kind = 'remark'",
    "update funding.remark set reason = 'x'",
    "update reference.rule set kind = 'remark'",
    "update partner.payment set amount = 1",
    "update partner.advance set amount = 1",
    "update partner.agreement_line set amount = 1",
    "update partner.agreement_version set value = 1",
    "update partner.agreement_version_line set amount = 1",
    "update partner.agreement_step set reason = 'x'",
    "update partner.tranche_condition set kind = 'confirmed'",
    "update partner.condition_confirmation set document = 'x'",
    "update partner.partner_assessment set expires_on = '2030-01-01'",
    "update partner.bank_account set account = 'x'",
    "insert into partner.bank_account (state) values ('confirmed')",
    "update partner.agreement_terms set flexibility_percent = 100",
    "update partner.expenditure_line set amount = 1",
    "update partner.report_round set submitted_on = '2026-01-01'",
    "update partner.round_outcome set kind = 'withdrawn'",
    "update partner.review_remark set remark = 'x'",
    "update partner.remark_answer set answer = 'x'",
    "delete from partner.check_acknowledgement",
    "update partner.disallowance set amount = 1",
    "update partner.finding set state = 'decided'",
    "update partner.finding_line set amount = 1",
    "update partner.finding_answer set answer = 'x'",
    "update partner.finding_clearance set amount = 1",
    "update partner.sanctions_list set threshold = 100",
    "update partner.sanctions_entry set name = 'x'",
    "insert into partner.screening_match (state) values ('cleared')",
    "update partner.due_diligence_document set expires_on = '2030-01-01'",
    "update funding.assurance_term set times = 0",
    "update document.comment set comment = 'x'",
    "update document.comment set state = 'resolved'",
    "delete from document.comment_mention",
    "update funding.report_check_terms set copied_lines = 9",
    "update reference.certification_text set text_en = 'x'",
    "update partner.receivable set amount = 1",
    "update partner.receivable_settlement set amount = 1",
    "update result.actual set value = 1",
    "update people.access_token set user_id = 1",
    "update people.user_account set name = 'x'",
    "update people.password set user_id = 1",
    "update people.browser_session set secret_hash = ''",
    "update people.browser_session set expires_at = 'infinity'",
    "update people.second_factor set user_id = 1",
    "update people.access_token set roles = null",
    "update meta.migration set checksum = 'x'",
    "alter table ledger.balance disable trigger all",
    "create table funding.mine (id int)",
    "create table public.mine (id int)",
};

}  // namespace

class Grants : public SmallWorld {
protected:
    sql_connection staff{db.staff_url()};
};

TEST_F(Grants, KeepTheServerFromTheJournalTheAuditAndWhatWasDecided) {
    make_history(server);
    for (const auto* statement : forbidden) {
        const auto refused = refusal_of(staff, statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->sqlstate, insufficient_privilege) << statement << '\n'
                                                             << refused->message;
    }
}

TEST_F(Grants, LetTheServerDeleteNothingButExpiredAnswersSessionsAndAttempts) {
    const auto tables = db.sql().ask(
        "select n.nspname || '.' || c.relname as name,"
        "   has_table_privilege('tranche_staff', c.oid, 'DELETE') as may_delete,"
        "   has_table_privilege('tranche_staff', c.oid, 'TRUNCATE') as may_truncate"
        "  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r'"
        "   and n.nspname in ('reference', 'people', 'ledger', 'funding', 'partner', 'result', 'audit', 'meta')"
    );
    const std::set<std::string> may_be_deleted{
        "audit.idempotency", "people.browser_session", "people.sign_in_attempt"};
    ASSERT_GT(tables.size(), 40);
    for (const auto one : tables) {
        EXPECT_EQ(one.truth("may_delete"), may_be_deleted.contains(one.text("name")))
            << one.text("name");
        EXPECT_FALSE(one.truth("may_truncate")) << one.text("name");
    }
}

TEST_F(Grants, LetNobodyElsePostToTheJournal) {
    EXPECT_EQ(
        db.sql().one("select count(*) from information_schema.routine_privileges"
                     " where routine_schema = 'ledger' and routine_name = 'post'"
                     "   and grantee not in ('tranche_owner', 'tranche_staff')"),
        "0"
    );
    EXPECT_EQ(
        db.sql().one("select prosecdef and proconfig::text like '%search_path=%' from pg_proc"
                     " where proname = 'post' and pronamespace = 'ledger'::regnamespace"),
        "t"
    );
}

}  // namespace tranche::tests
