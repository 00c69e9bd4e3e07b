// What the two shapes of the disbursement report share: the listed payments and their sums by
// group.
#pragma once

#include "reports/report.hpp"

namespace tranche::reports {

/// Sums by group: from the kept cells of the ledger where these can answer, else from the payments.
plan grouped_disbursements(const request& asked);

/// A payment row by its kind: what went out, also when a part came back later.
inline constexpr const char* went_out =
    "kind in ('advance', 'reimbursement', 'direct_payment', 'revalued')";

/// Conditions on "pay", "a" and "p" that the request sets.
void add_payment_filters(plan& to, const request& asked);

/// Gross, refunds and net below the rows. The three arguments are SQL over the rows.
std::vector<total> disbursement_totals(
    std::string gross_sql, std::string refunds_sql, std::string net_sql
);

}  // namespace tranche::reports
