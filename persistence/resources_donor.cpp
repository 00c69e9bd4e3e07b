#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

constexpr const char* of_contribution =
    " join funding.contribution c on c.id = x.contribution_id"
    " join funding.funding_line l on l.id = c.line_id";

}  // namespace

const resource& donor_grant_resource() {
    static const resource declared{
        .what = entity::donor_grant,
        .about = "What was opened to one donor's viewers for a time, by two persons",
        .from =
            "funding.donor_grant g join funding.donor d on d.id = g.donor_id"
            " left join funding.project p on p.id = g.project_id"
            " left join people.user_account u1 on u1.id = g.proposed_by"
            " left join people.user_account u2 on u2.id = g.confirmed_by"
            " left join people.user_account u3 on u3.id = g.revoked_by",
        .id_sql = "g.id",
        .version_sql = "g.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-valid_from",
        .columns =
            {
                shows(text, "donor", "d.code", "Code of the donor").filtered(),
                shows(text, "project", "p.code", "Only of this project; null: all it reached")
                    .filtered(),
                shows(json, "opens", "to_json(g.opens)", "partners, lines, payees"),
                shows(
                    text, "state",
                    "case when g.revoked_by is not null then 'revoked' when g.valid_until <"
                    " (now() at time zone 'UTC')::date then 'expired' when g.confirmed_by is null"
                    " then 'proposed' else 'confirmed' end",
                    "proposed, confirmed, revoked, expired"
                )
                    .filtered(),
                shows(date, "valid_from", "g.valid_from", "First day").sorted(),
                shows(date, "valid_until", "g.valid_until", "Last day").sorted(),
                shows(text, "reason", "g.reason", "Why"),
                shows(text, "proposed_by", "u1.name", "Who proposed it"),
                shows(date, "proposed_on", "g.proposed_on", "When"),
                shows(text, "confirmed_by", "u2.name", "Who confirmed it; only then it counts"),
                shows(date, "confirmed_on", "g.confirmed_on", "When"),
                shows(text, "revoked_by", "u3.name", "Who closed it again"),
                shows(date, "revoked_on", "g.revoked_on", "When"),
            },
        .state_sql =
            "case when g.revoked_by is not null then 'revoked'"
            " when g.confirmed_by is not null then 'confirmed' else 'proposed' end",
        .since_sql = "g.proposed_on",
    };
    return declared;
}

const resource& donor_refund_resource() {
    static const std::string from = "funding.donor_refund x" + std::string{of_contribution} +
        " left join people.user_account u1 on u1.id = x.requested_by"
        " left join people.user_account u2 on u2.id = x.paid_by"
        " left join people.user_account u3 on u3.id = x.refused_by";
    static constexpr const char* state =
        "case when x.reverses_id is not null then 'reversal' when exists (select 1 from"
        " funding.donor_refund b where b.reverses_id = x.id) then 'reversed'"
        " when x.paid_by is not null then 'paid' when x.refused_by is not null then 'refused'"
        " else 'requested' end";
    static const resource declared{
        .what = entity::donor_refund,
        .about = "Money that goes back to its donor; one person asks, another pays",
        .from = from,
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-requested_on",
        .columns =
            {
                shows(text, "contribution", "c.code", "Code of the contribution").filtered(),
                shows(
                    text, "state", state,
                    "requested, paid, refused or reversed; reversal: takes another back"
                )
                    .filtered(),
                shows(
                    text, "taken_from", "x.taken_from",
                    "line, held (returned money that waits for consent) or unapplied"
                ),
                shows(money, "amount", "x.amount", "In the contribution's currency")
                    .in("x.currency"),
                shows(money, "base_amount", "x.taken_base", "What left the line").in("l.currency"),
                shows(
                    money, "exchange_difference", "x.exchange_difference",
                    "Of unapplied money: what it cost more than it was worth when it came"
                )
                    .in("l.currency"),
                shows(number, "rate", "trim_scale(x.rate)", "Units per unit of base currency"),
                shows(text, "reason", "x.reason", "Why"),
                shows(date, "requested_on", "x.requested_on", "When it was asked for").sorted(),
                shows(text, "requested_by", "u1.name", "Who asked"),
                shows(date, "paid_on", "x.paid_on", "Day the money left").sorted(),
                shows(text, "paid_by", "u2.name", "Who paid"),
                shows(text, "bank_reference", "x.bank_reference", "Of the bank"),
                shows(date, "refused_on", "x.refused_on", "When it was refused"),
                shows(text, "refused_by", "u3.name", "Who refused"),
                shows(id, "reverses", "x.reverses_id", "What it takes back")
                    .naming(entity::donor_refund)
                    .filtered(),
                shows(
                    id, "reversed_by",
                    "(select b.id from funding.donor_refund b where b.reverses_id = x.id)",
                    "What took it back"
                )
                    .naming(entity::donor_refund),
            },
        .state_sql = state,
        .since_sql = "x.requested_on",
    };
    return declared;
}

