#include "server/routes/agreements/agreement_closing.hpp"

#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/agreement_steps.hpp"
#include "server/routes/projects/project_closing.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query open_ends(std::int64_t agreement) {
    return {
        {"agreement_open_ends",
         R"(
             select (select count(*) from partner.expenditure_report r where r.agreement_id = $1
                 and r.state not in ('accepted', 'partly_accepted')) as reports,
                 (select count(*) from partner.disbursement_request q where q.agreement_id = $1
                 and q.state in ('submitted', 'certified', 'approved')) as requests,
                 (select count(*) from partner.agreement_amendment m where m.agreement_id = $1
                 and m.state in ('draft', 'submitted', 'approved')) as amendments,
                 partner.findings_open($1, null, 'infinity') as findings,
                 partner.final_report_missing($1) as no_final_report,
                 coalesce((select sum(b.amount) from ledger.account a join ledger.balance b on
                 b.account_id = a.id where a.kind = 'tranche_unpaid' and a.owner_id in (select id
                 from partner.tranche where agreement_id = $1)), 0)::bigint as unpaid,
                 coalesce((select sum(b.base_amount) from ledger.account a join ledger.balance b
                 on b.account_id = a.id where (a.kind = 'advance' and a.owner_id in (select id
                 from partner.advance where agreement_id = $1)) or (a.kind = 'due' and a.owner_id
                 in (select id from partner.tranche where agreement_id = $1)) or (a.kind =
                 'receivable' and a.owner_id in (select id from partner.receivable where
                 agreement_id = $1))), 0)::bigint as unsettled)"},
        {agreement}};
}

}  // namespace

receipt close_agreement(command_run& run, const closing_body& body) {
    const auto id = run.path_id(entity::agreement);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, body.closed_on), open_ends(id),
         obligations(of_agreement_itself, id),
         persistence::shares_of_project_of(entity::agreement, id, body.closed_on), last_step_of(id)}
    );
    const auto row = run.the_row(found[1], entity::agreement);
    run.check_version(row);
    const std::string next{state_after(domain::agreement_lifecycle(), "close", row.text("state"))};
    check_not_future(run, "/closed_on", body.closed_on);
    check_not_before(run, "/closed_on", body.closed_on, found[5][0].maybe_day("last_on"));
    const auto base = row.currency("base_currency");
    const auto ends = found[2][0];
    run.require(
        ends.integer("reports") == 0, "", "reports_open", {{"count", ends.text("reports")}}
    );
    run.require(
        ends.integer("requests") == 0, "", "requests_open", {{"count", ends.text("requests")}}
    );
    // R33: another state waits for it.
    run.require(ends.integer("amendments") == 0, "", "amendment_open");
    run.require(
        ends.integer("findings") == 0, "", "findings_open", {{"count", ends.text("findings")}}
    );
    run.rule(
        {domain::rule_id::r59, "final_report"}, !ends.truth("no_final_report"), "",
        "partner_final_report_open"
    );
    run.require(
        ends.integer("unpaid") == 0, "", "tranches_unpaid",
        {{"amount", shown(ends.money("unpaid", base))}}
    );
    run.require(
        ends.integer("unsettled") == 0, "", "advance_open",
        {{"amount", shown(ends.money("unsettled", base))}}
    );
    run.settle();
    std::vector<domain::obligation_line> rest;
    for (const auto line : found[3]) {
        rest.push_back({line.integer("budget_line_id"), line.money("amount", base), money{0, base}}
        );
    }
    const auto shares = persistence::shares_of(found[4]);
    run.post(domain::agreement_closing_posted(subject_of(row), body.closed_on, rest), shares);
    return_late_release(run, row, body.closed_on, rest, shares);
    note_agreement_step(run, id, row.text("state"), next, {"close", body.closed_on});
    run.update(entity::agreement, id, {{"state", next}});
    return {
        .what = entity::agreement,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

// R47: interest is money to account for, from the day the bank credited it.
receipt declare_interest(command_run& run, const interest_body& body) {
    const auto id = run.path_id(entity::agreement);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, body.credited_on),
         persistence::shares_of_project_of(entity::agreement, id, body.credited_on)}
    );
    const auto row = run.the_row(found[1], entity::agreement);
    check_own(run, row.integer("partner_id"));
    state_after(domain::agreement_lifecycle(), "report", row.text("state"));
    const auto currency = row.currency("payment_currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/credited_on", body.credited_on);
    run.settle();
    const auto base = row.currency("base_currency");
    const auto series = row.maybe_text("rate_series");
    auto rates = run.load({persistence::rate_in_force(series, currency, body.credited_on)});
    const auto rate =
        rate_or_refuse(run, rates[0], "/credited_on", base, currency, body.credited_on, series);
    const auto worth = rate.convert(body.amount, base);
    const auto advance = persistence::random_id();
    run.insert(
        "partner.advance",
        {{"id", advance},
         {"agreement_id", id},
         {"kind", "interest"},
         {"opened_on", body.credited_on},
         {"currency", currency},
         {"amount", body.amount.minor()},
         {"base_amount", worth.minor()}}
    );
    run.post(
        domain::interest_posted(
            subject_of(row), body.credited_on, advance, body.amount, worth, rate.to_decimal()
        ),
        persistence::shares_of(found[2])
    );
    run.update(entity::agreement, id, {});
    return {.what = entity::advance, .id = advance};
}

}  // namespace tranche::server
