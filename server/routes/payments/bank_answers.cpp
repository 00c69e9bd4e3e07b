// What the bank says became of a payment it was sent: paid, by the same command as any payment;
// refused, and then the request is approved as before; or sent back after it was paid.
#include "domain/lifecycle.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/payments/payment_batch_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/corrections.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

receipt reject(
    command_run& run, std::int64_t id, const persistence::row& row, const bank_answer_body& body
) {
    run.require(body.reason.has_value(), "/reason", "missing_field");
    check_not_future(run, "/on", body.on);
    check_not_before(run, "/on", body.on, row.maybe_day("released_on"));
    run.settle();
    run.update(
        entity::payment_batch_item, id,
        {{"outcome", "rejected"},
         {"outcome_by", run.who().user_id},
         {"outcome_on", body.on},
         {"outcome_reason", body.reason}}
    );
    return {
        .what = entity::payment_batch_item,
        .id = id,
        .state = "rejected",
        .version = row.integer("version") + 1};
}

// The tranche is open again, as for any payment that is taken back.
receipt send_back(command_run& run, const persistence::row& row, const bank_answer_body& body) {
    run.require(body.reason.has_value(), "/reason", "missing_field");
    // Another amount than was paid is no fact about this payment yet.
    const auto paid = row.money("paid_amount", "paid_currency");
    run.require(
        !body.amount || *body.amount == paid, "/amount", "bank_paid_otherwise",
        {{"amount", body.amount ? shown(*body.amount) : ""}, {"expected", shown(paid)}}
    );
    run.require(!body.charges, "/charges", "charges_not_of_return");
    run.require(!body.rate, "/rate", "rate_not_of_return");
    run.settle();
    return reverse_entry(
        run, row.integer("paid_by_entry"), {*body.reason, body.on, body.bank_reference}, "/on"
    );
}

receipt answer(command_run& run, const bank_answer_body& body) {
    const auto id = run.path_id(entity::payment_batch_item);
    // The request's row is locked by what follows, under its project's lock.
    const auto found = run.load(
        {persistence::lock_project_of(entity::payment_batch_item, id),
         {{"batch_item_answered",
           R"(
               select case when x.outcome is not null then x.outcome when q.state in ('paid',
                   'returned') then q.state when b.state = 'released' then 'released'
                   else 'gathered' end as state, x.version, x.request_id, b.released_on,
                   y.amount as paid_amount, y.currency as paid_currency,
                   (select e.id from ledger.entry e where e.source_id = y.id
                       and e.source_type = 'payment' and e.event = 'payment') as paid_by_entry
                 from partner.payment_batch_item x
                 join partner.payment_batch b on b.id = x.batch_id
                 join partner.disbursement_request q on q.id = x.request_id
                 left join partner.payment y on y.request_id = x.request_id
                 where x.id = $1)"},
          {id}}}
    );
    const auto row = run.the_row(found[1], entity::payment_batch_item);
    run.check_version(row);
    const std::string_view step = body.status == "paid" ? "pay"
        : body.status == "rejected"                     ? "reject"
                                                        : "return";
    state_after(domain::payment_batch_item_lifecycle(), step, row.text("state"));
    if (step == "reject") {
        return reject(run, id, row, body);
    }
    if (step == "return") {
        return send_back(run, row, body);
    }
    run.require(body.bank_reference.has_value(), "/bank_reference", "missing_field");
    run.require(body.amount.has_value(), "/amount", "missing_field");
    run.settle();
    return pay_request(
        run, row.integer("request_id"),
        {body.on, *body.bank_reference, body.amount, body.rate, body.charges}, {"/on", false, true}
    );
}

}  // namespace

endpoints bank_answer_endpoints() {
    return {command<bank_answer_body>(
        {"/api/v1/payment-batch-items/{payment_batch_item}/answer", "record_bank_answer",
         "Record what the bank says: paid, refused, or paid and sent back", "Payment batches",
         domain::action::pay_disbursements},
        answer
    )};
}

}  // namespace tranche::server
