#include "domain/notice.hpp"

#include <algorithm>
#include <array>

namespace tranche::domain {
namespace {

using enum notice_side;

constexpr std::array all_notices{
    notice{
        "disbursement_requested", "create_disbursement_request", entity::disbursement_request,
        action::certify_disbursements, office, "notice_disbursement_requested"},
    notice{
        "disbursement_certified", "certify_disbursement", entity::disbursement_request,
        action::approve_disbursements, office, "notice_disbursement_certified"},
    notice{
        "disbursement_approved", "approve_disbursement", entity::disbursement_request,
        action::pay_disbursements, office, "notice_disbursement_approved"},
    notice{
        "disbursement_paid", "pay_disbursement", entity::disbursement_request,
        action::request_disbursements, partner, "notice_disbursement_paid", false},
    notice{
        "disbursement_paid_by_bank", "record_bank_answer", entity::disbursement_request,
        action::request_disbursements, partner, "notice_disbursement_paid", false},
    notice{
        "payments_gathered", "create_payment_batch", entity::payment_batch,
        action::release_payments, office, "notice_payments_gathered"},
    notice{
        "report_submitted", "submit_expenditure_report", entity::expenditure_report,
        action::review_expenditure, office, "notice_report_submitted"},
    notice{
        "report_queried", "query_expenditure_report", entity::expenditure_report,
        action::report_expenditure, partner, "notice_report_queried", false},
    // Whoever asked about lines of a report, once all of that is answered.
    notice{
        "remark_answered", "answer_review_remark", entity::review_remark,
        action::review_expenditure, office, "notice_remark_answered", false},
    notice{
        "report_sent_back", "send_back_expenditure_report", entity::expenditure_report,
        action::report_expenditure, partner, "notice_report_sent_back"},
    notice{
        "report_reviewed", "review_expenditure_report", entity::expenditure_report,
        action::report_expenditure, partner, "notice_report_reviewed", false},
    notice{
        "budget_submitted", "submit_budget_version", entity::budget_version,
        action::approve_budgets, office, "notice_budget_submitted"},
    notice{
        "bank_account_proposed", "propose_bank_account", entity::bank_account,
        action::confirm_bank_accounts, office, "notice_bank_account_proposed"},
    notice{
        "bank_account_confirmed", "confirm_bank_account", entity::bank_account,
        action::request_disbursements, partner, "notice_bank_account_confirmed", false},
    notice{
        "finding_recorded", "record_finding", entity::finding, action::answer_findings, partner,
        "notice_finding_recorded"},
    notice{
        "finding_answered", "answer_finding", entity::finding, action::clear_findings, office,
        "notice_finding_answered"},
    notice{
        "finding_cleared", "clear_finding", entity::finding, action::answer_findings, partner,
        "notice_finding_cleared", false},
    notice{
        "sanctions_list_waits", "load_sanctions_list", entity::sanctions_list,
        action::clear_matches, office, "notice_sanctions_list_waits"},
    notice{
        "match_called_false", "call_match_false", entity::screening_match, action::clear_matches,
        office, "notice_match_called_false"},
    // Those who are named, and those who spoke in the thread before.
    notice{
        "comment_written", "write_comment", entity::comment, action::write_comments, office,
        "notice_comment", false},
    notice{
        "comment_answered", "reply_to_comment", entity::comment, action::write_comments, office,
        "notice_comment", false},
    notice{
        "comment_shared", by_its_day, entity::comment, action::write_comments, partner,
        "notice_comment", false},
    notice{
        "obligation_submitted", "submit_obligation", entity::obligation_submission,
        action::review_obligations, office, "notice_obligation_submitted"},
    notice{
        "obligation_accepted", "accept_obligation", entity::obligation_submission,
        action::manage_projects, office, "notice_obligation_accepted", false},
    notice{
        "obligation_sent_back", "send_back_obligation", entity::obligation_submission,
        action::manage_projects, office, "notice_obligation_sent_back"},
    notice{
        "obligation_due_soon", by_its_day, entity::project, action::manage_projects, office,
        "notice_due_soon"},
    notice{
        "obligation_overdue", by_its_day, entity::project, action::manage_projects, office,
        "notice_overdue"},
    notice{
        "partner_report_due_soon", by_its_day, entity::agreement, action::report_expenditure,
        partner, "notice_due_soon"},
    notice{
        "partner_report_overdue", by_its_day, entity::agreement, action::report_expenditure,
        partner, "notice_overdue"},
    notice{
        "paper_expires", by_its_day, entity::partner, action::manage_partners, office,
        "notice_paper_expires"},
    notice{
        "own_paper_expires", by_its_day, entity::partner, action::report_expenditure, partner,
        "notice_own_paper_expires", false},
    notice{
        "finding_answer_due_soon", by_its_day, entity::finding, action::answer_findings, partner,
        "notice_finding_due_soon"},
    notice{
        "finding_answer_overdue", by_its_day, entity::finding, action::answer_findings, partner,
        "notice_finding_overdue"},
    notice{
        "finding_not_answered", by_its_day, entity::finding, action::answer_findings, office,
        "notice_finding_not_answered", false},
    notice{
        "exception_requested", "request_exception", entity::exception, action::grant_exceptions,
        office, "notice_exception_requested"},
    notice{
        "write_off_proposed", "propose_write_off", entity::settlement_proposal,
        action::approve_disbursements, office, "notice_settlement_proposed"},
    notice{
        "later_documents_proposed", "propose_later_documents", entity::settlement_proposal,
        action::approve_disbursements, office, "notice_settlement_proposed"},
    notice{
        "set_off_proposed", "propose_set_off", entity::settlement_proposal,
        action::approve_disbursements, office, "notice_settlement_proposed"},
    notice{
        "rate_correction_proposed", "propose_rate_correction", entity::rate_correction,
        action::confirm_rates, office, "notice_rate_correction_proposed"},
    notice{
        "donor_refund_requested", "request_donor_refund", entity::donor_refund,
        action::decide_donor_money, office, "notice_donor_refund_requested"},
    notice{
        "project_transfer_requested", "request_project_transfer", entity::project_transfer,
        action::decide_donor_money, office, "notice_project_transfer_requested"},
};

const notice* found(std::string_view text, std::string_view notice::*by) {
    const auto* at = std::ranges::find(all_notices, text, by);
    return at == all_notices.end() ? nullptr : at;
}

}  // namespace

std::span<const notice> notices() {
    return all_notices;
}

const notice* notice_of_operation(std::string_view operation) {
    return operation == by_its_day ? nullptr : found(operation, &notice::operation);
}

const notice* notice_named(std::string_view name) {
    return found(name, &notice::name);
}

bool may_be_told(
    const notice& of, role_set roles, std::optional<std::int64_t> partner_id,
    std::optional<std::int64_t> owner
) {
    if (!permitted(of.told, roles)) {
        return false;
    }
    return of.side == office ? !partner_id : partner_id && partner_id == owner;
}

}  // namespace tranche::domain
