// Donors' money that arrived (R24), and what was beyond the signed amount once it is covered.
#include "domain/lifecycle.hpp"
#include "domain/posting_rules_donor.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/funding/contribution_bodies.hpp"
#include "server/routes/funding/contribution_facts.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

void store_filling(
    command_run& run, const source_document& of, const domain::line_filling& filling
) {
    store_source(
        run, of,
        {filling.line_id, filling.pot_id, filling.contribution_id,
         (filling.line_amount - filling.overhead).minor()}
    );
}

// R24: money that arrived is recorded whatever was promised; what goes beyond the commitment is
// held unapplied and is nobody's to allocate.
receipt receive(command_run& run, const receipt_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load({contribution_facts(id, body.received_on)});
    const auto row = run.the_row(found[0], entity::contribution);
    const auto currency = row.currency("currency");
    const auto base = row.currency("base_currency");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/received_on", body.received_on);
    const auto corrects = corrected(run, entity::contribution_receipt, body.corrects);
    run.settle();
    const auto rate = rate_of_contribution(run, row, body.received_on, "/received_on");
    const auto applied = min(body.amount, row.money("commitment_open", currency));
    domain::receipt_facts facts;
    facts.receipt_id = persistence::random_id();
    facts.donor_id = row.integer("donor_id");
    facts.filling = filling_of(row, id, applied, rate.convert(applied, base), rate.to_decimal());
    facts.unapplied = body.amount - applied;
    facts.unapplied_base = rate.convert(facts.unapplied, base);
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
         {"rate", facts.filling.rate},
         {"base_amount", (facts.filling.line_amount + facts.unapplied_base).minor()},
         {"unapplied_amount", facts.unapplied.minor()},
         {"overhead_amount", facts.filling.overhead.minor()},
         {"external_reference", body.external_reference},
         {"corrects_id", corrects}}
    );
    store_filling(run, {"contribution_receipt", facts.receipt_id, body.received_on}, facts.filling);
    run.update(entity::contribution, id, {});
    return {
        .what = entity::contribution_receipt,
        .id = facts.receipt_id,
        .state = facts.unapplied.is_zero() ? "applied" : "partly_unapplied"};
}

persistence::query unapplied_of(std::int64_t contribution) {
    return {
        {"unapplied_of_contribution",
         R"(
             select coalesce(sum(b.amount), 0)::bigint as amount,
                 coalesce(sum(b.base_amount), 0)::bigint as base_amount
               from ledger.account a
               join ledger.balance b on b.account_id = a.id
               where a.owner_id = $1 and a.kind = 'unapplied_receipt')"},
        {contribution}};
}

receipt apply(command_run& run, const application_body& body) {
    const auto id = run.path_id(entity::contribution);
    auto found = run.load({contribution_facts(id, body.applied_on), unapplied_of(id)});
    const auto row = run.the_row(found[0], entity::contribution);
    run.check_version(row);
    const std::string next{
        state_after(domain::contribution_lifecycle(), "apply", contribution_state(row))};
    const auto currency = row.currency("currency");
    const auto base = row.currency("base_currency");
    check_not_future(run, "/applied_on", body.applied_on);
    const auto unapplied = found[1][0].money("amount", currency);
    const auto covered = min(unapplied, row.money("commitment_open", currency));
    const auto amount = body.amount.value_or(covered);
    check_currency(run, "/amount", amount, currency);
    run.require(unapplied.is_positive(), "", "nothing_unapplied");
    run.settle();
    run.require(
        amount.is_positive() && amount <= covered, "/amount", "amount_exceeds_available",
        {{"amount", shown(body.amount.value_or(unapplied))}, {"available", shown(covered)}}
    );
    run.settle();
    const auto value = found[1][0].integer("base_amount");
    const money line_amount{
        amount == unapplied ? value
                            : domain::mul_div_round(value, amount.minor(), unapplied.minor()),
        base};
    const auto filling =
        filling_of(row, id, amount, line_amount, currency == base ? "1" : std::string{});
    const auto application = persistence::random_id();
    run.post(domain::receipt_application_posted(
        {.instrument_id = row.integer("instrument_id")}, body.applied_on, application, filling
    ));
    run.insert(
        "funding.receipt_application",
        {{"id", application},
         {"contribution_id", id},
         {"applied_on", body.applied_on},
         {"currency", currency},
         {"amount", amount.minor()},
         {"base_amount", line_amount.minor()},
         {"overhead_amount", filling.overhead.minor()},
         {"recorded_by", run.who().user_id}}
    );
    store_filling(run, {"receipt_application", application, body.applied_on}, filling);
    run.update(entity::contribution, id, {});
    return {
        .what = entity::contribution,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<application_body> applied_today(command_run& run, const rehearsed_subject&) {
    return application_body{{}, run.today()};
}

}  // namespace

endpoints contribution_receipt_endpoints() {
    using domain::action;
    endpoints all{
        command<receipt_body>(
            {"/api/v1/contributions/{contribution}/receive", "receive_contribution",
             "Record money that arrived", "Contributions", action::record_contributions, 201},
            receive
        ),
        command<application_body>(
            {"/api/v1/contributions/{contribution}/apply", "apply_contribution",
             "Apply money that was beyond the signed amount, once it is covered", "Contributions",
             action::record_contributions},
            apply, applied_today
        ),
    };
    for (const auto* one :
         {&persistence::contribution_receipt_resource(),
          &persistence::receipt_application_resource()}) {
        append(all, read_endpoints(*one, action::read_funding, "Contributions"));
    }
    return all;
}

}  // namespace tranche::server
