#include "persistence/sql_error.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tranche::persistence {
namespace {

using domain::error_kind;

constexpr std::array meanings{
    constraint_meaning{"balance_not_overdrawn_check", error_kind::rule, "overdrawn"},
    constraint_meaning{"allocation_within_line_check", error_kind::rule, "overdrawn"},
    constraint_meaning{"money_source_within_received_check", error_kind::rule, "overdrawn"},
    constraint_meaning{"entry_in_open_period_check", error_kind::rule, "period_closed", true},
    constraint_meaning{"entry_reversed_once_key", error_kind::conflict, "already_reversed"},
    constraint_meaning{
        "accounting_period_no_overlap_excl", error_kind::conflict, "accounting_period_overlaps"},
    constraint_meaning{
        "accounting_period_reopened_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"tranche_not_overcommitted_check", error_kind::rule, "overdrawn"},
    constraint_meaning{
        "tranche_condition_not_requested_check", error_kind::conflict, "tranche_requested"},
    constraint_meaning{
        "disbursement_request_conditions_met_check", error_kind::conflict, "conditions_unmet"},
    constraint_meaning{
        "disbursement_request_agreement_in_force_check", error_kind::conflict,
        "agreement_not_in_force"},
    constraint_meaning{
        "payment_agreement_in_force_check", error_kind::conflict, "agreement_not_in_force"},
    constraint_meaning{"agreement_amendment_one_open_key", error_kind::conflict, "amendment_open"},
    constraint_meaning{
        "agreement_amendment_approved_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "agreement_amendment_decided_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"agreement_as_agreed_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"agreement_state_has_reason_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_partner_not_blocked_check", error_kind::rule, "partner_blocked"},
    constraint_meaning{
        "payment_account_in_force_check", error_kind::conflict, "bank_account_changed"},
    constraint_meaning{
        "payment_batch_item_one_open_key", error_kind::conflict, "request_in_batch_already"},
    constraint_meaning{
        "payment_batch_item_of_approved_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_batch_item_gathered_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_batch_item_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_batch_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_batch_released_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"payment_batch_released_whole_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "payment_batch_within_received_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_within_received_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "direct_expenditure_within_received_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "disbursement_request_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_after_approval_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "payment_batch_item_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"payment_batch_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"report_round_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "expenditure_report_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"report_round_signed_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"agreement_step_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "agreement_amendment_days_in_order_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "disbursement_request_not_in_batch_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"disbursement_request_as_r38_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "payment_confirmation_of_payment_check", error_kind::rule, "payment_not_to_confirm"},
    constraint_meaning{"payment_as_released_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"bank_account_decided_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"bank_account_decided_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"bank_account_one_proposed_key", error_kind::conflict, "bank_account_open"},
    constraint_meaning{"partner_unblocked_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"partner_identifier_value_key", error_kind::conflict, "identifier_taken"},
    constraint_meaning{"partner_assessment_day_key", error_kind::conflict, "assessed_that_day"},
    constraint_meaning{
        "condition_confirmation_pkey", error_kind::conflict, "condition_confirmed_already"},
    constraint_meaning{
        "disbursement_request_persons_differ_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "disbursement_request_represented_persons_differ_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "budget_version_represented_persons_differ_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "expenditure_report_represented_persons_differ_check", error_kind::rule, "same_person"},
    constraint_meaning{"actual_represented_persons_differ_check", error_kind::rule, "same_person"},
    constraint_meaning{"approval_grant_given_by_other_check", error_kind::rule, "not_to_oneself"},
    constraint_meaning{"delegation_to_another_check", error_kind::rule, "not_to_oneself"},
    constraint_meaning{"delegation_decided_by_other_check", error_kind::rule, "not_to_oneself"},
    constraint_meaning{"delegation_same_side_check", error_kind::rule, "delegation_sides"},
    constraint_meaning{
        "delegation_decided_by_entitled_check", error_kind::forbidden, "delegation_not_yours"},
    constraint_meaning{"budget_version_approved_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"budget_version_submitted_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "project_active_has_focal_point_check", error_kind::rule, "focal_point_missing"},
    constraint_meaning{
        "obligation_submission_once_key", error_kind::conflict, "obligation_submitted"},
    constraint_meaning{
        "obligation_submission_decided_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "project_location_not_of_protection_check", error_kind::rule, "protection_names_no_site"},
    constraint_meaning{"project_of_one_fund_check", error_kind::rule, "project_of_other_fund"},
    constraint_meaning{"project_relation_once_key", error_kind::conflict, "related_already"},
    constraint_meaning{"project_relation_one_way_key", error_kind::conflict, "related_already"},
    constraint_meaning{
        "benefiting_state_not_counted_yet_check", error_kind::rule, "states_counted_already"},
    constraint_meaning{"project_days_are_agreed_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"project_state_has_reason_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "budget_version_in_order_check", error_kind::conflict, "budget_route_differs"},
    constraint_meaning{"budget_line_fixed_check", error_kind::conflict, "budget_route_differs"},
    constraint_meaning{
        "budget_version_route_held_check", error_kind::conflict, "budget_route_differs"},
    constraint_meaning{
        "expenditure_report_reviewed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"expenditure_report_moves_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "expenditure_line_round_is_open_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "report_round_remarks_answered_check", error_kind::rule, "remarks_unanswered"},
    constraint_meaning{
        "expenditure_report_questions_answered_check", error_kind::rule, "remarks_unanswered"},
    constraint_meaning{
        "expenditure_line_document_shares_check", error_kind::rule, "document_shares_above_total",
        true},
    constraint_meaning{"disbursement_request_as_r36_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"disbursement_request_as_r37_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"disbursement_request_as_r40_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "expenditure_line_in_agreement_check", error_kind::rule, "accepted_outside_agreement",
        true},
    constraint_meaning{"disallowance_within_accepted_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"revaluation_once_key", error_kind::conflict, "stale_version"},
    constraint_meaning{"revaluation_number_key", error_kind::conflict, "stale_version"},
    constraint_meaning{"comment_withdrawn_once_check", error_kind::conflict, "comment_withdrawn"},
    constraint_meaning{"comment_withdrawn_by_author_check", error_kind::rule, "comment_of_another"},
    constraint_meaning{"comment_continues_its_thread_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"comment_resolved_in_turn_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "comment_of_its_subject_check", error_kind::rule, "comment_subject_internal"},
    constraint_meaning{
        "due_diligence_document_day_key", error_kind::conflict, "due_diligence_recorded"},
    constraint_meaning{"due_diligence_document_file_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"asset_line_is_current_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"cash_book_periods_apart_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"cash_book_bank_statement_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"partner_not_matched_check", error_kind::rule, "partner_matched"},
    constraint_meaning{"sanctions_list_version_key", error_kind::conflict, "sanctions_list_loaded"},
    constraint_meaning{
        "sanctions_list_threshold_check", error_kind::rule, "screening_threshold_outside"},
    constraint_meaning{"sanctions_list_confirmed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "sanctions_list_confirmed_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"sanctions_list_lets_go_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"screening_match_cleared_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "screening_match_cleared_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"finding_number_key", error_kind::conflict, "stale_version"},
    constraint_meaning{"finding_decided_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"finding_within_amount_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"finding_cleared_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"agreement_final_report_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"agreement_findings_settled_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "tranche_condition_finding_of_agreement_check", error_kind::rule,
        "finding_of_other_agreement"},
    constraint_meaning{
        "expenditure_line_corrects_accepted_check", error_kind::rule, "correction_not_of_accepted"},
    constraint_meaning{
        "actual_sums_do_not_overlap_check", error_kind::conflict, "period_reported_already"},
    constraint_meaning{"actual_returned_is_final_check", error_kind::conflict, "actual_returned"},
    constraint_meaning{
        "actual_reported_after_return_check", error_kind::rule, "reported_before_return"},
    constraint_meaning{"target_set_once_key", error_kind::conflict, "target_set_today"},
    constraint_meaning{"actual_verified_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"exchange_rate_confirmed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"exception_decided_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"exception_used_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"rule_kind_confirmed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"donor_grant_confirmed_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"donor_refund_paid_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "finding_of_open_agreement_check", error_kind::conflict, "agreement_not_in_force"},
    constraint_meaning{"set_off_or_batch_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "receivable_settlement_of_proposal_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "settlement_proposal_approved_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "settlement_proposal_taken_back_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{
        "receivable_settlement_reverses_key", error_kind::conflict, "already_reversed"},
    constraint_meaning{
        "receivable_settlement_reverses_whole_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "settlement_proposal_decided_once_check", error_kind::conflict, "stale_version"},
    constraint_meaning{
        "settlement_proposal_within_line_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"rate_correction_approved_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"rate_correction_decided_once_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"rate_correction_in_place_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"sub_partner_ended_stays_check", error_kind::conflict, "stale_version"},
    constraint_meaning{"sub_partner_code_key", error_kind::conflict, "stale_version"},
    constraint_meaning{"taken_back_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"project_transfer_approved_by_other_check", error_kind::rule, "same_person"},
    constraint_meaning{"exception_is_open_check", error_kind::conflict, "exception_not_open"},
    constraint_meaning{"exception_moves_forward_check", error_kind::conflict, "exception_not_open"},
    constraint_meaning{"exchange_rate_no_overlap_excl", error_kind::conflict, "rate_overlaps"},
    constraint_meaning{
        "budget_version_one_open_per_project_key", error_kind::conflict, "budget_version_open"},
    constraint_meaning{
        "payment_bank_reference_key", error_kind::conflict, "bank_reference_repeated"},
    constraint_meaning{
        "donor_refund_bank_reference_key", error_kind::conflict, "bank_reference_repeated"},
    constraint_meaning{
        "contribution_receipt_external_key", error_kind::conflict, "external_reference_repeated"},
    constraint_meaning{"attachment_once_key", error_kind::conflict, "attached_already"},
    constraint_meaning{
        "upload_arrived_unchanged_check", error_kind::rule, "upload_arrived_changed"},
    constraint_meaning{"content_without_macros_check", error_kind::rule, "file_has_macros"},
    constraint_meaning{
        "direct_expenditure_source_key", error_kind::conflict, "external_reference_repeated"},
    constraint_meaning{
        "direct_expenditure_external_key", error_kind::conflict, "external_reference_repeated"},
};

// "date=2026-03-15;earliest=2026-04-01" as the values of a message.
domain::message_args values_in(std::string_view hint) {
    domain::message_args values;
    while (!hint.empty()) {
        const auto one = hint.substr(0, hint.find(';'));
        const auto equals = one.find('=');
        if (equals != std::string_view::npos) {
            values.emplace_back(one.substr(0, equals), one.substr(equals + 1));
        }
        hint.remove_prefix(std::min(one.size() + 1, hint.size()));
    }
    return values;
}

}  // namespace

std::span<const constraint_meaning> constraint_meanings() {
    return meanings;
}

std::optional<domain::error> meaning_of(const sql_failure& failure) {
    const auto known =
        std::ranges::find(meanings, failure.constraint(), &constraint_meaning::constraint);
    if (known != meanings.end()) {
        return domain::error{
            known->kind,
            std::string{known->code},
            known->has_values ? values_in(failure.hint()) : domain::message_args{},
            {}};
    }
    if (failure.sqlstate() == "23505") {
        return domain::error{error_kind::conflict, "already_exists", {}, {}};
    }
    if (failure.sqlstate() == "23503") {
        return domain::error{
            error_kind::rule,
            "unknown_reference",
            {{"type", "row"}, {"value", failure.constraint()}},
            {}};
    }
    if (failure.sqlstate() == "23514" || failure.sqlstate() == "23P01") {
        return domain::error{error_kind::rule, "rule_broken", {{"rule", failure.constraint()}}, {}};
    }
    return std::nullopt;
}

}  // namespace tranche::persistence
