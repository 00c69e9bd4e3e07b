// What leaves the office's bank together, from which account, and what partners say arrived.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& payer_account_resource() {
    static const resource declared{
        .what = entity::payer_account,
        .about = "An account the office pays from; another number is another account",
        .from = "partner.payer_account c join people.user_account u on u.id = c.recorded_by",
        .id_sql = "c.id",
        .version_sql = "c.version",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "c.code", "Short code").filtered().sorted(),
                shows(text, "holder", "c.holder", "In whose name"),
                shows(text, "bank", "c.bank", "Bank"),
                shows(text, "bic", "c.bic", "Its identifier (ISO 9362)"),
                shows(text, "account", "c.account", "Number of the account, or its IBAN"),
                shows(text, "currency", "c.currency", "It is kept in").filtered(),
                shows(date, "valid_from", "c.valid_from", "First day it is paid from"),
                shows(date, "ended_on", "c.ended_on", "First day it is not"),
                shows(text, "ended_reason", "c.ended_reason", "Why"),
                shows(text, "recorded_by", "u.name", "Who recorded it"),
            },
        .state_sql = "case when c.ended_on is null then 'open' else 'ended' end",
    };
    return declared;
}

namespace {

constexpr std::string_view item_state =
    "case when x.outcome is not null then x.outcome when q.state in ('paid', 'returned') then q.state"
    " when b.state = 'released' then 'released' else 'gathered' end";

}  // namespace

const resource& payment_batch_item_resource() {
    static const resource declared{
        .what = entity::payment_batch_item,
        .about = "An approved request in a batch; what goes to the bank is kept at release",
        .from =
            "partner.payment_batch_item x join partner.payment_batch b on b.id = x.batch_id"
            " join partner.disbursement_request q on q.id = x.request_id"
            " join partner.agreement a on a.id = q.agreement_id"
            " join partner.partner r on r.id = a.partner_id"
            " left join partner.bank_account k on k.id = x.bank_account_id"
            " left join partner.payment y on y.request_id = x.request_id and x.outcome is null"
            " left join partner.payment z on z.reverses_id = y.id",
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "end_to_end_id",
        .columns =
            {
                shows(text, "batch", "b.code", "Its batch").filtered(),
                shows(id, "request", "x.request_id", "The request")
                    .naming(entity::disbursement_request)
                    .filtered(),
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(
                    text, "end_to_end_id", "x.end_to_end_id",
                    "What the bank and the payee call it, the same in every answer"
                )
                    .filtered()
                    .sorted(),
                shows(
                    text, "state", item_state, "gathered, released, paid, returned, left, rejected"
                ),
                shows(money, "approved", "q.approved_amount", "What may be paid").in("q.currency"),
                shows(money, "amount", "x.amount", "What the bank was asked to pay")
                    .in("x.currency"),
                shows(number, "rate", "trim_scale(x.rate)", "Units per unit of base currency"),
                shows(
                    text, "payee", "coalesce(q.payee_name, k.holder)",
                    "In whose name the account is"
                ),
                shows(text, "account", "coalesce(q.payee_account, k.account)", "Where it goes"),
                shows(date, "paid_on", "y.paid_on", "Day at the bank"),
                shows(text, "bank_reference", "y.bank_reference", "Of the bank"),
                shows(
                    date, "outcome_on", "coalesce(x.outcome_on, z.paid_on)",
                    "Day it left, or the bank refused it or sent it back"
                ),
                shows(
                    text, "outcome_reason",
                    "coalesce(x.outcome_reason, case when z.id is not null then q.closed_reason end)",
                    "Why"
                ),
            },
        .state_sql = item_state,
    };
    return declared;
}

