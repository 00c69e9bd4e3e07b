// The database refuses nonsense about money by itself, whoever writes it: each named constraint is
// tried with one statement that breaks it and nothing else.
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

struct nonsense {
    const char* constraint;
    const char* statement;
};

constexpr nonsense about_funding[] = {
    {"contribution_pledge_positive_check", "update funding.contribution set pledged_amount = 0"},
    {"contribution_commitment_check", "update funding.contribution set committed_amount = -1"},
    {"contribution_commitment_check", "update funding.contribution set committed_on = null"},
    {"contribution_earmarking_check", "update funding.contribution set earmarking = 'Z'"},
    {"contribution_restriction_check",
     "update funding.contribution set earmarking = 'D', restriction = null"},
    {"contribution_receipt_sign_check", "update funding.contribution_receipt set amount = 0"},
    {"contribution_receipt_sign_check",
     "update funding.contribution_receipt set unapplied_amount = amount + 1"},
    {"contribution_receipt_external_key",
     "update funding.contribution_receipt set external_reference = 'E';"
     "insert into funding.contribution_receipt select id + 1, contribution_id, received_on, currency, amount,"
     " rate, base_amount, unapplied_amount, external_reference from funding.contribution_receipt"},
    {"contribution_original_check",
     "update funding.contribution set committed_on = null,"
     " committed_amount = 0"},
    {"contribution_original_stands_check", "update funding.contribution set original_amount = 1"},
    {"contribution_tied_is_earmarked_check", "update funding.contribution set region = 'World'"},
    {"contribution_objective_fkey",
     "update funding.contribution set earmarking = 'I', restriction = 'r', objective = 'XX'"},
    {"expected_receipt_positive_check",
     "insert into funding.expected_receipt select id, 1, '2026-06-01', 'USD', 0, '2026-06-01', 1"
     " from funding.contribution"},
    {"commitment_change_not_zero_check",
     "insert into funding.commitment_change select 1, id, '2026-06-01', 'USD', 0, 'd', 1"
     " from funding.contribution"},
    {"receipt_application_sign_check",
     "insert into funding.receipt_application select 1, id, '2026-06-01', 'USD', 0, 1, 0, 1"
     " from funding.contribution"},
    {"donor_refund_taken_from_check",
     "insert into funding.donor_refund (id, contribution_id, taken_from, currency, amount, reason,"
     " requested_by, requested_on) select 1, id, 'air', 'USD', 1, 'r', 1, '2026-06-01'"
     " from funding.contribution"},
    {"donor_refund_paid_by_other_check",
     "insert into funding.donor_refund (id, contribution_id, taken_from, currency, amount, reason,"
     " requested_by, requested_on, paid_by, paid_on, bank_reference, rate, taken_base)"
     " select 1, id, 'line', 'USD', 1, 'r', 1, '2026-06-01', 1, '2026-06-01', 'b', 1, 1"
     " from funding.contribution"},
    {"donor_refund_decided_once_check",
     "insert into funding.donor_refund (id, contribution_id, taken_from, currency, amount, reason,"
     " requested_by, requested_on, refused_by, refused_on) select 1, id, 'line', 'USD', 1, 'r', 1,"
     " '2026-06-01', 2, '2026-06-01' from funding.contribution;"
     "update funding.donor_refund set refused_by = 3"},
    {"donor_refund_exchange_of_unapplied_check",
     "insert into funding.donor_refund (id, contribution_id, taken_from, currency, amount, reason,"
     " requested_by, requested_on, exchange_difference) select 1, id, 'line', 'USD', 1, 'r', 1,"
     " '2026-06-01', 1 from funding.contribution"},
    {"line_transfer_two_lines_check",
     "insert into funding.line_transfer select 1, id, id, null, '2026-06-01', 'USD', 1, 'r', 1"
     " from funding.funding_line"},
    {"return_release_consent_check",
     "insert into funding.return_release select 1, id, line_id, '2026-06-01', 'USD', 1, '', 1"
     " from funding.contribution"},
    {"project_transfer_two_projects_check",
     "insert into funding.project_transfer select 1, id, id, 1, null, 'USD', 1, 'r', 1, null, '2026-06-01'"
     " from funding.project"},
    {"money_source_not_zero_check",
     "insert into funding.money_source (source_type, source_id, line_id, amount, effective_on)"
     " select 'x', 1, id, 0, '2026-06-01' from funding.funding_line"},
    {"money_source_held_has_giver_check",
     "insert into funding.money_source (source_type, source_id, line_id, amount, effective_on, held)"
     " select 'x', 1, id, 1, '2026-06-01', true from funding.funding_line"},
    {"money_source_once_key",
     "insert into funding.money_source (source_type, source_id, line_id, contribution_id, amount,"
     " effective_on) select source_type, source_id, line_id, contribution_id, 1, effective_on"
     " from funding.money_source"},
    {"line_terms_overhead_check", "update funding.line_terms set overhead_percent = 101"},
    {"line_terms_prefinancing_check", "update funding.line_terms set prefinancing_limit = -1"},
    {"instrument_terms_persons_check", "update funding.instrument_terms set payment_persons = 1"},
    {"line_terms_ceiling_check", "update funding.line_terms set ceiling_national = 0"},
    {"percent_range_check", "update funding.line_terms set staff_office_cap = -1"},
    {"currency_code_form_check", "update funding.funding_line set currency = 'usd'"},
    {"opening_balance_positive_check",
     "insert into funding.opening_balance select 1, id, '2026-01-01', 'USD', 0, 's', false, 1 from funding.funding_line"},
    {"allocation_within_line_check",
     "update funding.money_source set effective_on = '2026-03-01' where source_type = 'contribution_receipt';"
     "insert into funding.allocation (id, project_id, line_id, currency, amount, allocated_on, allocation_year,"
     " eligibility, rules_checked, decided_by) select id + 1, project_id, line_id, currency, 1, allocated_on,"
     " allocation_year, eligibility, true, 1 from funding.allocation"},
    {"allocation_keeps_eligibility_check",
     "insert into funding.allocation (id, project_id, line_id, currency, amount, allocated_on, allocation_year,"
     " eligibility, rules_checked, decided_by) select id + 1, project_id, line_id, currency, 1, allocated_on,"
     " allocation_year, '[]', true, 1 from funding.allocation"},
    {"allocation_eligibility_check", "update funding.allocation set eligibility = '{}'"},
    {"line_terms_wide_ceiling_check", "update funding.line_terms set ceiling_global = 0"},
    {"line_terms_waiver_check", "update funding.line_terms set residue_waiver = -1"},
    {"line_terms_percent_check", "update funding.line_terms set staff_office_cap = 101"},
    {"opening_balance_kind_check",
     "insert into funding.opening_balance select 1, id, '2026-01-01', 'USD', 1, 's', false, 1, 'found' from funding.funding_line"},
    {"member_state_status_known_or_not_check",
     "update reference.member_state_status set no_longer_known = 'article_4'"},
    {"member_state_status_no_longer_known_check",
     "update reference.member_state_status set no_longer_known = 'weather'"},
    {"allocation_not_zero_check", "update funding.allocation set amount = 0"},
    {"allocation_unchecked_is_historical_check",
     "update funding.allocation set rules_checked = false"},
    {"benefiting_state_shares_add_to_100_check", "update funding.benefiting_state set share = 99"},
    {"benefiting_state_shares_add_to_100_check",
     "insert into funding.benefiting_state (project_id, state, share) select id, 'PE', 1 from funding.project"},
    {"project_active_has_dates_check", "update funding.project set start_on = null"},
    {"project_published_is_historical_check", "update funding.project set published_amount = 1"},
    {"budget_version_approved_by_other_check",
     "update funding.budget_version set approved_by = drafted_by"},
    {"budget_version_approval_check", "update funding.budget_version set approved_by = null"},
    {"budget_version_submitted_by_other_check",
     "update funding.budget_version set submitted_by = approved_by, submitted_on = approved_on"},
    {"budget_version_submitted_check", "update funding.budget_version set submitted_by = 1"},
    {"budget_version_ended_check", "update funding.budget_version set ended_reason = 'r'"},
    {"budget_version_route_check", "update funding.budget_version set route = 'short cut'"},
    {"budget_version_approval_check", "update funding.budget_version set route = 'notice'"},
    {"budget_version_one_open_per_project_key",
     "insert into funding.budget_version (id, project_id, number, currency, state, reason, drafted_by)"
     " select n, id, n, 'USD', 'draft', 'r', 1 from funding.project, generate_series(7, 8) n"},
    {"budget_version_line_product_check",
     "update funding.budget_version_line set amount = amount + 1"},
    {"budget_version_line_not_negative_check",
     "update funding.budget_version_line set quantity = -1, amount = -unit_price"},
    {"forecast_amount_quarter_check",
     "update funding.forecast_amount set quarter_first = quarter_first + 1"},
    {"forecast_amount_not_negative_check", "update funding.forecast_amount set amount = -1"},
    {"direct_expenditure_not_zero_check", "update funding.direct_expenditure set amount = 0"},
    {"direct_expenditure_line_fkey", "update funding.direct_expenditure set budget_line_id = 1"},
    {"direct_expenditure_external_key",
     "update funding.direct_expenditure set external_reference = 'E';"
     "insert into funding.direct_expenditure select id + 1, project_id, budget_line_id, document, spent_on,"
     " payee_kind, description, currency, amount, rate, base_amount, external_reference, illustrative, recorded_by"
     " from funding.direct_expenditure"},
    {"direct_expenditure_source_check",
     "update funding.direct_expenditure set source_system = 'ERP', external_reference = null"},
    {"direct_expenditure_source_key",
     "update funding.direct_expenditure set external_reference = 'E', source_system = 'ERP';"
     "insert into funding.direct_expenditure (id, project_id, budget_line_id, document, spent_on, payee_kind,"
     " description, currency, amount, rate, base_amount, external_reference, recorded_by, source_system)"
     " select id + 1, project_id, budget_line_id, document, spent_on, payee_kind, description, currency, amount,"
     " rate, base_amount, external_reference, recorded_by, source_system from funding.direct_expenditure"},
    {"direct_expenditure_obligation_fkey",
     "update funding.direct_expenditure set obligation_id = 1"},
    {"obligation_positive_check", "update funding.obligation set amount = 0"},
    {"obligation_line_fkey", "update funding.obligation set budget_line_id = 1"},
    {"obligation_source_check", "update funding.obligation set source_system = 'ERP'"},
    {"obligation_code_key",
     "insert into funding.obligation (id, project_id, budget_line_id, code, obligated_on, payee_kind, description,"
     " currency, amount, rate, base_amount, recorded_by) select id + 1, project_id, budget_line_id, code,"
     " obligated_on, payee_kind, description, currency, amount, rate, base_amount, recorded_by"
     " from funding.obligation"},
    {"accounting_statement_period_check",
     "update funding.accounting_statement set last_day = first_day - 1"},
    {"closure_written_off_check",
     "insert into funding.closure (project_id, closed_on, line_id, currency, returned_amount, closed_by,"
     " written_off_amount) select p.id, '2026-06-30', l.id, 'USD', 0, 1, -1 from funding.project p,"
     " funding.funding_line l"},
    {"closure_returned_check",
     "insert into funding.closure select p.id, '2026-06-30', l.id, 'USD', -1, 1 from funding.project p, funding.funding_line l"},
};

