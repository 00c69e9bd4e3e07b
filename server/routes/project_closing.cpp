#include "server/routes/project_closing.hpp"

#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "domain/split.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/project_steps.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query open_ends(std::int64_t project) {
    return {
        {"project_open_ends",
         R"(
             select (select count(*) from partner.agreement a where a.project_id = $1 and a.state
                 not in ('closed', 'cancelled', 'draft')) as open_agreements,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'advance'), 0)::bigint as advance,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'receivable'), 0)::bigint as receivable,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'due'), 0)::bigint as due,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'exchange_difference'), 0)::bigint as exchange_difference,
                 coalesce((select sum(c.base_amount) from ledger.cell c where c.project_id = $1
                 and c.measure = 'interest'), 0)::bigint as interest)"},
        {project}};
}

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

void check_settled(command_run& run, const persistence::row& ends, domain::currency base) {
    run.rule(
        {domain::rule_id::r59, "agreements"}, ends.integer("open_agreements") == 0, "",
        "agreements_open", {{"count", ends.text("open_agreements")}}
    );
    for (const char* what : {"advance", "receivable", "due"}) {
        const auto open = ends.money(what, base);
        const auto code = std::string{what} + "_open";
        // What is owed to the fund is settled first, by whatever means: no exception for that.
        if (code == "receivable_open") {
            run.require(open.is_zero(), "", code, {{"amount", shown(open)}});
        } else {
            run.rule(
                {domain::rule_id::r59, open, what}, open.is_zero(), "", code,
                {{"amount", shown(open)}}
            );
        }
    }
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

}  // namespace

receipt close_project(command_run& run, const closing_body& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         open_ends(project), line_balances(project), allocated_by_line(project),
         persistence::shares_of_project_of(entity::project, project, body.closed_on)}
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
    run.settle();
    if (!rest.is_zero()) {
        closure.returned = returned_by_line(found[4], rest);
    }
    run.post(
        domain::project_closing_posted(
            {.instrument_id = row.integer("instrument_id"), .project_id = project}, body.closed_on,
            closure
        ),
        persistence::shares_of(found[5])
    );
    for (const auto& one : closure.returned) {
        run.insert(
            "funding.closure",
            {{"project_id", project},
             {"closed_on", body.closed_on},
             {"line_id", one.line_id},
             {"currency", base},
             {"returned_amount", one.amount.minor()},
             {"closed_by", run.who().user_id}}
        );
    }
    run.update(entity::project, project, {{"state", next}});
    run.note("returned", rest.to_decimal());
    return {
        .what = entity::project,
        .id = project,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
