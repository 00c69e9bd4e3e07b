#include "server/routes/funding/allocation_pot.hpp"

#include "server/routes/funding/money_sources.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {

persistence::query contribution_pot(
    std::optional<std::int64_t> contribution, std::int64_t line, std::int64_t project,
    domain::date on
) {
    return {
        {"allocation_contribution",
         R"(
             select c.code, c.earmarking, c.project_id, c.restriction, c.region, c.objective,
                 c.line_id = $2 or exists (select 1 from funding.money_source m
                     where m.contribution_id = c.id and m.line_id = $2) as of_line,
                 (select p.project_type from funding.project p where p.id = $3) as project_type,
                 coalesce((select string_agg(b.state, ' ' order by b.state)
                     from funding.benefiting_state b
                     join reference.member_state s on s.iso2 = b.state
                     where b.project_id = $3 and s.region <> c.region
                       and b.valid_from = (select max(d.valid_from)
                           from funding.benefiting_state d
                           where d.project_id = $3 and d.valid_from <= $4)), '') as outside
               from funding.contribution c
               where c.id = $1)"},
        {contribution, line, project, on}};
}

std::int64_t pot_of(
    command_run& run, const persistence::rows& found, std::optional<std::int64_t> contribution,
    std::int64_t project, const wanted_money& wanted
) {
    if (!contribution || found.empty()) {
        return pool;
    }
    const auto row = found[0];
    run.require(row.truth("of_line"), "/contribution", "contribution_of_other_line");
    // R25: tied money goes to its project, inside its region, for its objective.
    run.rule(
        domain::rule_id::r25, row.is_null("project_id") || row.integer("project_id") == project,
        "/contribution", "contribution_of_other_project"
    );
    run.rule(
        domain::rule_id::r25, row.text("outside").empty(), "/contribution",
        "contribution_of_other_region",
        {{"region", row.maybe_text("region").value_or("")}, {"states", row.text("outside")}}
    );
    const auto objective = row.maybe_text("objective");
    run.rule(
        domain::rule_id::r25, !objective || row.maybe_text("project_type") == objective,
        "/contribution", "contribution_of_other_objective", {{"objective", objective.value_or("")}}
    );
    if (row.text("earmarking") < "D") {
        return pool;
    }
    // What stands in words only: whoever allocates says why the project meets it.
    const bool in_data = !row.is_null("project_id") || objective || !row.is_null("region");
    run.rule(
        for_amount({domain::rule_id::r25_soft, row.text("code")}, wanted.amount),
        wanted.historical || in_data, "/contribution", "gift_restricted",
        {{"code", row.text("code")}, {"restriction", row.text("restriction")}}
    );
    return *contribution;
}

}  // namespace tranche::server
