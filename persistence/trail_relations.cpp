#include "persistence/trail_map.hpp"

#include <array>

namespace tranche::persistence {
namespace {

using enum domain::entity;
using domain::entity;

constexpr std::array relations{
    trail_relation{
        donor, contribution, "gave",
        "select donor_id as behind, id as feeds from funding.contribution"},
    trail_relation{
        contribution, contribution_receipt, "received_as",
        "select contribution_id as behind, id as feeds from funding.contribution_receipt"},
    trail_relation{
        contribution_receipt, funding_line, "filled",
        "select r.id as behind, c.line_id as feeds from funding.contribution_receipt r"
        " join funding.contribution c on c.id = r.contribution_id"},
    trail_relation{
        contribution, commitment_change, "changed_by",
        "select contribution_id as behind, id as feeds from funding.commitment_change"},
    trail_relation{
        contribution, receipt_application, "applied_as",
        "select contribution_id as behind, id as feeds from funding.receipt_application"},
    trail_relation{
        receipt_application, funding_line, "filled",
        "select r.id as behind, c.line_id as feeds from funding.receipt_application r"
        " join funding.contribution c on c.id = r.contribution_id"},
    trail_relation{
        contribution, donor_refund, "sent_back_by",
        "select contribution_id as behind, id as feeds from funding.donor_refund"},
    trail_relation{
        contribution, return_release, "left_to_line_by",
        "select contribution_id as behind, id as feeds from funding.return_release"},
    trail_relation{
        return_release, funding_line, "filled",
        "select id as behind, line_id as feeds from funding.return_release"},
    trail_relation{
        funding_line, line_transfer, "gave",
        "select from_line_id as behind, id as feeds from funding.line_transfer"},
    trail_relation{
        line_transfer, funding_line, "filled",
        "select id as behind, to_line_id as feeds from funding.line_transfer"},
    trail_relation{
        opening_balance, funding_line, "opened",
        "select id as behind, line_id as feeds from funding.opening_balance"},
    trail_relation{
        instrument, funding_line, "has",
        "select instrument_id as behind, id as feeds from funding.funding_line"},
    trail_relation{
        funding_line, allocation, "allocated_by",
        "select line_id as behind, id as feeds from funding.allocation"},
    trail_relation{
        contribution, allocation, "source_of",
        "select contribution_id as behind, source_id as feeds from funding.money_source"
        " where source_type = 'allocation'"},
    trail_relation{
        project, project_transfer, "gave",
        "select from_project_id as behind, id as feeds from funding.project_transfer"},
    trail_relation{
        project_transfer, allocation, "made",
        "select transfer_id as behind, id as feeds from funding.allocation"
        " where transfer_id is not null"},
    trail_relation{
        allocation, project, "given_to",
        "select id as behind, project_id as feeds from funding.allocation"},
    trail_relation{
        endorsement, project, "endorsed",
        "select id as behind, project_id as feeds from funding.endorsement"},
    trail_relation{
        project_step, project, "led_to",
        "select id as behind, project_id as feeds from funding.project_step"},
    trail_relation{
        project, obligation_submission, "accounted_for_by",
        "select project_id as behind, id as feeds from funding.obligation_submission"},
    trail_relation{
        project, project_location, "carried_out_at",
        "select project_id as behind, id as feeds from funding.project_location"},
    trail_relation{
        project, project_relation, "continued_by",
        "select other_id as behind, id as feeds from funding.project_relation"},
    trail_relation{
        project_relation, project, "continued_as",
        "select id as behind, project_id as feeds from funding.project_relation"},
    trail_relation{
        project, phase, "has", "select project_id as behind, id as feeds from funding.phase"},
    trail_relation{
        project, budget_version, "planned_in",
        "select project_id as behind, id as feeds from funding.budget_version"},
    trail_relation{
        budget_version, budget_line, "sets",
        "select version_id as behind, line_id as feeds from funding.budget_version_line"},
    trail_relation{
        project, forecast, "forecast_in",
        "select project_id as behind, id as feeds from funding.forecast"},
    trail_relation{
        budget_line, direct_expenditure, "spent_by",
        "select budget_line_id as behind, id as feeds from funding.direct_expenditure"},
    trail_relation{
        project, matched_effort, "matched_by",
        "select project_id as behind, id as feeds from funding.matched_effort"},
    trail_relation{
        budget_line, obligation, "obligated_by",
        "select budget_line_id as behind, id as feeds from funding.obligation"},
    trail_relation{
        obligation, direct_expenditure, "spent_by",
        "select obligation_id as behind, id as feeds from funding.direct_expenditure"},
    trail_relation{
        project, agreement, "carried_out_under",
        "select project_id as behind, id as feeds from partner.agreement"},
    trail_relation{
        budget_line, agreement, "obligated_by",
        "select budget_line_id as behind, agreement_id as feeds from partner.agreement_line"},
    trail_relation{
        partner, agreement, "agreed_to",
        "select partner_id as behind, id as feeds from partner.agreement"},
    trail_relation{
        agreement, entity::tranche, "split_into",
        "select agreement_id as behind, id as feeds from partner.tranche"},
    trail_relation{
        agreement_step, agreement, "led_to",
        "select id as behind, agreement_id as feeds from partner.agreement_step"},
    trail_relation{
        agreement, agreement_amendment, "amended_by",
        "select agreement_id as behind, id as feeds from partner.agreement_amendment"},
    trail_relation{
        partner_assessment, partner, "assessed",
        "select id as behind, partner_id as feeds from partner.partner_assessment"},
    trail_relation{
        bank_account, payment, "received",
        "select bank_account_id as behind, id as feeds from partner.payment"},
    trail_relation{
        entity::tranche_condition, entity::tranche, "set_for",
        "select id as behind, tranche_id as feeds from partner.tranche_condition"},
    trail_relation{
        entity::tranche, disbursement_request, "asked_for_by",
        "select tranche_id as behind, id as feeds from partner.disbursement_request"},
    trail_relation{
        disbursement_request, payment, "paid_by",
        "select request_id as behind, id as feeds from partner.payment"},
    trail_relation{
        payer_account, payment_batch, "paid_from",
        "select payer_account_id as behind, id as feeds from partner.payment_batch"},
    trail_relation{
        disbursement_request, payment_batch_item, "gathered_as",
        "select request_id as behind, id as feeds from partner.payment_batch_item"},
    trail_relation{
        payment_batch, payment_batch_item, "sent",
        "select batch_id as behind, id as feeds from partner.payment_batch_item"},
    trail_relation{
        payment_batch_item, payment, "sent_as",
        "select x.id as behind, y.id as feeds from partner.payment_batch_item x"
        " join partner.payment y on y.request_id = x.request_id where x.outcome is null"},
    trail_relation{
        payment, payment_confirmation, "confirmed_by",
        "select payment_id as behind, id as feeds from partner.payment_confirmation"},
    trail_relation{
        exchange_rate, rate_correction, "corrected_by",
        "select rate_id as behind, correction_id as feeds from reference.rate_correction_row"},
    trail_relation{
        rate_correction, exchange_rate, "put_in_place",
        "select correction_id as behind, id as feeds from reference.exchange_rate"
        " where correction_id is not null"},
    trail_relation{
        exchange_rate, payment, "valued",
        "select r.id as behind, y.id as feeds from partner.payment y"
        " join reference.exchange_rate r on r.currency = y.currency and r.rate = y.rate"
        " and y.paid_on between r.valid_from and r.valid_to"},
    trail_relation{
        payment, advance, "opened",
        "select payment_id as behind, id as feeds from partner.advance"},
    trail_relation{
        agreement, advance, "earned_interest",
        "select agreement_id as behind, id as feeds from partner.advance where payment_id is null"},
    trail_relation{
        advance, expenditure_report, "accounted_for_by",
        "select a.owner_id as behind, e.source_id as feeds from ledger.account a"
        " join ledger.posting g on g.account_id = a.id join ledger.entry e on e.id = g.entry_id"
        " where a.kind = 'advance' and e.source_type = 'expenditure_report'"},
    trail_relation{
        advance, receivable, "owed_as",
        "select a.owner_id as behind, e.source_id as feeds from ledger.account a"
        " join ledger.posting g on g.account_id = a.id join ledger.entry e on e.id = g.entry_id"
        " where a.kind = 'advance' and e.source_type = 'receivable'"},
    trail_relation{
        agreement, expenditure_report, "reported_in",
        "select agreement_id as behind, id as feeds from partner.expenditure_report"},
    trail_relation{
        agreement, sub_partner, "passed_on_to",
        "select agreement_id as behind, id as feeds from partner.sub_partner"},
    trail_relation{
        sub_partner, expenditure_line, "spent",
        "select sub_partner_id as behind, id as feeds from partner.expenditure_line"
        " where sub_partner_id is not null"},
    trail_relation{
        budget_line, expenditure_line, "charged_by",
        "select budget_line_id as behind, id as feeds from partner.expenditure_line"},
    trail_relation{
        exchange_rate, expenditure_line, "valued",
        "select r.id as behind, x.id as feeds from partner.expenditure_line x"
        " join reference.exchange_rate r on r.currency = x.currency and r.rate = x.rate"
        " and x.spent_on between r.valid_from and r.valid_to"},
    trail_relation{
        expenditure_line, expenditure_report, "listed_in",
        "select id as behind, report_id as feeds from partner.expenditure_line"},
    trail_relation{
        report_round, expenditure_report, "handed_in",
        "select id as behind, report_id as feeds from partner.report_round"},
    trail_relation{
        expenditure_line, disallowance, "disallowed_by",
        "select line_id as behind, id as feeds from partner.disallowance"},
    trail_relation{
        expenditure_report, revaluation, "revalued_by",
        "select report_id as behind, id as feeds from partner.revaluation"},
    trail_relation{
        payment, payment, "revalued_by",
        "select revalues_id as behind, id as feeds from partner.payment"},
    trail_relation{
        rate_correction, payment, "led_to",
        "select correction_id as behind, id as feeds from partner.payment"},
    trail_relation{
        rate_correction, revaluation, "led_to",
        "select correction_id as behind, id as feeds from partner.revaluation"},
    trail_relation{
        revaluation, receivable, "raised",
        "select id as behind, receivable_id as feeds from partner.revaluation"
        " where receivable_id is not null"},
    trail_relation{
        partner, due_diligence_document, "vouched_for_by",
        "select partner_id as behind, id as feeds from partner.due_diligence_document"},
    trail_relation{
        attachment, due_diligence_document, "is",
        "select attachment_id as behind, id as feeds from partner.due_diligence_document"},
    trail_relation{
        partner, screening_match, "is_like",
        "select partner_id as behind, id as feeds from partner.screening_match"},
    trail_relation{
        partner, assurance_activity, "looked_at_by",
        "select partner_id as behind, id as feeds from partner.assurance_activity"},
    trail_relation{
        assurance_activity, finding, "found",
        "select activity_id as behind, id as feeds from partner.finding"},
    trail_relation{
        expenditure_line, finding, "questioned_by",
        "select line_id as behind, finding_id as feeds from partner.finding_line"},
    trail_relation{
        finding, disallowance, "led_to",
        "select finding_id as behind, id as feeds from partner.disallowance"},
    trail_relation{
        disallowance, receivable, "raised",
        "select id as behind, receivable_id as feeds from partner.disallowance"},
    trail_relation{
        review_remark, report_round, "remarked_on",
        "select id as behind, round_id as feeds from partner.review_remark"},
    trail_relation{
        expenditure_report, receivable, "rejected_as",
        "select report_id as behind, id as feeds from partner.receivable"},
    trail_relation{
        statement_layout, statement_mapping, "used_by",
        "select layout_id as behind, id as feeds from funding.statement_mapping"},
    trail_relation{
        project, statement_mapping, "mapped_by",
        "select project_id as behind, id as feeds from funding.statement_mapping"},
    trail_relation{
        agreement, cash_book, "told_by",
        "select agreement_id as behind, id as feeds from partner.cash_book"},
    trail_relation{
        expenditure_line, asset, "listed_as",
        "select line_id as behind, id as feeds from partner.asset"},
    trail_relation{
        receivable, settlement_proposal, "settled_by",
        "select receivable_id as behind, id as feeds from partner.settlement_proposal"},
    trail_relation{
        settlement_proposal, expenditure_line, "shown_by",
        "select id as behind, line_id as feeds from partner.settlement_proposal"},
    trail_relation{
        settlement_proposal, disbursement_request, "kept_back_from",
        "select id as behind, request_id as feeds from partner.settlement_proposal"},
    trail_relation{
        receivable, payment, "paid_back_by",
        "select receivable_id as behind, payment_id as feeds from partner.receivable_settlement"},
    trail_relation{
        expenditure_report, payment, "made_due",
        "select e.source_id as behind, y.id as feeds from partner.payment y"
        " join ledger.account a on a.owner_id = y.tranche_id and a.kind = 'due'"
        " join ledger.posting g on g.account_id = a.id join ledger.entry e on e.id = g.entry_id"
        " where y.kind in ('reimbursement', 'direct_payment') and e.source_type = 'expenditure_report'"},
    trail_relation{
        project, attachment, "evidenced_by",
        "select subject_id as behind, id as feeds from document.attachment"
        " where subject_type = 'project'"},
    trail_relation{
        partner, attachment, "evidenced_by",
        "select subject_id as behind, id as feeds from document.attachment"
        " where subject_type = 'partner'"},
    trail_relation{
        agreement, attachment, "evidenced_by",
        "select subject_id as behind, id as feeds from document.attachment"
        " where subject_type = 'agreement'"},
    trail_relation{
        disbursement_request, attachment, "evidenced_by",
        "select subject_id as behind, id as feeds from document.attachment"
        " where subject_type = 'disbursement_request'"},
    trail_relation{
        expenditure_report, attachment, "evidenced_by",
        "select subject_id as behind, id as feeds from document.attachment"
        " where subject_type = 'expenditure_report'"},
    trail_relation{
        agreement, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'agreement'"},
    trail_relation{
        agreement_amendment, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'agreement_amendment'"},
    trail_relation{
        entity::tranche, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'tranche'"},
    trail_relation{
        entity::tranche_condition, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'tranche_condition'"},
    trail_relation{
        disbursement_request, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'disbursement_request'"},
    trail_relation{
        payment, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'payment'"},
    trail_relation{
        expenditure_report, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'expenditure_report'"},
    trail_relation{
        expenditure_line, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'expenditure_line'"},
    trail_relation{
        receivable, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'receivable'"},
    trail_relation{
        attachment, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'attachment'"},
    trail_relation{
        assurance_activity, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'assurance_activity'"},
    trail_relation{
        finding, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'finding'"},
    trail_relation{
        partner, comment, "spoken_of_in",
        "select subject_id as behind, id as feeds from document.comment"
        " where subject_type = 'partner'"},
    trail_relation{
        project, result, "aims_at", "select project_id as behind, id as feeds from result.result"},
    trail_relation{
        budget_line, result, "serves",
        "select id as behind, result_id as feeds from funding.budget_line"},
    trail_relation{
        result, indicator, "measured_by",
        "select result_id as behind, id as feeds from result.indicator"},
    trail_relation{
        indicator, target, "planned_as",
        "select indicator_id as behind, id as feeds from result.target"},
    trail_relation{
        indicator, actual, "reached",
        "select indicator_id as behind, id as feeds from result.actual"},
    trail_relation{
        instrument, accounting_period, "has",
        "select instrument_id as behind, id as feeds from funding.accounting_period"},
    trail_relation{
        payment, payment, "reversed_by",
        "select reverses_id as behind, id as feeds from partner.payment"},
    trail_relation{
        contribution_receipt, contribution_receipt, "reversed_by",
        "select reverses_id as behind, id as feeds from funding.contribution_receipt"},
    trail_relation{
        receipt_application, receipt_application, "reversed_by",
        "select reverses_id as behind, id as feeds from funding.receipt_application"},
    trail_relation{
        donor_refund, donor_refund, "reversed_by",
        "select reverses_id as behind, id as feeds from funding.donor_refund"},
    trail_relation{
        line_transfer, line_transfer, "reversed_by",
        "select reverses_id as behind, id as feeds from funding.line_transfer"},
    trail_relation{
        return_release, return_release, "reversed_by",
        "select reverses_id as behind, id as feeds from funding.return_release"},
    trail_relation{
        contribution_receipt, contribution_receipt, "corrected_by",
        "select corrects_id as behind, id as feeds from funding.contribution_receipt"},
    trail_relation{
        direct_expenditure, direct_expenditure, "reversed_by",
        "select reverses_id as behind, id as feeds from funding.direct_expenditure"},
    trail_relation{
        direct_expenditure, direct_expenditure, "corrected_by",
        "select corrects_id as behind, id as feeds from funding.direct_expenditure"},
    trail_relation{
        journal_entry, journal_entry, "reversed_by",
        "select reverses_id as behind, id as feeds from ledger.entry"},
};

}  // namespace

std::span<const trail_relation> trail_relations() {
    return relations;
}

}  // namespace tranche::persistence
