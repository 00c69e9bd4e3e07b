// The whole API: each area declares its endpoints in one file, all_endpoints() puts them together.
#pragma once

#include "server/api/endpoint.hpp"

#include <vector>

namespace tranche::server {

using endpoints = std::vector<endpoint>;

endpoints reference_endpoints();
endpoints exchange_rate_endpoints();
endpoints rate_correction_endpoints();
endpoints import_endpoints();
endpoints instrument_endpoints();
endpoints funding_line_endpoints();
endpoints accounting_period_endpoints();
endpoints accounting_statement_endpoints();
endpoints approval_level_endpoints();
endpoints delegation_endpoints();
endpoints donor_endpoints();
endpoints donor_grant_endpoints();
endpoints contribution_endpoints();
endpoints contribution_receipt_endpoints();
endpoints donor_refund_endpoints();
endpoints line_transfer_endpoints();
endpoints project_transfer_endpoints();
endpoints opening_balance_endpoints();
endpoints project_endpoints();
endpoints project_decision_endpoints();
endpoints reporting_obligation_endpoints();
endpoints queue_endpoints();
endpoints project_particular_endpoints();
endpoints privacy_mark_endpoints();
endpoints project_terms_endpoints();
endpoints allocation_endpoints();
endpoints budget_endpoints();
endpoints forecast_endpoints();
endpoints direct_expenditure_endpoints();
endpoints matched_effort_endpoints();
endpoints statement_layout_endpoints();
endpoints cash_book_endpoints();
endpoints asset_endpoints();
endpoints obligation_endpoints();
endpoints partner_endpoints();
endpoints partner_file_endpoints();
endpoints sub_partner_endpoints();
endpoints finding_endpoints();
endpoints sanctions_list_endpoints();
endpoints screening_endpoints();
endpoints comment_endpoints();
endpoints due_diligence_endpoints();
endpoints assurance_term_endpoints();
endpoints agreement_endpoints();
endpoints amendment_endpoints();
endpoints tranche_endpoints();
endpoints tranche_condition_endpoints();
endpoints disbursement_endpoints();
endpoints payment_batch_endpoints();
endpoints payer_account_endpoints();
endpoints payment_confirmation_endpoints();
endpoints bank_answer_endpoints();
endpoints payment_term_endpoints();
endpoints expenditure_endpoints();
endpoints attachment_endpoints();
endpoints face_endpoints();
endpoints upload_endpoints();
endpoints disallowance_endpoints();
endpoints revaluation_endpoints();
endpoint rate_correction_effects_endpoint();
endpoints receivable_endpoints();
endpoints result_endpoints();
endpoints actual_endpoints();
endpoints correction_endpoints();
endpoints ledger_endpoints();
endpoints report_endpoints();
endpoints exception_endpoints();
endpoints rule_kind_endpoints();
endpoints session_endpoints();
endpoints sign_in_endpoints();
endpoints second_factor_endpoints();
endpoints token_endpoints();
endpoints search_endpoints();
endpoints service_endpoints();

endpoints all_endpoints();

}  // namespace tranche::server
