#include "persistence/trail_map.hpp"

#include <array>

namespace tranche::persistence {
namespace {

using domain::entity;
using enum domain::entity;

constexpr std::array faces{
    trail_face{instrument, "x.code", "x.established_on"},
    trail_face{accounting_period, "x.code", "x.first_day"},
    trail_face{funding_line, "x.code", "null::date"},
    trail_face{donor, "x.code", "null::date"},
    trail_face{
        contribution, "x.code", "x.pledged_on",
        "case when x.committed_amount > 0 then x.committed_amount else x.pledged_amount end",
        "x.currency"},
    trail_face{
        contribution_receipt, "x.external_reference", "x.received_on", "x.amount", "x.currency"},
    trail_face{receipt_application, "null::text", "x.applied_on", "x.amount", "x.currency"},
    trail_face{commitment_change, "x.document", "x.changed_on", "x.amount", "x.currency"},
    trail_face{donor_refund, "x.bank_reference", "x.paid_on", "x.amount", "x.currency"},
    trail_face{line_transfer, "null::text", "x.transferred_on", "x.amount", "x.currency"},
    trail_face{project_transfer, "null::text", "x.transferred_on", "x.amount", "x.currency"},
    trail_face{return_release, "null::text", "x.released_on", "x.amount", "x.currency"},
    trail_face{opening_balance, "null::text", "x.opened_on", "x.amount", "x.currency"},
    trail_face{project, "x.code", "x.start_on"},
    trail_face{
        phase, "(select p.code from funding.project p where p.id = x.project_id) || ':' || x.code",
        "x.start_on", "x.amount", "x.currency"},
    trail_face{project_step, "x.step", "x.taken_on"},
    trail_face{obligation_submission, "x.kind || ' ' || x.number", "x.submitted_on"},
    trail_face{project_relation, "x.kind", "null::date"},
    trail_face{project_location, "x.name", "null::date"},
    trail_face{endorsement, "x.kind", "x.endorsed_on"},
    trail_face{allocation, "null::text", "x.allocated_on", "x.amount", "x.currency"},
    trail_face{
        budget_version,
        "(select p.code from funding.project p where p.id = x.project_id) || ':' || x.number",
        "x.approved_on"},
    trail_face{
        budget_line,
        "(select p.code from funding.project p where p.id = x.project_id) || ':' || x.code",
        "null::date"},
    trail_face{
        forecast,
        "(select p.code from funding.project p where p.id = x.project_id) || ':' || x.number",
        "x.made_on"},
    trail_face{direct_expenditure, "x.document", "x.spent_on", "x.amount", "x.currency"},
    trail_face{matched_effort, "x.provider", "x.valued_on", "x.amount", "x.currency"},
    trail_face{obligation, "x.code", "x.obligated_on", "x.amount", "x.currency"},
    trail_face{accounting_statement, "x.code", "x.last_day"},
    trail_face{partner, "x.code", "null::date"},
    trail_face{agreement, "x.code", "x.start_on", "x.value", "x.currency"},
    trail_face{
        entity::tranche,
        "(select a.code from partner.agreement a where a.id = x.agreement_id) || ':' || x.code",
        "x.planned_on", "x.amount",
        "(select a.currency from partner.agreement a where a.id = x.agreement_id)"},
    trail_face{agreement_step, "x.step", "x.taken_on"},
    trail_face{
        agreement_amendment,
        "(select a.code from partner.agreement a where a.id = x.agreement_id) || ':' || x.number",
        "coalesce(greatest(x.partner_signed_on, x.office_signed_on), x.drafted_on)"},
    trail_face{partner_assessment, "x.risk", "x.assessed_on"},
    trail_face{bank_account, "x.bank", "x.decided_on"},
    trail_face{comment, "x.about", "x.written_on"},
    trail_face{due_diligence_document, "x.kind", "x.issued_on"},
    trail_face{assurance_activity, "x.code", "x.done_on"},
    trail_face{screening_match, "x.list_code || ' ' || x.reference", "x.found_on"},
    trail_face{
        finding,
        "(select v.code from partner.assurance_activity v where v.id = x.activity_id) || ':' || x.number",
        "x.made_on", "x.amount", "x.currency"},
    trail_face{entity::tranche_condition, "x.kind", "x.set_on"},
    trail_face{
        disbursement_request, "null::text", "x.requested_on",
        "coalesce(x.approved_amount, x.requested_amount)", "x.currency"},
    trail_face{payment, "x.bank_reference", "x.paid_on", "x.amount", "x.currency"},
    trail_face{payment_confirmation, "null::text", "x.received_on", "x.amount", "x.currency"},
    trail_face{payer_account, "x.code", "x.valid_from"},
    trail_face{payment_batch, "x.code", "x.pay_on"},
    trail_face{payment_batch_item, "x.end_to_end_id", "x.added_on", "x.amount", "x.currency"},
    trail_face{advance, "null::text", "x.opened_on", "x.amount", "x.currency"},
    trail_face{
        expenditure_report,
        "(select a.code from partner.agreement a where a.id = x.agreement_id) || ':' || x.code",
        "x.period_last",
        "(select sum(n.amount)::bigint from partner.expenditure_line n where n.report_id = x.id"
        " and n.round = x.round)",
        "x.currency"},
    trail_face{expenditure_line, "x.document", "x.spent_on", "x.amount", "x.currency"},
    trail_face{report_round, "x.number::text", "x.submitted_on"},
    trail_face{review_remark, "x.code", "x.made_on"},
    trail_face{disallowance, "x.document", "x.disallowed_on", "x.amount", "x.currency"},
    trail_face{
        revaluation, "x.number::text", "x.revalued_on", "x.base_amount + x.support_base",
        "(select i.base_currency from partner.expenditure_report e join partner.agreement a"
        " on a.id = e.agreement_id join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id where e.id = x.report_id)"},
    trail_face{receivable, "null::text", "x.raised_on", "x.amount", "x.currency"},
    trail_face{statement_layout, "x.code", "x.made_on"},
    trail_face{statement_mapping, "x.number::text", "x.made_on"},
    trail_face{cash_book, "null::text", "x.period_last", "x.closing", "x.currency"},
    trail_face{asset, "x.description", "x.listed_on"},
    trail_face{settlement_proposal, "x.kind", "x.proposed_on", "x.amount", "x.currency"},
    trail_face{
        result, "(select p.code from funding.project p where p.id = x.project_id) || ':' || x.code",
        "null::date"},
    trail_face{
        indicator,
        "(select p.code || ':' || r.code from result.result r join funding.project p"
        " on p.id = r.project_id where r.id = x.result_id) || ':' || x.code",
        "null::date"},
    trail_face{target, "null::text", "x.period_last"},
    trail_face{actual, "null::text", "x.period_last"},
    trail_face{attachment, "x.file_name", "(x.attached_at at time zone 'UTC')::date"},
    trail_face{sub_partner, "x.code", "x.valid_from"},
    trail_face{exchange_rate, "x.series || ' ' || x.currency", "x.valid_from"},
    trail_face{rate_correction, "null::text", "x.proposed_on"},
    trail_face{journal_entry, "x.event", "x.effective_on"},
};

constexpr std::array people{
    trail_act{accounting_period, "closed", "x.closed_by", "x.reported_on"},
    trail_act{accounting_period, "reopened", "x.reopened_by", "null::date"},
    trail_act{receipt_application, "recorded", "x.recorded_by", "x.applied_on"},
    trail_act{commitment_change, "recorded", "x.recorded_by", "x.changed_on"},
    trail_act{donor_refund, "requested", "x.requested_by", "x.requested_on"},
    trail_act{donor_refund, "paid", "x.paid_by", "x.paid_on"},
    trail_act{donor_refund, "refused", "x.refused_by", "x.refused_on"},
    trail_act{line_transfer, "decided", "x.decided_by", "x.transferred_on"},
    trail_act{project_transfer, "requested", "x.requested_by", "x.requested_on"},
    trail_act{project_transfer, "approved", "x.approved_by", "x.transferred_on"},
    trail_act{project_transfer, "refused", "x.refused_by", "x.refused_on"},
    trail_act{return_release, "recorded", "x.recorded_by", "x.released_on"},
    trail_act{opening_balance, "recorded", "x.recorded_by", "x.opened_on"},
    trail_act{project, "proposed", "x.proposed_by", "null::date"},
    trail_act{project_step, "took", "x.taken_by", "x.taken_on"},
    trail_act{obligation_submission, "submitted", "x.submitted_by", "x.submitted_on"},
    trail_act{obligation_submission, "decided", "x.decided_by", "x.decided_on"},
    trail_act{attachment, "attached", "x.attached_by", "(x.attached_at at time zone 'UTC')::date"},
    trail_act{attachment, "removed", "x.removed_by", "x.removed_on"},
    trail_act{project_relation, "recorded", "x.recorded_by", "null::date"},
    trail_act{project_location, "recorded", "x.recorded_by", "null::date"},
    trail_act{endorsement, "recorded", "x.recorded_by", "x.endorsed_on"},
    trail_act{allocation, "decided", "x.decided_by", "x.allocated_on"},
    trail_act{budget_version, "drafted", "x.drafted_by", "null::date"},
    trail_act{budget_version, "submitted", "x.submitted_by", "x.submitted_on"},
    trail_act{budget_version, "approved", "x.approved_by", "x.approved_on"},
    trail_act{forecast, "made", "x.made_by", "x.made_on"},
    trail_act{direct_expenditure, "recorded", "x.recorded_by", "x.spent_on"},
    trail_act{matched_effort, "recorded", "x.recorded_by", "x.valued_on"},
    trail_act{matched_effort, "withdrawn", "x.withdrawn_by", "x.withdrawn_on"},
    trail_act{obligation, "recorded", "x.recorded_by", "x.obligated_on"},
    trail_act{accounting_statement, "recorded", "x.recorded_by", "x.recorded_on"},
    trail_act{agreement_step, "took", "x.taken_by", "x.taken_on"},
    trail_act{agreement_amendment, "drafted", "x.drafted_by", "x.drafted_on"},
    trail_act{agreement_amendment, "submitted", "x.submitted_by", "x.submitted_on"},
    trail_act{agreement_amendment, "approved", "x.approved_by", "x.approved_on"},
    trail_act{agreement_amendment, "signed", "x.signed_by", "x.office_signed_on"},
    trail_act{partner_assessment, "recorded", "x.recorded_by", "x.assessed_on"},
    trail_act{bank_account, "proposed", "x.proposed_by", "x.proposed_on"},
    trail_act{bank_account, "decided", "x.decided_by", "x.decided_on"},
    trail_act{comment, "said", "x.written_by", "x.written_on"},
    trail_act{comment, "withdrew", "x.withdrawn_by", "x.withdrawn_on"},
    trail_act{due_diligence_document, "recorded", "x.recorded_by", "x.recorded_on"},
    trail_act{assurance_activity, "recorded", "x.recorded_by", "x.recorded_on"},
    trail_act{screening_match, "called_false", "x.called_by", "x.called_on"},
    trail_act{screening_match, "decided", "x.decided_by", "x.decided_on"},
    trail_act{finding, "recorded", "x.recorded_by", "x.made_on"},
    trail_act{entity::tranche_condition, "set", "x.set_by", "x.set_on"},
    trail_act{
        entity::tranche_condition, "confirmed",
        "(select f.confirmed_by from partner.condition_confirmation f where f.condition_id = x.id)",
        "(select f.confirmed_on from partner.condition_confirmation f where f.condition_id = x.id)"},
    trail_act{disbursement_request, "requested", "x.requested_by", "x.requested_on"},
    trail_act{disbursement_request, "certified", "x.certified_by", "x.certified_on"},
    trail_act{disbursement_request, "approved", "x.approved_by", "x.approved_on"},
    trail_act{disbursement_request, "paid", "x.paid_by", "x.paid_on"},
    trail_act{payment, "recorded", "x.recorded_by", "x.paid_on"},
    trail_act{payment_confirmation, "confirmed", "x.confirmed_by", "x.confirmed_on"},
    trail_act{payer_account, "recorded", "x.recorded_by", "null::date"},
    trail_act{payment_batch, "gathered", "x.gathered_by", "x.gathered_on"},
    trail_act{payment_batch, "released", "x.released_by", "x.released_on"},
    trail_act{payment_batch, "withdrawn", "x.withdrawn_by", "x.withdrawn_on"},
    trail_act{payment_batch_item, "added", "x.added_by", "x.added_on"},
    trail_act{payment_batch_item, "ended", "x.outcome_by", "x.outcome_on"},
    trail_act{report_round, "submitted", "x.submitted_by", "x.submitted_on"},
    trail_act{statement_layout, "made", "x.made_by", "x.made_on"},
    trail_act{statement_mapping, "made", "x.made_by", "x.made_on"},
    trail_act{cash_book, "stated", "x.stated_by", "x.stated_on"},
    trail_act{asset, "listed", "x.listed_by", "x.listed_on"},
    trail_act{asset, "disposed", "x.disposed_by", "x.disposed_on"},
    trail_act{settlement_proposal, "proposed", "x.proposed_by", "x.proposed_on"},
    trail_act{settlement_proposal, "approved", "x.approved_by", "x.approved_on"},
    trail_act{settlement_proposal, "refused", "x.refused_by", "x.refused_on"},
    trail_act{settlement_proposal, "taken_back", "x.taken_back_by", "x.taken_back_on"},
    trail_act{disallowance, "decided", "x.decided_by", "x.disallowed_on"},
    trail_act{revaluation, "decided", "x.decided_by", "x.revalued_on"},
    trail_act{review_remark, "made", "x.made_by", "x.made_on"},
    trail_act{expenditure_report, "submitted", "x.submitted_by", "x.submitted_on"},
    trail_act{expenditure_report, "reviewed", "x.reviewed_by", "x.reviewed_on"},
    trail_act{actual, "reported", "x.reported_by", "x.reported_on"},
    trail_act{actual, "verified", "x.verified_by", "x.verified_on"},
    trail_act{actual, "returned", "x.returned_by", "x.returned_on"},
    trail_act{sub_partner, "named", "x.named_by", "x.named_on"},
    trail_act{sub_partner, "ended", "x.ended_by", "x.ended_on"},
    trail_act{exchange_rate, "loaded", "x.loaded_by", "null::date"},
    trail_act{exchange_rate, "confirmed", "x.confirmed_by", "null::date"},
    trail_act{rate_correction, "proposed", "x.proposed_by", "x.proposed_on"},
    trail_act{rate_correction, "approved", "x.approved_by", "x.approved_on"},
    trail_act{rate_correction, "refused", "x.refused_by", "x.refused_on"},
    trail_act{journal_entry, "recorded", "x.actor_id", "(x.recorded_at at time zone 'UTC')::date"},
};

constexpr std::array documents{
    trail_document{contribution_receipt, "x.external_reference", "x.received_on"},
    trail_document{commitment_change, "x.document", "x.changed_on"},
    trail_document{donor_refund, "x.bank_reference", "x.paid_on"},
    trail_document{asset, "x.disposal_document", "x.disposed_on"},
    trail_document{settlement_proposal, "x.document", "x.proposed_on"},
    trail_document{return_release, "x.consent", "x.released_on"},
    trail_document{opening_balance, "x.source", "x.opened_on"},
    trail_document{project_step, "x.document", "x.taken_on"},
    trail_document{obligation_submission, "x.document", "x.submitted_on"},
    trail_document{endorsement, "x.document", "x.endorsed_on"},
    trail_document{direct_expenditure, "x.document", "x.spent_on"},
    trail_document{obligation, "x.code", "x.obligated_on"},
    trail_document{agreement_step, "x.document", "x.taken_on"},
    trail_document{partner_assessment, "x.document", "x.assessed_on"},
    trail_document{due_diligence_document, "x.document", "x.issued_on"},
    trail_document{assurance_activity, "x.document", "x.done_on"},
    trail_document{
        entity::tranche_condition,
        "(select f.document from partner.condition_confirmation f where f.condition_id = x.id)",
        "(select f.confirmed_on from partner.condition_confirmation f where f.condition_id = x.id)"},
    trail_document{payment, "x.bank_reference", "x.paid_on"},
    trail_document{expenditure_line, "x.document", "x.spent_on"},
};

constexpr std::string_view of_its_accounts =
    "e.id in (select g.entry_id from ledger.account a join ledger.posting g on g.account_id = a.id"
    " where a.owner_id = $1)";

// Everything else: the entries it is the source of.
constexpr std::array entries{
    trail_entries{journal_entry, "e.id = $1"},
    trail_entries{project, "e.project_id = $1"},
    trail_entries{
        agreement,
        "e.project_id = (select g.project_id from partner.agreement g where g.id = $1)"
        " and e.agreement_id = $1"},
    trail_entries{funding_line, of_its_accounts},
    trail_entries{contribution, of_its_accounts},
    trail_entries{budget_line, of_its_accounts},
    trail_entries{obligation, of_its_accounts},
    trail_entries{entity::tranche, of_its_accounts},
    trail_entries{advance, of_its_accounts},
    trail_entries{receivable, of_its_accounts},
    trail_entries{
        settlement_proposal,
        "(e.source_id, e.source_type) in (select w.id, 'receivable_settlement'"
        " from partner.receivable_settlement w where w.proposal_id = $1 union all"
        " select r.id, 'receivable_settlement' from partner.receivable_settlement r"
        " join partner.receivable_settlement w on w.id = r.reverses_id"
        " where w.proposal_id = $1 union all"
        " select w.payment_id, 'payment' from partner.receivable_settlement w"
        " where w.proposal_id = $1 and w.payment_id is not null)"},
    trail_entries{
        disbursement_request,
        "e.source_type = 'payment' and e.source_id in"
        " (select y.id from partner.payment y where y.request_id = $1)"},
    trail_entries{
        expenditure_line,
        "e.source_type = 'expenditure_report' and e.source_id ="
        " (select n.report_id from partner.expenditure_line n where n.id = $1)"},
    trail_entries{
        expenditure_report,
        "(e.source_id = $1 and e.source_type = 'expenditure_report' or e.source_type = 'receivable'"
        " and e.source_id in (select c.id from partner.receivable c where c.report_id = $1))"},
};

constexpr std::array figures{
    trail_figure{
        payment, "disbursements", "project={project}&agreement={agreement}&since={on}&until={on}"},
    trail_figure{payment, "trail", "payment={id}"},
    trail_figure{journal_entry, "trail", "entry={id}"},
    trail_figure{disbursement_request, "disbursements", "agreement={agreement}"},
    trail_figure{entity::tranche, "disbursements", "agreement={agreement}"},
    trail_figure{agreement, "disbursements", "agreement={id}"},
    trail_figure{agreement, "budget-execution", "project={project}"},
    trail_figure{agreement, "trail", "agreement={id}"},
    trail_figure{project, "disbursements", "project={id}"},
    trail_figure{project, "budget-execution", "project={id}"},
    trail_figure{project, "outcomes", "project={id}"},
    trail_figure{project, "trail", "project={id}"},
    trail_figure{allocation, "budget-execution", "project={project}"},
    trail_figure{budget_version, "budget-execution", "project={project}"},
    trail_figure{budget_line, "budget-execution", "project={project}"},
    trail_figure{direct_expenditure, "budget-execution", "project={project}"},
    trail_figure{obligation, "budget-execution", "project={project}"},
    trail_figure{expenditure_line, "budget-execution", "project={project}"},
    trail_figure{expenditure_report, "budget-execution", "project={project}"},
    trail_figure{result, "outcomes", "project={project}"},
    trail_figure{indicator, "outcomes", "project={project}"},
    trail_figure{target, "outcomes", "project={project}"},
    trail_figure{actual, "outcomes", "project={project}"},
    trail_figure{contribution, "donor-statement", "contribution={id}"},
    trail_figure{donor, "donor-statement", "donor={id}"},
    trail_figure{funding_line, "disbursements", "line={id}"},
    trail_figure{partner, "disbursements", "partner={id}"},
    trail_figure{accounting_period, "disbursements", "period={id}"},
    trail_figure{instrument, "disbursements", "instrument={id}"},
};

}  // namespace

std::span<const trail_face> trail_faces() {
    return faces;
}
std::span<const trail_act> trail_acts() {
    return people;
}
std::span<const trail_document> trail_documents() {
    return documents;
}
std::span<const trail_entries> entries_of_things() {
    return entries;
}
std::span<const trail_figure> trail_figures() {
    return figures;
}

}  // namespace tranche::persistence
