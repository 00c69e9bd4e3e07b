// Money between the lines of a fund, and returned money that its donor leaves to a line.
#include "domain/posting_rules_donor.hpp"
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

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;

persistence::query lines_of_transfer(std::int64_t from, std::int64_t to, domain::date on) {
    return {
        {"lines_of_transfer",
         R"(
             select f.currency, f.instrument_id, t.instrument_id as to_instrument_id,
                 funding.available_from(f.id, 0, $3) as available
               from funding.funding_line f
               join funding.funding_line t on t.id = $2
               where f.id = $1)"},
        {from, to, on}};
}

receipt transfer(command_run& run, const line_transfer_body& body) {
    const auto from = run.path_id(entity::funding_line);
    const auto to = run.id_of(entity::funding_line, body.to.text, "/to");
    const auto contribution = run.id_of(
        entity::contribution,
        body.contribution ? std::optional{body.contribution->text} : std::nullopt, "/contribution"
    );
    run.require(from != to, "/to", "two_lines_needed");
    auto found = run.load(
        {lock_pot(std::min(from, to), pool), lock_pot(std::max(from, to), pool),
         lines_of_transfer(from, to, body.transferred_on), holdings_of(from, body.transferred_on)}
    );
    const auto row = run.the_row(found[2], entity::funding_line);
    check_currency(run, "/amount", body.amount, row.currency("currency"));
    check_not_future(run, "/transferred_on", body.transferred_on);
    run.require(
        row.integer("instrument_id") == row.integer("to_instrument_id"), "/to",
        "line_of_other_instrument"
    );
    run.settle();
    const auto available = row.money("available", "currency");
    run.rule(
        domain::rule_id::r1, body.amount <= available, "/amount", "amount_exceeds_available",
        {{"amount", shown(body.amount)}, {"available", shown(available)}}
    );
    run.settle();
    const auto drawn = drawn_from_pool(run, holdings_in(found[3]), body.amount, contribution);
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.line_transfer",
        {{"id", id},
         {"from_line_id", from},
         {"to_line_id", to},
         {"contribution_id", contribution},
         {"transferred_on", body.transferred_on},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"reason", body.reason},
         {"decided_by", run.who().user_id}}
    );
    run.post(domain::line_transfer_posted(
        {.instrument_id = row.integer("instrument_id")}, body.transferred_on, id, from, to, pool,
        body.amount
    ));
    // The lower line first: in this order everybody locks givers.
    const source_document document{"line_transfer", id, body.transferred_on};
    for (const auto line : {std::min(from, to), std::max(from, to)}) {
        for (const auto& one : drawn) {
            const auto amount = line == from ? -one.amount : one.amount;
            store_source(run, document, {line, pool, one.contribution, amount});
        }
    }
    return {.what = entity::line_transfer, .id = id};
}

persistence::query held_of(std::int64_t contribution) {
    return {
        {"held_of_contribution",
         R"(
             select coalesce(sum(b.amount), 0)::bigint as held
               from funding.contribution c
               join ledger.account a on a.owner_id = c.line_id and a.kind = 'returned_held'
                and a.part_id = c.id
               join ledger.balance b on b.account_id = a.id
               where c.id = $1)"},
        {contribution}};
}

// Returned money of a tied contribution is the donor's until it agrees to another use.
receipt release(command_run& run, const return_release_body& body) {
    const auto contribution = run.path_id(entity::contribution);
    auto found =
        run.load({contribution_facts(contribution, body.released_on), held_of(contribution)});
    const auto row = run.the_row(found[0], entity::contribution);
    run.check_version(row);
    const auto base = row.currency("base_currency");
    const auto held = found[1][0].money("held", base);
    const auto amount = body.amount.value_or(held);
    check_currency(run, "/amount", amount, base);
    check_not_future(run, "/released_on", body.released_on);
    run.require(held.is_positive(), "", "nothing_held");
    run.settle();
    run.require(
        amount <= held, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(held)}}
    );
    run.settle();
    const auto line = row.integer("line_id");
    const auto id = persistence::random_id();
    run.insert(
        "funding.return_release",
        {{"id", id},
         {"contribution_id", contribution},
         {"line_id", line},
         {"released_on", body.released_on},
         {"currency", base},
         {"amount", amount.minor()},
         {"consent", body.consent},
         {"recorded_by", run.who().user_id}}
    );
    run.post(domain::return_release_posted(
        {.instrument_id = row.integer("instrument_id")}, body.released_on, id, line, contribution,
        amount
    ));
    // The pool first: in this order everybody locks givers.
    const source_document document{"return_release", id, body.released_on};
    store_source(run, document, {line, pool, contribution, amount.minor()});
    store_source(
        run, document,
        {line, pot_of_contribution(row, contribution), contribution, -amount.minor(), true}
    );
    run.update(entity::contribution, contribution, {});
    return {
        .what = entity::contribution,
        .id = contribution,
        .code = row.text("code"),
        .state = contribution_state(row),
        .version = row.integer("version") + 1};
}

std::optional<return_release_body> released_today(command_run& run, const rehearsed_subject&) {
    return return_release_body{{}, run.today(), "-"};
}

}  // namespace

endpoints line_transfer_endpoints() {
    using domain::action;
    const std::string tag = "Contributions";
    endpoints all{
        command<line_transfer_body>(
            {"/api/v1/funding-lines/{funding_line}/transfer", "transfer_between_lines",
             "Move money of a line's pool to another line of the fund", tag,
             action::decide_donor_money, 201},
            transfer
        ),
        command<return_release_body>(
            {"/api/v1/contributions/{contribution}/release", "release_returned_money",
             "Record that the donor leaves returned money to the line for another use", tag,
             action::decide_donor_money},
            release, released_today
        ),
    };
    for (const auto* one :
         {&persistence::line_transfer_resource(), &persistence::return_release_resource()}) {
        append(all, read_endpoints(*one, action::read_funding, tag));
    }
    return all;
}

}  // namespace tranche::server
