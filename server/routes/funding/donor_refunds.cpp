// Money that goes back to its donor. One person asks, another pays: two for money out (R39).
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
#include "server/routes/funding/refund_exchange.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

struct refund_reason_body {
    std::string reason;
};
struct donor_payment_body {
    domain::date paid_on;
    std::string bank_reference;
};

receipt request(command_run& run, const donor_refund_body& body) {
    const auto contribution = run.path_id(entity::contribution);
    const auto found = run.load({contribution_facts(contribution, run.today())});
    const auto row = run.the_row(found[0], entity::contribution);
    check_currency(run, "/amount", body.amount, row.currency("currency"));
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.donor_refund",
        {{"id", id},
         {"contribution_id", contribution},
         {"taken_from", body.taken_from},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"reason", body.reason},
         {"requested_by", run.who().user_id},
         {"requested_on", run.today()}}
    );
    return {.what = entity::donor_refund, .id = id, .state = "requested"};
}

persistence::query refund_to_move(std::int64_t id) {
    return {
        {"donor_refund_to_move",
         R"(
             select r.version, r.contribution_id, r.taken_from, r.currency, r.amount,
                 r.requested_by, r.requested_for, r.requested_on,
                 case when r.paid_by is not null then 'paid' when r.refused_by is not null
                     then 'refused' else 'requested' end as state
               from funding.donor_refund r
               where r.id = $1 for no key update of r)"},
        {id}};
}

// What the contribution has where the money is to be taken from: in its own currency while it is
// unapplied, in the line's afterwards.
persistence::query standing_of(std::int64_t contribution, domain::date on) {
    return {
        {"donor_refund_standing",
         R"(
             select coalesce((select g.amount from funding.giver_balance g
                     where g.contribution_id = c.id and g.line_id = c.line_id and not g.held
                       and g.pot_id = w.pot), 0) as line,
                 funding.available_from(c.line_id, w.pot, $2) as pot,
                 funding.available_from(c.line_id, 0, $2) as pool,
                 coalesce((select sum(g.amount)::bigint from funding.giver_balance g
                     where g.contribution_id = c.id and g.line_id = c.line_id and g.held), 0)
                     as held,
                 coalesce(u.amount, 0) as unapplied, coalesce(u.base_amount, 0) as unapplied_base
               from funding.contribution c
               cross join lateral (select case when c.earmarking < 'D' then 0 else c.id end as pot) w
               left join ledger.account a on a.owner_id = c.id and a.kind = 'unapplied_receipt'
               left join ledger.balance u on u.account_id = a.id
               where c.id = $1)"},
        {contribution, on}};
}

struct taken_money {
    domain::account_ref from;
    money amount, base;  // as it stands there; currency of the line
    std::vector<borne_part> exchange = {};
};

// R26, R1: no more than is there. What is taken of a line is worth what is paid that day.
taken_money money_taken(
    command_run& run, const persistence::row& contribution, const persistence::row& refund,
    const persistence::row& standing, const pooled_money& pooled, money paid_base
) {
    using domain::account_kind;
    const auto id = refund.integer("contribution_id");
    const auto line = contribution.integer("line_id");
    const auto base = contribution.currency("base_currency");
    const auto pot = pot_of_contribution(contribution, id);
    const auto from = refund.text("taken_from");
    const auto refuse_beyond = [&](money wanted, money available) {
        run.rule(
            domain::rule_id::r26, wanted <= available, "", "contribution_exhausted",
            {{"amount", shown(wanted)}, {"available", shown(available)}}
        );
    };
    if (from == "unapplied") {
        const auto amount = refund.money("amount", "currency");
        const auto whole = standing.money("unapplied", amount.currency_unit());
        refuse_beyond(amount, whole);
        run.settle();
        const money value{
            domain::mul_div_round(
                standing.integer("unapplied_base"), amount.minor(), whole.minor()
            ),
            base};
        // It is paid at the day's rate. What that costs more than it was worth when it came is the
        // line's to bear, for the cash it was exchanged into is the line's.
        return {
            {account_kind::unapplied_receipt, id},
            amount,
            value,
            exchange_borne(
                run, {line, pot, id}, paid_base - value,
                min(standing.money("line", base), standing.money("pot", base)), pooled
            )};
    }
    if (from == "held") {
        refuse_beyond(paid_base, standing.money("held", base));
        return {{account_kind::returned_held, line, id}, paid_base, paid_base};
    }
    refuse_beyond(paid_base, min(standing.money("line", base), standing.money("pot", base)));
    return {{account_kind::line_available, line, pot}, paid_base, paid_base};
}

