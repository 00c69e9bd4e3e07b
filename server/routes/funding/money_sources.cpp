#include "server/routes/funding/money_sources.hpp"

#include "domain/split.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {

using domain::money;

persistence::query lock_pot(std::int64_t line, std::int64_t pot) {
    return {
        {"lock_pot",
         R"(
             select pg_advisory_xact_lock(
                 hashtextextended('funding.money_source ' || $1::bigint, $2::bigint)))"},
        {line, pot}};
}

persistence::query holdings_of(
    std::int64_t line, domain::date on, std::optional<std::int64_t> year
) {
    return {
        {"holdings_of_line",
         R"(
             with fund as (
               select i.fiscal_year_start - 1 as months_in,
                   coalesce($3::integer, extract(year from $2::date - make_interval(
                       months => i.fiscal_year_start - 1)))::integer as year
                 from funding.funding_line l
                 join funding.instrument i on i.id = l.instrument_id
                 where l.id = $1),
               came as (
               select m.contribution_id, sum(m.amount) as amount
                 from fund f
                 join funding.money_source m on m.line_id = $1 and m.pot_id = 0 and not m.held
                  and m.came_in and m.effective_on <= $2
                  and m.effective_on >= make_date(f.year, f.months_in + 1, 1)
                  and m.effective_on < make_date(f.year + 1, f.months_in + 1, 1)
                 group by 1),
               held as (
               select g.contribution_id, g.amount as left_over, c.amount as in_year,
                   g.first_in <= $2 as by_then
                 from funding.giver_balance g
                 left join came c on c.contribution_id = g.contribution_id
                 where g.line_id = $1 and g.pot_id = 0 and not g.held),
               promised as (
               select c.id, b.base_amount
                 from funding.contribution c
                 join ledger.account a on a.owner_id = c.id and a.kind = 'commitment_open'
                 join ledger.balance b on b.account_id = a.id
                 where c.line_id = $1 and c.earmarking < 'D' and c.committed_on <= $2)
             select coalesce(h.contribution_id, p.id) as contribution_id,
                 coalesce(h.left_over, 0)::bigint as left_over,
                 coalesce(h.in_year, 0)::bigint as in_year, coalesce(h.by_then, false) as by_then,
                 coalesce(p.base_amount, 0) as promised
               from held h
               full join promised p on p.id = h.contribution_id
               order by 1 nulls first)"},
        {line, on, year}};
}

std::vector<domain::holding> holdings_in(const persistence::rows& found, bool ahead) {
    std::vector<domain::holding> all;
    for (const auto row : found) {
        domain::holding one;
        one.contribution = row.maybe_integer("contribution_id");
        one.left = row.integer("left_over");
        one.received_in_year = row.integer("in_year");
        one.received_by_then = row.truth("by_then");
        one.promised = ahead ? row.integer("promised") : 0;
        all.push_back(one);
    }
    return all;
}

void store_source(command_run& run, const source_document& of, const source_part& part) {
    if (part.amount == 0) {
        return;
    }
    run.insert(
        "funding.money_source",
        {{"source_type", of.type},
         {"source_id", of.id},
         {"number", of.number},
         {"line_id", part.line},
         {"pot_id", part.pot},
         {"contribution_id", part.contribution},
         {"held", part.held},
         {"amount", part.amount},
         {"effective_on", of.on}}
    );
}

std::vector<domain::drawn> drawn_from_pool(
    command_run& run, const std::vector<domain::holding>& holdings, money amount,
    std::optional<std::int64_t> named
) {
    if (!named) {
        return domain::draw(amount.minor(), holdings);
    }
    const auto found = std::ranges::find(holdings, named, &domain::holding::contribution);
    const money left{
        found == holdings.end() ? 0 : found->left + found->promised, amount.currency_unit()};
    run.rule(
        domain::rule_id::r26, amount <= left, "/amount", "contribution_exhausted",
        {{"amount", shown(amount)}, {"available", shown(left)}}
    );
    return {{named, amount.minor()}};
}

persistence::query allocated_by_source(std::int64_t project) {
    return {
        {"project_allocated_by_source",
         R"(
             with given as (select m.line_id, m.pot_id, m.contribution_id,
                     -sum(m.amount)::bigint as net,
                     -coalesce(sum(m.amount) filter (where m.amount < 0), 0)::bigint as gross
                 from funding.allocation a
                 join funding.money_source m on m.source_type = 'allocation'
                  and m.source_id = a.id
                 where a.project_id = $1
                 group by 1, 2, 3)
             select line_id, pot_id, contribution_id, net as amount from given where net > 0
             union all
             -- All of it went to another project: what is still found is of those who gave it.
             select line_id, pot_id, contribution_id, gross from given
               where gross > 0 and not exists (select 1 from given where net > 0)
             order by 1, 2, 3 nulls first)"},
        {project}};
}

namespace {

std::vector<std::int64_t> parts_of(const persistence::rows& allocated, money rest) {
    std::vector<std::int64_t> weights;
    for (const auto row : allocated) {
        weights.push_back(row.integer("amount"));
    }
    return domain::split_by_largest_remainder(rest.minor(), weights);
}

}  // namespace

std::vector<domain::returned_to_line> returned_by_source(
    const persistence::rows& allocated, money rest
) {
    const auto parts = parts_of(allocated, rest);
    std::vector<domain::returned_to_line> returned;
    for (int i = 0; i < allocated.size(); ++i) {
        const auto line = allocated[i].integer("line_id");
        const auto pot = allocated[i].integer("pot_id");
        const money part{parts[static_cast<std::size_t>(i)], rest.currency_unit()};
        if (!returned.empty() && returned.back().line_id == line &&
            returned.back().held_for == pot) {
            returned.back().amount += part;
        } else {
            returned.push_back({line, part, pot});
        }
    }
    return returned;
}

void store_returned_sources(
    command_run& run, const source_document& closure, const persistence::rows& allocated, money rest
) {
    const auto parts = parts_of(allocated, rest);
    for (int i = 0; i < allocated.size(); ++i) {
        const auto pot = allocated[i].integer("pot_id");
        store_source(
            run, closure,
            {allocated[i].integer("line_id"), pot, allocated[i].maybe_integer("contribution_id"),
             parts[static_cast<std::size_t>(i)], pot != pool}
        );
    }
}

}  // namespace tranche::server
