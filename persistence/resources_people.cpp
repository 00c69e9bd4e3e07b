#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& approval_grant_resource() {
    static const resource declared{
        .what = entity::approval_grant,
        .about = "Up to which level of a fund a person may approve, and from when to when",
        .from =
            "people.approval_grant g join people.user_account u on u.id = g.user_id"
            " join funding.instrument i on i.id = g.instrument_id"
            " join people.user_account b on b.id = g.granted_by"
            " left join people.user_account e on e.id = g.ended_by",
        .id_sql = "g.id",
        .version_sql = "g.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-valid_from",
        .columns =
            {
                shows(text, "user", "u.name", "Who may").filtered().sorted(),
                shows(text, "instrument", "i.code", "Code of the fund").filtered(),
                shows(integer, "level", "g.level", "Up to this level").filtered(),
                shows(date, "valid_from", "g.valid_from", "First day").sorted(),
                shows(date, "valid_until", "g.valid_until", "Last day; null: until it is ended"),
                shows(text, "reason", "g.reason", "Why"),
                shows(text, "granted_by", "b.name", "Who granted it"),
                shows(date, "ended_on", "g.ended_on", "From this day on it counts no more"),
                shows(text, "ended_by", "e.name", "Who ended it"),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
