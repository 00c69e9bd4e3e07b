#include "server/command/represented.hpp"

#include <array>

namespace tranche::server {
namespace {

struct step_columns {
    std::string_view table, by, for_whom;
};

constexpr std::array steps{
    step_columns{"partner.disbursement_request", "requested_by", "requested_for"},
    step_columns{"partner.disbursement_request", "certified_by", "certified_for"},
    step_columns{"partner.disbursement_request", "approved_by", "approved_for"},
    step_columns{"partner.disbursement_request", "paid_by", "paid_for"},
    step_columns{"partner.payment_confirmation", "confirmed_by", "confirmed_for"},
    step_columns{"partner.payer_account", "recorded_by", "recorded_for"},
    step_columns{"partner.payer_account", "ended_by", "ended_for"},
    step_columns{"partner.payment_batch", "gathered_by", "gathered_for"},
    step_columns{"partner.payment_batch", "released_by", "released_for"},
    step_columns{"partner.payment_batch", "withdrawn_by", "withdrawn_for"},
    step_columns{"partner.payment_batch_item", "added_by", "added_for"},
    step_columns{"partner.payment_batch_item", "outcome_by", "outcome_for"},
    step_columns{"partner.partner", "blocked_by", "blocked_for"},
    step_columns{"partner.partner", "unblocked_by", "unblocked_for"},
    step_columns{"partner.partner_identifier", "recorded_by", "recorded_for"},
    step_columns{"partner.partner_assessment", "recorded_by", "recorded_for"},
    step_columns{"partner.bank_account", "proposed_by", "proposed_for"},
    step_columns{"partner.bank_account", "decided_by", "decided_for"},
    step_columns{"partner.authorised_officer", "named_by", "named_for"},
    step_columns{"partner.authorised_officer", "ended_by", "ended_for"},
    step_columns{"partner.sub_partner", "named_by", "named_for"},
    step_columns{"partner.sub_partner", "ended_by", "ended_for"},
    step_columns{"document.comment", "written_by", "written_for"},
    step_columns{"document.comment", "withdrawn_by", "withdrawn_for"},
    step_columns{"document.comment_resolution", "decided_by", "decided_for"},
    step_columns{"partner.due_diligence_document", "recorded_by", "recorded_for"},
    step_columns{"partner.assurance_activity", "recorded_by", "recorded_for"},
    step_columns{"partner.screening_match", "called_by", "called_for"},
    step_columns{"partner.screening_match", "decided_by", "decided_for"},
    step_columns{"partner.sanctions_list", "loaded_by", "loaded_for"},
    step_columns{"partner.sanctions_list", "confirmed_by", "confirmed_for"},
    step_columns{"partner.finding", "recorded_by", "recorded_for"},
    step_columns{"partner.finding_answer", "answered_by", "answered_for"},
    step_columns{"partner.finding_clearance", "cleared_by", "cleared_for"},
    step_columns{"partner.agreement_step", "taken_by", "taken_for"},
    step_columns{"partner.agreement_amendment", "drafted_by", "drafted_for"},
    step_columns{"partner.agreement_amendment", "submitted_by", "submitted_for"},
    step_columns{"partner.agreement_amendment", "approved_by", "approved_for"},
    step_columns{"partner.agreement_amendment", "signed_by", "signed_for"},
    step_columns{"partner.agreement_amendment", "ended_by", "ended_for"},
    step_columns{"partner.tranche_condition", "set_by", "set_for"},
    step_columns{"partner.condition_confirmation", "confirmed_by", "confirmed_for"},
    step_columns{"funding.budget_version", "drafted_by", "drafted_for"},
    step_columns{"funding.budget_version", "submitted_by", "submitted_for"},
    step_columns{"funding.budget_version", "approved_by", "approved_for"},
    step_columns{"funding.budget_version", "ended_by", "ended_for"},
    step_columns{"funding.forecast", "made_by", "made_for"},
    step_columns{"partner.expenditure_report", "submitted_by", "submitted_for"},
    step_columns{"partner.expenditure_report", "reviewed_by", "reviewed_for"},
    step_columns{"document.attachment", "attached_by", "attached_for"},
    step_columns{"document.attachment", "removed_by", "removed_for"},
    step_columns{"partner.report_round", "submitted_by", "submitted_for"},
    step_columns{"partner.sheet_habit", "recorded_by", "recorded_for"},
    step_columns{"partner.round_outcome", "decided_by", "decided_for"},
    step_columns{"partner.review_remark", "made_by", "made_for"},
    step_columns{"partner.remark_answer", "answered_by", "answered_for"},
    step_columns{"partner.disallowance", "decided_by", "decided_for"},
    step_columns{"partner.revaluation", "decided_by", "decided_for"},
    step_columns{"partner.check_acknowledgement", "acknowledged_by", "acknowledged_for"},
    step_columns{"partner.settlement_proposal", "proposed_by", "proposed_for"},
    step_columns{"partner.settlement_proposal", "approved_by", "approved_for"},
    step_columns{"partner.settlement_proposal", "refused_by", "refused_for"},
    step_columns{"partner.settlement_proposal", "taken_back_by", "taken_back_for"},
    step_columns{"reference.rate_correction", "proposed_by", "proposed_for"},
    step_columns{"reference.rate_correction", "approved_by", "approved_for"},
    step_columns{"reference.rate_correction", "refused_by", "refused_for"},
    step_columns{"partner.cash_book", "stated_by", "stated_for"},
    step_columns{"partner.asset", "listed_by", "listed_for"},
    step_columns{"partner.asset", "disposed_by", "disposed_for"},
    step_columns{"funding.statement_layout", "made_by", "made_for"},
    step_columns{"funding.statement_mapping", "made_by", "made_for"},
    step_columns{"funding.matched_effort", "recorded_by", "recorded_for"},
    step_columns{"funding.matched_effort", "withdrawn_by", "withdrawn_for"},
    step_columns{"result.actual", "reported_by", "reported_for"},
    step_columns{"result.actual", "verified_by", "verified_for"},
    step_columns{"result.actual", "returned_by", "returned_for"},
    step_columns{"funding.project", "proposed_by", "proposed_for"},
    step_columns{"funding.project_step", "taken_by", "taken_for"},
    step_columns{"funding.obligation_submission", "submitted_by", "submitted_for"},
    step_columns{"funding.obligation_submission", "decided_by", "decided_for"},
    step_columns{"funding.project_relation", "recorded_by", "recorded_for"},
    step_columns{"funding.project_location", "recorded_by", "recorded_for"},
    step_columns{"funding.accounting_period", "closed_by", "closed_for"},
    step_columns{"funding.accounting_period", "reopened_by", "reopened_for"},
    step_columns{"funding.rule_exception", "requested_by", "requested_for"},
    step_columns{"funding.rule_exception", "decided_by", "decided_for"},
    step_columns{"funding.rule_kind", "proposed_by", "proposed_for"},
    step_columns{"funding.rule_kind", "confirmed_by", "confirmed_for"},
    step_columns{"funding.receipt_application", "recorded_by", "recorded_for"},
    step_columns{"funding.line_transfer", "decided_by", "decided_for"},
    step_columns{"funding.return_release", "recorded_by", "recorded_for"},
    step_columns{"funding.project_transfer", "requested_by", "requested_for"},
    step_columns{"funding.project_transfer", "approved_by", "approved_for"},
    step_columns{"funding.project_transfer", "refused_by", "refused_for"},
    step_columns{"funding.donor_refund", "requested_by", "requested_for"},
    step_columns{"funding.donor_refund", "paid_by", "paid_for"},
    step_columns{"funding.donor_refund", "refused_by", "refused_for"},
    step_columns{"funding.donor_grant", "proposed_by", "proposed_for"},
    step_columns{"funding.donor_grant", "confirmed_by", "confirmed_for"}};

}  // namespace

std::string_view represented_column(std::string_view table, std::string_view column) {
    for (const auto& one : steps) {
        if (one.table == table && one.by == column) {
            return one.for_whom;
        }
    }
    return {};
}

}  // namespace tranche::server
