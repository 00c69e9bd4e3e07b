// What partners owe, and the money that comes back.
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/closed_debts.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/routes/payments/money_back.hpp"
#include "server/routes/payments/settlement_proposals.hpp"
#include "server/routes/payments/unspent_claims.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// What money in another currency settles, at the day's rates. A difference of less than one minor
// unit of it is rounding: then the whole debt is settled.
money settled_by(
    command_run& run, const persistence::row& agreement, const refund_body& body, money open,
    const domain::exchange_rate& paid
) {
    if (body.amount.currency_unit() == open.currency_unit()) {
        return body.amount;
    }
    const auto base = paid.base();
    const auto series = agreement.maybe_text("rate_series");
    auto rates =
        run.load({persistence::rate_in_force(series, open.currency_unit(), body.received_on)});
    const auto owed = rate_or_refuse(
        run, rates[0], "/received_on", base, open.currency_unit(), body.received_on, series
    );
    const auto worth = [&](money amount) {
        const auto in_base = paid.convert(amount, base);
        return owed.convert(in_base, open.currency_unit());
    };
    const auto settled = worth(body.amount);
    const money unit{1, body.amount.currency_unit()};
    const bool is_whole = worth(body.amount - unit) < open && open < worth(body.amount + unit);
    return is_whole ? open : settled;
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
    const auto open = row.money("open", "currency");
    if (open.is_zero() && row.truth("written_off")) {
        throw domain::refusal{domain::error_kind::conflict, "debt_written_off"};
    }
    state_after(domain::receivable_lifecycle(), "refund", open.is_zero() ? "settled" : "open");
    check_not_future(run, "/received_on", body.received_on);
    check_not_before(run, "/received_on", body.received_on, row.maybe_day("raised_on"));
    run.settle();
    const auto base = agreement.currency("base_currency");
    const auto series = agreement.maybe_text("rate_series");
    const auto paid_in = body.amount.currency_unit();
    auto rates = run.load({persistence::rate_in_force(series, paid_in, body.received_on)});
    const auto rate =
        rate_or_refuse(run, rates[0], "/received_on", base, paid_in, body.received_on, series);
    const auto settled = settled_by(run, agreement, body, open, rate);
    run.require(
        settled <= open, "/amount", "amount_exceeds_available",
        {{"amount", shown(settled)}, {"available", shown(open)}}
    );
    run.require(settled.is_positive(), "/amount", "amount_settles_nothing");
    run.settle();
    const auto owed_base = debt_base(row, settled, base);
    const auto shares = persistence::shares_of(found[3]);
    const auto payment = record_money_back(
        run, agreement,
        {.kind = "refund",
         .receivable = id,
         .tranche = row.maybe_integer("tranche_id"),
         .on = body.received_on,
         .settled = settled,
         .debt_base = owed_base,
         .paid = body.amount,
         .rate = rate,
         .bank_reference = body.bank_reference},
        shares
    );
    release_of_closed(
        run, agreement,
        {.receivable = id,
         .on = body.received_on,
         .freed = owed_base,
         .lost = owed_base - rate.convert(body.amount, base)},
        shares
    );
    return {
        .what = entity::payment,
        .id = payment,
        .state = settled == open ? "settled" : "partly_settled"};
}

}  // namespace

