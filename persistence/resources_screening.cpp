// Lists of sanctions, and what on them looks like a partner or whom it pays. Closed to partners.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& sanctions_list_resource() {
    static constexpr const char* state =
        "case when l.state = 'loaded' and exists (select 1 from partner.sanctions_list x"
        " where x.code = l.code and x.state = 'confirmed' and x.published_on > l.published_on)"
        " then 'superseded' else l.state end";
    static const resource declared{
        .what = entity::sanctions_list,
        .about =
            "A version of a list of sanctioned persons and bodies; the newest confirmed one of a code"
            " counts, and what was loaded after it",
        .from =
            "partner.sanctions_list l join people.user_account u on u.id = l.loaded_by"
            " left join people.user_account u1 on u1.id = l.confirmed_by",
        .id_sql = "l.id",
        .version_sql = "l.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-published_on",
        .columns =
            {
                shows(text, "code", "l.code", "Whose list").filtered(),
                shows(date, "published_on", "l.published_on", "Its day").sorted(),
                shows(text, "source", "l.source", "Where it was taken from"),
                shows(percent, "threshold", "l.threshold", "How alike names are to be looked at"),
                shows(
                    integer, "entries",
                    "(select count(*) from partner.sanctions_entry e where e.list_id = l.id)",
                    "How many names it has"
                ),
                shows(text, "loaded_by", "u.display_name", "Who loaded it"),
                shows(date, "loaded_on", "l.loaded_on", "When"),
                shows(text, "state", state, "loaded, confirmed, superseded").filtered(),
                shows(
                    integer, "matches_ended",
                    "case when l.state = 'loaded' then partner.matches_let_go(l.id) end",
                    "How many matches in force end when it is confirmed"
                ),
                shows(text, "confirmed_by", "u1.display_name", "Who confirmed what it lets go"),
                shows(date, "confirmed_on", "l.confirmed_on", "When"),
            },
        .state_sql = state,
        .since_sql = "l.loaded_on",
    };
    return declared;
}

const resource& screening_match_resource() {
    static const resource declared{
        .what = entity::screening_match,
        .about = "A name of a partner, or of whom it pays, that is like one on a list",
        .from =
            "partner.screening_match m join partner.partner r on r.id = m.partner_id"
            " left join people.user_account u1 on u1.id = m.called_by"
            " left join people.user_account u2 on u2.id = m.decided_by",
        .id_sql = "m.id",
        .version_sql = "m.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-found_on",
        .columns =
            {
                shows(
                    text, "code", "r.code || ' ' || m.list_code || ' ' || m.reference", "In short"
                ),
                shows(text, "partner", "r.code", "Whose name, or who pays them").filtered(),
                shows(text, "role", "m.role", "partner, officer, account_holder, payee").filtered(),
                shows(text, "name", "m.name", "The name with us"),
                shows(text, "list", "m.list_code", "Code of the list").filtered(),
                shows(text, "reference", "m.reference", "Number on the list"),
                shows(text, "listed_name", "m.entry_name", "The name there"),
                shows(percent, "alike", "m.alike", "How alike they are"),
                shows(date, "found_on", "m.found_on", "When it was found").sorted(),
                shows(text, "state", "m.state", "open, called_false, confirmed, cleared")
                    .filtered(),
                shows(
                    truth, "in_force", "partner.match_is_in_force(m.id)",
                    "Whether it bars signing and paying: not cleared, and both names are still there"
                ),
                shows(text, "called_by", "u1.display_name", "Who said that it is somebody else"),
                shows(date, "called_on", "m.called_on", "When"),
                shows(text, "call_reason", "m.call_reason", "Why"),
                shows(text, "decided_by", "u2.display_name", "Who cleared or confirmed it"),
                shows(date, "decided_on", "m.decided_on", "When"),
                shows(text, "decision_reason", "m.decision_reason", "Why"),
            },
        .state_sql = "m.state",
        .since_sql = "coalesce(m.called_on, m.found_on)",
    };
    return declared;
}

}  // namespace tranche::persistence
