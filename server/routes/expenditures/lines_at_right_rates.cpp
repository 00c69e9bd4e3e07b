// Which lines were valued at a rate that is, or is going to be, corrected, and at what right rate:
// by the rule of their agreement (R42), as line_rates.cpp gave them their first one.
#include "persistence/row_writer.hpp"
#include "server/routes/expenditures/revaluations.hpp"

#include <string>

namespace tranche::server {
namespace {

using persistence::interned;

// What corrects a line has that line's rate, whatever the day it is spent on.
constexpr std::string_view candidates =
    R"(
        lines as (
            select l.id, l.report_id, l.position, l.document, l.budget_line_id, l.currency,
                l.spent_currency, l.spent_amount, f.day, f.period_first, f.period_last,
                v.rate, v.spent_rate, e.agreement_id, e.state, w.series, w.rule,
                coalesce(y.day, f.day) as rate_day
              from partner.expenditure_line l
              join partner.expenditure_report e on e.id = l.report_id and e.round = l.round
              join partner.line_rate v on v.line_id = l.id
              join partner.agreement a on a.id = e.agreement_id
              join funding.project p on p.id = a.project_id
              join funding.instrument i on i.id = p.instrument_id
              left join partner.expenditure_line o on o.id = l.corrects_line_id
              left join partner.expenditure_report u on u.id = o.report_id
              cross join lateral (select coalesce(o.spent_on, l.spent_on) as day,
                  coalesce(u.period_first, e.period_first) as period_first,
                  coalesce(u.period_last, e.period_last) as period_last) f
              left join lateral (select t.rate_series, t.rate_rule
                  from partner.agreement_terms t
                  where t.agreement_id = a.id
                  order by t.valid_from <= greatest(f.day, a.start_on) desc,
                      case when t.valid_from <= greatest(f.day, a.start_on) then t.valid_from end
                          desc nulls last,
                      t.valid_from limit 1) t on true
              cross join lateral (select coalesce(t.rate_series, i.rate_series) as series,
                  coalesce(t.rate_rule, 'month_of_expense') as rule) w
              left join lateral (select r.day
                  from partner.payment y
                  join partner.payment_rate r on r.payment_id = y.id
                  join ledger.entry n on n.source_id = y.id
                   and n.source_type = 'payment'
                  where w.rule = 'transfer'
                   and y.agreement_id = a.id
                   and y.kind in ('advance', 'reimbursement')
                   and y.paid_on <= f.day
                   and y.currency = l.currency
                   and not exists (select 1 from partner.payment b where b.reverses_id = y.id)
                  order by y.paid_on desc, n.id desc limit 1) y on true
              where (l.currency in (select c.currency from corrected c)
                  or l.spent_currency in (select c.currency from corrected c))
               and )";

// Of which advance a line was spent is known by its rate, among those its report has discharged.
constexpr std::string_view right_rates =
    R"(),
        averaged as (
            select distinct on (c.series, c.currency, c.valid_from) c.*
              from corrected c
              order by c.series, c.currency, c.valid_from, c.since desc),
        right_rates as (
            select l.id, coalesce(a.correction_id, m.correction_id, v.correction_id)
                    as own_correction,
                coalesce(a.new_rate, m.new_rate, v.rate) as own_rate,
                s.correction_id as spent_correction, s.new_rate as spent_rate
              from lines l
              left join lateral (select r.day
                  from partner.advance d
                  join partner.payment y on y.id = d.payment_id
                  join partner.payment_rate r on r.payment_id = y.id
                  where l.rule = 'advance'
                   and d.agreement_id = l.agreement_id
                   and l.rate in (y.rate, r.rate)
                   and (l.state not in ('accepted', 'partly_accepted')
                       or exists (select 1
                           from ledger.entry n
                           join ledger.posting g on g.entry_id = n.id
                           join ledger.account k on k.id = g.account_id
                            and k.kind = 'advance'
                            and k.owner_id = d.id
                           where n.source_id = l.report_id
                            and n.source_type = 'expenditure_report'))
                  order by r.day desc limit 1) d on true
              left join corrected a on d.day is not null
               and a.series = l.series
               and a.currency = l.currency
               and a.old_rate = l.rate
               and a.new_rate <> l.rate
               and d.day between a.valid_from and a.valid_to
              left join corrected m on l.rule in ('month_of_expense', 'transfer', 'advance')
               and d.day is null
               and m.series = l.series
               and m.currency = l.currency
               and m.old_rate = l.rate
               and m.new_rate <> l.rate
               and l.rate_day between m.valid_from and m.valid_to
              left join lateral (
                  select (array_agg(c.correction_id order by c.since desc)
                          filter (where c.correction_id is not null))[1] as correction_id,
                      case when count(x.rate) = l.period_last - l.period_first + 1
                          then round(avg(coalesce(c.new_rate, x.rate)), 10) end as rate
                    from generate_series(l.period_first, l.period_last, interval '1 day') as d(day)
                    left join reference.exchange_rate x on x.series = l.series
                     and x.currency = l.currency
                     and d.day::date between x.valid_from and x.valid_to
                     and x.confirmed_by is not null
                     and x.replaced_in is null
                    left join averaged c on c.series = x.series
                     and c.currency = x.currency
                     and c.valid_from = x.valid_from
                    where l.rule = 'period_average') v on v.correction_id is not null
               and v.rate <> l.rate
              left join corrected s on s.series = l.series
               and s.currency = l.spent_currency
               and s.old_rate = l.spent_rate
               and s.new_rate <> l.spent_rate
               and l.day between s.valid_from and s.valid_to),
        found as (
            select l.*, coalesce(r.own_correction, r.spent_correction) as correction_id,
                trim_scale(coalesce(r.own_rate, l.rate))::text as right_rate,
                trim_scale(coalesce(r.spent_rate, l.spent_rate))::text as right_spent_rate
              from lines l
              join right_rates r on r.id = l.id
              where r.own_correction is not null
               or r.spent_correction is not null),
        moved as (
            select m.report_id, m.line_id, sum(m.amount)::bigint as amount,
                sum(m.base)::bigint as base
              from partner.line_movement m
              where m.report_id in (select f.report_id from found f)
               and m.kind in ('accepted', 'disallowed', 'revalued')
              group by m.report_id, m.line_id),
        whole as (
            select m.report_id, sum(m.amount)::bigint as amount, sum(m.base)::bigint as base
              from moved m
              group by m.report_id)
        select f.id as line_id, f.report_id, f.document, f.budget_line_id, b.code as budget_line,
            f.currency, f.spent_currency, f.spent_amount, f.correction_id,
            trim_scale(f.rate)::text as rate, f.right_rate,
            trim_scale(f.spent_rate)::text as spent_rate, f.right_spent_rate,
            coalesce(m.amount, 0) as open, coalesce(m.base, 0) as open_base,
            coalesce(w.amount, 0) as direct, coalesce(w.base, 0) as direct_base,
            (select count(*) from partner.revaluation v where v.report_id = f.report_id) as before,
            e.code as report, a.id, a.code as agreement, a.state, a.currency as agreed_in,
            p.id as project_id, p.code as project, p.state as project_state,
            i.id as instrument_id, i.base_currency,
            coalesce(t.rate_series, i.rate_series) as rate_series, t.support_line_id,
            coalesce(t.support_percent, 0) as support_percent
          from found f
          join partner.expenditure_report e on e.id = f.report_id
          join partner.agreement a on a.id = e.agreement_id
          join funding.project p on p.id = a.project_id
          join funding.instrument i on i.id = p.instrument_id
          join funding.budget_line b on b.id = f.budget_line_id
          left join moved m on m.line_id = f.id
          left join whole w on w.report_id = f.report_id
          left join lateral (select t.rate_series, t.support_line_id, t.support_percent
              from partner.agreement_terms t
              where t.agreement_id = a.id
               and t.valid_from <= greatest(coalesce(e.reviewed_on, $2::date), a.start_on)
              order by t.valid_from desc limit 1) t on true
          order by p.id, a.id, e.number, f.correction_id, f.position)";

std::string lines_at(std::string_view corrected, std::string_view scope) {
    std::string text = "with corrected as (";
    text += corrected;
    text += "),";
    text += candidates;
    text += scope;
    text += right_rates;
    return text;
}

}  // namespace

persistence::query lines_of_correction(std::int64_t correction, domain::date on) {
    static const auto text =
        lines_at(rates_of_correction, "e.state in ('accepted', 'partly_accepted')");
    return {interned("lines_of_correction", text), {correction, on}};
}

persistence::query lines_corrected_since(std::int64_t report, domain::date reviewed_on) {
    static const auto text = lines_at("select * from reference.corrected_rate", "e.id = $1");
    return {interned("lines_corrected_since", text), {report, reviewed_on}};
}

}  // namespace tranche::server
