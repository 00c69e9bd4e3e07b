#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& budget_version_resource() {
    static const resource declared{
        .what = entity::budget_version,
        .about = "One version of a project's budget; an approved one never changes",
        .from = "funding.budget_version v join funding.project p on p.id = v.project_id",
        .id_sql = "v.id",
        .version_sql = "v.version",
        .partner_sql = closed_to_partners,
        .default_sort = "number",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(integer, "number", "v.number", "Counts up within the project").sorted(),
                shows(text, "state", "v.state", "draft, submitted, approved, withdrawn").filtered(),
                shows(text, "reason", "v.reason", "Why it was made"),
                shows(
                    money, "total",
                    "(select coalesce(sum(n.amount), 0)::bigint from funding.budget_version_line n "
                    "where n.version_id = v.id)",
                    "Sum of its lines"
                )
                    .in("v.currency"),
                shows(
                    text, "route", "coalesce(v.route, funding.budget_route(v.id))",
                    "How it comes into force: first, notice (within its lines' flexibility),"
                    " approval, amendment (another total)"
                )
                    .detailed(),
                shows(date, "submitted_on", "v.submitted_on", "Day of submission"),
                shows(date, "approved_on", "v.approved_on", "Day it came into force").sorted(),
                shows(text, "remark", "v.remark", "Why it was sent back last").detailed(),
                shows(text, "ended_reason", "v.ended_reason", "Why it was withdrawn").detailed(),
                shows(
                    json, "lines",
                    "coalesce((select json_agg(json_build_object('code', l.code, 'title_en', "
                    "l.title_en, 'kind', l.kind,"
                    " 'category', l.category, 'phase', (select s.code from funding.phase s where "
                    "s.id = l.phase_id), 'result', (select r.code from result.result r where r.id ="
                    " l.result_id), 'quantity', trim_scale(n.quantity)::text,"
                    " 'unit_price_minor', n.unit_price, 'amount_minor', n.amount) order by l.code)"
                    " from funding.budget_version_line n join funding.budget_line l on l.id = "
                    "n.line_id"
                    " where n.version_id = v.id), '[]')",
                    "Its lines; amounts in minor units of the version's currency"
                )
                    .detailed(),
            },
        .state_sql = "v.state",
        .since_sql = "coalesce(v.submitted_on, v.drafted_on)",
    };
    return declared;
}

const resource& budget_line_resource() {
    static const resource declared{
        .what = entity::budget_line,
        .about = "A budget line over all versions, with what became of its money",
        .from =
            "funding.budget_line l join funding.project p on p.id = l.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " left join result.result r on r.id = l.result_id",
        .id_sql = "l.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "l.code", "Line number").filtered().sorted(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "title_en", "l.title_en", "English title"),
                shows(text, "title_fr", "l.title_fr", "French title"),
                shows(text, "title_es", "l.title_es", "Spanish title"),
                shows(text, "kind", "l.kind", "staff, office, operational ...").filtered(),
                shows(text, "category", "l.category", "UNDG cost category").filtered(),
                shows(text, "result", "r.code", "Result it serves"),
                shows(
                    percent, "flexibility_percent", "trim_scale(l.flexibility)",
                    "How far it may bend (R21)"
                ),
                shows(
                    money, "available",
                    "coalesce((select sum(b.amount)::bigint from ledger.account a join "
                    "ledger.balance b on b.account_id = a.id"
                    " where a.owner_id = l.id and a.kind = 'budget_available'), 0)",
                    "Neither obligated nor spent"
                )
                    .in("i.base_currency"),
                shows(
                    money, "spent",
                    "coalesce((select sum(b.amount)::bigint from ledger.account a join "
                    "ledger.balance b on b.account_id = a.id"
                    " where a.owner_id = l.id and a.kind in ('spent', 'spent_direct')), 0)",
                    "Accepted or direct"
                )
                    .in("i.base_currency"),
            },
        .dated_figures = true,
    };
    return declared;
}

const resource& forecast_resource() {
    static const resource declared{
        .what = entity::forecast,
        .about = "What a project expects to spend, quarter by quarter; every version is kept",
        .from = "funding.forecast f join funding.project p on p.id = f.project_id",
        .id_sql = "f.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "made_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(integer, "number", "f.number", "Counts up within the project").sorted(),
                shows(date, "made_on", "f.made_on", "Day it was made").sorted(),
                shows(text, "reason", "f.reason", "Why, or on what it rests"),
                shows(
                    money, "total",
                    "(select coalesce(sum(n.amount), 0)::bigint from funding.forecast_amount n"
                    " where n.forecast_id = f.id)",
                    "Sum of its quarters"
                )
                    .in("f.currency"),
                shows(
                    json, "amounts",
                    "coalesce((select json_agg(json_build_object('quarter',"
                    " to_char(n.quarter_first, 'YYYY-\"Q\"Q'), 'budget_line', l.code,"
                    " 'amount_minor', n.amount) order by n.quarter_first, l.code)"
                    " from funding.forecast_amount n join funding.budget_line l on l.id = n.line_id"
                    " where n.forecast_id = f.id), '[]')",
                    "By quarter and budget line, in minor units of the project's currency"
                )
                    .detailed(),
                shows(
                    json, "explanations",
                    "coalesce((select json_agg(json_build_object('quarter',"
                    " to_char(x.quarter_first, 'YYYY-\"Q\"Q'), 'forecast_minor', x.forecast,"
                    " 'actual_minor', x.actual, 'text', x.explanation) order by x.quarter_first)"
                    " from funding.forecast_explanation x where x.forecast_id = f.id), '[]')",
                    "Why quarters that are over went otherwise, with the figures of that day"
                )
                    .detailed(),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
