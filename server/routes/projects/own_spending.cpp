#include "server/routes/projects/own_spending.hpp"

#include "server/routes/service/facts.hpp"

namespace tranche::server {

persistence::query own_line_facts(std::int64_t project, const std::string& code) {
    return {
        {"direct_line_facts",
         R"(
             select l.id, l.kind, coalesce(b.amount, 0) as available, coalesce(b.floor_amount,
                 0) as floor
               from funding.budget_line l
               left join ledger.account a on a.owner_id = l.id
                and a.kind = 'budget_available'
               left join ledger.balance b on b.account_id = a.id
               where l.project_id = $1
                and l.code = $2)"},
        {project, code}};
}

namespace {

persistence::query left_in_project(std::int64_t project) {
    return {
        {"direct_left_in_project",
         R"(
             select coalesce(sum(b.amount), 0)::bigint as amount
               from ledger.account a
               join ledger.balance b on b.account_id = a.id
               where (a.kind = 'project_unbudgeted' and a.owner_id = $1)
                or (a.kind = 'budget_available' and a.owner_id in (select id from
                    funding.budget_line where project_id = $1)))"},
        {project}};
}

}  // namespace

std::optional<domain::money> further_floor(
    command_run& run, domain::money available, domain::money floor, domain::money taken,
    std::int64_t project
) {
    const auto most = available - floor;
    if (taken <= most) {
        return std::nullopt;
    }
    const auto found = run.load({left_in_project(project)});
    const auto left = found[0][0].money("amount", taken.currency_unit());
    const auto over = taken - most;
    run.rule(
        taken <= left ? domain::breach{domain::rule_id::r21, over} : domain::rule_id::r1, false,
        "/amount", "amount_exceeds_available",
        {{"amount", shown(taken)}, {"available", shown(most)}}
    );
    return available - taken;
}

}  // namespace tranche::server
