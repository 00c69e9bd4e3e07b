// Rates that were recorded wrongly, corrected as one list: proposed by one person, looked at with
// what was recorded at them, and approved by another. What was accepted at the old rates is valued
// anew; what was handed in and signed keeps them (R42, R48).
#include "domain/exchange_rate.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/query.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/expenditures/revaluations.hpp"
#include "server/routes/payments/payment_revaluations.hpp"
#include "server/routes/reference/rate_correction_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <span>

namespace tranche::server {
namespace {

using domain::entity;

std::string place(std::size_t row, const char* member) {
    return "/rates/" + std::to_string(row) + '/' + member;
}

persistence::value array(const std::vector<std::string>& texts) {
    return persistence::array_of(std::span<const std::string>{texts});
}

// A row for each rate in place that the list may mean; one without a rate where there is none.
persistence::query rates_in_place(const std::vector<corrected_rate>& wanted) {
    std::vector<std::string> series, currencies, quoted, first;
    for (const auto& one : wanted) {
        series.push_back(one.series);
        currencies.emplace_back(one.currency.code());
        quoted.push_back(domain::to_string(one.quoted_on));
        first.push_back(one.valid_from ? domain::to_string(*one.valid_from) : "-infinity");
    }
    return {
        {"rates_in_place",
         R"(
             select w.n - 1 as n, s.base_currency, x.id, trim_scale(x.rate)::text as rate
               from unnest($1::text[], $2::text[], $3::date[], $4::date[]) with ordinality
                   as w(series, currency, quoted_on, valid_from, n)
               left join reference.rate_series s on s.code = w.series
               left join reference.exchange_rate x on x.series = s.code
                and x.currency = w.currency
                and x.quoted_on = w.quoted_on
                and w.valid_from in (x.valid_from, '-infinity')
                and x.replaced_in is null
               order by w.n, x.valid_from)"},
        {array(series), array(currencies), array(quoted), array(first)}};
}

struct new_rates {
    std::vector<std::int64_t> ids;
    std::vector<std::string> rates;
};

// What is wrong with a row is told at its place, of all rows at once.
new_rates checked(command_run& run, const rate_correction_body& body, const persistence::rows& in) {
    new_rates all;
    std::map<std::int64_t, std::size_t> seen;
    for (int i = 0; i < in.size(); ++i) {
        const auto row = in[i];
        const auto n = static_cast<std::size_t>(row.integer("n"));
        const auto& wanted = body.rates[n];
        if (i > 0 && in[i - 1].integer("n") == row.integer("n")) {
            // Quoted on one day for several periods.
            run.require(false, place(n, "valid_from"), "missing_field");
            continue;
        }
        run.require(
            !row.is_null("base_currency"), place(n, "series"), "unknown_reference",
            {{"type", "rate_series"}, {"value", wanted.series}}
        );
        if (row.is_null("base_currency")) {
            continue;
        }
        const auto rate = domain::exchange_rate::parse(
            wanted.rate.text, row.currency("base_currency"), wanted.currency
        );
        run.require(rate.has_value(), place(n, "rate"), "not_a_rate");
        run.require(
            !row.is_null("id"), place(n, "quoted_on"), "no_rate_to_correct",
            {{"currency", std::string{wanted.currency.code()}},
             {"date", domain::to_string(wanted.quoted_on)}}
        );
        if (!rate || row.is_null("id")) {
            continue;
        }
        run.require(
            rate->to_decimal() != row.text("rate"), place(n, "rate"), "rate_is_the_same",
            {{"known", row.text("rate")}}
        );
        const auto [first, added] = seen.emplace(row.integer("id"), n);
        run.require(
            added, place(n, "quoted_on"), "given_twice",
            {{"value",
              std::string{wanted.currency.code()} + ' ' + domain::to_string(wanted.quoted_on)},
             {"row", std::to_string(first->second + 1)}}
        );
        all.ids.push_back(row.integer("id"));
        all.rates.push_back(rate->to_decimal());
    }
    run.settle();
    return all;
}

receipt propose(command_run& run, const rate_correction_body& body) {
    const auto all = checked(run, body, run.load({rates_in_place(body.rates)})[0]);
    const auto id = persistence::random_id();
    run.insert(
        "reference.rate_correction",
        {{"id", id},
         {"reason", body.reason},
         {"rate_count", static_cast<std::int64_t>(all.ids.size())},
         {"proposed_by", run.who().user_id},
         {"proposed_on", run.today()}}
    );
    run.write(
        {{"propose_rates",
          R"(
              insert into reference.rate_correction_row (correction_id, n, rate_id, rate)
                select $1, w.n, w.id, w.rate
                  from unnest($2::bigint[], $3::numeric[]) with ordinality as w(id, rate, n))"},
         {id, persistence::array_of(std::span<const std::int64_t>{all.ids}), array(all.rates)}}
    );
    return {
        .what = entity::rate_correction,
        .id = id,
        .state = "proposed",
        .rows = static_cast<std::int64_t>(all.ids.size())};
}

persistence::query proposed_correction(std::int64_t id) {
    return {
        {"proposed_rate_correction",
         R"(
             select c.version, c.proposed_by, c.proposed_for, c.rate_count,
                 case when c.refused_by is not null then 'refused' when c.approved_by is not null
                     then 'approved' else 'proposed' end as state
               from reference.rate_correction c
               where c.id = $1 for no key update)"},
        {id}};
}

// Every project whose money may be valued at its series: what is accepted meanwhile waits, and
// finds the right rates.
persistence::query lock_projects_with(std::int64_t id) {
    return {
        {"lock_projects_with_rates",
         R"(
             select l.project_id
               from ledger.project_lock l
               join funding.project p on p.id = l.project_id
               join funding.instrument i on i.id = p.instrument_id
               where exists (select 1
                   from reference.rate_correction_row w
                   join reference.exchange_rate x on x.id = w.rate_id
                   where w.correction_id = $1
                    and (x.series = i.rate_series
                        or exists (select 1
                            from partner.agreement a
                            join partner.agreement_terms t on t.agreement_id = a.id
                            where a.project_id = p.id
                             and t.rate_series = x.series)))
               order by l.project_id for no key update of l)"},
        {id}};
}

persistence::query replaced_meanwhile(std::int64_t id) {
    return {
        {"rates_replaced_meanwhile",
         R"(
             select w.n, x.series || ' ' || x.currency || ' ' || x.quoted_on as rate
               from reference.rate_correction_row w
               join reference.exchange_rate x on x.id = w.rate_id
               where w.correction_id = $1
                and x.replaced_in is not null
               order by w.n)"},
        {id}};
}

receipt approve(command_run& run, const rate_correction_approval&) {
    const auto id = run.path_id(entity::rate_correction);
    const auto found =
        run.load({lock_projects_with(id), proposed_correction(id), replaced_meanwhile(id)});
    const auto row = run.the_row(found[1], entity::rate_correction);
    run.check_version(row);
    const std::string next{
        state_after(domain::rate_correction_lifecycle(), "approve", row.text("state"))};
    check_other_person(run, row, "proposed", "propose");
    for (const auto replaced : found[2]) {
        run.require(false, "", "rate_replaced_meanwhile", {{"rate", replaced.text("rate")}});
    }
    run.settle();
    const auto at_old_rates =
        run.load({payments_of_correction(id), lines_of_correction(id, run.today())});
    revaluation_planner planner{run, run.today(), id};
    const auto payments = plan_payments(planner, at_old_rates[0]);
    const auto reports = planner.plan(at_old_rates[1]);
    // The database puts the rates in place with it, all or none.
    run.update(
        entity::rate_correction, id,
        {{"approved_by", run.who().user_id}, {"approved_on", run.today()}}
    );
    receipt answer{
        .what = entity::rate_correction,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1,
        .rows = row.integer("rate_count")};
    add_revalued_payments(run, answer, payments, run.today());
    add_revaluations(run, answer, reports, run.today());
    return answer;
}

receipt refuse(command_run& run, const rate_correction_refusal& body) {
    const auto id = run.path_id(entity::rate_correction);
    const auto found = run.load({proposed_correction(id)});
    const auto row = run.the_row(found[0], entity::rate_correction);
    run.check_version(row);
    const std::string next{
        state_after(domain::rate_correction_lifecycle(), "refuse", row.text("state"))};
    run.settle();
    run.update(
        entity::rate_correction, id,
        {{"refused_by", run.who().user_id},
         {"refused_on", run.today()},
         {"refused_reason", body.reason}}
    );
    return {
        .what = entity::rate_correction,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<rate_correction_approval> as_proposed(command_run&, const rehearsed_subject&) {
    return rate_correction_approval{};
}

std::optional<rate_correction_refusal> refused(command_run&, const rehearsed_subject&) {
    return rate_correction_refusal{"-"};
}

}  // namespace

endpoints rate_correction_endpoints() {
    using domain::action;
    const std::string tag = "Exchange rates";
    const std::string one = "/api/v1/rate-corrections/{rate_correction}";
    endpoints all{
        command<rate_correction_body>(
            {"/api/v1/rate-corrections", "propose_rate_correction",
             "Propose right rates for wrong ones", tag, action::manage_rates, 201},
            propose
        ),
        command<rate_correction_approval>(
            {one + "/approve", "approve_rate_correction",
             "Put them in place, as another person than who proposed", tag, action::confirm_rates},
            approve, as_proposed
        ),
        command<rate_correction_refusal>(
            {one + "/refuse", "refuse_rate_correction", "Leave the rates as they are", tag,
             action::confirm_rates},
            refuse, refused
        ),
    };
    append(all, {rate_correction_effects_endpoint()});
    append(all, read_endpoints(persistence::rate_correction_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
