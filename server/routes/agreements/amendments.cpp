#include "server/routes/agreements/amendments.hpp"

#include "persistence/row_writer.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {

using domain::money;
using persistence::interned;

domain::amendment_kind proposal::kind(domain::percentage limit) const {
    std::vector<domain::amended_line> amounts;
    for (const auto& line : lines) {
        amounts.push_back(line.amounts);
    }
    return domain::kind_of(
        {.lines = amounts,
         .limit = limit,
         .end_before = end_before,
         .end_after = end_on,
         .start_changes = start_on != start_before,
         .tranches_change =
             std::ranges::any_of(tranches, [](const auto& one) { return one.after != one.before; }),
         .terms_change = terms_change,
         .results_change = results_change}
    );
}

bool proposal::is_empty(domain::amendment_kind kind) const {
    return kind == domain::amendment_kind::administrative_correction && title == title_before &&
        std::ranges::all_of(tranches, [](const auto& one) {
               return one.planned_before == one.planned_after;
           });
}

money proposal::value_before(domain::currency base) const {
    money sum{0, base};
    for (const auto& line : lines) {
        sum += line.amounts.before;
    }
    return sum;
}

money proposal::value(domain::currency base) const {
    money sum{0, base};
    for (const auto& line : lines) {
        sum += line.amounts.after;
    }
    return sum;
}

money proposal::moved(domain::currency base) const {
    money more{0, base};
    money less{0, base};
    for (const auto& line : lines) {
        const auto step = line.amounts.after - line.amounts.decided;
        (step.is_negative() ? less : more) += step.is_negative() ? -step : step;
    }
    return max(more, less);
}

std::array<persistence::query, 3> facts_of_proposal(
    std::string_view behind, std::string_view version, std::int64_t id
) {
    const std::string with =
        "with a as (select a.id, a.project_id, partner.version_in_force(a.id)"
        " as in_force, partner.version_decided(a.id) as decided, " +
        std::string{version} +
        " as proposed from partner.agreement a where a.id = " + std::string{behind} + ")";
    return {
        persistence::query{
            interned("lines_to_amend", with + R"(
                    select l.id, l.code, coalesce(n.amount, 0) as before, coalesce(d.amount, 0) as decided,
                        coalesce(w.amount, 0) as after, coalesce(ob.amount, 0) as obligated,
                        coalesce(vb.amount, 0) as available
                      from a
                      join funding.budget_line l on l.project_id = a.project_id
                      left join partner.agreement_version_line n on n.version_id = a.in_force
                       and n.budget_line_id = l.id
                      left join partner.agreement_version_line d on d.version_id = a.decided
                       and d.budget_line_id = l.id
                      left join partner.agreement_version_line w on w.version_id = a.proposed
                       and w.budget_line_id = l.id
                      left join ledger.account oa on oa.owner_id = a.id and oa.kind = 'obligated'
                       and oa.part_id = l.id
                      left join ledger.balance ob on ob.account_id = oa.id
                      left join ledger.account va on va.owner_id = l.id and va.kind = 'budget_available'
                      left join ledger.balance vb on vb.account_id = va.id
                      order by l.code)"),
            {id}},
        {interned(
             "tranches_to_amend",
             with + R"(
                 , t as (select t.id, t.code, coalesce(b.amount, 0) - )" +
                 std::string{promised_of_unpaid} + R"( as free
                     from a join partner.tranche t on t.agreement_id = a.id
                     left join ledger.account k on k.owner_id = t.id and k.kind = 'tranche_unpaid'
                     left join ledger.balance b on b.account_id = k.id),
                 n as (select n.* from a join partner.agreement_version_tranche n on n.version_id = a.in_force),
                 w as (select n.* from a join partner.agreement_version_tranche n on n.version_id = a.proposed)
                 select coalesce(t.id, 0) as id, code, coalesce(n.number, w.number) as number,
                     coalesce(n.kind, w.kind) as kind, coalesce(n.amount, 0) as before,
                     coalesce(w.amount, 0) as after, coalesce(t.free, 0) as free,
                     n.planned_on as planned_before, w.planned_on as planned_after
                   from n full join w using (code) left join t using (code)
                   order by 3)"
         ),
         {id}},
        {interned("version_to_amend", with + R"(
                 select n.title as title_before, w.title, n.start_on as start_before, w.start_on,
                     n.end_on as end_before, w.end_on, n.terms <> w.terms as terms_change,
                     a.in_force, a.proposed, coalesce((select max(m.number)
                         from partner.agreement_amendment m where m.agreement_id = a.id), 0) as last_number,
                     exists (select 1 from partner.agreement_amendment m where m.agreement_id = a.id
                         and m.state in ('draft', 'submitted', 'approved')) as is_open,
                     (select max(m.valid_from) from partner.agreement_terms m
                         where m.agreement_id = a.id) as last_terms_from
                   from a
                   join partner.agreement_version n on n.id = a.in_force
                   join partner.agreement_version w on w.id = a.proposed)"),
         {id}}};
}

