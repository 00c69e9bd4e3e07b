// Results with their money and what their indicators reached: shared by the reports that set one
// against the other.
#pragma once

#include "persistence/cut.hpp"

#include <string>

namespace tranche::reports {

/// "with" clauses over the projects that meet `scope`: lines, the budget lines with their money;
/// states, as states_by_day; measured, one row per indicator or per result that has none
/// (result_id, indicator_id, place, position, target, actual, first, last, illustrative,
/// unverified, achieved, is_first, is_only, budgeted, budget, spent). Unverified values count when
/// `reported`.
std::string measured_results(
    const std::string& scope, bool reported, const persistence::cut_sql& cut
);

}  // namespace tranche::reports
