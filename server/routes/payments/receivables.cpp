// What partners owe, and the money that comes back.
#include "domain/posting_rules.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query receivable_facts(std::int64_t id) {
    return {
        {"receivable_facts",
         R"(
             select e.tranche_id, e.currency, b.amount as open, b.base_amount as open_base
               from partner.receivable e
               join ledger.account a on a.owner_id = e.id
                and a.kind = 'receivable'
               join ledger.balance b on b.account_id = a.id
               where e.id = $1)"},
        {id}};
}

// A fact, not a decision: money that came back is recorded whatever state the agreement is in.
receipt refund(command_run& run, const refund_body& body) {
    const auto id = run.path_id(entity::receivable);
    auto found = run.load(
        {persistence::lock_project_of(entity::receivable, id),
         agreement_facts(of_receivable, id, body.received_on), receivable_facts(id),
         persistence::shares_of_project_of(entity::receivable, id, body.received_on)}
    );
    const auto agreement = run.the_row(found[1], entity::receivable);
    const auto row = run.the_row(found[2], entity::receivable);
    const auto currency = row.currency("currency");
    const auto open = row.money("open", currency);
    state_after(domain::receivable_lifecycle(), "refund", open.is_zero() ? "settled" : "open");
    check_currency(run, "/amount", body.amount, currency);
    check_not_future(run, "/received_on", body.received_on);
    run.settle();
    run.require(
        body.amount <= open, "/amount", "amount_exceeds_available",
        {{"amount", shown(body.amount)}, {"available", shown(open)}}
    );
    const auto base = agreement.currency("base_currency");
    const auto series = agreement.maybe_text("rate_series");
    auto rates = run.load({persistence::rate_in_force(series, currency, body.received_on)});
    const auto rate =
        rate_or_refuse(run, rates[0], "/received_on", base, currency, body.received_on, series);
    run.settle();

    const money debt_base{
        body.amount == open
            ? row.integer("open_base")
            : domain::mul_div_round(row.integer("open_base"), body.amount.minor(), open.minor()),
        base};
    const auto received = rate.convert(body.amount, base);
    const auto payment = persistence::random_id();
    run.insert(
        "partner.payment",
        {{"id", payment},
         {"kind", "refund"},
         {"agreement_id", agreement.integer("id")},
         {"tranche_id", row.maybe_integer("tranche_id")},
         {"project_id", agreement.integer("project_id")},
         {"paid_on", body.received_on},
         {"currency", currency},
         {"amount", (-body.amount).minor()},
         {"rate", rate.to_decimal()},
         {"base_currency", base},
         {"base_amount", (-received).minor()},
         {"bank_reference", body.bank_reference},
         {"recorded_by", run.who().user_id}}
    );
    run.insert(
        "partner.receivable_settlement",
        {{"id", persistence::random_id()},
         {"receivable_id", id},
         {"kind", "refund"},
         {"settled_on", body.received_on},
         {"amount", body.amount.minor()},
         {"base_amount", debt_base.minor()},
         {"payment_id", payment}}
    );
    run.post(
        domain::refund_posted(
            subject_of(agreement), body.received_on,
            {payment, agreement.integer("partner_id"), id, body.amount, debt_base, received,
             rate.to_decimal()}
        ),
        persistence::shares_of(found[3])
    );
    receipt done{
        .what = entity::payment,
        .id = payment,
        .state = body.amount == open ? "settled" : "partly_settled"};
    return done;
}

}  // namespace

endpoints receivable_endpoints() {
    endpoints all{command<refund_body>(
        {"/api/v1/receivables/{receivable}/refund", "refund_receivable",
         "Record money a partner paid back", "Expenditure", domain::action::record_refunds, 201},
        refund
    )};
    append(
        all,
        read_endpoints(
            persistence::receivable_resource(), domain::action::read_partner_side, "Expenditure"
        )
    );
    return all;
}

}  // namespace tranche::server
