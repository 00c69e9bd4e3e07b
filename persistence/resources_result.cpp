#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

// A partner sees the results of the projects it has an agreement for.
constexpr std::string_view partners_of_the_project =
    "exists (select 1 from partner.agreement g where g.project_id = r.project_id and g.partner_id = ?)";

}  // namespace

const resource& result_resource() {
    static const resource declared{
        .what = entity::result,
        .about = "An outcome or output a project is to bring about",
        .from = "result.result r join funding.project p on p.id = r.project_id"
                " left join result.result o on o.id = r.parent_id",
        .id_sql = "r.id",
        .version_sql = "r.version",
        .partner_sql = partners_of_the_project,
        .default_sort = "position",
        .columns = {
            {.name = "code", .type = text, .sql = "r.code", .about = "Number in the results matrix", .filter = true, .sort = true},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "parent", .type = text, .sql = "o.code", .about = "Result it contributes to", .filter = true},
            {.name = "result_type", .type = text, .sql = "r.result_type", .about = "outcome, output, impact, other",
             .filter = true},
            {.name = "title_en", .type = text, .sql = "r.title_en", .about = "English title"},
            {.name = "title_fr", .type = text, .sql = "r.title_fr", .about = "French title"},
            {.name = "title_es", .type = text, .sql = "r.title_es", .about = "Spanish title"},
            {.name = "position", .type = integer, .sql = "r.position", .about = "Order within the project", .sort = true},
        },
        .children = {{"indicators", &indicator_resource(), "d.result_id"}},
        .search_sql = "r.title_en",
    };
    return declared;
}

const resource& indicator_resource() {
    static const resource declared{
        .what = entity::indicator,
        .about = "What is measured, in which unit and how its periods add up",
        .from = "result.indicator d join result.result r on r.id = d.result_id"
                " join funding.project p on p.id = r.project_id",
        .id_sql = "d.id",
        .version_sql = "d.version",
        .partner_sql = partners_of_the_project,
        .default_sort = "position",
        .columns = {
            {.name = "code", .type = text, .sql = "d.code", .about = "Code within its result", .filter = true, .sort = true},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "result", .type = text, .sql = "r.code", .about = "Code of its result", .filter = true},
            {.name = "title_en", .type = text, .sql = "d.title_en", .about = "English title"},
            {.name = "title_fr", .type = text, .sql = "d.title_fr", .about = "French title"},
            {.name = "title_es", .type = text, .sql = "d.title_es", .about = "Spanish title"},
            {.name = "unit_en", .type = text, .sql = "d.unit_en", .about = "English unit"},
            {.name = "unit_fr", .type = text, .sql = "d.unit_fr", .about = "French unit"},
            {.name = "unit_es", .type = text, .sql = "d.unit_es", .about = "Spanish unit"},
            {.name = "measure", .type = text, .sql = "d.measure", .about = "unit, percentage, nominal ...", .filter = true},
            {.name = "aggregation", .type = text, .sql = "d.aggregation", .about = "sum, max or latest (R56)", .filter = true},
            {.name = "ascending", .type = truth, .sql = "d.ascending", .about = "Whether more is better"},
            {.name = "baseline", .type = number, .sql = "trim_scale(d.baseline)", .about = "Value at the start"},
            {.name = "position", .type = integer, .sql = "d.position", .about = "Order within the result", .sort = true},
            {.name = "illustrative", .type = truth, .sql = "d.illustrative", .about = "Invented for the demo"},
            {.name = "note", .type = text, .sql = "d.note", .about = "Remark"},
        },
        .children = {{"targets", &target_resource(), "t.indicator_id"},
                     {"actuals", &actual_resource(), "v.indicator_id"}},
        .search_sql = "d.title_en",
    };
    return declared;
}

const resource& target_resource() {
    static const resource declared{
        .what = entity::target,
        .about = "What an indicator is to reach in a period",
        .from = "result.target t join result.indicator d on d.id = t.indicator_id"
                " join result.result r on r.id = d.result_id"
                " join funding.project p on p.id = r.project_id",
        .id_sql = "t.id",
        .version_sql = "1",
        .partner_sql = partners_of_the_project,
        .default_sort = "period_first",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "result", .type = text, .sql = "r.code", .about = "Code of the result", .filter = true},
            {.name = "indicator", .type = text, .sql = "d.code", .about = "Code of the indicator", .filter = true},
            {.name = "period_first", .type = date, .sql = "t.period_first", .about = "First day", .sort = true},
            {.name = "period_last", .type = date, .sql = "t.period_last", .about = "Last day", .sort = true},
            {.name = "value", .type = number, .sql = "trim_scale(t.value)", .about = "To be reached"},
            {.name = "set_on", .type = date, .sql = "t.set_on", .about = "Day it was set"},
            {.name = "reason", .type = text, .sql = "t.reason", .about = "Why it was changed"},
            {.name = "illustrative", .type = truth, .sql = "t.illustrative", .about = "Invented for the demo"},
        },
    };
    return declared;
}

const resource& actual_resource() {
    static const resource declared{
        .what = entity::actual,
        .about = "What an indicator measured in a period, reported by one person and verified by another",
        .from = "result.actual v join result.indicator d on d.id = v.indicator_id"
                " join result.result r on r.id = d.result_id"
                " join funding.project p on p.id = r.project_id"
                " left join people.user_account u1 on u1.id = v.reported_by"
                " left join people.user_account u2 on u2.id = v.verified_by",
        .id_sql = "v.id",
        .version_sql = "v.version",
        .partner_sql = partners_of_the_project,
        .default_sort = "period_first",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "result", .type = text, .sql = "r.code", .about = "Code of the result", .filter = true},
            {.name = "indicator", .type = text, .sql = "d.code", .about = "Code of the indicator", .filter = true},
            {.name = "period_first", .type = date, .sql = "v.period_first", .about = "First day", .sort = true},
            {.name = "period_last", .type = date, .sql = "v.period_last", .about = "Last day", .sort = true},
            {.name = "value", .type = number, .sql = "trim_scale(v.value)", .about = "Measured"},
            {.name = "disaggregation", .type = json, .sql = "v.disaggregation", .about = "The same by kind; adds up (R55)"},
            {.name = "source", .type = text, .sql = "v.source", .about = "What the figure rests on (R55)"},
            {.name = "reported_by", .type = text, .sql = "u1.name", .about = "Who reported it"},
            {.name = "reported_on", .type = date, .sql = "v.reported_on", .about = "Day of the report", .sort = true},
            {.name = "verified", .type = truth, .sql = "(v.verified_by is not null)", .about = "Seen by a second person",
             .filter = true},
            {.name = "verified_by", .type = text, .sql = "u2.name", .about = "Who verified it"},
            {.name = "verified_on", .type = date, .sql = "v.verified_on", .about = "Day of verification"},
            {.name = "evidence", .type = text, .sql = "v.evidence", .about = "What was seen"},
            {.name = "illustrative", .type = truth, .sql = "v.illustrative", .about = "Invented for the demo"},
            {.name = "note", .type = text, .sql = "v.note", .about = "Remark"},
        },
    };
    return declared;
}

}  // namespace tranche::persistence