constexpr nonsense about_agreements[] = {
    {"agreement_value_positive_check", "update partner.agreement set value = 0"},
    {"agreement_dates_in_order_check", "update partner.agreement set end_on = start_on - 1"},
    {"agreement_signed_has_two_signatures_check",
     "update partner.agreement set office_signed_on = null"},
    {"agreement_line_not_negative_check", "update partner.agreement_line set amount = -1"},
    {"agreement_terms_support_line_check",
     "update partner.agreement_terms set support_percent = 5, support_line_id = null"},
    {"partner_block_has_reason_check", "update partner.partner set blocked = true"},
    {"tranche_amount_not_negative_check", "update partner.tranche set amount = -1"},
    {"tranche_not_overcommitted_check", "update partner.tranche set reserved_amount = amount + 1"},
    {"tranche_not_overcommitted_check", "update partner.tranche set reserved_amount = -1"},
    {"tranche_not_overcommitted_check",
     "update partner.tranche set paid_amount = amount, reserved_amount = 1"},
    {"tranche_cancel_reason_check",
     "update partner.tranche set cancelled_amount = 1 where code = 'T2'"},
    {"disbursement_request_persons_differ_check",
     "update partner.disbursement_request set approved_by = requested_by"},
    {"disbursement_request_persons_differ_check",
     "update partner.disbursement_request set paid_by = requested_by"},
    {"disbursement_request_never_raised_check",
     "update partner.disbursement_request set approved_amount = requested_amount + 1, amount_reason = 'r'"},
    {"disbursement_request_lowered_has_reason_check",
     "update partner.disbursement_request set approved_amount = 1"},
    {"disbursement_request_positive_check",
     "update partner.disbursement_request set asked_amount = 0"},
    {"payment_sign_check", "update partner.payment set amount = -amount where kind = 'advance'"},
    {"payment_sign_check", "update partner.payment set amount = -amount where kind = 'refund'"},
    {"payment_out_has_request_check",
     "update partner.payment set request_id = null where kind = 'advance'"},
    {"payment_bank_reference_key", "update partner.payment set bank_reference = 'BANK-1'"},
    {"payment_request_key",
     "insert into partner.payment select id + 1, kind, request_id, agreement_id, tranche_id, project_id, paid_on,"
     " currency, amount, rate, base_currency, base_amount, 'other', recorded_by, origin from partner.payment"
     " where kind = 'advance'"},
};

