#include "server/routes/service/correction_rows.hpp"

#include "domain/contract.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/funding/donor_corrections.hpp"
#include "server/routes/payments/money_back.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::correction;
using domain::entity;

void copy_payment(
    command_run& run, const taking_back& asked, const persistence::row& payment, std::int64_t id,
    std::string_view kind
) {
    run.write(
        {{"reverse_payment",
          R"(
              insert into partner.payment (id, kind, agreement_id, tranche_id, tranche_amount,
                  project_id, paid_on, currency, amount, rate, base_currency, base_amount,
                  bank_reference, recorded_by, origin, reverses_id)
                select $2, $3, agreement_id, tranche_id, -tranche_amount, project_id, $4,
                    currency, -amount, v.rate, base_currency, -v.base, $5, $6, origin, id
                  from partner.payment y
                  join partner.payment_value v on v.payment_id = y.id
                  where id = $1)"},
         {asked.source, id, kind, asked.on, reference_of(asked, payment), run.who().user_id}}
    );
}

// The bank sent it back, or it was never made: the tranche is open again, the request is history.
taken_back return_payment(command_run& run, const taking_back& asked, const persistence::row& row) {
    // What was kept back from it would have been kept back from nothing.
    run.require(!row.truth("kept_back"), "", "set_off_stands");
    const auto id = persistence::random_id();
    const auto next =
        state_after(domain::disbursement_request_lifecycle(), "return", row.text("state"));
    copy_payment(run, asked, row, id, "returned");
    run.update(
        entity::tranche, row.integer("tranche_id"),
        {{"paid_amount", row.integer("paid_amount") - row.integer("tranche_amount")}}
    );
    run.update(
        entity::disbursement_request, row.integer("request_id"),
        {{"state", next}, {"closed_reason", asked.reason}}
    );
    return {entity::payment, id};
}

taken_back take_back_refund(
    command_run& run, const taking_back& asked, const persistence::row& row
) {
    const auto id = persistence::random_id();
    copy_payment(run, asked, row, id, "refund_reversed");
    run.write(
        {{"reverse_settlement",
          R"(
              insert into partner.receivable_settlement (id, receivable_id, kind, settled_on,
                  amount, base_amount, payment_id, reason, reverses_id)
                select $2, receivable_id, 'refund_reversed', $3, -amount, -base_amount, $4, $5, id
                  from partner.receivable_settlement
                  where payment_id = $1)"},
         {asked.source, persistence::random_id(), asked.on, id, asked.reason}}
    );
    return {entity::payment, id};
}

// The debt is open again, and what bore it is free of it.
taken_back take_back_settlement(
    command_run& run, const taking_back& asked, const persistence::row& row
) {
    const auto id = persistence::random_id();
    run.write(
        {{"reverse_settlement_without_money",
          R"(
              insert into partner.receivable_settlement (id, receivable_id, kind, settled_on,
                  amount, base_amount, reason, reverses_id)
                select $2, receivable_id, kind || '_reversed', $3, -amount, -base_amount, $4, id
                  from partner.receivable_settlement
                  where id = $1)"},
         {asked.source, id, asked.on, asked.reason}}
    );
    run.update(
        entity::settlement_proposal, row.integer("proposal_id"),
        {{"taken_back_by", run.who().user_id}, {"taken_back_on", asked.on}}
    );
    return {entity::settlement_proposal, row.integer("proposal_id"), id};
}

taken_back take_back_receipt(
    command_run& run, const taking_back& asked, const persistence::row& row
) {
    const auto id = persistence::random_id();
    run.write(
        {{"reverse_receipt",
          R"(
              insert into funding.contribution_receipt (id, contribution_id, received_on, currency,
                  amount, rate, base_amount, unapplied_amount, overhead_amount, reverses_id)
                select $2, contribution_id, $3, currency, -amount, rate, -base_amount,
                    -unapplied_amount, -overhead_amount, id
                  from funding.contribution_receipt
                  where id = $1)"},
         {asked.source, id, asked.on}}
    );
    run.update(entity::contribution, row.integer("contribution_id"), {});
    return {entity::contribution_receipt, id};
}

taken_back take_back_expense(command_run& run, const taking_back& asked) {
    const auto id = persistence::random_id();
    run.write(
        {{"reverse_expense",
          R"(
              insert into funding.direct_expenditure (id, project_id, budget_line_id, document,
                  spent_on, payee_kind, description, currency, amount, rate, base_amount,
                  illustrative, recorded_by, reverses_id)
                select $2, project_id, budget_line_id, document, $3, payee_kind, $4, currency,
                    -amount, rate, -base_amount, illustrative, $5, id
                  from funding.direct_expenditure
                  where id = $1)"},
         {asked.source, id, asked.on, asked.reason, run.who().user_id}}
    );
    return {entity::direct_expenditure, id};
}

}  // namespace

std::string reference_of(const taking_back& asked, const persistence::row& paid) {
    return asked.bank_reference.value_or(
        beginning_of(paid.text("bank_reference"), 85) + " reversed"
    );
}

persistence::query rows_behind(correction how, std::int64_t source) {
    switch (how) {
        case correction::payment:
        case correction::refund:
            return {
                {"payment_to_reverse",
                 R"(
                     select y.bank_reference, y.request_id, y.tranche_id, y.tranche_amount,
                         t.paid_amount, q.state,
                         exists (select 1 from partner.settlement_proposal s
                             join partner.receivable_settlement w on w.proposal_id = s.id
                             where s.request_id = y.request_id and not exists (select 1
                                 from partner.payment r where r.reverses_id = w.payment_id))
                             as kept_back
                       from partner.payment y
                       left join partner.tranche t on t.id = y.tranche_id
                       left join partner.disbursement_request q on q.id = y.request_id
                       where y.id = $1)"},
                {source}};
        case correction::receipt:
            return {
                {"receipt_to_reverse",
                 R"(
                     select r.contribution_id
                       from funding.contribution_receipt r
                       join funding.contribution c on c.id = r.contribution_id
                       where r.id = $1 for no key update of c)"},
                {source}};
        case correction::write_off:
        case correction::later_documents:
            return {
                {"settlement_to_reverse",
                 R"(
                     select s.id as proposal_id, s.approved_by as made_by, s.approved_for as made_for
                       from partner.receivable_settlement w
                       join partner.settlement_proposal s on s.id = w.proposal_id
                       where w.id = $1 for no key update of s)"},
                {source}};
        case correction::receipt_application:
        case correction::donor_refund:
        case correction::line_transfer:
        case correction::return_release:
            return donor_act_behind(how, source);
        case correction::direct_expenditure:
        case correction::interest:
            break;
    }
    return {{"nothing_to_reverse", "select $1::bigint as id"}, {source}};
}

taken_back write_back(command_run& run, const taking_back& asked, const persistence::rows& behind) {
    domain::expects(!behind.empty(), "an entry has the row it came from");
    switch (asked.how) {
        case correction::payment:
            return return_payment(run, asked, behind[0]);
        case correction::refund:
            return take_back_refund(run, asked, behind[0]);
        case correction::write_off:
        case correction::later_documents:
            return take_back_settlement(run, asked, behind[0]);
        case correction::receipt:
            return take_back_receipt(run, asked, behind[0]);
        case correction::direct_expenditure:
            return take_back_expense(run, asked);
        case correction::receipt_application:
        case correction::donor_refund:
        case correction::line_transfer:
        case correction::return_release:
            return take_back_donor_act(run, asked, behind[0]);
        case correction::interest:
            break;  // the credit is the advance's own account, empty from now on
    }
    return {entity::advance, asked.source};
}

}  // namespace tranche::server