receipt pay(command_run& run, const donor_payment_body& body) {
    const auto id = run.path_id(entity::donor_refund);
    auto first = run.load({refund_to_move(id)});
    const auto refund = run.the_row(first[0], entity::donor_refund);
    run.check_version(refund);
    const std::string next{
        state_after(domain::donor_refund_lifecycle(), "pay", refund.text("state"))};
    check_other_person(run, refund, "requested", "request");
    check_not_future(run, "/paid_on", body.paid_on);
    check_not_before(run, "/paid_on", body.paid_on, refund.day("requested_on"));
    const auto contribution = refund.integer("contribution_id");
    auto found = run.load({contribution_facts(contribution, body.paid_on)});
    const auto row = run.the_row(found[0], entity::contribution);
    const auto line = row.integer("line_id");
    const auto pot = pot_of_contribution(row, contribution);
    const auto rate = rate_of_contribution(run, row, body.paid_on, "/paid_on");
    // The pool first: whoever needs both pots takes them in this order.
    auto standing = run.load(
        {lock_pot(line, pool), lock_pot(line, pot), standing_of(contribution, body.paid_on),
         holdings_of(line, body.paid_on)}
    );
    const auto amount = refund.money("amount", "currency");
    const auto paid_base = rate.convert(amount, row.currency("base_currency"));
    const pooled_money pooled{
        holdings_in(standing[3]), standing[2][0].money("pool", row.currency("base_currency"))};
    const auto taken = money_taken(run, row, refund, standing[2][0], pooled, paid_base);
    run.settle();
    domain::donor_refund_facts facts{id,         contribution, row.integer("donor_id"),
                                     taken.from, taken.amount, taken.base,
                                     amount,     paid_base,    rate.to_decimal()};
    for (const auto& one : taken.exchange) {
        facts.exchange.push_back({{domain::account_kind::line_available, line, one.pot}, one.amount}
        );
    }
    run.post(domain::donor_refund_posted(
        {.instrument_id = row.integer("instrument_id")}, body.paid_on, facts
    ));
    for (const auto& one : taken.exchange) {
        store_source(
            run, {"donor_refund", id, body.paid_on},
            {line, one.pot, one.contribution, -one.amount.minor()}
        );
    }
    if (refund.text("taken_from") != "unapplied") {
        store_source(
            run, {"donor_refund", id, body.paid_on},
            {line, pot, contribution, -taken.base.minor(), refund.text("taken_from") == "held"}
        );
    }
    run.update(
        entity::donor_refund, id,
        {{"paid_by", run.who().user_id},
         {"paid_on", body.paid_on},
         {"bank_reference", body.bank_reference},
         {"rate", rate.to_decimal()},
         {"taken_base", taken.base.minor()},
         {"exchange_difference",
          refund.text("taken_from") == "unapplied" ? (paid_base - taken.base).minor() : 0}}
    );
    return {
        .what = entity::donor_refund,
        .id = id,
        .state = next,
        .version = refund.integer("version") + 1};
}

receipt refuse(command_run& run, const refund_reason_body& body) {
    const auto id = run.path_id(entity::donor_refund);
    auto found = run.load({refund_to_move(id)});
    const auto refund = run.the_row(found[0], entity::donor_refund);
    run.check_version(refund);
    const std::string next{
        state_after(domain::donor_refund_lifecycle(), "refuse", refund.text("state"))};
    run.note("reason", body.reason);
    run.update(
        entity::donor_refund, id, {{"refused_by", run.who().user_id}, {"refused_on", run.today()}}
    );
    return {
        .what = entity::donor_refund,
        .id = id,
        .state = next,
        .version = refund.integer("version") + 1};
}

std::optional<donor_payment_body> paid_today(command_run& run, const rehearsed_subject&) {
    return donor_payment_body{run.today(), "-"};
}
std::optional<refund_reason_body> refused_today(command_run&, const rehearsed_subject&) {
    return refund_reason_body{"-"};
}

}  // namespace

template <>
struct wire<donor_payment_body> {
    static const object_schema<donor_payment_body>& schema() {
        using body = donor_payment_body;
        static const auto declared = object<body>(
            "donor_refund_payment", "The money went back",
            field("paid_on", &body::paid_on, "Day it left"),
            field("bank_reference", &body::bank_reference, "Of the bank", length(1, 100))
        );
        return declared;
    }
};

template <>
struct wire<refund_reason_body> {
    static const object_schema<refund_reason_body>& schema() {
        using body = refund_reason_body;
        static const auto declared = object<body>(
            "donor_refund_refusal", "It is not paid back",
            field("reason", &body::reason, "Why", length(1, 1000))
        );
        return declared;
    }
};

endpoints donor_refund_endpoints() {
    using domain::action;
    const std::string tag = "Contributions";
    const std::string base = "/api/v1/donor-refunds/{donor_refund}";
    endpoints all{
        command<donor_refund_body>(
            {"/api/v1/contributions/{contribution}/refunds", "request_donor_refund",
             "Ask for money to go back to its donor", tag, action::record_contributions, 201},
            request
        ),
        command<donor_payment_body>(
            {base + "/pay", "pay_donor_refund", "Pay it back, as another person than who asked",
             tag, action::decide_donor_money},
            pay, paid_today
        ),
        command<refund_reason_body>(
            {base + "/refuse", "refuse_donor_refund", "Do not pay it back", tag,
             action::decide_donor_money},
            refuse, refused_today
        ),
    };
    append(all, read_endpoints(persistence::donor_refund_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
