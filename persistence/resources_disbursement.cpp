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
                shows(money, "asked", "q.asked_amount", "As asked").in("q.asked_currency"),
                shows(
                    money, "requested", "q.requested_amount", "The same in the agreement's currency"
                )
                    .in("q.currency"),
                shows(money, "approved", "q.approved_amount", "What may be paid").in("q.currency"),
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
