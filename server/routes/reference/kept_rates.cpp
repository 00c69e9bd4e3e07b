#include "server/routes/reference/kept_rates.hpp"

#include "domain/exchange_rate.hpp"
#include "persistence/row_writer.hpp"
#include "server/routes/expenditures/revaluations.hpp"

namespace tranche::server {

// Interest counts at the rate of the day it was credited, whenever it was reported.
persistence::query entries_at_old_rates(std::int64_t correction) {
    static const auto text =
        std::string{"with corrected as ("} + std::string{rates_of_correction} + R"(),
        found as (
            select distinct on (e.id) e.id as entry_id, e.event, e.effective_on,
                coalesce(p.code, '') as project, coalesce(a.code, '') as agreement, k.currency,
                abs(g.amount) as amount, abs(g.base_amount) as base, i.base_currency,
                trim_scale(c.new_rate)::text as right_rate
              from ledger.entry e
              join ledger.posting g on g.entry_id = e.id
              join ledger.account k on k.id = g.account_id
              join funding.instrument i on i.id = e.instrument_id
              left join funding.project p on p.id = e.project_id
              left join partner.agreement a on a.id = e.agreement_id
              left join partner.advance d on d.id = e.source_id
               and e.source_type = 'advance'
              cross join lateral (select coalesce(d.opened_on, e.effective_on) as day) r
              left join lateral (select t.rate_series from partner.agreement_terms t
                  where t.agreement_id = a.id
                   and t.valid_from <= greatest(r.day, a.start_on)
                  order by t.valid_from desc limit 1) t on true
              join corrected c on c.series = coalesce(t.rate_series, i.rate_series)
               and c.currency = k.currency
               and c.old_rate = g.rate
               and c.new_rate <> g.rate
               and r.day between c.valid_from and c.valid_to
              where e.event in ('receipt', 'donor_refund', 'refund', 'interest', 'direct_expenditure')
               and e.reverses_id is null
               and not exists (select 1 from ledger.entry r where r.reverses_id = e.id)
              order by e.id, abs(g.amount) desc)
        select * from found order by effective_on, entry_id)";
    return {persistence::interned("entries_at_old_rates", text), {correction}};
}

std::vector<kept_rate> kept_rates(const persistence::rows& entries) {
    std::vector<kept_rate> all;
    for (const auto row : entries) {
        const auto base = row.currency("base_currency");
        const auto amount = row.money("amount", "currency");
        const auto counted = row.money("base", base);
        const auto rate =
            domain::exchange_rate::parse(row.text("right_rate"), base, amount.currency_unit())
                .value();
        all.push_back(
            {.entry_id = row.integer("entry_id"),
             .event = row.text("event"),
             .project = row.text("project"),
             .agreement = row.text("agreement"),
             .effective_on = row.day("effective_on"),
             .amount = amount,
             .counted = counted,
             .change = rate.convert(amount, base) - counted}
        );
    }
    return all;
}

}  // namespace tranche::server
