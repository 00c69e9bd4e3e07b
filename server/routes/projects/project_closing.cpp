#include "server/routes/projects/project_closing.hpp"

#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/projects/closing_checks.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/service/facts.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query line_balances(std::int64_t project) {
    return {
        {"project_line_balances",
         R"(
             select l.id, b.amount
               from funding.budget_line l
               join ledger.account a on a.owner_id = l.id
                and a.kind = 'budget_available'
               join ledger.balance b on b.account_id = a.id
               where l.project_id = $1
               order by l.id)"},
        {project}};
}

// What came to be lost on exchange and earned as interest since the closure took its part.
persistence::query after_closure(std::int64_t project) {
    return {
        {"project_after_closure",
         R"(
             with moved as (select a.kind, sum(p.base_amount)::bigint as amount from ledger.account a join
                 ledger.posting p on p.account_id = a.id where a.owner_id = $1 and a.kind in
                 ('project_exchange_difference', 'project_interest') group by a.kind),
                 grown as (select c.measure, sum(c.base_amount)::bigint as amount from ledger.cell c
                 where c.project_id = $1 and c.measure in ('exchange_difference', 'interest') group
                 by c.measure)
             select coalesce((select amount from grown where measure = 'exchange_difference'), 0)
                     - coalesce((select amount from moved where kind =
                     'project_exchange_difference'), 0) as exchange_difference,
                 coalesce((select amount from grown where measure = 'interest'), 0)
                     + coalesce((select amount from moved where kind = 'project_interest'), 0)
                     as interest,
                 coalesce((select max(c.number) from funding.closure c where c.project_id = $1), 0)
                     + 1 as number)"},
        {project}};
}

}  // namespace

void insert_closures(
    command_run& run, const source_document& closure, const persistence::rows& allocated,
    money rest, bool is_written_off
) {
    std::map<std::int64_t, money> by_line;
    for (const auto& one : returned_by_source(allocated, rest)) {
        const auto [at, added] = by_line.try_emplace(one.line_id, one.amount);
        if (!added) at->second += one.amount;
    }
    for (const auto& [line, amount] : by_line) {
        run.insert(
            "funding.closure",
            {{"project_id", closure.id},
             {"closed_on", closure.on},
             {"line_id", line},
             {"number", closure.number},
             {"currency", amount.currency_unit()},
             {"returned_amount", is_written_off ? 0 : amount.minor()},
             {"written_off_amount", is_written_off ? amount.minor() : 0},
             {"closed_by", run.who().user_id}}
        );
    }
    // What is given up never comes back to the pots.
    if (!is_written_off) store_returned_sources(run, closure, allocated, rest);
}

void return_late_release(
    command_run& run, const persistence::row& agreement, domain::date on,
    std::span<const domain::obligation_line> released,
    const std::vector<persistence::state_share>& shares, std::optional<money> lost_now
) {
    if (agreement.text("project_state") != "financially_closed") {
        return;
    }
    const auto project = agreement.integer("project_id");
    const auto base = agreement.currency("base_currency");
    const auto found = run.load({after_closure(project), allocated_by_source(project)});
    const auto since = found[0][0];
    domain::closure_facts closure;
    closure.interest = since.money("interest", base);
    auto rest = closure.interest;
    for (const auto& one : released) {
        closure.line_balances.push_back({one.budget_line_id, one.amount, money{0, base}});
        rest += one.amount;
    }
    // What is taken back of a closed project is what exchange gives back, and no more.
    const auto lost = lost_now.value_or(money{0, base});
    run.require(
        !(rest - min(lost, money{0, base})).is_negative(), "", "overspent_after_closure",
        {{"amount", shown(rest)}}
    );
    run.settle();
    // A loss takes no more than there is: nothing else of a closed project is left to bear it.
    closure.exchange_difference = min(since.money("exchange_difference", base) + lost, rest);
    rest -= closure.exchange_difference;
    if (rest.is_zero() && closure.exchange_difference.is_zero()) {
        return;
    }
    closure.returned = returned_by_source(found[1], rest);
    run.post(
        domain::project_closing_posted(
            {.instrument_id = agreement.integer("instrument_id"), .project_id = project}, on,
            closure
        ),
        shares
    );
    insert_closures(run, {"project", project, on, since.integer("number")}, found[1], rest);
    run.note("returned", rest.to_decimal());
}

receipt close_project(command_run& run, const closing_body& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         open_ends(project), line_balances(project), allocated_by_source(project),
         persistence::shares_of_project_of(entity::project, project, body.closed_on),
         residue_waived(project, body.closed_on), final_report_owed(project, body.closed_on)}
    );
    const auto row = run.the_row(found[1], entity::project);
    run.check_version(row);
    check_not_future(run, "/closed_on", body.closed_on);
    const std::string next{state_after(domain::project_lifecycle(), "close", row.text("state"))};
    const auto base = row.currency("base_currency");
    const auto ends = found[2][0];
    check_settled(run, ends, base);
    check_final_report(run, found[7]);

    domain::closure_facts closure;
    closure.exchange_difference = ends.money("exchange_difference", base);
    closure.interest = ends.money("interest", base);
    auto rest = row.money("unbudgeted", base) - closure.exchange_difference + closure.interest;
    for (const auto line : found[3]) {
        const auto left = line.money("amount", base);
        closure.line_balances.push_back({line.integer("id"), left, money{0, base}});
        rest += left;
    }
    run.require(!rest.is_negative(), "", "overdrawn");
    check_residue(run, body, rest, found[6][0].money("waiver", base));
    run.settle();
    if (body.write_off_residue) {
        closure.written_off = rest;
    } else if (!rest.is_zero()) {
        closure.returned = returned_by_source(found[4], rest);
    }
    run.post(
        domain::project_closing_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project}, body.closed_on,
            closure
        ),
        persistence::shares_of(found[5])
    );
    if (!rest.is_zero()) {
        insert_closures(
            run, {"project", project, body.closed_on}, found[4], rest, body.write_off_residue
        );
    }
    run.update(entity::project, project, {{"state", next}});
    remember_step(run, project, {"close", body.closed_on}, row.text("state"), next);
    run.note(body.write_off_residue ? "written_off" : "returned", rest.to_decimal());
    return {
        .what = entity::project,
        .id = project,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
