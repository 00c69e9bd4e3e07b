// Which lines were valued at a rate that is, or is going to be, corrected, and at what right rate:
// by the rule of their agreement (R42), as line_rates.cpp gave them their first one.
#include "persistence/row_writer.hpp"
#include "server/routes/expenditures/revaluations.hpp"

#include <string>

namespace tranche::server {
namespace {

using persistence::interned;

// (correction_id, series, currency, valid_from, valid_to, old_rate, new_rate)
constexpr std::string_view of_correction =
    R"(
            select w.correction_id, x.series, x.currency, x.valid_from, x.valid_to,
                x.rate as old_rate, w.rate as new_rate
              from reference.rate_correction_row w
              join reference.exchange_rate x on x.id = w.rate_id
              where w.correction_id = $1)";

// What was replaced, and what is in its place after whatever was between.
constexpr std::string_view ever_replaced =
    R"(
            select y.correction_id, x.series, x.currency, x.valid_from, x.valid_to,
                x.rate as old_rate, y.rate as new_rate
              from reference.exchange_rate x
              join reference.exchange_rate y on y.series = x.series
               and y.currency = x.currency
               and y.valid_from = x.valid_from
               and y.replaced_in is null
              where x.replaced_in is not null
               and y.correction_id is not null)";

// What corrects a line has that line's rate, whatever the day it is spent on.
constexpr std::string_view candidates =
    R"(
        lines as (
            select l.id, l.report_id, l.position, l.document, l.budget_line_id, l.currency,
                l.spent_currency, l.spent_amount, coalesce(o.spent_on, l.spent_on) as day,
                v.rate, v.spent_rate, e.agreement_id, e.period_first, e.period_last, e.number,
                coalesce(t.rate_series, i.rate_series) as series,
                coalesce(t.rate_rule, 'month_of_expense') as rule
              from partner.expenditure_line l
              join partner.expenditure_report e on e.id = l.report_id and e.round = l.round
              join partner.line_rate v on v.line_id = l.id
              join partner.agreement a on a.id = e.agreement_id
              join funding.project p on p.id = a.project_id
              join funding.instrument i on i.id = p.instrument_id
              left join partner.expenditure_line o on o.id = l.corrects_line_id
              left join lateral (select t.rate_series, t.rate_rule
                  from partner.agreement_terms t
                  where t.agreement_id = a.id
                  order by t.valid_from <= greatest(coalesce(o.spent_on, l.spent_on), a.start_on)
                          desc,
                      case when t.valid_from <= greatest(coalesce(o.spent_on, l.spent_on),
                          a.start_on) then t.valid_from end desc nulls last,
                      t.valid_from limit 1) t on true
              where (l.currency in (select c.currency from corrected c)
                  or l.spent_currency in (select c.currency from corrected c))
               and )";

constexpr std::string_view right_rates =
    R"(),
        right_rates as (
            select l.id, own.correction_id as own_correction, own.rate as own_rate,
                spent.correction_id as spent_correction, spent.new_rate as spent_rate
              from lines l
              left join lateral (
                  select c.correction_id, c.new_rate as rate
                    from corrected c
                    where l.rule in ('month_of_expense', 'transfer', 'advance')
                     and c.series = l.series
                     and c.currency = l.currency
                     and c.old_rate = l.rate
                     and c.new_rate <> l.rate
                     and coalesce(case l.rule
                         when 'transfer' then (select v.day
                             from partner.payment y
                             join partner.payment_rate v on v.payment_id = y.id
                             join ledger.entry n on n.source_id = y.id
                              and n.source_type = 'payment'
                             where y.agreement_id = l.agreement_id
                              and y.kind in ('advance', 'reimbursement')
                              and y.paid_on <= l.day
                              and y.currency = l.currency
                              and not exists (select 1 from partner.payment r
                                  where r.reverses_id = y.id)
                             order by y.paid_on desc, n.id desc limit 1)
                         when 'advance' then (select v.day
                             from partner.advance d
                             join partner.payment y on y.id = d.payment_id
                             join partner.payment_rate v on v.payment_id = y.id
                             where d.agreement_id = l.agreement_id
                              and l.rate in (y.rate, v.rate)
                             order by y.paid_on desc limit 1)
                         end, l.day) between c.valid_from and c.valid_to
                  union all
                  select r.correction_id, r.rate
                    from (select max(c.correction_id) as correction_id,
                            case when count(x.rate) = l.period_last - l.period_first + 1
                                then round(avg(coalesce(c.new_rate, x.rate)), 10) end as rate
                          from generate_series(l.period_first, l.period_last,
                              interval '1 day') as d(day)
                          left join reference.exchange_rate x on x.series = l.series
                           and x.currency = l.currency
                           and d.day::date between x.valid_from and x.valid_to
                           and x.confirmed_by is not null
                           and x.replaced_in is null
                          left join corrected c on c.series = x.series
                           and c.currency = x.currency
                           and c.valid_from = x.valid_from) r
                    where l.rule = 'period_average'
                     and r.correction_id is not null
                     and r.rate <> l.rate
                  limit 1) own on true
              left join corrected spent on spent.series = l.series
               and spent.currency = l.spent_currency
               and spent.old_rate = l.spent_rate
               and spent.new_rate <> l.spent_rate
               and l.day between spent.valid_from and spent.valid_to),
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
               and t.valid_from <= greatest(coalesce(e.reviewed_on, e.period_last), a.start_on)
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

persistence::query lines_of_correction(std::int64_t correction) {
    static const auto text = lines_at(of_correction, "e.state in ('accepted', 'partly_accepted')");
    return {interned("lines_of_correction", text), {correction}};
}

persistence::query lines_corrected_since(std::int64_t report) {
    static const auto text = lines_at(ever_replaced, "e.id = $1");
    return {interned("lines_corrected_since", text), {report}};
}

}  // namespace tranche::server
