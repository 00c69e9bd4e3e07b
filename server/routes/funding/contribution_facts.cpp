#include "server/routes/funding/contribution_facts.hpp"

#include "domain/rounding.hpp"
#include "persistence/rates.hpp"
#include "server/routes/service/facts.hpp"

#include <utility>

namespace tranche::server {

using domain::money;

persistence::query contribution_facts(std::int64_t id, domain::date on) {
    return {
        {"contribution_facts",
         R"(
             select c.code, c.version, c.currency, c.pledged_on, c.committed_amount,
                 c.committed_on, c.original_amount, c.earmarking, c.donor_id, c.line_id,
                 l.currency as line_currency, i.id as instrument_id, i.base_currency,
                 i.rate_series, coalesce(o.amount, 0) as commitment_open,
                 coalesce(o.base_amount, 0) as commitment_value,
                 trim_scale((select t.overhead_percent from funding.line_terms t
                     where t.line_id = l.id and t.valid_from <= $2
                     order by t.valid_from desc limit 1))::text as overhead_percent
               from funding.contribution c
               join funding.funding_line l on l.id = c.line_id
               join funding.instrument i on i.id = l.instrument_id
               left join ledger.account a on a.owner_id = c.id and a.kind = 'commitment_open'
               left join ledger.balance o on o.account_id = a.id
               where c.id = $1 for no key update of c)"},
        {id, on}};
}

std::string contribution_state(const persistence::row& contribution) {
    return contribution.is_null("committed_on") ? "pledged" : "committed";
}

std::int64_t pot_of_contribution(const persistence::row& contribution, std::int64_t id) {
    return contribution.text("earmarking") < "D" ? 0 : id;
}

domain::line_filling filling_of(
    const persistence::row& contribution, std::int64_t id, money applied, money line_amount,
    std::string rate
) {
    const auto base = line_amount.currency_unit();
    const auto open = contribution.money("commitment_open", applied.currency_unit());
    const auto value = contribution.money("commitment_value", base);
    const auto percent = contribution.maybe_percent("overhead_percent");
    domain::line_filling filling;
    filling.contribution_id = id;
    filling.line_id = contribution.integer("line_id");
    filling.pot_id = pot_of_contribution(contribution, id);
    filling.applied = applied;
    filling.line_amount = line_amount;
    filling.committed_value = applied == open || open.is_zero()
        ? value
        : money{domain::mul_div_round(value.minor(), applied.minor(), open.minor()), base};
    filling.overhead = money{percent ? percent->of(line_amount.minor()) : 0, base};
    filling.rate = std::move(rate);
    return filling;
}

domain::exchange_rate rate_of_contribution(
    command_run& run, const persistence::row& contribution, domain::date on, std::string field
) {
    const auto currency = contribution.currency("currency");
    const auto series = contribution.maybe_text("rate_series");
    auto rates = run.load({persistence::rate_in_force(series, currency, on)});
    return rate_or_refuse(
        run, rates[0], std::move(field), contribution.currency("base_currency"), currency, on,
        series
    );
}

}  // namespace tranche::server