constexpr nonsense about_expenditure[] = {
    {"advance_positive_check", "update partner.advance set amount = 0"},
    {"expenditure_line_not_zero_check",
     "update partner.expenditure_line set amount = 0, accepted_amount = 0, decision = 'pending', corrects_line_id = id where document = 'D-1'"},
    {"expenditure_line_adds_up_check",
     "update partner.expenditure_line set accepted_amount = amount + 1 where document = 'D-1'"},
    {"expenditure_line_adds_up_check",
     "update partner.expenditure_line set accepted_amount = -1, decision = 'pending' where document = 'D-1'"},
    {"expenditure_line_decided_check",
     "update partner.expenditure_line set accepted_amount = amount - 1 where document = 'D-1'"},
    {"expenditure_line_rejection_has_reason_check",
     "update partner.expenditure_line set reason = null where document = 'D-2'"},
    {"expenditure_line_correction_check",
     "update partner.expenditure_line set amount = -amount, accepted_amount = -accepted_amount where document = 'D-1'"},
    {"expenditure_report_reviewed_by_other_check",
     "update partner.expenditure_report set reviewed_by = submitted_by"},
    {"expenditure_report_review_check", "update partner.expenditure_report set reviewed_on = null"},
    {"expenditure_report_moves_check", "update partner.expenditure_report set state = 'submitted'"},
    {"expenditure_line_document_total_check",
     "update partner.expenditure_line set document_total = amount - 1"},
    {"expenditure_line_service_check",
     "update partner.expenditure_line set service_first = spent_on, service_last = spent_on - 1"},
    {"expenditure_line_tax_check", "update partner.expenditure_line set tax_amount = amount + 1"},
    {"expenditure_line_spent_check", "update partner.expenditure_line set spent_amount = 1"},
    {"expenditure_line_round_is_open_check",
     "insert into partner.expenditure_line (id, report_id, round, position, document, spent_on, budget_line_id,"
     " payee, currency, amount, rate, base_amount) select id + 1, report_id, round, position + 9, document,"
     " spent_on, budget_line_id, payee, currency, amount, rate, base_amount from partner.expenditure_line"},
    {"report_round_number_key",
     "insert into partner.report_round (id, report_id, number, lines_round, submitted_on, submitted_by)"
     " select id + 1, report_id, number, lines_round, submitted_on, submitted_by from partner.report_round"},
    {"report_round_has_lines_check",
     "insert into partner.report_round (id, report_id, number, lines_round, submitted_on, submitted_by)"
     " select id + 1, report_id, number + 1, 99, submitted_on, submitted_by from partner.report_round"},
    {"disallowance_within_accepted_check",
     "insert into partner.disallowance (id, line_id, receivable_id, disallowed_on, currency, amount, base_amount,"
     " support_amount, support_base, reason, decided_by) select 1, l.id, r.id, r.raised_on, l.currency,"
     " l.accepted_amount + 1, 1, 0, 0, 'r', (select id from people.user_account limit 1)"
     " from partner.expenditure_line l, partner.receivable r"
     " where l.document = 'D-1'"},
    {"receivable_positive_check", "update partner.receivable set amount = 0"},
    {"receivable_settlement_sign_check", "update partner.receivable_settlement set amount = 0"},
    {"actual_verified_by_other_check", "update result.actual set verified_by = reported_by"},
    {"matched_effort_kind_check", "update funding.matched_effort set kind = 'gift'"},
    {"matched_effort_provider_kind_check",
     "update funding.matched_effort set provider_kind = 'us'"},
    {"matched_effort_positive_check", "update funding.matched_effort set amount = 0"},
    {"matched_effort_withdrawn_check", "update funding.matched_effort set withdrawn_by = 1"},
    {"actual_evidence_check", "update result.actual set evidence = null"},
    {"actual_returned_check", "update result.actual set returned_by = 1"},
    {"actual_returned_is_final_check",
     "update result.actual set returned_by = 1, returned_on = reported_on, return_reason = 'r';"
     "update result.actual set return_reason = 's'"},
    {"indicator_nature_check",
     "update result.indicator set nature = 'wish', aggregation = 'max', counts = null, counts_people = false"},
    {"indicator_counts_check", "update result.indicator set counts = 'all'"},
    {"indicator_counts_units_check",
     "update result.indicator set measure = 'ordinal', aggregation = 'max', counts_people = false"},
    {"indicator_counts_people_check",
     "update result.indicator set nature = 'capacity', aggregation = 'max', counts = null"},
    {"indicator_categories_check", "update result.indicator set categories = '{}'"},
    {"indicator_new_is_summed_check", "update result.indicator set aggregation = 'max'"},
    {"indicator_sums_units_check",
     "update result.indicator set counts = null, counts_people = false, measure = 'ordinal'"},
    {"indicator_capacity_is_not_summed_check",
     "update result.indicator set counts_people = false, nature = 'capacity'"},
    {"instrument_terms_flag_check", "update funding.instrument_terms set flag_spent_percent = 101"},
    {"instrument_terms_small_cell_check", "update funding.instrument_terms set small_cell = 0"},
    {"actual_once_per_period_key",
     "insert into result.actual (id, indicator_id, period_first, period_last, value, source, reported_by, reported_on)"
     " select id + 1, indicator_id, period_first, period_last, 1, 's', 1, reported_on from result.actual"},
    {"exchange_rate_confirmed_by_other_check",
     "update reference.exchange_rate set confirmed_by = loaded_by"},
    {"exchange_rate_positive_check", "update reference.exchange_rate set rate = 0"},
    {"exchange_rate_no_overlap_excl", "update reference.exchange_rate set valid_to = valid_to + 1"},
    {"user_account_partner_roles_check",
     "update people.user_account set roles = array['partner_preparer', 'approver'] where partner_id is not null"},
    {"user_account_roles_check", "update people.user_account set roles = array['king']"},
};

