// Money from donors: pledged, committed, received (R23, R24), and the opening balances of a fund
// that moves in.
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/append.hpp"
#include "server/routes/contribution_bodies.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {
namespace {

using domain::entity;

receipt create_contribution(command_run& run, const new_contribution& body) {
    const auto donor = run.id_of(entity::donor, body.donor.text, "/donor");
    const auto line = run.id_of(entity::funding_line, body.line.text, "/line");
    std::optional<std::int64_t> project;
    if (body.project) {
        project = run.id_of(entity::project, body.project->text, "/project");
    }
    // D to L are tied to something, and what to must be said (R25).
    run.require(
        body.earmarking < "D" || body.restriction.has_value(), "/restriction",
        "restriction_missing", {{"category", body.earmarking}}
    );
    run.load({});
    const auto id = persistence::random_id();
    run.insert(
        "funding.contribution",
        {{"id", id},
         {"code", body.code},
         {"donor_id", donor},
         {"line_id", line},
         {"currency", body.pledged.currency_unit()},
         {"pledged_amount", body.pledged.minor()},
         {"pledged_on", body.pledged_on},
         {"earmarking", body.earmarking},
         {"restriction", body.restriction},
         {"project_id", project},
         {"illustrative", body.illustrative}}
    );
    return {.what = entity::contribution, .id = id, .code = body.code, .state = "pledged"};
}

persistence::query contribution_facts(std::int64_t id) {
    return {
        {"contribution_facts",
         R"(
             select c.code, c.version, c.currency, c.committed_amount, c.committed_on,
                 c.earmarking, c.donor_id, c.line_id, l.currency as line_currency,
                 i.id as instrument_id, i.base_currency, i.rate_series,
                 coalesce((select b.amount from ledger.account a join ledger.balance b on
                 b.account_id = a.id where a.owner_id = c.id and a.kind = 'commitment_open'),
                 0) as commitment_open
               from funding.contribution c
               join funding.funding_line l on l.id = c.line_id
               join funding.instrument i on i.id = l.instrument_id
               where c.id = $1 for no key update of c)"},
        {id}};
}

receipt commit(command_run& run, const commitment_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load({contribution_facts(id)});
    const auto row = run.the_row(found[0], entity::contribution);
    run.check_version(row);
    const std::string next{state_after(
        domain::contribution_lifecycle(), "commit",
        row.is_null("committed_on") ? "pledged" : "committed"
    )};
    const auto currency = row.currency("currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/committed_on", body.committed_on);
    run.settle();
    auto rates = run.load(
        {persistence::rate_in_force(row.maybe_text("rate_series"), currency, body.committed_on)}
    );
    const auto rate = rate_or_refuse(
        run, rates[0], "/committed_on", row.currency("base_currency"), currency, body.committed_on,
        row.maybe_text("rate_series")
    );
    run.post(domain::commitment_posted(
        {.instrument_id = row.integer("instrument_id")}, body.committed_on, id, body.amount,
        rate.convert(body.amount, row.currency("base_currency"))
    ));
    run.update(
        entity::contribution, id,
        {{"committed_amount", body.amount.minor()}, {"committed_on", body.committed_on}}
    );
    return {
        .what = entity::contribution,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

// R24: money that arrived is recorded whatever was promised; what goes beyond the commitment is
// held unapplied and is nobody's to allocate.
receipt receive(command_run& run, const receipt_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load({contribution_facts(id)});
    const auto row = run.the_row(found[0], entity::contribution);
    const auto currency = row.currency("currency");
    const auto base = row.currency("base_currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/received_on", body.received_on);
    const auto corrects = corrected(run, entity::contribution_receipt, body.corrects);
    run.settle();
    auto rates = run.load(
        {persistence::rate_in_force(row.maybe_text("rate_series"), currency, body.received_on)}
    );
    const auto rate = rate_or_refuse(
        run, rates[0], "/received_on", base, currency, body.received_on,
        row.maybe_text("rate_series")
    );
    const auto applied = min(body.amount, row.money("commitment_open", currency));
    domain::receipt_facts facts;
    facts.receipt_id = persistence::random_id();
    facts.contribution_id = id;
    facts.donor_id = row.integer("donor_id");
    facts.line_id = row.integer("line_id");
    facts.pot_id = row.text("earmarking") < "D" ? 0 : id;
    facts.applied = applied;
    facts.unapplied = body.amount - applied;
    facts.line_amount = rate.convert(applied, base);
    facts.unapplied_base = rate.convert(facts.unapplied, base);
    facts.rate = rate.to_decimal();
    run.post(domain::receipt_posted(
        {.instrument_id = row.integer("instrument_id")}, body.received_on, facts
    ));
    run.insert(
        "funding.contribution_receipt",
        {{"id", facts.receipt_id},
         {"contribution_id", id},
         {"received_on", body.received_on},
         {"currency", currency},
         {"amount", body.amount.minor()},
         {"rate", facts.rate},
         {"base_amount", (facts.line_amount + facts.unapplied_base).minor()},
         {"unapplied_amount", facts.unapplied.minor()},
         {"external_reference", body.external_reference},
         {"corrects_id", corrects}}
    );
    run.update(entity::contribution, id, {});
    return {
        .what = entity::contribution_receipt,
        .id = facts.receipt_id,
        .state = facts.unapplied.is_zero() ? "applied" : "partly_unapplied"};
}

receipt open_line(command_run& run, const opening_body& body) {
    const auto line = run.id_of(entity::funding_line, body.line.text, "/line");
    const auto project = run.id_of(
        entity::project, body.project ? std::optional{body.project->text} : std::nullopt, "/project"
    );
    const auto kind = domain::unrecorded_from(body.kind).value();
    run.require(
        kind != domain::unrecorded::opening || !project, "/project", "carried_in_from_none"
    );
    auto found = run.load(
        {{{"line_for_opening",
           "select l.currency, l.instrument_id, funding.available_from(l.id, 0, $2) as available"
           " from funding.funding_line l where l.id = $1"},
          {line, body.opened_on}}}
    );
    const auto row = run.the_row(found[0], entity::funding_line);
    check_currency(run, "/amount", body.amount, row.currency("currency"));
    check_not_future(run, "/opened_on", body.opened_on);
    run.settle();
    const auto available = row.money("available", "currency");
    run.rule(
        domain::breach{domain::rule_id::r1},
        kind != domain::unrecorded::allocated || body.amount <= available, "/amount",
        "amount_exceeds_available",
        {{"amount", shown(body.amount)}, {"available", shown(available)}}
    );
    run.settle();
    const auto id = persistence::random_id();
    run.post(domain::opening_posted(
        {.instrument_id = row.integer("instrument_id")}, body.opened_on, id, line, body.amount, kind
    ));
    run.insert(
        "funding.opening_balance",
        {{"id", id},
         {"kind", body.kind},
         {"project_id", project},
         {"line_id", line},
         {"opened_on", body.opened_on},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"source", body.source},
         {"illustrative", body.illustrative},
         {"recorded_by", run.who().user_id}}
    );
    return {.what = entity::opening_balance, .id = id};
}

}  // namespace

endpoints contribution_endpoints() {
    using domain::action;
    endpoints all{
        command<new_contribution>(
            {"/api/v1/contributions", "create_contribution", "Record a pledge", "Contributions",
             action::record_contributions, 201},
            create_contribution
        ),
        command<commitment_body>(
            {"/api/v1/contributions/{contribution}/commit", "commit_contribution",
             "Record the signature of a contribution", "Contributions",
             action::record_contributions},
            commit
        ),
        command<receipt_body>(
            {"/api/v1/contributions/{contribution}/receive", "receive_contribution",
             "Record money that arrived", "Contributions", action::record_contributions, 201},
            receive
        ),
        command<opening_body>(
            {"/api/v1/opening-balances", "create_opening_balance",
             "Record what a line held, got back or gave without a record", "Contributions",
             action::record_opening_balances, 201},
            open_line
        ),
    };
    append(
        all,
        read_endpoints(persistence::contribution_resource(), action::read_funding, "Contributions")
    );
    append(
        all,
        read_endpoints(
            persistence::contribution_receipt_resource(), action::read_funding, "Contributions"
        )
    );
    append(
        all,
        read_endpoints(
            persistence::opening_balance_resource(), action::read_funding, "Contributions"
        )
    );
    return all;
}

}  // namespace tranche::server
