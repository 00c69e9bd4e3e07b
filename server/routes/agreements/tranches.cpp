// Tranches: reads, and the cancellation of what will not be paid.
#include "domain/posting_rules.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_bodies.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/projects/project_closing.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query tranche_facts(std::int64_t id) {
    static const std::string text =
        "select t.code, t.version, t.cancelled_amount, coalesce(b.amount, 0) as unpaid, " +
        std::string{promised_of_unpaid} + R"( as promised
              from partner.tranche t
              left join ledger.account a on a.owner_id = t.id
               and a.kind = 'tranche_unpaid'
              left join ledger.balance b on b.account_id = a.id
              where t.id = $1)";
    return {{"tranche_facts", text}, {id}};
}

receipt cancel(command_run& run, const cancellation_body& body) {
    const auto id = run.path_id(entity::tranche);
    auto found = run.load(
        {persistence::lock_project_of(entity::tranche, id),
         agreement_facts(of_tranche, id, body.cancelled_on), tranche_facts(id),
         obligations(of_tranche, id),
         persistence::shares_of_project_of(entity::tranche, id, body.cancelled_on)}
    );
    const auto agreement = run.the_row(found[1], entity::tranche);
    const auto row = run.the_row(found[2], entity::tranche);
    run.check_version(row);
    state_after(domain::agreement_lifecycle(), "cancel_tranche", agreement.text("state"));
    check_not_future(run, "/cancelled_on", body.cancelled_on);
    const auto currency = agreement.currency("currency");
    const auto unpaid = row.money("unpaid", currency) - row.money("promised", currency);
    const auto cancelled = body.amount.value_or(unpaid);
    check_currency(run, "/amount", cancelled, currency);
    run.settle();
    run.require(
        cancelled.is_positive() && cancelled <= unpaid, "/amount", "amount_exceeds_available",
        {{"amount", shown(cancelled)}, {"available", shown(unpaid)}}
    );
    run.settle();
    const auto released = spread_over_obligations(found[3], cancelled);
    const auto shares = persistence::shares_of(found[4]);
    run.post(
        domain::tranche_cancellation_posted(
            subject_of(agreement), body.cancelled_on, {id, cancelled, cancelled}, released
        ),
        shares
    );
    return_late_release(run, agreement, body.cancelled_on, released, shares);
    run.update(
        entity::tranche, id,
        {{"cancelled_amount", row.integer("cancelled_amount") + cancelled.minor()},
         {"cancel_reason", body.reason}}
    );
    return {
        .what = entity::tranche,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("code"),
        .version = row.integer("version") + 1};
}

std::optional<cancellation_body> cancelled_today(command_run& run, const rehearsed_subject&) {
    return cancellation_body{{}, "-", run.today()};
}

}  // namespace

endpoints tranche_endpoints() {
    endpoints all{command<cancellation_body>(
        {"/api/v1/tranches/{tranche}/cancel", "cancel_tranche", "Cancel what will not be paid",
         "Agreements", domain::action::draft_agreements},
        cancel, cancelled_today
    )};
    append(
        all,
        read_endpoints(
            persistence::tranche_resource(), domain::action::read_partner_side, "Agreements"
        )
    );
    return all;
}

}  // namespace tranche::server
