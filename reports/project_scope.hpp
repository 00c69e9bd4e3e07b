// Which projects a request is about, as conditions of a plan that calls the project "p". Shared by
// all reports, so that a filter means the same in each.
#pragma once

#include "reports/report.hpp"

#include <string>

namespace tranche::reports {

/// Instrument, project and, for a donor's viewers, the projects that donor's money reached.
void add_project_scope(plan& to, const request& asked);
/// Projects that name the State among those that benefit.
void add_benefiting_state(plan& to, const request& asked);

/// Moves the conditions gathered so far out of the plan, as "a and b", or "true" when there are
/// none.
std::string take_conditions(plan& from);

/// A query with one row per project: the States it names, joined by blanks, from each day on that
/// the list changed: (project_id, starts, codes), two arrays in step. One row per project keeps the
/// join cheap for a million payments.
inline constexpr const char* states_by_day =
    "select d.project_id, array_agg(d.valid_from order by d.valid_from) as starts,"
    " array_agg(d.codes order by d.valid_from) as codes from ("
    "select project_id, valid_from, string_agg(state, ' ' order by state) as codes"
    " from funding.benefiting_state group by project_id, valid_from) d group by d.project_id";
/// The States of such a row "s" on a payment's day; null before the first.
inline constexpr const char* states_when_paid = "s.codes[width_bucket(pay.paid_on, s.starts)]";

/// Budget lines of the projects in "scope" (id): (id, project_id, code, result_id, budget, spent,
/// obligated), all of them kept figures in minor units of base currency, none summed from postings.
/// The budget is that of the last approved version.
inline constexpr const char* budget_lines_in_scope =
    "select bl.*, v.amount as budget,"
    " coalesce((select sum(b.base_amount) from ledger.account a join ledger.balance b on "
    "b.account_id = a.id"
    " where a.owner_id = bl.id and a.kind in ('spent', 'spent_direct')), 0)::bigint as spent,"
    " coalesce((select sum(b.base_amount) from partner.agreement g"
    " join ledger.account a on a.owner_id = g.id and a.kind = 'obligated' and a.part_id = bl.id"
    " join ledger.balance b on b.account_id = a.id where g.project_id = bl.project_id), 0)::bigint"
    " as obligated"
    " from scope join funding.budget_line bl on bl.project_id = scope.id"
    " left join lateral (select vl.amount from funding.budget_version bv"
    " join funding.budget_version_line vl on vl.version_id = bv.id and vl.line_id = bl.id"
    " where bv.id = (select last.id from funding.budget_version last"
    " where last.project_id = bl.project_id and last.state = 'approved' order by last.number desc "
    "limit 1)"
    ") v on true";

}  // namespace tranche::reports
