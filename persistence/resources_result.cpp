#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

// A partner sees the results of the projects it has an agreement for.
constexpr std::string_view partners_of_the_project =
    "exists (select 1 from partner.agreement g where g.project_id = r.project_id and g.partner_id "
    "= ?)";

}  // namespace

const resource& result_resource() {
    static const resource declared{
        .what = entity::result,
        .about = "An outcome or output a project is to bring about",
        .from =
            "result.result r join funding.project p on p.id = r.project_id"
            " left join result.result o on o.id = r.parent_id",
        .id_sql = "r.id",
        .version_sql = "r.version",
        .partner_sql = partners_of_the_project,
        .default_sort = "position",
        .columns =
            {
                shows(text, "code", "r.code", "Number in the results matrix").filtered().sorted(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "parent", "o.code", "Result it contributes to").filtered(),
                shows(text, "result_type", "r.result_type", "outcome, output, impact, other")
                    .filtered(),
                shows(text, "title_en", "r.title_en", "English title"),
                shows(text, "title_fr", "r.title_fr", "French title"),
                shows(text, "title_es", "r.title_es", "Spanish title"),
                shows(integer, "position", "r.position", "Order within the project").sorted(),
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
        .from =
            "result.indicator d join result.result r on r.id = d.result_id"
            " join funding.project p on p.id = r.project_id",
        .id_sql = "d.id",
        .version_sql = "d.version",
        .partner_sql = partners_of_the_project,
        .default_sort = "position",
        .columns =
            {
                shows(text, "code", "d.code", "Code within its result").filtered().sorted(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "result", "r.code", "Code of its result").filtered(),
                shows(text, "title_en", "d.title_en", "English title"),
                shows(text, "title_fr", "d.title_fr", "French title"),
                shows(text, "title_es", "d.title_es", "Spanish title"),
                shows(text, "unit_en", "d.unit_en", "English unit"),
                shows(text, "unit_fr", "d.unit_fr", "French unit"),
                shows(text, "unit_es", "d.unit_es", "Spanish unit"),
                shows(text, "measure", "d.measure", "unit, percentage, nominal ...").filtered(),
                shows(text, "aggregation", "d.aggregation", "sum, max or latest (R56)").filtered(),
                shows(text, "counts", "d.counts", "new, present, cumulative; of units").filtered(),
                shows(text, "nature", "d.nature", "achievement or capacity (R57)").filtered(),
                shows(
                    truth, "counts_people", "d.counts_people",
                    "Whether small figures are not published (R63)"
                ),
                shows(
                    json, "categories", "to_jsonb(d.categories)",
                    "Kinds its values are broken down by; null: any"
                ),
                shows(truth, "ascending", "d.ascending", "Whether more is better"),
                shows(number, "baseline", "trim_scale(d.baseline)", "Value at the start"),
                shows(integer, "position", "d.position", "Order within the result").sorted(),
                shows(truth, "illustrative", "d.illustrative", "Invented for the demo"),
                shows(text, "note", "d.note", "Remark"),
            },
        .children =
            {{"targets", &target_resource(), "t.indicator_id"},
             {"actuals", &actual_resource(), "v.indicator_id"}},
        .search_sql = "d.title_en",
    };
    return declared;
}

const resource& target_resource() {
    static const resource declared{
        .what = entity::target,
        .about = "What an indicator is to reach in a period",
        .from =
            "result.target t join result.indicator d on d.id = t.indicator_id"
            " join result.result r on r.id = d.result_id"
            " join funding.project p on p.id = r.project_id",
        .id_sql = "t.id",
        .version_sql = "1",
        .partner_sql = partners_of_the_project,
        .default_sort = "period_first",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "result", "r.code", "Code of the result").filtered(),
                shows(text, "indicator", "d.code", "Code of the indicator").filtered(),
                shows(date, "period_first", "t.period_first", "First day").sorted(),
                shows(date, "period_last", "t.period_last", "Last day").sorted(),
                shows(number, "value", "trim_scale(t.value)", "To be reached"),
                shows(date, "set_on", "t.set_on", "Day it was set"),
                shows(text, "reason", "t.reason", "Why it was changed"),
                shows(truth, "illustrative", "t.illustrative", "Invented for the demo"),
            },
    };
    return declared;
}

const resource& actual_resource() {
    static const resource declared{
        .what = entity::actual,
        .about =
            "What an indicator measured in a period, reported by one person and verified by "
            "another",
        .from =
            "result.actual v join result.indicator d on d.id = v.indicator_id"
            " join result.result r on r.id = d.result_id"
            " join funding.project p on p.id = r.project_id"
            " left join people.user_account u1 on u1.id = v.reported_by"
            " left join people.user_account u2 on u2.id = v.verified_by"
            " left join people.user_account u3 on u3.id = v.returned_by",
        .id_sql = "v.id",
        .version_sql = "v.version",
        .partner_sql = partners_of_the_project,
        .default_sort = "period_first",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "result", "r.code", "Code of the result").filtered(),
                shows(text, "indicator", "d.code", "Code of the indicator").filtered(),
                shows(date, "period_first", "v.period_first", "First day").sorted(),
                shows(date, "period_last", "v.period_last", "Last day").sorted(),
                shows(number, "value", "trim_scale(v.value)", "Measured"),
                shows(
                    json, "disaggregation", "v.disaggregation", "The same by kind; adds up (R55)"
                ),
                shows(text, "source", "v.source", "What the figure rests on (R55)"),
                shows(text, "reported_by", "u1.name", "Who reported it"),
                shows(date, "reported_on", "v.reported_on", "Day of the report").sorted(),
                shows(truth, "verified", "(v.verified_by is not null)", "Seen by a second person")
                    .filtered(),
                shows(text, "verified_by", "u2.name", "Who verified it"),
                shows(date, "verified_on", "v.verified_on", "Day of verification"),
                shows(text, "evidence", "v.evidence", "What was seen"),
                shows(
                    truth, "counts", "(v.returned_by is null)",
                    "False once it was taken back: it counts no more"
                )
                    .filtered(),
                shows(text, "returned_by", "u3.name", "Who took it back"),
                shows(date, "returned_on", "v.returned_on", "Day it was taken back"),
                shows(text, "return_reason", "v.return_reason", "What was wrong with it"),
                shows(truth, "illustrative", "v.illustrative", "Invented for the demo"),
                shows(text, "note", "v.note", "Remark"),
            },
        .state_sql =
            "case when v.returned_by is not null then 'returned'"
            " when v.verified_by is null then 'reported' else 'verified' end",
        .since_sql = "v.reported_on",
    };
    return declared;
}

}  // namespace tranche::persistence
