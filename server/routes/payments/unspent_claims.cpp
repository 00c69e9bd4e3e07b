// What a partner has left of its advances at the end, claimed back: it becomes a debt, and is then
// refunded, set off or written off as any other.
#include "server/routes/payments/unspent_claims.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/payments/raised_receivables.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query undecided_reports(std::int64_t agreement) {
    return {
        {"agreement_undecided_reports",
         R"(
             select count(*) as count
               from partner.expenditure_report r
               where r.agreement_id = $1
                and r.state in ('submitted', 'under_verification', 'sent_back'))"},
        {agreement}};
}

}  // namespace

receipt claim_unspent(command_run& run, const unspent_claim_body& body) {
    const auto id = run.path_id(entity::agreement);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, body.claimed_on),
         advance_layers(of_agreement_itself, id), undecided_reports(id),
         persistence::shares_of_project_of(entity::agreement, id, body.claimed_on)}
    );
    const auto row = run.the_row(found[1], entity::agreement);
    state_after(domain::agreement_lifecycle(), "correct", row.text("state"));
    check_not_future(run, "/claimed_on", body.claimed_on);
    const auto currency = row.currency("payment_currency");
    if (body.amount) {
        check_currency(run, "/amount", *body.amount, currency);
    }
    // What is reported and not decided may yet explain it.
    const auto undecided = found[3][0].text("count");
    run.require(undecided == "0", "", "reports_open", {{"count", undecided}});
    run.settle();
    auto layers = layers_of(found[2], row.currency("base_currency"));
    money open{0, currency};
    for (const auto& layer : layers) {
        open += layer.open;
    }
    for (const auto held : found[2]) {
        if (held.integer("amount") == 0) {
            continue;
        }
        check_not_before(run, "/claimed_on", body.claimed_on, held.maybe_day("opened_on"));
    }
    run.require(open.is_positive(), "", "no_advance_open");
    run.settle();
    const auto amount = body.amount.value_or(open);
    run.require(
        amount <= open, "/amount", "amount_exceeds_available",
        {{"amount", shown(amount)}, {"available", shown(open)}}
    );
    run.settle();
    receipt done{.what = entity::agreement, .id = id, .code = row.text("code")};
    done.made.push_back(
        {"receivables",
         raise_receivables(
             run, {subject_of(row), std::nullopt, body.claimed_on, body.reason},
             domain::take_oldest_first(layers, amount), persistence::shares_of(found[4])
         )}
    );
    return done;
}

}  // namespace tranche::server
