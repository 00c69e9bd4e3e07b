// The database refuses nonsense about findings, matches, papers and comments by itself, one
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

// SC-1:1 is not about money; person 0 stands for somebody else than made it.
constexpr nonsense about_assurance[] = {
    {"assurance_activity_of_its_partner_check",
     "insert into partner.partner (id, code, name, kind, country) values (1, 'X', 'X', 'national_ngo', 'GT');"
     "insert into partner.assurance_activity select 1, 'X', 1, agreement_id, kind, done_on, null, null, 'c', 'd',"
     " recorded_by, null, recorded_on from partner.assurance_activity"},
    {"finding_of_its_activity_check",
     "insert into partner.finding (id, activity_id, number, agreement_id, severity, finding, answer_due_on,"
     " made_on, recorded_by) select 1, activity_id, 2, agreement_id, severity, 'f', '2026-06-01', '2026-06-01',"
     " recorded_by from partner.finding"},
    {"finding_amount_check",
     "insert into partner.finding (id, activity_id, number, agreement_id, severity, finding, amount,"
     " answer_due_on, made_on, recorded_by) select 1, activity_id, 2, agreement_id, severity, 'f', 100,"
     " answer_due_on, made_on, recorded_by from partner.finding"},
    {"finding_line_within_finding_check",
     "insert into partner.finding_line select f.id, l.id, 1 from partner.finding f, partner.expenditure_line l"
     " limit 1"},
    {"finding_clearance_amount_check",
     "insert into partner.finding_clearance (id, finding_id, kind, document, reason, cleared_on, cleared_by)"
     " select 1, id, 'supported', 'd', 'r', '2026-06-30', 0 from partner.finding"},
    {"finding_within_amount_check",
     "insert into partner.finding_clearance (id, finding_id, kind, amount, document, reason, cleared_on,"
     " cleared_by) select 1, f.id, 'supported', 1, 'd', 'r', '2026-06-30', u.id from partner.finding f,"
     " people.user_account u where u.id <> f.recorded_by limit 1"},
    {"finding_decided_stays_check",
     "update partner.finding set state = 'decided';"
     "insert into partner.finding_answer (id, finding_id, answer, answered_by, answered_on)"
     " select 1, id, 'a', recorded_by, '2026-06-30' from partner.finding"},
    {"tranche_condition_says_what_check",
     "insert into partner.tranche_condition (id, tranche_id, condition_set, number, kind, text, finding_id, set_by,"
     " set_on) select 1, t.id, 1, 1, 'confirmed', 't', f.id, f.recorded_by, '2026-06-01' from partner.tranche t,"
     " partner.finding f where t.code = 'T2'"},
    {"sanctions_list_version_key",
     "insert into partner.sanctions_list select 1, code, published_on, source, threshold, loaded_by, null,"
     " loaded_on from partner.sanctions_list"},
    {"sanctions_list_threshold_check",
     "insert into partner.sanctions_list select 1, 'X', published_on, source, 49, loaded_by, null, loaded_on"
     " from partner.sanctions_list"},
    {"screening_match_called_check",
     "update partner.screening_match set state = 'cleared', decided_by = 1, decided_on = '2026-06-30',"
     " decision_reason = 'r'"},
    {"screening_match_cleared_by_other_check",
     "update partner.screening_match m set state = 'cleared', called_by = l.loaded_by, called_on = '2026-06-30',"
     " call_reason = 'r', decided_by = l.loaded_by, decided_on = '2026-06-30', decision_reason = 'r'"
     " from partner.sanctions_list l"},
    {"due_diligence_document_day_key",
     "insert into partner.due_diligence_document select 1, partner_id, kind, document, null, issued_on, null,"
     " recorded_by, null, recorded_on from partner.due_diligence_document"},
    {"due_diligence_document_file_check",
     "insert into partner.due_diligence_document select 1, d.partner_id, 'statutes', 'd', t.id, d.issued_on, null,"
     " d.recorded_by, null, d.recorded_on from partner.due_diligence_document d, document.attachment t limit 1"},
    {"due_diligence_terms_kinds_check",
     "insert into funding.due_diligence_terms select id, '2026-01-01', '{horoscope}', 0, 's'"
     " from funding.instrument"},
    {"comment_of_its_subject_check",
     "insert into document.comment (id, subject_type, subject_id, comment, written_by, written_on)"
     " select 1, 'payment', subject_id, 'c', written_by, written_on from document.comment"},
    {"comment_continues_its_thread_check",
     "insert into document.comment (id, subject_type, subject_id, thread_id, comment, written_by, written_on)"
     " select 1, subject_type, subject_id, id, 'c', written_by, written_on from document.comment"},
    {"comment_withdrawn_by_author_check",
     "update document.comment c set withdrawn_by = (select max(u.id) from people.user_account u"
     " where u.id <> c.written_by), withdrawn_on = '2026-06-30', withdrawal_reason = 'r'"},
    {"comment_resolved_in_turn_check",
     "insert into document.comment_resolution (id, comment_id, kind, decided_by, decided_on)"
     " select 1, id, 'reopened', written_by, '2026-06-30' from document.comment"},
};

}  // namespace

class AssuranceConstraints : public SmallWorld {};

TEST_F(AssuranceConstraints, RefuseNonsenseAboutWhoLooksAndWhatIsFound) {
    make_history(server);
    look_at_partner(server);
    for (const auto& one : about_assurance) {
        const auto refused = refusal_of(db.sql(), one.statement);
        ASSERT_TRUE(refused) << one.constraint;
        EXPECT_EQ(refused->constraint, one.constraint) << refused->message;
    }
}

}  // namespace tranche::tests
