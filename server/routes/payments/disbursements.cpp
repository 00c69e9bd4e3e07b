// Disbursements: requested, certified, approved, paid, by persons who differ (R39).
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/tranche_conditions.hpp"
#include "server/routes/payments/disbursement_bodies.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/payments/request_signing.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query tranche_row(std::int64_t tranche) {
    static const std::string text = "select t.code, t.kind, " + std::string{is_conditional} +
        " as conditional, partner.is_due(t.id) as is_due from partner.tranche t where t.id = $1";
    return {{"request_tranche", text}, {tranche}};
}

// What is asked for in the currency it is decided in, at the rate of its day.
money asked_for(
    command_run& run, const new_disbursement_request& body, const persistence::row& agreement,
    domain::currency decided_in
) {
    if (body.amount.currency_unit() == decided_in) {
        return body.amount;
    }
    const auto paid_in = agreement.currency("payment_currency");
    const auto series = agreement.maybe_text("rate_series");
    auto rates = run.load({persistence::rate_in_force(series, paid_in, body.requested_on)});
    return rate_or_refuse(
               run, rates[0], "/requested_on", agreement.currency("base_currency"), paid_in,
               body.requested_on, series
    )
        .convert(body.amount, decided_in);
}

receipt request(command_run& run, const new_disbursement_request& body) {
    const auto tranche = run.id_of(entity::tranche, body.tranche.text, "/tranche");
    run.about(entity::tranche, tranche);
    auto found =
        run.load({agreement_facts(of_tranche, tranche, body.requested_on), tranche_row(tranche)});
    const auto agreement = run.the_row(found[0], entity::tranche);
    check_own(run, agreement.integer("partner_id"));
    const auto row = run.the_row(found[1], entity::tranche);
    const auto kind = body.kind.value_or(row.text("kind"));
    state_after(domain::agreement_lifecycle(), step_of(kind, "request"), agreement.text("state"));
    check_not_future(run, "/requested_on", body.requested_on);
    // What was spent without an advance is paid back from any tranche; nothing else changes its
    // kind.
    run.require(
        kind == "reimbursement" || kind == row.text("kind"), "/kind", "kind_not_of_tranche",
        {{"kind", kind}, {"tranche_kind", row.text("kind")}}
    );
    run.require(
        agreement.text("state") != "closed" || row.truth("is_due"), "/tranche",
        "nothing_due_after_closing", {{"tranche", row.text("code")}}
    );
    const auto asked_in = body.amount.currency_unit();
    const auto agreed_in = agreement.currency("currency");
    const auto paid_in = agreement.currency("payment_currency");
    // What was spent is owed in the currency it was spent in; an advance is part of the agreement.
    const auto decided_in = kind == "advance" ? agreed_in : paid_in;
    run.require(
        asked_in == agreed_in || asked_in == paid_in, "/amount", "currency_mismatch",
        {{"expected", std::string{agreed_in.code()}}, {"given", std::string{asked_in.code()}}}
    );
    run.settle();
    if (row.truth("conditional")) {
        check_conditions(run, tranche, body.requested_on, body.amount, false);
        run.settle();
    }
    const auto amount = asked_for(run, body, agreement, decided_in);
    const auto paid_to = check_payee(run, kind, body.payee);
    const auto signed_as =
        check_signed(run, tranche, agreement.integer("partner_id"), body, amount);
    run.settle();
    const auto id = persistence::random_id();
    std::vector<command_run::column> columns{
        {"id", id},
        {"agreement_id", agreement.integer("id")},
        {"tranche_id", tranche},
        {"kind", kind},
        {"requested_on", body.requested_on},
        {"asked_currency", asked_in},
        {"asked_amount", body.amount.minor()},
        {"currency", decided_in},
        {"requested_amount", amount.minor()},
        {"state", "submitted"},
        {"requested_by", run.who().user_id}};
    columns.insert(columns.end(), signed_as.begin(), signed_as.end());
    columns.insert(columns.end(), paid_to.begin(), paid_to.end());
    run.insert("partner.disbursement_request", columns);
    return {.what = entity::disbursement_request, .id = id, .state = "submitted"};
}