const resource& return_release_resource() {
    static const std::string from = "funding.return_release x" + std::string{of_contribution};
    static const resource declared{
        .what = entity::return_release,
        .about = "Returned money that its donor left to the line for another use",
        .from = from,
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "released_on",
        .columns =
            {
                shows(text, "contribution", "c.code", "Code of the contribution").filtered(),
                shows(date, "released_on", "x.released_on", "Day it counts for").sorted(),
                shows(money, "amount", "x.amount", "How much").in("x.currency"),
                shows(text, "consent", "x.consent", "Where the donor agreed"),
                shows(id, "reverses", "x.reverses_id", "What it takes back")
                    .naming(entity::return_release)
                    .filtered(),
                shows(
                    id, "reversed_by",
                    "(select b.id from funding.return_release b where b.reverses_id = x.id)",
                    "What took it back"
                )
                    .naming(entity::return_release),
            },
    };
    return declared;
}

const resource& line_transfer_resource() {
    static const resource declared{
        .what = entity::line_transfer,
        .about = "Money of one line's pool that became another's",
        .from =
            "funding.line_transfer x join funding.funding_line f on f.id = x.from_line_id"
            " join funding.funding_line t on t.id = x.to_line_id"
            " left join funding.contribution c on c.id = x.contribution_id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "transferred_on",
        .columns =
            {
                shows(text, "from", "f.code", "Code of the line that gave").filtered(),
                shows(text, "to", "t.code", "Code of the line that got").filtered(),
                shows(text, "contribution", "c.code", "Named source; none: the pool"),
                shows(date, "transferred_on", "x.transferred_on", "Day of the decision").sorted(),
                shows(money, "amount", "x.amount", "How much").in("x.currency"),
                shows(text, "reason", "x.reason", "Why"),
                shows(id, "reverses", "x.reverses_id", "What it takes back")
                    .naming(entity::line_transfer)
                    .filtered(),
                shows(
                    id, "reversed_by",
                    "(select b.id from funding.line_transfer b where b.reverses_id = x.id)",
                    "What took it back"
                )
                    .naming(entity::line_transfer),
            },
    };
    return declared;
}

const resource& project_transfer_resource() {
    static constexpr const char* state =
        "case when x.approved_by is not null then 'approved' when x.refused_by is not null then"
        " 'refused' else 'requested' end";
    static const resource declared{
        .what = entity::project_transfer,
        .about = "Money of one project for another; one person asks, another decides",
        .from =
            "funding.project_transfer x join funding.project f on f.id = x.from_project_id"
            " join funding.project t on t.id = x.to_project_id"
            " join funding.funding_line l on l.id = x.line_id"
            " left join funding.contribution c on c.id = x.contribution_id"
            " left join people.user_account u1 on u1.id = x.requested_by"
            " left join people.user_account u2 on u2.id = x.approved_by"
            " left join people.user_account u3 on u3.id = x.refused_by",
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-requested_on",
        .columns =
            {
                shows(text, "from", "f.code", "Code of the project that gives back").filtered(),
                shows(text, "to", "t.code", "Code of the project that is allocated it").filtered(),
                shows(text, "line", "l.code", "Code of the line").filtered(),
                shows(text, "contribution", "c.code", "Named source; none: the pool"),
                shows(text, "state", state, "requested, approved or refused").filtered(),
                shows(money, "amount", "x.amount", "How much").in("x.currency"),
                shows(text, "reason", "x.reason", "Why"),
                shows(date, "requested_on", "x.requested_on", "When it was asked for").sorted(),
                shows(text, "requested_by", "u1.name", "Who asked"),
                shows(date, "transferred_on", "x.transferred_on", "Day of the decision").sorted(),
                shows(text, "approved_by", "u2.name", "Who approved"),
                shows(date, "refused_on", "x.refused_on", "When it was refused"),
                shows(text, "refused_by", "u3.name", "Who refused"),
                shows(
                    id, "given_back",
                    "(select a.id from funding.allocation a where a.transfer_id = x.id"
                    " and a.amount < 0)",
                    "The side of the project that gave"
                )
                    .naming(entity::allocation),
                shows(
                    id, "allocated",
                    "(select a.id from funding.allocation a where a.transfer_id = x.id"
                    " and a.amount > 0)",
                    "The side of the project that got"
                )
                    .naming(entity::allocation),
            },
        .state_sql = state,
        .since_sql = "x.requested_on",
    };
    return declared;
}

}  // namespace tranche::persistence
