#include "server/routes/obligations/due_routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/deliveries.hpp"

namespace tranche::server {

endpoints all_endpoints() {
    endpoints all;
    for (const auto area :
         {search_endpoints,
          service_endpoints,
          session_endpoints,
          reference_endpoints,
          exchange_rate_endpoints,
          import_endpoints,
          instrument_endpoints,
          funding_line_endpoints,
          accounting_period_endpoints,
          donor_endpoints,
          contribution_endpoints,
          contribution_receipt_endpoints,
          donor_refund_endpoints,
          line_transfer_endpoints,
          project_transfer_endpoints,
          opening_balance_endpoints,
          project_endpoints,
          project_decision_endpoints,
          reporting_obligation_endpoints,
          calendar_address_endpoints,
          notice_preference_endpoints,
          reporting_schedule_endpoints,
          project_particular_endpoints,
          privacy_mark_endpoints,
          project_terms_endpoints,
          queue_endpoints,
          allocation_endpoints,
          budget_endpoints,
          forecast_endpoints,
          direct_expenditure_endpoints,
          matched_effort_endpoints,
          statement_layout_endpoints,
          cash_book_endpoints,
          asset_endpoints,
          obligation_endpoints,
          accounting_statement_endpoints,
          partner_endpoints,
          partner_file_endpoints,
          finding_endpoints,
          screening_endpoints,
          comment_endpoints,
          due_diligence_endpoints,
          assurance_term_endpoints,
          agreement_endpoints,
          amendment_endpoints,
          tranche_endpoints,
          tranche_condition_endpoints,
          disbursement_endpoints,
          expenditure_endpoints,
          attachment_endpoints,
          face_endpoints,
          upload_endpoints,
          disallowance_endpoints,
          receivable_endpoints,
          result_endpoints,
          actual_endpoints,
          correction_endpoints,
          ledger_endpoints,
          exception_endpoints,
          rule_kind_endpoints,
          approval_level_endpoints,
          delegation_endpoints,
          donor_grant_endpoints,
          delivery_endpoints,
          webhook_endpoints,
          report_endpoints}) {
        append(all, area());
    }
    return all;
}

}  // namespace tranche::server
