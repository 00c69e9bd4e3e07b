// Donors' own categories, and projects mapped onto them.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& statement_layout_resource() {
    static const resource declared{
        .what = entity::statement_layout,
        .about = "The categories a donor wants to read spending in",
        .from =
            "funding.statement_layout x left join funding.donor d on d.id = x.donor_id"
            " left join people.user_account u on u.id = x.made_by",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "x.code", "Its name in commands and reports").sorted(),
                shows(text, "name_en", "x.name_en", "English"),
                shows(text, "name_fr", "x.name_fr", "French"),
                shows(text, "name_es", "x.name_es", "Spanish"),
                shows(text, "donor", "d.code", "Whose form it is").filtered(),
                shows(text, "source", "x.source", "The form or guideline it comes from"),
                shows(
                    json, "categories",
                    "(select json_agg(json_build_object('code', c.code, 'name_en', c.name_en,"
                    " 'name_fr', c.name_fr, 'name_es', c.name_es) order by c.number)"
                    " from funding.statement_category c where c.layout_id = x.id)",
                    "In the order of the form"
                ),
                shows(date, "made_on", "x.made_on", "When it was entered").sorted(),
                shows(text, "made_by", "u.name", "Who entered it"),
            },
    };
    return declared;
}

const resource& statement_mapping_resource() {
    static const resource declared{
        .what = entity::statement_mapping,
        .about = "A project's budget lines in a donor's categories; the newest counts",
        .from =
            "funding.statement_mapping x join funding.statement_layout l on l.id = x.layout_id"
            " join funding.project p on p.id = x.project_id"
            " left join people.user_account u on u.id = x.made_by",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-number",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "layout", "l.code", "Code of the layout").filtered(),
                shows(integer, "number", "x.number", "Counted per project and layout").sorted(),
                shows(
                    json, "lines",
                    "(select json_agg(json_build_object('budget_line', b.code, 'category', c.code)"
                    " order by c.number, b.code) from funding.statement_mapping_line m"
                    " join funding.budget_line b on b.id = m.budget_line_id"
                    " join funding.statement_category c on c.id = m.category_id"
                    " where m.mapping_id = x.id)",
                    "Which budget line belongs to which category"
                ),
                shows(text, "reason", "x.reason", "Why so"),
                shows(date, "made_on", "x.made_on", "When it was made").sorted(),
                shows(text, "made_by", "u.name", "Who made it"),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