receipt certify(command_run& run, const certification_body& body) {
    const auto id = run.path_id(entity::disbursement_request);
    auto found = run.load(
        {persistence::lock_project_of(entity::disbursement_request, id),
         request_facts(id, body.certified_on, run.today())}
    );
    const auto row = run.the_row(found[1], entity::disbursement_request);
    run.check_version(row);
    const std::string next{
        state_after(domain::disbursement_request_lifecycle(), "certify", row.text("state"))};
    check_not_future(run, "/certified_on", body.certified_on);
    check_not_before(run, "/certified_on", body.certified_on, row.day("requested_on"));
    check_person(run, row, domain::payment_step::certify);
    run.update(
        entity::disbursement_request, id,
        {{"state", next}, {"certified_by", run.who().user_id}, {"certified_on", body.certified_on}}
    );
    return {
        .what = entity::disbursement_request,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt refuse(command_run& run, const refusal_body& body, std::string_view action) {
    const auto id = run.path_id(entity::disbursement_request);
    auto found = run.load(
        {persistence::lock_project_of(entity::disbursement_request, id),
         request_facts(id, body.on, run.today())}
    );
    const auto row = run.the_row(found[1], entity::disbursement_request);
    run.check_version(row);
    const std::string next{
        state_after(domain::disbursement_request_lifecycle(), action, row.text("state"))};
    check_not_in_batch(run, row, false);
    run.settle();
    if (row.integer("reserved_amount") != 0) {
        run.update(
            entity::tranche, row.integer("tranche_id"),
            {{"reserved_amount", row.integer("tranche_reserved") - row.integer("reserved_amount")}}
        );
    }
    run.update(
        entity::disbursement_request, id,
        {{"state", next}, {"closed_reason", body.reason}, {"reserved_amount", 0}}
    );
    return {
        .what = entity::disbursement_request,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt reject(command_run& run, const refusal_body& body) {
    return refuse(run, body, "reject");
}
receipt cancel(command_run& run, const refusal_body& body) {
    return refuse(run, body, "cancel");
}

// What is left of a tranche, as an advance would ask for it; of a closed agreement what was spent.
std::optional<new_disbursement_request> requested_today(
    command_run& run, const rehearsed_subject& subject
) {
    const auto found = run.load(
        {{{"tranche_left_to_ask_for",
           R"(
               select t.amount - t.paid_amount - t.reserved_amount - t.cancelled_amount as amount, a.currency,
                   a.state = 'closed' as is_closed, t.kind
                 from partner.tranche t
                 join partner.agreement a on a.id = t.agreement_id
                 where t.id = $1)"},
          {subject.id}}}
    );
    const bool is_closed = !found[0].empty() && found[0][0].truth("is_closed");
    if (found[0].empty() || (found[0][0].integer("amount") <= 0 && !is_closed)) {
        return std::nullopt;
    }
    new_disbursement_request typical;
    if (is_closed && found[0][0].text("kind") == "advance") {
        typical.kind = "reimbursement";
    }
    typical.tranche.text = domain::public_id(entity::tranche, subject.id);
    typical.amount = found[0][0].money("amount", "currency");
    typical.requested_on = run.today();
    return typical;
}
std::optional<certification_body> certified_today(command_run& run, const rehearsed_subject&) {
    return certification_body{run.today()};
}
std::optional<disbursement_approval_body>
approved_today(command_run& run, const rehearsed_subject&) {
    return disbursement_approval_body{run.today(), {}, {}};
}
std::optional<payment_body> paid_today(command_run& run, const rehearsed_subject&) {
    return payment_body{run.today(), "-"};
}

}  // namespace

endpoints disbursement_endpoints() {
    using domain::action;
    const std::string tag = "Disbursements";
    const std::string base = "/api/v1/disbursement-requests/{disbursement_request}";
    endpoints all{
        command<new_disbursement_request>(
            {"/api/v1/disbursement-requests", "create_disbursement_request", "Ask for a tranche",
             tag, action::request_disbursements, 201},
            request, requested_today
        ),
        command<certification_body>(
            {base + "/certify", "certify_disbursement", "Certify that activities justify it", tag,
             action::certify_disbursements},
            certify, certified_today
        ),
        command<disbursement_approval_body>(
            {base + "/approve", "approve_disbursement", "Approve, whole or less", tag,
             action::approve_disbursements},
            approve_request, approved_today
        ),
        command<refusal_body>(
            {base + "/reject", "reject_disbursement", "Refuse it", tag,
             action::approve_disbursements},
            reject
        ),
        command<refusal_body>(
            {base + "/cancel", "cancel_disbursement", "Withdraw the approval before payment", tag,
             action::approve_disbursements},
            cancel
        ),
        command<payment_body>(
            {base + "/pay", "pay_disbursement", "Record the payment", tag,
             action::pay_disbursements},
            pay, paid_today
        ),
    };
    append(
        all,
        read_endpoints(persistence::disbursement_request_resource(), action::read_partner_side, tag)
    );
    append(all, read_endpoints(persistence::payment_resource(), action::read_partner_side, tag));
    append(all, read_endpoints(persistence::advance_resource(), action::read_partner_side, tag));
    return all;
}

}  // namespace tranche::server
