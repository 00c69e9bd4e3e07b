#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

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

}  // namespace tranche::persistence
