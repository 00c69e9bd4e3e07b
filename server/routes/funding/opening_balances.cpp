// Money of a line without a record behind it: what a fund that moves in held, got back or had
// given.
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/funding/contribution_bodies.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

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
        {lock_pot(line, pool),
         {{"line_for_opening",
           "select l.currency, l.instrument_id, funding.available_from(l.id, 0, $2) as available"
           " from funding.funding_line l where l.id = $1"},
          {line, body.opened_on}},
         holdings_of(line, body.opened_on)}
    );
    const auto row = run.the_row(found[1], entity::funding_line);
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
    const source_document document{"opening_balance", id, body.opened_on};
    if (kind == domain::unrecorded::allocated) {
        for (const auto& one :
             drawn_from_pool(run, holdings_in(found[2]), body.amount, std::nullopt)) {
            store_source(run, document, {line, pool, one.contribution, -one.amount});
        }
    } else {
        store_source(run, document, {line, pool, std::nullopt, body.amount.minor()});
    }
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

endpoints opening_balance_endpoints() {
    using domain::action;
    endpoints all{command<opening_body>(
        {"/api/v1/opening-balances", "create_opening_balance",
         "Record what a line held, got back or gave without a record", "Contributions",
         action::record_opening_balances, 201},
        open_line
    )};
    append(
        all,
        read_endpoints(
            persistence::opening_balance_resource(), action::read_funding, "Contributions"
        )
    );
    return all;
}

}  // namespace tranche::server