constexpr nonsense about_projects[] = {
    {"project_state_has_reason_check", "update funding.project set state = 'terminated'"},
    {"project_days_are_agreed_check", "update funding.project set end_on = end_on + 1"},
    {"project_gender_marker_check", "update funding.project set gender_marker = 3"},
    {"project_goals_are_known_check", "update funding.project set goals = '{sdg:99}'"},
    {"project_step_reason_check", "update funding.project_step set step = 'suspend'"},
    {"project_step_document_check",
     "update funding.project_step set step = 'terminate', reason = 'r'"},
    {"project_step_extension_has_end_check",
     "update funding.project_step set step = 'extend', reason = 'r', end_on = null"},
    {"project_step_dates_in_order_check",
     "update funding.project_step set end_on = start_on - 1 where end_on is not null"},
    {"project_location_not_of_protection_check",
     "update funding.project set protection = true; insert into funding.project_location (id,"
     " project_id, name, latitude, longitude, exactness, recorded_by) select 1, id, 'x', 0, 0, 'exact',"
     " proposed_by from funding.project"},
    {"project_location_latitude_check",
     "insert into funding.project_location (id, project_id, name, latitude, longitude, exactness,"
     " recorded_by) select 1, id, 'x', 91, 0, 'exact', proposed_by from funding.project"},
    {"project_relation_to_another_check",
     "insert into funding.project_relation (id, project_id, kind, other_id, reason, recorded_by)"
     " select 1, id, 'related_to', id, 'r', proposed_by from funding.project"},
    {"benefiting_state_not_counted_yet_check",
     "insert into funding.benefiting_state (project_id, state, valid_from, share)"
     " select id, 'PE', '2026-03-01', 100 from funding.project"},
    {"project_terms_months_check",
     "insert into funding.project_terms (instrument_id, valid_from, interim_period_months, source)"
     " select id, '2026-01-01', 0, 's' from funding.instrument"},
    {"project_terms_obligations_check",
     "insert into funding.project_terms (instrument_id, valid_from, obligations, source)"
     " select id, '2026-01-01', '{poem}', 's' from funding.instrument"},
    {"project_terms_code_forms_check",
     "insert into funding.project_terms (instrument_id, valid_from, code_forms, source)"
     " select id, '2026-01-01', '{}', 's' from funding.instrument"},
    {"obligation_submission_once_key",
     "insert into funding.obligation_submission (id, project_id, kind, number, submitted_on, document,"
     " submitted_by) select 1, project_id, kind, number, submitted_on, 'x', submitted_by"
     " from funding.obligation_submission"},
    {"obligation_submission_decided_by_other_check",
     "update funding.obligation_submission set state = 'accepted', decided_on = submitted_on,"
     " decided_by = submitted_by"},
    {"obligation_submission_decision_check",
     "update funding.obligation_submission set state = 'sent_back', decided_on = submitted_on,"
     " decided_by = submitted_by + 1"},
    {"obligation_submission_moves_forward_check",
     "update funding.obligation_submission set state = 'accepted', decided_on = submitted_on,"
     " decided_by = (select id from people.user_account where name = 'test.approver');"
     " update funding.obligation_submission set state = 'submitted', decided_on = null, decided_by = null"},
};

