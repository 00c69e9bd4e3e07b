#include "persistence/resources.hpp"

#include <deque>
#include <string>

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

// Whom the person beside stood in for, by name; a partner sees names of its own people.
column represented(std::string_view name, std::string_view id) {
    static std::deque<std::string> texts;
    return shows(
               text, name,
               texts.emplace_back(
                   "(select u.name from people.user_account u where u.id = " + std::string{id} + ")"
               ),
               "Who was away and stood in for"
    )
        .detailed();
}

// What of the advance it opened is not accounted for: held, or owed back on its tranche.
constexpr std::string_view open_of_request =
    "(coalesce((select sum(o.amount) from partner.payment y join partner.advance v on v.payment_id ="
    " y.id join ledger.account k on k.owner_id = v.id and k.kind = 'advance' join ledger.balance o"
    " on o.account_id = k.id where y.request_id = q.id), 0) + coalesce((select sum(o.amount) from"
    " partner.receivable e join ledger.account k on k.owner_id = e.id and k.kind = 'receivable'"
    " join ledger.balance o on o.account_id = k.id where e.tranche_id = q.tranche_id), 0))";

// What was spent before it was paid is liquidated at once.
const std::string liquidation_of_request =
    "case when q.state <> 'paid' then null when not exists (select 1 from"
    " partner.payment y join partner.advance v on v.payment_id = y.id where y.request_id = q.id)"
    " then 'liquidated' when " +
    std::string{open_of_request} +
    " = 0 then case when exists (select 1 from partner.receivable e join partner.receivable_settlement"
    " s on s.receivable_id = e.id where e.tranche_id = q.tranche_id and s.kind = 'refund') then"
    " 'refunded' else 'liquidated' end when " +
    std::string{open_of_request} +
    " < (select y.amount from partner.payment y where y.request_id = q.id) then 'partly_liquidated'"
    " else 'open' end";

constexpr std::string_view outstanding_of_agreement =
    "(coalesce((select sum(o.amount) from partner.advance v join ledger.account k on k.owner_id = v.id"
    " and k.kind = 'advance' join ledger.balance o on o.account_id = k.id where v.agreement_id ="
    " q.agreement_id), 0) + coalesce((select sum(o.amount) from partner.receivable e join"
    " ledger.account k on k.owner_id = e.id and k.kind = 'receivable' join ledger.balance o on"
    " o.account_id = k.id where e.agreement_id = q.agreement_id), 0))::bigint";

}  // namespace

const resource& disbursement_request_resource() {
    static const resource declared{
        .what = entity::disbursement_request,
        .about = "A request for money of a tranche, on its way through four pairs of hands",
        .from =
            "partner.disbursement_request q join partner.tranche t on t.id = q.tranche_id"
            " join partner.agreement a on a.id = q.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join partner.partner r on r.id = a.partner_id"
            " left join people.user_account u1 on u1.id = q.requested_by"
            " left join people.user_account u2 on u2.id = q.certified_by"
            " left join people.user_account u3 on u3.id = q.approved_by"
            " left join people.user_account u4 on u4.id = q.paid_by",
        .id_sql = "q.id",
        .version_sql = "q.version",
        .partner_sql = "a.partner_id",
        .default_sort = "-requested_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "partner", "r.code", "Code of the partner").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "tranche", "t.code", "Code within the agreement").filtered(),
                shows(text, "kind", "q.kind", "advance, reimbursement, direct_payment").filtered(),
                shows(text, "state", "q.state", "Step of its life").filtered().sorted(),
                shows(money, "asked", "q.asked_amount", "As asked (FACE E)").in("q.asked_currency"),
                shows(
                    money, "requested", "q.requested_amount", "The same in the agreement's currency"
                )
                    .in("q.currency"),
                shows(money, "approved", "q.approved_amount", "What may be paid (FACE F)")
                    .in("q.currency"),
                shows(text, "amount_reason", "q.amount_reason", "Why less was approved"),
                shows(date, "requested_on", "q.requested_on", "Day of the request").sorted(),
                shows(text, "requested_by", "u1.name", "Who asked"),
                shows(date, "certified_on", "q.certified_on", "Day of certification"),
                shows(text, "certified_by", "u2.name", "Who certified progress"),
                shows(date, "approved_on", "q.approved_on", "Day of approval"),
                shows(text, "approved_by", "u3.name", "Who approved"),
                shows(date, "paid_on", "q.paid_on", "Day of payment").sorted(),
                shows(text, "paid_by", "u4.name", "Who recorded the payment"),
                shows(text, "closed_reason", "q.closed_reason", "Why rejected or cancelled"),
                shows(date, "covers_from", "q.covers_from", "First day of the needs"),
                shows(date, "covers_until", "q.covers_until", "Their last day (R38)"),
                shows(
                    money, "outstanding", outstanding_of_agreement,
                    "What the partner has to account for now; with what is paid next, FACE G"
                )
                    .in("a.payment_currency")
                    .detailed(),
                shows(
                    text, "liquidation", liquidation_of_request,
                    "Of what was paid: open, partly_liquidated, liquidated, refunded (the rest)"
                )
                    .detailed(),
                shows(text, "signed_by", "q.signed_by", "Of a request on paper: who signed")
                    .detailed(),
                shows(text, "certification", "q.certification", "The words that were signed")
                    .detailed(),
                shows(text, "payee", "q.payee_name", "Of a direct payment: whom it pays")
                    .detailed(),
                shows(text, "payee_bank", "q.payee_bank", "Its bank").detailed(),
                shows(text, "payee_account", "q.payee_account", "Its account").detailed(),
                shows(text, "payee_document", "q.payee_document", "The invoice").detailed(),
                shows(integer, "approval_level", "q.approval_level", "Level it was approved with"),
                shows(
                    integer, "level_needed",
                    "case when q.state in ('submitted', 'certified') then"
                    " funding.approval_level_needed(p.instrument_id, t.paid_amount +"
                    " t.reserved_amount + q.requested_amount,"
                    " (now() at time zone 'UTC')::date) end",
                    "Lowest level that may approve it today, with what its tranche had before"
                )
                    .detailed(),
                represented("requested_for", "q.requested_for"),
                represented("certified_for", "q.certified_for"),
                represented("approved_for", "q.approved_for"),
                represented("paid_for", "q.paid_for"),
            },
        .state_sql = "q.state",
        .since_sql =
            "case q.state when 'submitted' then q.requested_on when 'certified' then q.certified_on"
            " when 'approved' then q.approved_on end",
    };
    return declared;
}

}  // namespace tranche::persistence
