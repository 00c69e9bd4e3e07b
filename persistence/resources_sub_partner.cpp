// To whom partners pass money on, and what became of it.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& sub_partner_resource() {
    static const resource declared{
        .what = entity::sub_partner,
        .about = "Somebody a partner passes money on to under an agreement",
        .from =
            "partner.sub_partner s join partner.agreement a on a.id = s.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " left join people.user_account u1 on u1.id = s.named_by"
            " left join people.user_account u2 on u2.id = s.ended_by"
            " left join lateral (select count(*) as lines, sum(x.amount)::bigint as reported,"
            " sum(x.accepted_amount - coalesce((select sum(d.amount) from partner.disallowance d"
            " where d.line_id = x.id), 0) + coalesce((select sum(w.line_amount) from"
            " partner.settlement_proposal w where w.line_id = x.id and w.settled_on is not null"
            " and w.taken_back_on is null),"
            " 0) + coalesce((select sum(w.amount) from partner.revaluation_line w"
            " where w.line_id = x.id), 0))::bigint as accepted from partner.expenditure_line x join"
            " partner.expenditure_report e on e.id = x.report_id and e.round = x.round"
            " where x.sub_partner_id = s.id) k on true",
        .id_sql = "s.id",
        .version_sql = "s.version",
        .partner_sql = "a.partner_id",
        .default_sort = "code",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "code", "s.code", "Code within the agreement").filtered().sorted(),
                shows(text, "name", "s.name", "Name").sorted(),
                shows(text, "identifier", "s.identifier", "A number it is known by").filtered(),
                shows(text, "country", "s.country", "Where it sits").filtered(),
                shows(text, "mandate", "s.mandate", "What it does for the partner"),
                shows(date, "valid_from", "s.valid_from", "First day").sorted(),
                shows(
                    date, "valid_until", "least(s.valid_until, s.ended_on)",
                    "Last day; null: until somebody ends it"
                ),
                shows(text, "ended_reason", "s.ended_reason", "Why it ended"),
                shows(text, "named_by", "u1.name", "Who named it"),
                shows(date, "named_on", "s.named_on", "When it was named"),
                shows(text, "ended_by", "u2.name", "Who ended it"),
                shows(integer, "lines_count", "k.lines", "Expenses it made"),
                shows(money, "reported", "coalesce(k.reported, 0)", "They come to")
                    .in("a.payment_currency"),
                shows(
                    money, "accepted", "coalesce(k.accepted, 0)",
                    "Accepted of them, less what was disallowed and with what was shown later"
                )
                    .in("a.payment_currency"),
            },
        .state_sql = "case when s.ended_on is null then 'named' else 'ended' end",
    };
    return declared;
}

}  // namespace tranche::persistence
