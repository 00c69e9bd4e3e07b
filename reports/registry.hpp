// All reports, by name.
#pragma once

#include "reports/report.hpp"

#include <span>
#include <string_view>

namespace tranche::reports {

std::span<const report> all_reports();
/// Nullptr for a name that is none.
const report* find_report(std::string_view name);

// Each is declared in the file of its name.
report disbursements_report();
report outcomes_report();
report portfolio_report();
report budget_execution_report();
report breakdown_report();
report matched_effort_report();
report budget_comparison_report();
report forecast_report();
report expenditure_report();
report trail_report();
report exceptions_report();
report obligations_report();
report cash_forecast_report();
report instrument_statement_report();
report assets_report();
report cash_book_report();
report donor_format_report();
report donor_format_check_report();
report donor_statement_report();
report reconciliation_report();
report cut_off_report();
report agreements_report();
report face_report();
report payments_report();
report receivables_report();
report partner_advances_report();
report expenditure_register_report();
report assurance_plan_report();

}  // namespace tranche::reports
