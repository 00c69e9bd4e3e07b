// The release of a batch: everything in it is looked at as if it were paid now, and what goes to
// the bank is kept.
#include "domain/disbursement.hpp"
#include "domain/four_eyes.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/rates.hpp"
#include "server/routes/payments/bank_fields.hpp"
#include "server/routes/payments/disbursement_payment.hpp"
#include "server/routes/payments/payment_batches.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <string>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query batch_to_release(std::int64_t id) {
    return {
        {"payment_batch_to_release",
         R"(
             select b.state, b.version, b.gathered_by, b.gathered_for, b.pay_on, c.code,
                 c.valid_from <= b.pay_on and (c.ended_on is null or c.ended_on > b.pay_on)
                     as in_force
               from partner.payment_batch b
               join partner.payer_account c on c.id = b.payer_account_id
               where b.id = $1 for no key update of b)"},
        {id}};
}

// Once the batch is locked nothing is gathered into it any more: these are all its projects.
persistence::query lock_projects_of_batch(std::int64_t batch) {
    return {
        {"lock_projects_of_batch",
         R"(
             select l.project_id
               from ledger.project_lock l
               where l.project_id in (select a.project_id
                   from partner.payment_batch_item x
                   join partner.disbursement_request q on q.id = x.request_id
                   join partner.agreement a on a.id = q.agreement_id
                   where x.batch_id = $1
                    and x.outcome is null)
               order by l.project_id for no key update)"},
        {batch}};
}

// Its money as on the day it is asked to pay; who may release it by the terms of today.
persistence::query items_to_release(std::int64_t batch, domain::date today) {
    return {
        {"items_to_release",
         R"(
             select x.id, x.added_by, x.added_for, q.id as request, q.kind, q.currency,
                 q.approved_amount, q.requested_by, q.requested_for, q.certified_by,
                 q.certified_for, q.approved_by, q.approved_for, q.approved_on, it.payment_persons,
                 it.certifier_differs, a.currency as agreed_in, a.payment_currency, r.blocked,
                 r.code as partner, partner.is_matched(r.id) as matched, a.state as agreement_state,
                 p.state as project_state, p.code as project_code,
                 funding.payable_of(p.id) as payable, s.base_currency, s.code as series,
                 trim_scale(w.rate)::text as rate, w.quoted_on,
                 (partner.payment_term_on(a.id, b.pay_on)).charges_borne_by,
                 case when q.kind <> 'direct_payment' then k.id end as bank_account_id,
                 case when q.kind = 'direct_payment' then q.payee_account else k.account end
                     as account
               from partner.payment_batch_item x
               join partner.payment_batch b on b.id = x.batch_id
               join partner.disbursement_request q on q.id = x.request_id
               join partner.agreement a on a.id = q.agreement_id
               join partner.partner r on r.id = a.partner_id
               join funding.project p on p.id = a.project_id
               join funding.instrument i on i.id = p.instrument_id
               left join partner.bank_account k on k.id = partner.account_in_force(r.id)
               left join lateral (select t.rate_series from partner.agreement_terms t where
                   t.agreement_id = a.id and t.valid_from <= greatest(b.pay_on,
                   a.start_on) order by t.valid_from desc limit 1) t on true
               join reference.rate_series s on s.code = coalesce(t.rate_series, i.rate_series)
               left join reference.exchange_rate w on w.series = s.code
                and w.currency = a.payment_currency
                and b.pay_on between w.valid_from and w.valid_to
                and w.confirmed_by is not null
                and w.replaced_in is null
               left join lateral (select * from funding.instrument_terms x where x.instrument_id
                   = p.instrument_id and x.valid_from <= $2 order by x.valid_from desc
                   limit 1) it on true
               where x.batch_id = $1 and x.outcome is null
               order by x.id for no key update of x, q)"},
        {batch, today}};
}

std::optional<domain::exchange_rate> rate_of_item(const persistence::row& item) {
    const auto base = item.currency("base_currency");
    const auto paid_in = item.currency("payment_currency");
    if (base == paid_in) {
        return domain::exchange_rate::one(base);
    }
    const auto text = item.maybe_text("rate");
    return text ? domain::exchange_rate::parse(*text, base, paid_in) : std::nullopt;
}