template <>
struct wire<write_off_body> {
    static const object_schema<write_off_body>& schema() {
        using body = write_off_body;
        static const auto declared = object<body>(
            "write_off", "What will not come back, and the fund bears",
            field("amount", &body::amount, "How much; else all that is open", positive()),
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

template <>
struct wire<later_documents_body> {
    static const object_schema<later_documents_body>& schema() {
        using body = later_documents_body;
        static const auto declared = object<body>(
            "later_documents", "Documents that show a rejected or disallowed expense after all",
            field("line", &body::line, "The expense, of the report the debt came from"),
            field(
                "amount", &body::amount,
                "How much of it they show; else all that is missing. Its support cost is added",
                positive()
            ),
            field("document", &body::document, "Which documents", length(1, 300)),
            field("reason", &body::reason, "Why they count now", length(1, 1000), multiline())
        );
        return declared;
    }
};

template <>
struct wire<set_off_body> {
    static const object_schema<set_off_body>& schema() {
        using body = set_off_body;
        static const auto declared = object<body>(
            "set_off", "A debt kept back from the next payment",
            field("request", &body::request, "Of the same agreement, not paid yet"),
            field("amount", &body::amount, "In the currency of the debt", positive()),
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

template <>
struct wire<settlement_approval_body> {
    static const object_schema<settlement_approval_body>& schema() {
        using body = settlement_approval_body;
        static const auto declared = object<body>(
            "settlement_approval", "Agreed by another person",
            field(
                "approved_on", &body::approved_on, "It counts from then; a set-off when it is paid"
            )
        );
        return declared;
    }
};

template <>
struct wire<settlement_refusal_body> {
    static const object_schema<settlement_refusal_body>& schema() {
        using body = settlement_refusal_body;
        static const auto declared = object<body>(
            "settlement_refusal", "Not settled this way",
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

template <>
struct wire<unspent_claim_body> {
    static const object_schema<unspent_claim_body>& schema() {
        using body = unspent_claim_body;
        static const auto declared = object<body>(
            "unspent_claim", "Advances a partner did not spend, claimed back",
            field("claimed_on", &body::claimed_on, "The debt counts from then"),
            field("amount", &body::amount, "How much; else all that is open", positive()),
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

namespace {

std::optional<write_off_body> all_written_off(command_run&, const rehearsed_subject&) {
    return write_off_body{{}, "-"};
}
std::optional<settlement_approval_body> approved_today(command_run& run, const rehearsed_subject&) {
    return settlement_approval_body{run.today()};
}
std::optional<settlement_refusal_body> refused_today(command_run&, const rehearsed_subject&) {
    return settlement_refusal_body{"-"};
}
std::optional<unspent_claim_body> all_claimed(command_run& run, const rehearsed_subject&) {
    return unspent_claim_body{run.today(), {}, "-"};
}

}  // namespace

endpoints receivable_endpoints() {
    using domain::action;
    const std::string tag = "Expenditure";
    const std::string debt = "/api/v1/receivables/{receivable}";
    const std::string proposal = "/api/v1/settlement-proposals/{settlement_proposal}";
    endpoints all{
        command<refund_body>(
            {debt + "/refund", "refund_receivable", "Record money a partner paid back", tag,
             action::record_refunds, 201},
            refund
        ),
        command<write_off_body>(
            {debt + "/write-off", "propose_write_off", "Propose that the fund bears it", tag,
             action::record_refunds, 201},
            propose_write_off, all_written_off
        ),
        command<later_documents_body>(
            {debt + "/later-documents", "propose_later_documents",
             "Propose that documents settle it", tag, action::record_refunds, 201},
            propose_later_documents
        ),
        command<set_off_body>(
            {debt + "/set-off", "propose_set_off", "Propose to keep it back from a payment", tag,
             action::record_refunds, 201},
            propose_set_off
        ),
        command<settlement_approval_body>(
            {proposal + "/approve", "approve_settlement",
             "Approve it, as another person than who proposed", tag, action::approve_disbursements},
            approve_settlement, approved_today
        ),
        command<settlement_refusal_body>(
            {proposal + "/refuse", "refuse_settlement",
             "Refuse it, or give up a set-off not yet paid", tag, action::approve_disbursements},
            refuse_settlement, refused_today
        ),
        command<unspent_claim_body>(
            {"/api/v1/agreements/{agreement}/claim-unspent", "claim_unspent_advance",
             "Claim back what was not spent", tag, action::record_refunds, 201},
            claim_unspent, all_claimed
        ),
    };
    append(
        all, read_endpoints(persistence::settlement_proposal_resource(), action::read_funding, tag)
    );
    append(all, read_endpoints(persistence::receivable_resource(), action::read_partner_side, tag));
    return all;
}

}  // namespace tranche::server
