#include "server/routes/expenditures/line_rates.hpp"

#include <set>
#include <span>
#include <utility>

namespace tranche::server {
namespace {

std::string rate_key(domain::currency of, domain::date on) {
    return std::string{of.code()} + ' ' + domain::to_string(on);
}

}  // namespace

// Only what the partner is paid in has a rule. What was paid in any other currency is valued by its
// month, and so is what no transfer or advance came before.
persistence::query rates_on(
    std::int64_t agreement, const report_period& period, domain::currency local,
    const std::vector<expenditure_line_body>& lines
) {
    std::set<std::pair<std::string, std::string>> wanted;
    for (const auto& line : lines) {
        const auto day = domain::to_string(line.spent_on);
        wanted.emplace(local.code(), day);
        wanted.emplace(line.amount.currency_unit().code(), day);
    }
    std::vector<std::string> currencies, days;
    for (const auto& [currency, day] : wanted) {
        currencies.push_back(currency);
        days.push_back(day);
    }
    return {
        {"report_rates",
         R"(
             with terms as (select w.currency, w.day, a.id as agreement_id,
                     coalesce(t.rate_series, i.rate_series) as series, t.fixed_rate,
                     case when w.currency = a.payment_currency
                         then coalesce(t.rate_rule, 'month_of_expense')
                         else 'month_of_expense' end as rule
                 from unnest($2::text[], $3::date[]) as w (currency, day)
                 join partner.agreement a on a.id = $1
                 join funding.project p on p.id = a.project_id
                 join funding.instrument i on i.id = p.instrument_id
                 -- Of a day before the first terms, an amended start say, those are the terms.
                 left join lateral (select t.rate_series, t.rate_rule, t.fixed_rate
                     from partner.agreement_terms t
                     where t.agreement_id = a.id
                     order by t.valid_from <= greatest(w.day, a.start_on) desc,
                         case when t.valid_from <= greatest(w.day, a.start_on) then t.valid_from end
                             desc nulls last,
                         t.valid_from limit 1) t on true),
             averages as (select t.series, t.currency,
                     case when count(r.rate) = $5::date - $4::date + 1
                         then round(avg(r.rate), 10) end as rate
                 from (select distinct series, currency from terms
                     where rule = 'period_average') t
                 cross join generate_series($4::date, $5::date, interval '1 day') as d(day)
                 left join reference.exchange_rate r on r.series = t.series
                  and r.currency = t.currency
                  and d.day::date between r.valid_from and r.valid_to
                  and r.confirmed_by is not null
                  and r.replaced_in is null
                 group by t.series, t.currency)
             select t.currency, t.day, t.rule = 'advance' as is_of_advance, trim_scale(case t.rule
                     when 'fixed' then t.fixed_rate
                     when 'period_average' then v.rate
                     when 'transfer' then coalesce(y.rate, r.rate)
                     else r.rate end)::text as rate
               from terms t
               left join reference.exchange_rate r on r.series = t.series
                and r.currency = t.currency
                and t.day between r.valid_from and r.valid_to
                and r.confirmed_by is not null
                and r.replaced_in is null
               left join averages v on v.series = t.series
                and v.currency = t.currency
               left join lateral (select p.rate
                   from partner.payment y
                   join partner.payment_value p on p.payment_id = y.id
                   join ledger.entry e on e.source_id = y.id
                    and e.source_type = 'payment'
                   where y.agreement_id = t.agreement_id
                    and y.kind in ('advance', 'reimbursement')
                    and y.paid_on <= t.day
                    and y.currency = t.currency
                    and t.rule = 'transfer'
                    and not exists (select 1 from partner.payment b where b.reverses_id = y.id)
                   order by y.paid_on desc, e.id desc limit 1) y on true)"},
        {agreement, persistence::array_of(std::span<const std::string>{currencies}),
         persistence::array_of(std::span<const std::string>{days}), period.first, period.last}};
}

persistence::query advance_rates(std::int64_t agreement, std::int64_t report) {
    return {
        {"report_advance_rates",
         R"(
             select b.amount as open, v.currency, trim_scale(y.rate)::text as rate,
                 coalesce((select sum(l.pending_amount) from partner.expenditure_report r
                     join partner.expenditure_line l on l.report_id = r.id and l.round = r.round
                     where r.agreement_id = $1 and r.id <> $2
                      and r.state in ('submitted', 'under_verification', 'sent_back')), 0)::bigint
                     as undecided
               from partner.advance v
               left join partner.payment_value y on y.payment_id = v.payment_id
               join ledger.account a on a.owner_id = v.id
                and a.kind = 'advance'
               join ledger.balance b on b.account_id = a.id
               where v.agreement_id = $1
                and b.amount > 0
               order by v.opened_on, a.id)"},
        {agreement, report}};
}

line_rates::line_rates(
    domain::currency base, domain::currency local, const persistence::rows& rates,
    const persistence::rows& advances
)
    : base_{base},
      local_{local} {
    for (const auto row : rates) {
        const auto text = row.maybe_text("rate");
        const bool is_of_advance = row.truth("is_of_advance");
        if (text || is_of_advance) {
            rates_.emplace(
                row.text("currency") + ' ' + row.text("day"), rate{text.value_or(""), is_of_advance}
            );
        }
    }
    for (const auto row : advances) {
        advances_.push_back({row.money("open", "currency"), row.maybe_text("rate")});
    }
    if (!advances_.empty()) {
        spend({advances[0].integer("undecided"), advances_.front().left.currency_unit()});
    }
}

std::optional<domain::exchange_rate> line_rates::on(domain::currency wanted, domain::date day)
    const {
    if (wanted == base_) {
        return domain::exchange_rate::one(base_);
    }
    const auto found = rates_.find(rate_key(wanted, day));
    if (found == rates_.end()) {
        return std::nullopt;
    }
    const auto& [text, is_of_advance] = found->second;
    const auto own =
        is_of_advance && reached_ < advances_.size() ? advances_[reached_].rate : std::nullopt;
    return domain::exchange_rate::parse(own.value_or(text), base_, wanted);
}

void line_rates::spend(domain::money amount) {
    while (reached_ < advances_.size() && amount.currency_unit() == local_) {
        auto& left = advances_[reached_].left;
        if (amount < left) {
            left -= amount;
            return;
        }
        amount -= left;
        ++reached_;
    }
}

}  // namespace tranche::server
