#include "reports/registry.hpp"

#include <algorithm>
#include <vector>

namespace tranche::reports {

std::span<const report> all_reports() {
    static const std::vector<report> all{
        disbursements_report(),
        outcomes_report(),
        breakdown_report(),
        portfolio_report(),
        budget_execution_report(),
        budget_comparison_report(),
        forecast_report(),
        expenditure_report(),
        trail_report(),
        exceptions_report(),
        instrument_statement_report(),
        cash_forecast_report(),
        matched_effort_report(),
        obligations_report(),
        donor_statement_report(),
        cash_book_report(),
        assets_report(),
        donor_format_report(),
        donor_format_check_report(),
        reconciliation_report(),
        cut_off_report(),
        agreements_report(),
        face_report(),
        payments_report(),
        receivables_report(),
        partner_advances_report(),
        expenditure_register_report(),
        assurance_plan_report(),
    };
    return all;
}

const report* find_report(std::string_view name) {
    const auto found = std::ranges::find(all_reports(), name, &report::name);
    return found == all_reports().end() ? nullptr : &*found;
}

}  // namespace tranche::reports
