#include "server/routes/payments/payment_revaluations.hpp"

#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/row_writer.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/payments/money_back.hpp"

#include <algorithm>

namespace tranche::server {

using domain::entity;
using domain::exchange_rate;
using domain::money;

persistence::query payments_of_correction(std::int64_t correction) {
    static const auto text =
        std::string{"with corrected as ("} + std::string{rates_of_correction} + R"(),
        found as (
            select y.id as payment_id, y.currency, y.amount, v.base, y.bank_reference, y.paid_on,
                c.correction_id, trim_scale(c.new_rate)::text as right_rate,
                coalesce(d.id, 0) as advance_id, coalesce(o.amount, 0) as open,
                a.id, a.code as agreement, a.partner_id, a.currency as agreed_in,
                p.id as project_id, p.code as project, p.state as project_state,
                i.id as instrument_id, i.base_currency,
                coalesce(t.rate_series, i.rate_series) as rate_series
              from partner.payment y
              join partner.payment_rate v on v.payment_id = y.id
              join partner.agreement a on a.id = y.agreement_id
              join funding.project p on p.id = y.project_id
              join funding.instrument i on i.id = p.instrument_id
              left join lateral (select t.rate_series from partner.agreement_terms t
                  where t.agreement_id = a.id
                   and t.valid_from <= greatest(v.day, a.start_on)
                  order by t.valid_from desc limit 1) t on true
              join corrected c on c.series = coalesce(t.rate_series, i.rate_series)
               and c.currency = y.currency
               and c.old_rate = v.rate
               and c.new_rate <> v.rate
               and v.day between c.valid_from and c.valid_to
              left join partner.advance d on d.payment_id = y.id
              left join ledger.account k on k.owner_id = d.id
               and k.kind = 'advance'
              left join ledger.balance o on o.account_id = k.id
              where y.kind in ('advance', 'reimbursement', 'direct_payment')
               and y.origin = 'current'
               and not exists (select 1 from partner.payment r where r.reverses_id = y.id)),
        cash as materialized (
            select k.owner_id, sum(g.amount)::bigint as amount
              from (select distinct f.instrument_id, f.base_currency from found f) f
              join ledger.account k on k.owner_id = f.instrument_id
               and k.kind = 'fund_cash'
               and k.currency = f.base_currency
              join ledger.posting g on g.account_id = k.id
              group by k.owner_id)
        select f.*, coalesce(c.amount, 0) as cash
          from found f
          left join cash c on c.owner_id = f.instrument_id
          order by f.project_id, f.paid_on, f.payment_id)";
    return {persistence::interned("payments_of_correction", text), {correction}};
}

namespace {

planned_payment read(const persistence::row& row) {
    const auto base = row.currency("base_currency");
    const auto paid = row.money("amount", "currency");
    const auto counted = row.money("base", base);
    const auto rate =
        exchange_rate::parse(row.text("right_rate"), base, paid.currency_unit()).value();
    const auto change = rate.convert(paid, base) - counted;
    return {
        .payment_id = row.integer("payment_id"),
        .correction_id = row.integer("correction_id"),
        .bank_reference = row.text("bank_reference"),
        .agreement = row.text("agreement"),
        .project = row.text("project"),
        .subject = subject_of(row),
        .paid = paid,
        .counted = counted,
        .done =
            {.revalued_id = persistence::random_id(),
             .partner_id = row.integer("partner_id"),
             .advance_id = row.integer("advance_id"),
             .change = change,
             // The share of what the partner still holds of it.
             .open_change =
                 {domain::mul_div_round(change.minor(), row.integer("open"), paid.minor()), base},
             .paid_in = paid.currency_unit(),
             .rate = rate.to_decimal()},
        .shares = {},
        .stays = {}};
}

}  // namespace

std::vector<planned_payment> plan_payments(
    revaluation_planner& planner, const persistence::rows& payments
) {
    std::vector<planned_payment> all;
    std::map<std::int64_t, money> taken;  // of each instrument's cash
    for (const auto row : payments) {
        auto one = read(row);
        const auto& change = one.done.change;
        if (change.is_zero()) {
            continue;
        }
        const auto base = change.currency_unit();
        auto& more = taken.try_emplace(one.subject.instrument_id, money{0, base}).first->second;
        const auto left = row.money("cash", base) - more;
        if (row.text("project_state") == "financially_closed") {
            one.stays = {"", "project_closed_for_rates", {{"project", one.project}}};
        } else if (change > left && change.is_positive()) {
            one.stays = {
                "",
                "amount_exceeds_available",
                {{"amount", shown(change)}, {"available", shown(left)}}};
        } else {
            more += change;
            auto& held = planner.money_of(row);
            one.shares = held.shares;
            const auto layer = std::ranges::find(
                held.layers, one.done.advance_id, &domain::advance_layer::advance_id
            );
            if (layer != held.layers.end()) {
                layer->open_base += one.done.open_change;
            }
        }
        all.push_back(std::move(one));
    }
    return all;
}

namespace {

void write_one(command_run& run, const planned_payment& one, domain::date on) {
    run.write(
        {{"revalue_payment",
          R"(
              insert into partner.payment (id, kind, agreement_id, tranche_id, tranche_amount,
                  project_id, paid_on, currency, amount, rate, base_currency, base_amount,
                  bank_reference, recorded_by, origin, revalues_id, correction_id)
                select $2, 'revalued', agreement_id, tranche_id, 0, project_id, $3, currency, 0,
                    $4, base_currency, $5, $6, $7, origin, id, $8
                  from partner.payment
                  where id = $1)"},
         {one.payment_id, one.done.revalued_id, on, one.done.rate, one.done.change.minor(),
          // Its own, however often payments with one reference came back.
          beginning_of(one.bank_reference, 60) + ' ' +
              domain::public_id(entity::payment, one.done.revalued_id),
          run.who().user_id, one.correction_id}}
    );
    run.post(domain::payment_revaluation_posted(one.subject, on, one.done), one.shares);
}

}  // namespace

void add_revalued_payments(
    command_run& run, receipt& answer, std::span<const planned_payment> planned, domain::date on
) {
    std::vector<std::string> made, stay;
    for (const auto& one : planned) {
        const auto id = domain::public_id(entity::payment, one.payment_id);
        if (one.stays) {
            stay.push_back(id);
        } else {
            write_one(run, one, on);
            made.push_back(id);
        }
    }
    answer.made.emplace_back("revalued_payments", std::move(made));
    answer.made.emplace_back("payments_not_revalued", std::move(stay));
}

}  // namespace tranche::server
