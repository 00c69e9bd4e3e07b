// An approved project given up before it starts: whatever it was given goes back to its lines.
#include "domain/posting_rules.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/projects/closing_checks.hpp"
#include "server/routes/projects/project_closing.hpp"
#include "server/routes/projects/project_decisions.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query what_it_holds(std::int64_t project) {
    return {
        {"cancelled_project_holds",
         R"(
             select l.id, b.amount
               from funding.budget_line l
               join ledger.account a on a.owner_id = l.id and a.kind = 'budget_available'
               join ledger.balance b on b.account_id = a.id
               where l.project_id = $1
               order by l.id)"},
        {project}};
}

}  // namespace

receipt cancel_project(command_run& run, const project_decision_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    run.check_version(row);
    check_not_future(run, "/decided_on", body.decided_on);
    state_after(domain::project_lifecycle(), "cancel", row.text("state"));
    const auto found = run.load(
        {what_it_holds(project.id), allocated_by_source(project.id),
         persistence::shares_of_project_of(entity::project, project.id, body.decided_on),
         open_ends(project.id)}
    );
    const auto base = row.currency("base_currency");
    auto rest = row.money("unbudgeted", base);
    domain::closure_facts closure;
    closure.exchange_difference = closure.interest = money{0, base};
    for (const auto line : found[0]) {
        const auto left = line.money("amount", base);
        closure.line_balances.push_back({line.integer("id"), left, money{0, base}});
        rest += left;
    }
    const auto ends = found[3][0];
    check_nothing_pending(run, ends, base);
    run.require(
        ends.integer("open_agreements") == 0, "", "agreements_open",
        {{"count", ends.text("open_agreements")}}
    );
    run.settle();
    if (!rest.is_zero()) {
        closure.returned = returned_by_source(found[1], rest);
    }
    run.post(
        domain::project_closing_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project.id},
            body.decided_on, closure
        ),
        persistence::shares_of(found[2])
    );
    if (!rest.is_zero()) {
        insert_closures(run, {"project", project.id, body.decided_on}, found[1], rest);
    }
    return take_step(run, project, {"cancel", body.decided_on, body.reason});
}

}  // namespace tranche::server
