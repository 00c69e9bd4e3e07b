// An approved project given up before it starts: whatever it was given goes back to its lines.
#include "domain/posting_rules.hpp"
#include "domain/split.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/project_decisions.hpp"
#include "server/routes/project_steps.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query what_it_holds(std::int64_t project) {
    return {
        {"cancelled_project_holds",
         R"(
             select l.id, b.amount, 'budget' as what
               from funding.budget_line l
               join ledger.account a on a.owner_id = l.id and a.kind = 'budget_available'
               join ledger.balance b on b.account_id = a.id
               where l.project_id = $1
             union all
             select x.line_id, sum(x.amount)::bigint, 'line'
               from funding.allocation x
               where x.project_id = $1
               group by x.line_id
             union all
             select g.id, 1, 'agreement'
               from partner.agreement g
               where g.project_id = $1 and g.state not in ('draft', 'cancelled')
               order by 3, 1)"},
        {project}};
}

domain::closure_facts give_back(
    const persistence::rows& held, money unbudgeted, std::int64_t& agreements
) {
    const auto base = unbudgeted.currency_unit();
    domain::closure_facts all;
    all.exchange_difference = all.interest = money{0, base};
    auto rest = unbudgeted;
    std::vector<std::int64_t> given;
    for (const auto row : held) {
        const auto what = row.text("what");
        const auto amount = row.money("amount", base);
        if (what == "budget") {
            all.line_balances.push_back({row.integer("id"), amount, money{0, base}});
            rest += amount;
        } else if (what == "line") {
            all.returned.push_back({row.integer("id"), money{0, base}});
            given.push_back(amount.minor());
        } else {
            ++agreements;
        }
    }
    const auto parts = given.empty() || rest.is_zero()
        ? std::vector<std::int64_t>(given.size(), 0)
        : domain::split_by_largest_remainder(rest.minor(), given);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        all.returned[i].amount = money{parts[i], base};
    }
    return all;
}

}  // namespace

receipt cancel_project(command_run& run, const project_decision_body& body) {
    const locked_project project{run};
    const auto& row = project.row;
    run.check_version(row);
    check_not_future(run, "/decided_on", body.decided_on);
    state_after(domain::project_lifecycle(), "cancel", row.text("state"));
    const auto found = run.load(
        {what_it_holds(project.id),
         persistence::shares_of_project_of(entity::project, project.id, body.decided_on)}
    );
    std::int64_t agreements = 0;
    const auto closure = give_back(found[0], row.money("unbudgeted", "base_currency"), agreements);
    run.require(agreements == 0, "", "agreements_open", {{"count", std::to_string(agreements)}});
    run.settle();
    run.post(
        domain::project_closing_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project.id},
            body.decided_on, closure
        ),
        persistence::shares_of(found[1])
    );
    for (const auto& one : closure.returned) {
        run.insert(
            "funding.closure",
            {{"project_id", project.id},
             {"closed_on", body.decided_on},
             {"line_id", one.line_id},
             {"currency", one.amount.currency_unit()},
             {"returned_amount", one.amount.minor()},
             {"closed_by", run.who().user_id}}
        );
    }
    return take_step(run, project, {"cancel", body.decided_on, body.reason});
}

}  // namespace tranche::server
