#include "server/routes/payments/disbursement_payment.hpp"

#include "domain/contract.hpp"
#include "domain/disbursement.hpp"
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "domain/rounding.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/row_writer.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/payments/set_offs.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// The payment's rate, found from the request in the same trip as the rest.
persistence::query rate_of_request(std::int64_t request, domain::date on) {
    return {
        {"request_rate",
         R"(
             select s.base_currency, trim_scale(r.rate)::text as rate, r.quoted_on
               from partner.disbursement_request q
               join partner.agreement a on a.id = q.agreement_id
               join funding.project p on p.id = a.project_id
               join funding.instrument i on i.id = p.instrument_id
               left join lateral (select t.rate_series from partner.agreement_terms t where
                   t.agreement_id = a.id and t.valid_from <= greatest($2::date,
                   a.start_on) order by t.valid_from desc limit 1) t on true
               join reference.rate_series s on s.code = coalesce(t.rate_series, i.rate_series)
               left join reference.exchange_rate r on r.series = s.code
                and r.currency = a.payment_currency
                and $2::date between r.valid_from and r.valid_to
                and r.confirmed_by is not null
                and r.replaced_in is null
               where q.id = $1)"},
        {request, on}};
}

struct payment_parts {
    std::int64_t id;
    std::int64_t request;
    const persistence::row& row;
    const persistence::row& agreement;
    domain::payment_amounts amounts;
    std::string rate;
};

// What was due was valued when it fell due; a part of it carries its part of that value.
money due_base(const payment_parts& parts) {
    const auto due = parts.row.money("due_amount", "currency");
    const auto base = parts.amounts.base.currency_unit();
    return money{
        domain::mul_div_round(
            parts.row.integer("due_base"), parts.amounts.paid.minor(), due.minor()
        ),
        base};
}

void post_payment(
    command_run& run, const payment_parts& parts, domain::date on,
    const std::vector<persistence::state_share>& shares
) {
    domain::payment_facts facts{
        parts.id,
        parts.agreement.integer("partner_id"),
        parts.row.integer("tranche_id"),
        0,
        parts.amounts.from_tranche,
        parts.amounts.paid,
        parts.amounts.base,
        parts.rate};
    if (parts.row.text("kind") != "advance") {
        run.post(
            domain::due_payment_posted(subject_of(parts.agreement), on, facts, due_base(parts)),
            shares
        );
        return;
    }
    facts.advance_id = persistence::random_id();
    run.insert(
        "partner.advance",
        {{"id", facts.advance_id},
         {"agreement_id", parts.agreement.integer("id")},
         {"tranche_id", facts.tranche_id},
         {"payment_id", parts.id},
         {"kind", "payment"},
         {"opened_on", on},
         {"currency", facts.paid.currency_unit()},
         {"amount", facts.paid.minor()},
         {"base_amount", facts.base.minor()}}
    );
    run.post(domain::advance_payment_posted(subject_of(parts.agreement), on, facts), shares);
}

// The rate it was sent to the bank at; of a payment on its own, that of its day.
domain::exchange_rate rate_of_payment(
    command_run& run, const persistence::row& row, const persistence::row& agreement,
    const persistence::rows& of_day, domain::date on
) {
    const auto base = agreement.currency("base_currency");
    const auto paid_in = agreement.currency("payment_currency");
    if (!row.is_null("item_rate")) {
        const auto kept = domain::exchange_rate::parse(row.text("item_rate"), base, paid_in);
        domain::ensures(kept.has_value(), "what was released has a rate");
        return *kept;
    }
    auto rate = rate_or_refuse(
        run, of_day, "/paid_on", base, paid_in, on, agreement.maybe_text("rate_series")
    );
    remark_old_rate(run, of_day, "/paid_on", paid_in, on);
    return rate;
}

// R42: what was sent at a rate that was corrected since stays what it was, and is worth what the
// right one says.
std::pair<domain::exchange_rate, domain::payment_amounts> valued(
    const persistence::row& row, const persistence::row& agreement,
    const domain::exchange_rate& sent_at
) {
    const auto base = agreement.currency("base_currency");
    const auto paid_in = agreement.currency("payment_currency");
    auto amounts = domain::amounts_of_payment(
        row.money("approved_amount", "currency"), agreement.currency("currency"), paid_in, base,
        sent_at
    );
    const auto text = row.maybe_text("item_right_rate");
    if (!text) {
        return {sent_at, amounts};
    }
    const auto right = domain::exchange_rate::parse(*text, base, paid_in).value();
    amounts.base = right.convert(amounts.paid, base);
    return {right, amounts};
}

// What the bank's answer says besides what was paid.
std::vector<command_run::column> answer_of(const payment_body& body, const persistence::row& row) {
    std::vector<command_run::column> columns;
    if (body.bank_rate) {
        columns.push_back({"bank_rate", body.bank_rate->text});
    }
    if (body.charges) {
        columns.push_back({"charges_currency", body.charges->currency_unit()});
        columns.push_back({"charges_amount", body.charges->minor()});
        columns.push_back({"charges_borne_by", row.text("charges_borne_by")});
    }
    return columns;
}

// To where the batch sent it; a third party's account stands in the request.
std::optional<std::int64_t> account_of_payment(
    const persistence::row& row, const persistence::row& agreement
) {
    if (!row.is_null("item")) {
        return row.maybe_integer("item_account");
    }
    return row.text("kind") == "direct_payment" ? std::nullopt
                                                : agreement.maybe_integer("bank_account_id");
}