void check_item(
    command_run& run, const persistence::row& item,
    const std::optional<domain::exchange_rate>& rate, domain::date pay_on
) {
    const auto request = domain::public_id(entity::disbursement_request, item.integer("request"));
    const auto field = "/items/" + request;
    check_person(run, item, domain::payment_step::pay);
    check_other_person(run, item, "added", "gather");
    check_not_before(run, field, pay_on, item.maybe_day("approved_on"));
    run.rule(domain::rule_id::r30, !item.truth("blocked"), field, "partner_blocked");
    // As the payment itself would be looked at: what the bank has paid cannot be refused any more.
    run.require(!item.truth("matched"), field, "partner_matched");
    const auto kind = item.text("kind");
    run.require(
        domain::next_state(
            domain::agreement_lifecycle(), step_of(kind, "pay"), item.text("agreement_state")
        )
            .has_value(),
        field, "agreement_not_in_force"
    );
    const auto project = item.text("project_state");
    run.require(
        kind != "advance" || (project != "suspended" && project != "terminated"), field,
        "project_stopped", {{"project", item.text("project_code")}}
    );
    const auto account = item.maybe_text("account");
    run.require(
        account.has_value(), field, "payee_account_missing",
        {{"partner", item.text("partner")}, {"request", request}}
    );
    run.require(
        !account || is_bank_account(*account), field, "payee_account_unfit",
        {{"request", request}, {"account", account.value_or("")}}
    );
    run.require(
        rate.has_value(), field, "rate_not_in_force",
        {{"currency", item.text("payment_currency")},
         {"date", domain::to_string(pay_on)},
         {"series", item.text("series")}}
    );
    if (item.currency("base_currency") != item.currency("payment_currency")) {
        remark_old_quote(
            run, item.maybe_day("quoted_on"), field, item.currency("payment_currency"), pay_on
        );
    }
}

}  // namespace

receipt release_batch(command_run& run, const payment_batch_release& body) {
    const auto id = run.path_id(entity::payment_batch);
    const auto found = run.load(
        {batch_to_release(id), lock_projects_of_batch(id), items_to_release(id, run.today())}
    );
    const auto row = run.the_row(found[0], entity::payment_batch);
    run.check_version(row);
    const std::string next{
        state_after(domain::payment_batch_lifecycle(), "release", row.text("state"))};
    check_not_future(run, "/released_on", body.released_on);
    check_other_person(run, row, "gathered", "gather");
    const auto pay_on = row.day("pay_on");
    run.require(
        row.truth("in_force"), "", "payer_account_not_in_force",
        {{"account", row.text("code")}, {"date", domain::to_string(pay_on)}}
    );
    run.require(!found[2].empty(), "", "batch_is_empty");
    for (const auto item : found[2]) {
        check_item(run, item, rate_of_item(item), pay_on);
        check_not_before(run, "/released_on", body.released_on, item.maybe_day("approved_on"));
    }
    run.settle();
    std::map<std::string, money> by_project;
    for (const auto item : found[2]) {
        const auto rate = rate_of_item(item);
        if (!rate) {
            continue;  // a rehearsal goes on
        }
        const auto amounts = domain::amounts_of_payment(
            item.money("approved_amount", "currency"), item.currency("agreed_in"),
            item.currency("payment_currency"), item.currency("base_currency"), *rate
        );
        // R23, for all of a project's items together.
        const auto project = item.text("project_code");
        auto& sent =
            by_project.try_emplace(project, money{0, amounts.base.currency_unit()}).first->second;
        sent += amounts.base;
        if (!item.is_null("payable")) {
            const auto payable = item.money("payable", "base_currency");
            run.require(
                sent <= payable, "", "not_yet_received",
                {{"amount", shown(sent)}, {"available", shown(payable)}}
            );
        }
        run.update(
            entity::payment_batch_item, item.integer("id"),
            {{"bank_account_id", item.maybe_integer("bank_account_id")},
             {"currency", amounts.paid.currency_unit()},
             {"amount", amounts.paid.minor()},
             {"rate", rate->to_decimal()},
             {"base_amount", amounts.base.minor()},
             {"charges_borne_by", item.text("charges_borne_by")}}
        );
    }
    run.settle();
    run.update(
        entity::payment_batch, id,
        {{"state", next}, {"released_by", run.who().user_id}, {"released_on", body.released_on}}
    );
    return {
        .what = entity::payment_batch,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