constexpr nonsense about_authority[] = {
    {"approval_grant_given_by_other_check",
     "update people.approval_grant set user_id = granted_by"},
    {"approval_grant_dates_in_order_check",
     "update people.approval_grant set valid_until = valid_from - 1"},
    {"approval_grant_ended_check", "update people.approval_grant set ended_on = valid_from"},
    {"approval_level_range_check",
     "insert into funding.approval_level select id, '2026-01-01', 10, 1, 's' from funding.instrument"},
    {"approval_level_positive_check",
     "insert into funding.approval_level select id, '2026-01-01', 1, 0, 's' from funding.instrument"},
    {"delegation_to_another_check",
     "update people.delegation set to_user = from_user, decided_by = to_user"},
    {"delegation_decided_by_other_check", "update people.delegation set decided_by = to_user"},
    {"delegation_dates_check", "update people.delegation set valid_until = valid_from + 367"},
    {"delegation_roles_check", "update people.delegation set roles = array['administrator']"},
    {"delegation_same_side_check",
     "insert into people.delegation (id, from_user, to_user, valid_from, valid_until, reason, decided_by)"
     " select 1, d.from_user, u.id, d.valid_from, d.valid_until, 'r', d.from_user"
     " from people.delegation d, people.user_account u where u.name = 'test.officer.ngo'"},
    {"delegation_decided_by_entitled_check",
     "insert into people.delegation (id, from_user, to_user, valid_from, valid_until, reason, decided_by)"
     " select 1, d.from_user, d.to_user, d.valid_from, d.valid_until, 'r', u.id"
     " from people.delegation d, people.user_account u where u.name = 'test.finance'"},
    {"retention_term_months_check",
     "insert into reference.retention_term values ('payee_names', '2026-01-01', 0, 's')"},
    {"retention_term_kind_check",
     "insert into reference.retention_term values ('everything', '2026-01-01', 1, 's')"},
    {"budget_version_represented_persons_differ_check",
     "update funding.budget_version set drafted_for = approved_by"},
    {"expenditure_report_represented_persons_differ_check",
     "update partner.expenditure_report set submitted_for = reviewed_by"},
    {"actual_represented_persons_differ_check",
     "update result.actual set reported_for = verified_by"},
};

