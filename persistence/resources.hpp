// Every read model of the service. One function each; the declarations stand in resources_*.cpp, by
// area. persistence/README.md shows how to add one.
#pragma once

#include "persistence/resource.hpp"

#include <span>

namespace tranche::persistence {

// Those whose lives wait for somebody.
std::span<const resource* const> resources_that_wait();

const resource& instrument_resource();
const resource& accounting_period_resource();
const resource& accounting_period_step_resource();
const resource& funding_line_resource();
const resource& donor_resource();
const resource& donor_grant_resource();
const resource& contribution_resource();
const resource& contribution_receipt_resource();
const resource& receipt_application_resource();
const resource& money_source_resource();
const resource& commitment_change_resource();
const resource& return_release_resource();
const resource& donor_refund_resource();
const resource& statement_layout_resource();
const resource& statement_mapping_resource();
const resource& line_transfer_resource();
const resource& project_transfer_resource();
const resource& opening_balance_resource();
const resource& project_resource();
const resource& project_step_resource();
const resource& obligation_submission_resource();
const resource& project_terms_resource();
const resource& project_relation_resource();
const resource& project_location_resource();
const resource& phase_resource();
const resource& endorsement_resource();
const resource& allocation_resource();
const resource& budget_version_resource();
const resource& budget_line_resource();
const resource& forecast_resource();
const resource& direct_expenditure_resource();
const resource& matched_effort_resource();
const resource& attachment_resource();
const resource& obligation_resource();
const resource& accounting_statement_resource();

const resource& partner_resource();
const resource& agreement_resource();
const resource& agreement_line_resource();
const resource& tranche_resource();
const resource& tranche_condition_resource();
const resource& agreement_amendment_resource();
const resource& agreement_step_resource();
const resource& partner_identifier_resource();
const resource& partner_assessment_resource();
const resource& bank_account_resource();
const resource& assurance_activity_resource();
const resource& finding_resource();
const resource& sanctions_list_resource();
const resource& screening_match_resource();
const resource& comment_resource();
const resource& due_diligence_document_resource();
const resource& authorised_officer_resource();
const resource& sub_partner_resource();
const resource& disbursement_request_resource();
const resource& payment_resource();
const resource& payment_confirmation_resource();
const resource& payer_account_resource();
const resource& payment_batch_resource();
const resource& payment_batch_item_resource();
const resource& advance_resource();
const resource& expenditure_report_resource();
const resource& expenditure_line_resource();
const resource& report_round_resource();
const resource& review_remark_resource();
const resource& disallowance_resource();
const resource& receivable_resource();
const resource& settlement_proposal_resource();
const resource& cash_book_resource();
const resource& asset_resource();

const resource& result_resource();
const resource& indicator_resource();
const resource& target_resource();
const resource& actual_resource();

const resource& approval_grant_resource();

const resource& exchange_rate_resource();
const resource& rate_correction_resource();
const resource& revaluation_resource();
const resource& journal_entry_resource();
const resource& posting_resource();
const resource& audit_event_resource();

const resource& exception_resource();
const resource& remark_resource();
const resource& rule_kind_resource();

}  // namespace tranche::persistence
