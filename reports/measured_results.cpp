#include "reports/measured_results.hpp"

#include "reports/project_scope.hpp"

namespace tranche::reports {

namespace {

// Of the indicator "n" in the project of "tree": whether what was "reached" counts few persons, or
// would give few away when two days' reports are subtracted.
std::string withheld_sql(const request& asked, const persistence::cut_sql& cut) {
    if (!is_published(asked)) return "(select false as withheld)";
    const bool dated = !cut.until.empty() || !cut.as_known_on.empty();
    return "(select n.counts_people and reached.value > 0 and (reached.value < s.small" +
        std::string{
            dated ? " or exists (select 1 from result.actual y where y.indicator_id = n.id"
                    " and y.returned_on is null and y.value > 0 and y.value < s.small)"
                  : ""} +
        ") as withheld from (select coalesce((select t.small_cell from funding.project p"
        " join funding.instrument_terms t on t.instrument_id = p.instrument_id"
        " and t.valid_from <= (now() at time zone 'UTC')::date where p.id = tree.project_id"
        " order by t.valid_from desc limit 1), 5) as small) s)";
}

// Targets of each period: the one that counts, or the first that was set.
std::string targets_sql(const persistence::cut_sql& cut, bool first) {
    return "select distinct on (a.indicator_id, a.period_first, a.period_last)"
           " a.indicator_id, a.period_first, a.period_last, a.value, a.illustrative"
           " from result.target a" +
        (cut.as_known_on.empty() ? "" : " where a.set_on <= " + cut.as_known_on) +
        " order by a.indicator_id, a.period_first, a.period_last, a.set_on" +
        (first ? "" : " desc");
}

}  // namespace

bool is_published(const request& asked) {
    return asked.published || asked.donor;
}

std::string longest_periods(const std::string& from, const std::string& apart) {
    const auto same = apart.empty() ? "" : " and o." + apart + " = w." + apart;
    return "select w.* from " + from + " w where not exists (select 1 from " + from +
        " o where o.indicator_id = w.indicator_id" + same +
        " and o.period_first <= w.period_first and o.period_last >= w.period_last"
        " and (o.period_first, o.period_last) <> (w.period_first, w.period_last))";
}

// A target or value is known from the day it was set, reported or verified on: these rows have no
// entry. Until a day count the periods that have ended by it.
std::string values_within(const persistence::cut_sql& cut) {
    const std::string verified = cut.as_known_on.empty()
        ? "v.verified_by"
        : "case when v.verified_on <= " + cut.as_known_on + " then v.verified_by end";
    const std::string standing = cut.as_known_on.empty()
        ? "v.returned_on is null"
        : "(v.returned_on is null or v.returned_on > " + cut.as_known_on + ")";
    return "select v.id, v.indicator_id, v.period_first, v.period_last, v.value, v.illustrative, " +
        verified + " as verified_by from result.actual v where " + standing +
        (cut.until.empty() ? "" : " and v.period_last <= " + cut.until) +
        (cut.as_known_on.empty() ? "" : " and v.reported_on <= " + cut.as_known_on);
}

std::string measured_results(
    const std::string& scope, const request& asked, const persistence::cut_sql& cut
) {
    const std::string method = by_its_method;
    std::string out =
        "with recursive scope as (select p.id from funding.project p where " + scope + ")";
    out += ", states as (";
    out += states_by_day;
    out += ")";
    out += ", lines as (";
    out += budget_lines_in_scope(cut);
    out += ")";
    // Every result with its place in the tree, and with each of those above it.
    out +=
        ", tree as (select r.id, r.project_id, array[r.position::integer] as place, array[r.id] as "
        "above"
        " from scope join result.result r on r.project_id = scope.id where r.parent_id is null"
        " union all select r.id, r.project_id, tree.place || r.position::integer, tree.above || "
        "r.id"
        " from tree join result.result r on r.parent_id = tree.id)";
    out +=
        ", attributed as (select top.id, sum(l.budget) as budget, sum(l.spent) as spent"
        " from tree join lines l on l.result_id = tree.id cross join unnest(tree.above) as top(id)"
        " group by top.id)";
    // Lines that serve no result count with a project's only top-level result.
    out +=
        ", sole as (select min(t.id) as id, t.project_id from tree t where cardinality(t.place) = 1"
        " group by t.project_id having count(*) = 1)";
    out +=
        ", shared as (select sole.id, sum(l.budget) as budget, sum(l.spent) as spent"
        " from sole join lines l on l.project_id = sole.project_id and l.result_id is null"
        " group by sole.id)";
    out += ", aims as (" + targets_sql(cut, false) + "), first_aims as (" + targets_sql(cut, true) +
        ")";
    out += ", first_aim as (select w.indicator_id, " + method + " as value from (" +
        longest_periods("first_aims") +
        ") w join result.indicator n on n.id = w.indicator_id group by w.indicator_id)";
    out +=
        ", aim as (select w.indicator_id, min(w.period_first) as first, max(w.period_last) as "
        "last, " +
        method + " as value, bool_or(w.illustrative) as illustrative from (" +
        longest_periods("aims") +
        ") w join result.indicator n on n.id = w.indicator_id"
        " group by w.indicator_id)";
    out += ", values_seen as (select v.* from (" + values_within(cut) +
        ") v left join aim on aim.indicator_id = "
        "v.indicator_id"
        " where (aim.first is null or (v.period_first >= aim.first and v.period_last <= "
        "aim.last))" +
        std::string{asked.reported ? "" : " and v.verified_by is not null"} + ")";
    out += ", reached as (select w.indicator_id, " + method +
        " as value, bool_or(w.illustrative) as illustrative,"
        " bool_or(w.verified_by is null) as unverified from (" +
        longest_periods("values_seen") +
        ") w join result.indicator n on n.id = w.indicator_id"
        " group by w.indicator_id)";
    // One row per indicator, or one for a result that has none.
    out +=
        ", measured as (select tree.id as result_id, n.id as indicator_id, tree.place,"
        " n.position, aim.value as target, first_aim.value as original, aim.first, aim.last,"
        " case when not wh.withheld then reached.value end as actual, wh.withheld,"
        " n.illustrative or aim.illustrative or reached.illustrative as illustrative,"
        " reached.unverified,"
        " case when not wh.withheld then"
        " round(100 * (reached.value - n.baseline) / nullif(aim.value - n.baseline, 0), 2) end"
        " as achieved,"
        " row_number() over (partition by tree.id order by n.position, n.code) = 1 as is_first,"
        " count(*) over (partition by tree.id) = 1 as is_only,"
        " exists (select 1 from lines l where l.project_id = tree.project_id) as budgeted,"
        " (coalesce(at.budget, 0) + coalesce(sh.budget, 0))::bigint as budget,"
        " (coalesce(at.spent, 0) + coalesce(sh.spent, 0))::bigint as spent"
        " from tree left join result.indicator n on n.result_id = tree.id"
        " left join aim on aim.indicator_id = n.id left join reached on reached.indicator_id = n.id"
        " left join first_aim on first_aim.indicator_id = n.id"
        " cross join lateral " +
        withheld_sql(asked, cut) +
        " wh"
        " left join attributed at on at.id = tree.id left join shared sh on sh.id = tree.id)";
    return out;
}

}  // namespace tranche::reports
