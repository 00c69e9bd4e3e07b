// The approval of a request: what the partner still has to account for, what the project and the
// tranche allow, and who may say so.
#include "domain/disbursement.hpp"
#include "domain/lifecycle.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/tranche_conditions.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/payments/retention.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// R36, with what is missing: advances are accounted for before more is paid.
void check_liquidation(
    command_run& run, const persistence::rows& layers, const persistence::row& agreement
) {
    const auto percent = agreement.percent("liquidation_percent");
    const auto earlier = agreement.percent("earlier_percent");
    std::vector<domain::advance_account> advances;
    std::vector<std::string> tranches;
    for (const auto layer : layers) {
        if (layer.integer("tranche_id") != 0) {
            tranches.push_back(layer.text("tranche"));
            advances.push_back(
                {layer.money("paid", "currency"),
                 layer.money("amount", "currency") + layer.money("owed", "currency")}
            );
        }
    }
    advances = domain::less(std::move(advances), agreement.money("undecided", "payment_currency"));
    const auto missing = domain::missing_liquidation(advances, percent, earlier);
    if (!missing) {
        return;
    }
    // Advance by advance: "T1: 202604.50 / 226988.44 GTQ", accounted for of what is needed.
    std::string each;
    const auto standing = domain::standing_of(advances, percent, earlier);
    for (std::size_t i = 0; i < standing.size(); ++i) {
        if (!standing[i].missing.is_zero()) {
            each += each.empty() ? "" : "; ";
            each += tranches[i] + ": " + standing[i].reached.to_decimal() + " / " +
                shown(standing[i].needed);
        }
    }
    run.rule(
        {domain::rule_id::r36, *missing}, false, "", "advances_not_liquidated",
        {{"missing", shown(*missing)}, {"percent", percent.to_decimal()}, {"advances", each}}
    );
}

persistence::query overdue_advances(std::int64_t request, domain::date on) {
    return {
        {"overdue_advances",
         R"(
             select o.opened_on, o.months, o.is_own
               from partner.disbursement_request q
               cross join lateral partner.overdue_advances(q.agreement_id, $2::date) o
               where q.id = $1)"},
        {request, on}};
}

// R37: what the partner holds since more than so many months, of this agreement or as the terms
// have it. The oldest advance stands for all.
void check_age(command_run& run, const persistence::rows& overdue, domain::date on) {
    for (const auto row : overdue) {
        run.add(overdue_advance(row, on));
    }
}

persistence::query facts_of_retention(std::int64_t request) {
    static const std::string text = "select " + std::string{retention_columns} +
        ", (select sum(o.paid_amount + o.reserved_amount) from partner.tranche o"
        " where o.agreement_id = t.agreement_id)::bigint as paid_out"
        " from partner.disbursement_request q join partner.tranche t on t.id = q.tranche_id"
        " join partner.agreement a on a.id = t.agreement_id where q.id = $1";
    return {{"retention_of_request", text}, {request}};
}

// What keeps money from being set aside beside the request itself: the project, the retention, the
// advances before, and what the tranche waits for.
void check_bars(
    command_run& run, const std::vector<persistence::rows>& found, money reserved, domain::date on
) {
    const auto row = found[1][0];
    const auto agreement = found[2][0];
    const auto kind = row.text("kind");
    if (row.truth("conditional")) {
        check_conditions(run, row.integer("tranche_id"), on, reserved, true);
    }
    for (auto& bar : project_bars(
             kind, agreement.text("project_state"), agreement.text("project_code"), reserved
         )) {
        run.add(std::move(bar));
    }
    const retention kept{
        agreement.percent("retention_percent"), found[7][0], reserved.currency_unit()};
    if (auto bar = kept.bar(reserved)) {
        run.add(std::move(*bar));
    }
    if (kind == "advance") {
        check_liquidation(run, found[3], agreement);
        check_age(run, found[6], on);
    }
}

}  // namespace

receipt approve_request(command_run& run, const disbursement_approval_body& body) {
    const auto id = run.path_id(entity::disbursement_request);
    auto found = run.load(
        {persistence::lock_project_of(entity::disbursement_request, id),
         request_facts(id, body.approved_on, run.today()),
         agreement_facts(of_request, id, body.approved_on), advance_layers(of_request, id),
         promises_beside(id), approval_levels(run, instrument_of_request, id),
         overdue_advances(id, body.approved_on), facts_of_retention(id)}
    );
    const auto row = run.the_row(found[1], entity::disbursement_request);
    const auto agreement = run.the_row(found[2], entity::disbursement_request);
    run.check_version(row);
    const std::string next{
        state_after(domain::disbursement_request_lifecycle(), "approve", row.text("state"))};
    state_after(
        domain::agreement_lifecycle(), step_of(row.text("kind"), "request"), agreement.text("state")
    );
    check_not_future(run, "/approved_on", body.approved_on);
    check_not_before(run, "/approved_on", body.approved_on, row.day("certified_on"));
    check_person(run, row, domain::payment_step::approve);
    check_partner(run, agreement, body.approved_on);
    const auto requested = row.money("requested_amount", "currency");
    const auto approved = body.amount.value_or(requested);
    check_currency(run, "/amount", approved, requested.currency_unit());
    run.settle();
    run.require(
        approved <= requested, "/amount", "amount_exceeds_available",
        {{"amount", shown(approved)}, {"available", shown(requested)}}
    );
    run.require(approved == requested || body.reason, "/reason", "missing_field");
    const auto reserved = reserve(run, row, found[4][0], agreement, approved, body.approved_on);
    // Requests on one tranche count together, or ten small ones would pass where one large may not.
    const money before{
        row.integer("tranche_paid") + row.integer("tranche_reserved"), reserved.currency_unit()};
    const auto counted = reserved + before;
    const auto by_level = check_level(run, found[5], counted, !before.is_zero());
    check_bars(run, found, reserved, body.approved_on);
    run.settle();
    run.update(
        entity::tranche, row.integer("tranche_id"),
        {{"reserved_amount", row.integer("tranche_reserved") + reserved.minor()}}
    );
    run.update(
        entity::disbursement_request, id,
        {{"state", next},
         {"approved_by", run.who().user_id},
         {"approved_on", body.approved_on},
         {"approved_amount", approved.minor()},
         {"reserved_amount", reserved.minor()},
         {"amount_reason", body.reason},
         {"authority_on", run.today()},
         {"approval_level", by_level.level},
         {"approval_limit", minor_of(by_level.limit)},
         {"approved_base", reserved.minor()},
         {"counted_base", counted.minor()}}
    );
    return {
        .what = entity::disbursement_request,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