// Whether the request may be paid now. What the bank was sent is looked at when it is released:
// what it says of that is a fact, and stands whatever became of partner, agreement or project
// since.
void check_payable(
    command_run& run, const persistence::row& row, const persistence::row& agreement,
    bool is_banks_answer
) {
    check_person(run, row, domain::payment_step::pay);
    check_not_in_batch(run, row, is_banks_answer);
    if (is_banks_answer) {
        return;
    }
    const auto kind = row.text("kind");
    state_after(domain::agreement_lifecycle(), step_of(kind, "pay"), agreement.text("state"));
    run.rule(domain::rule_id::r30, !agreement.truth("blocked"), "", "partner_blocked");
    // What was spent is still paid back; money for what is to come stays.
    const auto project_state = agreement.text("project_state");
    run.require(
        kind != "advance" || (project_state != "suspended" && project_state != "terminated"), "",
        "project_stopped", {{"project", agreement.text("project_code")}}
    );
}

// R23: what was allocated against a signature is paid once it is there. What the bank says it paid
// is what was approved, or it is no answer to that.
void check_amounts(
    command_run& run, const payment_body& body, const persistence::row& row,
    const domain::payment_amounts& amounts, bool is_banks_answer
) {
    if (!row.is_null("payable") && !is_banks_answer) {
        const auto payable = row.money("payable", amounts.base.currency_unit());
        run.require(
            amounts.base <= payable, "", "not_yet_received",
            {{"amount", shown(amounts.base)}, {"available", shown(payable)}}
        );
    }
    run.require(
        !body.amount || *body.amount == amounts.paid, "/amount", "bank_paid_otherwise",
        {{"amount", body.amount ? shown(*body.amount) : ""}, {"expected", shown(amounts.paid)}}
    );
    run.settle();
}

void store_payment(command_run& run, const payment_body& body, const payment_parts& parts) {
    const auto& [id, request, row, agreement, amounts, rate] = parts;
    std::vector<command_run::column> columns{
        {"id", id},
        {"kind", row.text("kind")},
        {"request_id", request},
        {"agreement_id", agreement.integer("id")},
        {"tranche_id", row.integer("tranche_id")},
        {"tranche_amount", row.integer("reserved_amount")},
        {"project_id", agreement.integer("project_id")},
        {"paid_on", body.paid_on},
        {"currency", amounts.paid.currency_unit()},
        {"amount", amounts.paid.minor()},
        {"rate", rate},
        {"base_currency", amounts.base.currency_unit()},
        {"base_amount", amounts.base.minor()},
        {"bank_reference", body.bank_reference},
        {"bank_account_id", account_of_payment(row, agreement)},
        {"recorded_by", run.who().user_id}};
    const auto answer = answer_of(body, row);
    columns.insert(columns.end(), answer.begin(), answer.end());
    run.insert("partner.payment", columns);
}

}  // namespace

receipt pay(command_run& run, const payment_body& body) {
    return pay_request(run, run.path_id(entity::disbursement_request), body);
}

receipt pay_request(
    command_run& run, std::int64_t id, const payment_body& body, const paid_through& way
) {
    auto found = run.load(
        {persistence::lock_project_of(entity::disbursement_request, id),
         request_facts(id, body.paid_on, run.today()),
         agreement_facts(of_request, id, body.paid_on), rate_of_request(id, body.paid_on),
         persistence::shares_of_project_of(entity::disbursement_request, id, body.paid_on),
         set_offs_of(id)}
    );
    const auto row = run.the_row(found[1], entity::disbursement_request);
    const auto agreement = run.the_row(found[2], entity::disbursement_request);
    if (way.is_versioned) {
        run.check_version(row);
    }
    const std::string next{
        state_after(domain::disbursement_request_lifecycle(), "pay", row.text("state"))};
    check_not_future(run, std::string{way.day_field}, body.paid_on);
    check_not_before(
        run, std::string{way.day_field}, body.paid_on,
        std::max(row.maybe_day("approved_on"), row.maybe_day("released_on"))
    );
    check_payable(run, row, agreement, way.is_banks_answer);
    const auto sent_at = rate_of_payment(run, row, agreement, found[3], body.paid_on);
    run.settle();
    const auto [rate, amounts] = valued(row, agreement, sent_at);
    check_amounts(run, body, row, amounts, way.is_banks_answer);
    const payment_parts parts{persistence::random_id(), id, row, agreement, amounts,
                              rate.to_decimal()};
    store_payment(run, body, parts);
    const auto shares = persistence::shares_of(found[4]);
    post_payment(run, parts, body.paid_on, shares);
    keep_back(
        run, found[5], agreement, {amounts.paid, rate, body.paid_on, body.bank_reference}, shares
    );
    run.update(
        entity::tranche, row.integer("tranche_id"),
        {{"reserved_amount", row.integer("tranche_reserved") - row.integer("reserved_amount")},
         {"paid_amount", row.integer("tranche_paid") + row.integer("reserved_amount")}}
    );
    run.update(
        entity::disbursement_request, id,
        {{"state", next},
         {"paid_by", run.who().user_id},
         {"paid_on", body.paid_on},
         {"reserved_amount", 0}}
    );
    receipt done{
        .what = entity::disbursement_request,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
    done.made.push_back({"payments", {domain::public_id(entity::payment, parts.id)}});
    return done;
}

}  // namespace tranche::server
