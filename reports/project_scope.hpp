// Which projects a request is about, as conditions of a plan that calls the project "p". Shared by
// all reports, so that a filter means the same in each.
#pragma once

#include "persistence/cut.hpp"
#include "reports/report.hpp"

#include <array>
#include <string>

namespace tranche::reports {

/// Instrument, project and, for a donor's viewers, the projects that donor's money reached.
void add_project_scope(plan& to, const request& asked);
/// Of the agreement that the query calls "a".
void add_agreement_scope(plan& to, const request& asked);
/// Projects that name the State among those that benefit.
void add_benefiting_state(plan& to, const request& asked);

/// The title of the project "p", the result "r" or the indicator "n". A donor's viewers read it
/// from the view made for them: a title may name the site of a protection project. Codes remain.
enum class title_of { project, result, indicator };
std::string title_sql(title_of what, const request& asked);

/// The partner "pr" of an agreement "a", for a donor's viewers where a grant opens it.
std::string join_partner(const request& asked);

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
/// The day whose shares a payment "pay" has: what is taken back is taken from the States that had
/// it.
inline constexpr const char* attributed_on =
    "case when pay.reverses_id is null then pay.paid_on else"
    " (select o.paid_on from partner.payment o where o.id = pay.reverses_id) end";
/// The States of such a row "s" on that day; null before the first.
inline constexpr const char* states_when_paid =
    "s.codes[width_bucket(case when pay.reverses_id is null then pay.paid_on else"
    " (select o.paid_on from partner.payment o where o.id = pay.reverses_id) end, s.starts)]";

/// The request's two days, bound into the plan.
persistence::cut_sql cut_of(plan& to, const request& asked);

/// Kinds of a budget line, and of the two rows that stand beside the lines.
inline constexpr std::array budget_line_kinds{
    word{"staff", {"staff", "personnel", "personal"}},
    word{"office", {"office", "bureau", "oficina"}},
    word{"operational", {"operational", "opérationnel", "operativo"}},
    word{"evaluation", {"evaluation", "évaluation", "evaluación"}},
    word{"support", {"support cost", "coûts d’appui", "costos de apoyo"}},
    word{
        "exchange_difference",
        {"exchange difference", "différence de change", "diferencia de cambio"}},
    word{"interest", {"interest", "intérêts", "intereses"}},
};

/// What sorts a line's code by its parts as numbers: 3.9 before 3.10.
std::string line_order_sql(const std::string& code);

/// Budget lines of the projects in "scope" (id): (id, project_id, code, result_id, budget, spent,
/// spent_office of it, obligated) in minor units of base currency: kept figures, or sums of the
/// postings within the cut. The budget is that of the last approved version.
std::string budget_lines_in_scope(const persistence::cut_sql& cut);

}  // namespace tranche::reports