constexpr nonsense about_the_journal[] = {
    {"balance_not_overdrawn_check", "update ledger.balance set amount = floor_amount - 1"},
    {"balance_floor_check", "update ledger.balance set floor_amount = 1"},
    {"posting_not_empty_check", "update ledger.posting set amount = 0, base_amount = 0"},
    {"posting_pkey", "insert into ledger.posting select * from ledger.posting"},
    {"account_owner_key",
     "insert into ledger.account (kind, owner_id, part_id, currency)"
     " select kind, owner_id, part_id, currency from ledger.account limit 1"},
    {"account_kind_fkey",
     "insert into ledger.account (kind, owner_id, currency) values ('purse', 1, 'USD')"},
    {"account_kind_book_check", "insert into ledger.account_kind values ('purse', 'X', true)"},
    {"entry_reversed_once_key",
     "update ledger.entry set reverses_id = (select min(id) from ledger.entry)"},
    {"origin_check", "update ledger.entry set origin = 'guessed'"},
    {"cell_state_form_check", "update ledger.cell set state = 'Guatemala'"},
    {"idempotency_key_form_check",
     "insert into audit.idempotency values (1, 'o', '', '', 200, '', now(), now())"},
};

}  // namespace

class Constraints : public SmallWorld {
protected:
    template <std::size_t Count>
    void expect_each_refused(const nonsense (&table)[Count]) {
        make_history(server);
        for (const auto& one : table) {
            const auto refused = refusal_of(db.sql(), one.statement);
            ASSERT_TRUE(refused) << one.constraint << " let this pass: " << one.statement;
            EXPECT_EQ(refused->constraint, one.constraint) << one.statement << '\n'
                                                           << refused->message;
        }
    }
};