namespace {

const resource& payment_batch_total_resource() {
    static const resource declared{
        .what = entity::payment_batch,
        .about = "What a batch holds in a currency: as approved until it is released, then as sent",
        .from =
            "(select x.batch_id, coalesce(x.currency, q.currency) as currency, count(*) as count,"
            " sum(coalesce(x.amount, q.approved_amount))::bigint as amount"
            " from partner.payment_batch_item x join partner.disbursement_request q"
            " on q.id = x.request_id where x.outcome is distinct from 'left' group by 1, 2) s",
        .id_sql = "s.batch_id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "currency",
        .columns =
            {
                shows(text, "currency", "s.currency", "Currency").sorted(),
                shows(integer, "count", "s.count", "Payments"),
                shows(money, "amount", "s.amount", "Together").in("s.currency"),
            },
        .row_name = "payment_batch_total",
    };
    return declared;
}

}  // namespace

const resource& payment_batch_resource() {
    static const resource declared{
        .what = entity::payment_batch,
        .about = "Payments gathered for one account, released by another person, sent as one file",
        .from =
            "partner.payment_batch b join partner.payer_account c on c.id = b.payer_account_id"
            " left join people.user_account u1 on u1.id = b.gathered_by"
            " left join people.user_account u2 on u2.id = b.released_by"
            " left join people.user_account u3 on u3.id = b.withdrawn_by",
        .id_sql = "b.id",
        .version_sql = "b.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-pay_on",
        .columns =
            {
                shows(text, "code", "b.code", "Short code").filtered().sorted(),
                shows(text, "payer_account", "c.code", "The account it is paid from").filtered(),
                shows(date, "pay_on", "b.pay_on", "The day the bank is asked to pay").sorted(),
                shows(
                    text, "state",
                    "case when b.state = 'released' and not exists (select 1 from"
                    " partner.payment_batch_item x join partner.disbursement_request q"
                    " on q.id = x.request_id where x.batch_id = b.id and x.outcome is null"
                    " and q.state = 'approved') then 'settled' else b.state end",
                    "gathering, released, settled (the bank has answered for all), withdrawn"
                ),
                shows(text, "gathered_by", "u1.name", "Who gathered it"),
                shows(date, "gathered_on", "b.gathered_on", "When it was begun").sorted(),
                shows(text, "released_by", "u2.name", "Who released it"),
                shows(date, "released_on", "b.released_on", "When it was released").sorted(),
                shows(text, "withdrawn_by", "u3.name", "Who withdrew it"),
                shows(date, "withdrawn_on", "b.withdrawn_on", "When it was withdrawn"),
                shows(text, "withdrawn_reason", "b.withdrawn_reason", "Why"),
            },
        .children =
            {{"totals", &payment_batch_total_resource(), "s.batch_id"},
             {"items", &payment_batch_item_resource(), "x.batch_id"}},
        .state_sql = "b.state",
        .since_sql = "b.gathered_on",
    };
    return declared;
}

const resource& payment_confirmation_resource() {
    static const resource declared{
        .what = entity::payment_confirmation,
        .about = "What a partner says arrived of a payment; the last one counts",
        .from =
            "partner.payment_confirmation f join partner.payment y on y.id = f.payment_id"
            " join partner.agreement a on a.id = y.agreement_id"
            " join partner.partner r on r.id = a.partner_id"
            " left join people.user_account u on u.id = f.confirmed_by",
        .id_sql = "f.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "-received_on",
        .columns =
            {
                shows(id, "payment", "f.payment_id", "The payment")
                    .naming(entity::payment)
                    .filtered(),
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(date, "received_on", "f.received_on", "Day it arrived").sorted(),
                shows(money, "amount", "f.amount", "What arrived").in("f.currency"),
                shows(
                    money, "difference", "(f.amount - y.amount)",
                    "What arrived less what was paid; charges on the way, mostly"
                )
                    .in("f.currency"),
                shows(text, "note", "f.note", "What the partner says of it"),
                shows(date, "confirmed_on", "f.confirmed_on", "Day it was said").sorted(),
                shows(text, "confirmed_by", "u.name", "Who said it"),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
