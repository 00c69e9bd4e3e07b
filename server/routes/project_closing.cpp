#include "server/routes/project_closing.hpp"

#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "domain/split.hpp"
#include "server/routes/closing_checks.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/project_steps.hpp"

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

persistence::query allocated_by_line(std::int64_t project) {
    return {
        {"project_allocated_by_line",
         R"(
             select line_id, sum(amount)::bigint as amount
               from funding.allocation
               where project_id = $1
               group by line_id
               order by line_id)"},
        {project}};
}

std::vector<domain::returned_to_line> returned_by_line(
    const persistence::rows& allocated, money rest
) {
    std::vector<std::int64_t> weights;
    for (const auto row : allocated) {
        weights.push_back(row.integer("amount"));
    }
    const auto parts = domain::split_by_largest_remainder(rest.minor(), weights);
    std::vector<domain::returned_to_line> returned;
    for (int i = 0; i < allocated.size(); ++i) {
        returned.push_back(
            {allocated[i].integer("line_id"),
             money{parts[static_cast<std::size_t>(i)], rest.currency_unit()}}
        );
    }
    return returned;
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

void insert_closures(
    command_run& run, std::int64_t project, domain::date on,
    std::span<const domain::returned_to_line> returned, std::int64_t number,
    bool is_written_off = false
) {
    for (const auto& one : returned) {
        run.insert(
            "funding.closure",
            {{"project_id", project},
             {"closed_on", on},
             {"line_id", one.line_id},
             {"number", number},
             {"currency", one.amount.currency_unit()},
             {"returned_amount", is_written_off ? 0 : one.amount.minor()},
             {"written_off_amount", is_written_off ? one.amount.minor() : 0},
             {"closed_by", run.who().user_id}}
        );
    }
}

}  // namespace

void return_late_release(
    command_run& run, const persistence::row& agreement, domain::date on,
    std::span<const domain::obligation_line> released,
    const std::vector<persistence::state_share>& shares
) {
    if (agreement.text("project_state") != "financially_closed") {
        return;
    }
    const auto project = agreement.integer("project_id");
    const auto base = agreement.currency("base_currency");
    const auto found = run.load({after_closure(project), allocated_by_line(project)});
    const auto since = found[0][0];
    domain::closure_facts closure;
    closure.interest = since.money("interest", base);
    auto rest = closure.interest;
    for (const auto& one : released) {
        closure.line_balances.push_back({one.budget_line_id, one.amount, money{0, base}});
        rest += one.amount;
    }
    run.require(!rest.is_negative(), "", "overspent_after_closure", {{"amount", shown(rest)}});
    run.settle();
    // A loss takes no more than there is: nothing else of a closed project is left to bear it.
    closure.exchange_difference = min(since.money("exchange_difference", base), rest);
    rest -= closure.exchange_difference;
    if (rest.is_zero() && closure.exchange_difference.is_zero()) {
        return;
    }
    closure.returned = returned_by_line(found[1], rest);
    run.post(
        domain::project_closing_posted(
            {.instrument_id = agreement.integer("instrument_id"), .project_id = project}, on,
            closure
        ),
        shares
    );
    insert_closures(run, project, on, closure.returned, since.integer("number"));
    run.note("returned", rest.to_decimal());
}

receipt close_project(command_run& run, const closing_body& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         open_ends(project), line_balances(project), allocated_by_line(project),
         persistence::shares_of_project_of(entity::project, project, body.closed_on),
         residue_waived(project, body.closed_on)}
    );
    const auto row = run.the_row(found[1], entity::project);
    run.check_version(row);
    check_not_future(run, "/closed_on", body.closed_on);
    const std::string next{state_after(domain::project_lifecycle(), "close", row.text("state"))};
    const auto base = row.currency("base_currency");
    const auto ends = found[2][0];
    check_settled(run, ends, base);

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
    std::vector<domain::returned_to_line> parts;
    if (!rest.is_zero()) {
        parts = returned_by_line(found[4], rest);
    }
    if (body.write_off_residue) {
        closure.written_off = rest;
    } else {
        closure.returned = parts;
    }
    run.post(
        domain::project_closing_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project}, body.closed_on,
            closure
        ),
        persistence::shares_of(found[5])
    );
    insert_closures(run, project, body.closed_on, parts, 1, body.write_off_residue);
    run.update(entity::project, project, {{"state", next}});
    run.note(body.write_off_residue ? "written_off" : "returned", rest.to_decimal());
    return {
        .what = entity::project,
        .id = project,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