TEST_F(Constraints, RefuseNonsenseAboutFunding) {
    expect_each_refused(about_funding);
}

TEST_F(Constraints, RefuseNonsenseAboutAgreements) {
    expect_each_refused(about_agreements);
}

TEST_F(Constraints, RefuseNonsenseAboutExpenditureAndPeople) {
    expect_each_refused(about_expenditure);
}

TEST_F(Constraints, RefuseNonsenseAboutTheLivesOfProjects) {
    expect_each_refused(about_projects);
}

TEST_F(Constraints, RefuseNonsenseAboutWhoMayApproveAndWhoStandsIn) {
    expect_each_refused(about_authority);
}

TEST_F(Constraints, RefuseNonsenseInTheJournal) {
    expect_each_refused(about_the_journal);
}

// A rule without a name cannot be answered in words: sql_error goes by names.
TEST_F(Constraints, AllHaveNamesOfTheirOwn) {
    const auto unnamed = db.sql().ask(
        "select conrelid::regclass || ' ' || conname as found from pg_constraint c"
        "  join pg_namespace n on n.oid = c.connamespace"
        " where contype in ('c', 'x') and n.nspname in ('reference', 'people', 'ledger', 'funding', 'partner',"
        "   'result', 'audit', 'document') and conname !~ '_(check|excl)$'"
    );
    for (const auto row : unnamed) {
        ADD_FAILURE() << row.text("found");
    }
}

}  // namespace tranche::tests
