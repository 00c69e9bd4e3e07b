#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

namespace {

constexpr std::string_view state_of_condition =
    "case when c.condition_set <> t.condition_set then 'replaced'"
    " when c.kind not in ('finding_settled', 'document_present', 'confirmed')"
    " or c.kind = 'finding_settled' and c.text is null then 'computed'"
    " when f.condition_id is null then 'open' else 'confirmed' end";

}  // namespace

const resource& tranche_condition_resource() {
    static const resource declared{
        .what = entity::tranche_condition,
        .about = "What must be true before a tranche is asked for (R35)",
        .from =
            "partner.tranche_condition c join partner.tranche t on t.id = c.tranche_id"
            " join partner.agreement a on a.id = t.agreement_id"
            " left join partner.condition_confirmation f on f.condition_id = c.id"
            " left join people.user_account u on u.id = f.confirmed_by",
        .id_sql = "c.id",
        .version_sql = "c.version",
        .partner_sql = "a.partner_id",
        .default_sort = "number",
        .columns =
            {
                shows(integer, "number", "c.number", "Of the tranche").sorted(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "tranche", "t.code", "Its tranche").filtered(),
                shows(text, "kind", "c.kind", "Sort of condition").filtered(),
                shows(
                    text, "state", state_of_condition,
                    "computed (by the books or the calendar), open, confirmed, replaced"
                )
                    .filtered(),
                shows(text, "text", "c.text", "Title of the document, or what a person confirms"),
                shows(id, "finding", "c.finding_id", "The finding; null: all of the agreement")
                    .naming(entity::finding),
                shows(
                    percent, "percent", "c.percent",
                    "Of the advances; null: as the agreement's terms say"
                ),
                shows(date, "period_first", "c.period_first", "First day to be reported"),
                shows(date, "period_last", "c.period_last", "Last day to be reported"),
                shows(date, "day", "c.day", "The day to be reached"),
                shows(date, "set_on", "c.set_on", "When it was given"),
                shows(date, "confirmed_on", "f.confirmed_on", "Since when it is so"),
                shows(text, "confirmed_by", "u.display_name", "Who said so"),
                shows(text, "document", "f.document", "Where that is written"),
            },
        .state_sql = state_of_condition,
    };
    return declared;
}

}  // namespace tranche::persistence