proposal proposal_in(std::span<const persistence::rows> found, domain::currency base) {
    const auto row = found[2][0];
    proposal made{
        .lines = {},
        .tranches = {},
        .title_before = row.text("title_before"),
        .title = row.text("title"),
        .start_before = row.day("start_before"),
        .start_on = row.day("start_on"),
        .end_before = row.day("end_before"),
        .end_on = row.day("end_on"),
        .terms_change = row.truth("terms_change")};
    for (const auto line : found[0]) {
        made.lines.push_back(
            {line.integer("id"),
             line.text("code"),
             {line.money("decided", base), line.money("before", base), line.money("after", base)},
             line.money("obligated", base),
             line.money("available", base)}
        );
    }
    for (const auto one : found[1]) {
        made.tranches.push_back(
            {one.integer("id"), one.text("code"), one.integer("number"), one.text("kind"),
             one.money("before", base), one.money("after", base), one.money("free", base),
             one.maybe_day("planned_before"), one.maybe_day("planned_after")}
        );
    }
    return made;
}

void check_proposal(command_run& run, const proposal& proposed, domain::currency base) {
    const money zero{0, base};
    auto by_tranches = zero;
    for (const auto& one : proposed.tranches) {
        by_tranches += one.after;
        // What is paid, due, promised or given up stays.
        run.require(
            one.before - one.after <= max(one.free, zero), "/tranches", "tranche_below_paid",
            {{"tranche", one.code},
             {"amount", shown(one.after)},
             {"least", shown(one.before - max(one.free, zero))}}
        );
    }
    for (const auto& line : proposed.lines) {
        const auto step = line.amounts.after - line.amounts.before;
        run.require(
            -step <= max(line.obligated, zero), "/lines", "line_below_spent",
            {{"line", line.code},
             {"amount", shown(line.amounts.after)},
             {"least", shown(line.amounts.before - max(line.obligated, zero))}}
        );
        // R27: over all agreements a budget line is promised at most once.
        run.rule(
            domain::rule_id::r27, !step.is_positive() || step <= line.available, "/lines",
            "line_amount_exceeds_available",
            {{"line", line.code}, {"amount", shown(step)}, {"available", shown(line.available)}}
        );
    }
    const auto value = proposed.value(base);
    run.require(
        value == by_tranches, "/tranches", "amounts_do_not_add_up",
        {{"sum", shown(by_tranches)}, {"expected", shown(value)}}
    );
    run.require(value.is_positive(), "/lines", "amendment_leaves_nothing");
    run.require(
        proposed.start_on <= proposed.end_on, "/end_on", "date_before",
        {{"date", domain::to_string(proposed.end_on)},
         {"earliest", domain::to_string(proposed.start_on)}}
    );
}

persistence::query amendment_facts(std::int64_t amendment) {
    return {
        {"amendment_facts",
         R"(
             select m.number, m.state, m.version, m.kind, m.route, m.version_id, m.terms_from,
                 m.results_change is not null as results_change, m.drafted_by, m.drafted_for,
                 m.submitted_by, m.submitted_for, m.submitted_on, m.approved_on, p.start_on as project_start,
                 p.end_on as project_end, m.agreement_id
               from partner.agreement_amendment m
               join partner.agreement a on a.id = m.agreement_id
               join funding.project p on p.id = a.project_id
               where m.id = $1)"},
        {amendment}};
}

}  // namespace tranche::server
