// The database refuses nonsense about conditions, versions, amendments and partners by itself, one
// statement for each named constraint.
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

struct nonsense {
    const char* constraint;
    const char* statement;
};

constexpr nonsense about_agreements[] = {
    {"tranche_condition_says_what_check",
     "insert into partner.tranche_condition (id, tranche_id, condition_set, number, kind, set_by, set_on)"
     " select 1, id, 1, 1, 'date_reached', (select min(id) from people.user_account), '2026-06-01'"
     " from partner.tranche where code = 'T2'"},
    {"tranche_condition_says_what_check",
     "insert into partner.tranche_condition (id, tranche_id, condition_set, number, kind, text, set_by, set_on)"
     " select 1, id, 1, 1, 'confirmed', '', (select min(id) from people.user_account), '2026-06-01'"
     " from partner.tranche where code = 'T2'"},
    {"tranche_condition_not_requested_check",
     "update partner.tranche set condition_set = 2 where code = 'T1'"},
    {"agreement_step_reason_check",
     "insert into partner.agreement_step (id, agreement_id, step, from_state, to_state, taken_on, taken_by)"
     " select 1, id, 'suspend', 'signed', 'suspended', '2026-06-01', (select min(id) from people.user_account)"
     " from partner.agreement"},
    {"agreement_version_one_original_key",
     "insert into partner.agreement_version (id, agreement_id, title, value, start_on, end_on, terms)"
     " select 1, agreement_id, title, value, start_on, end_on, terms from partner.agreement_version"},
    {"agreement_version_adds_up_check",
     "insert into partner.agreement (id, code, project_id, partner_id,"
     " funding_line_id, title, currency, payment_currency, value, start_on, end_on, state) select 1, 'V',"
     " project_id, partner_id, funding_line_id, title, currency, payment_currency, value, start_on, end_on,"
     " 'draft' from partner.agreement; insert into partner.agreement_version (id, agreement_id, title, value,"
     " start_on, end_on, terms) select 1, 1, title, value, start_on, end_on, terms from"
     " partner.agreement_version"},
    {"agreement_as_agreed_check", "update partner.agreement set value = value + 1"},
    {"agreement_state_has_reason_check", "update partner.agreement set state = 'terminated'"},
    {"partner_assessment_dates_check",
     "insert into partner.partner_assessment select 1, id, 'low', '2026-06-02', '2026-06-01', 'd',"
     " (select min(id) from people.user_account) from partner.partner"},
    {"bank_account_decided_by_other_check",
     "insert into partner.bank_account (id, partner_id, holder, bank, account, reason, state, proposed_by,"
     " proposed_on, decided_by, decided_on) select 1, p.id, 'h', 'b', 'a', 'r', 'confirmed', u.id, '2026-06-01',"
     " u.id, '2026-06-01' from partner.partner p, (select min(id) as id from people.user_account) u"},
    {"partner_unblocked_by_other_check",
     "update partner.partner set blocked_by = 1, unblocked_by = 1"},
    {"payment_partner_not_blocked_check",
     "update partner.partner set blocked = true, blocked_reason = 'r';"
     "insert into partner.payment (id, kind, request_id, agreement_id, tranche_id, project_id, paid_on, currency,"
     " amount, rate, base_currency, base_amount, bank_reference, recorded_by) select 1, kind, request_id,"
     " agreement_id, tranche_id, project_id, paid_on, currency, amount, rate, base_currency, base_amount, 'X', 1"
     " from partner.payment where request_id is not null"},
};

}  // namespace

class AgreementConstraints : public SmallWorld {};

TEST_F(AgreementConstraints, RefuseNonsenseAboutWhatWasAgreedAndWithWhom) {
    make_history(server);
    for (const auto& one : about_agreements) {
        const auto refused = refusal_of(db.sql(), one.statement);
        ASSERT_TRUE(refused) << one.constraint << " let this pass: " << one.statement;
        EXPECT_EQ(refused->constraint, one.constraint) << one.statement << '\n' << refused->message;
    }
}

}  // namespace tranche::tests
