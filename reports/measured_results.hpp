// Results with their money and what their indicators reached: shared by the reports that set one
// against the other.
#pragma once

#include "persistence/cut.hpp"
#include "reports/request.hpp"

#include <string>

namespace tranche::reports {

/// "with" clauses over the projects that meet `scope`: lines, the budget lines with their money;
/// states, as states_by_day; measured, one row per indicator or per result that has none
/// (result_id, indicator_id, place, position, target, original, actual, withheld, first, last,
/// illustrative, unverified, achieved, is_first, is_only, budgeted, budget, spent). Unverified
/// values count when `reported`. A published figure of persons that is small is withheld (R63).
std::string measured_results(
    const std::string& scope, const request& asked, const persistence::cut_sql& cut
);

/// As for the public: asked so, or by a donor's viewers.
bool is_published(const request& asked);

/// "select" of what was measured and stands within the cut: (id, indicator_id, period_first,
/// period_last, value, illustrative, verified_by).
std::string values_within(const persistence::cut_sql& cut);

/// From each query's rows the periods that lie in no longer one that has a row itself; rows have
/// indicator_id and what else `apart` names ("category"), which are looked at one by one.
std::string longest_periods(const std::string& from, const std::string& apart = {});

/// Several periods made one by the method of the indicator "n" (R56), in a query grouped by
/// indicator; the periods are "w".
inline constexpr const char* by_its_method =
    "case min(n.aggregation) when 'sum' then sum(w.value) when 'max' then max(w.value)"
    " else (array_agg(w.value order by w.period_last desc, w.period_first desc))[1] end";

}  // namespace tranche::reports
