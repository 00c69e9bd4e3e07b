// Forecast against what was spent, by quarter and budget line. Of each quarter the last forecast
// made before it was over counts, or the one asked for.
#include "reports/counted_forecasts.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

// Spent by line and quarter within the cut, for quarters that any counted forecast names.
constexpr std::string_view spent_by_quarter =
    "select l.project_id, l.id as line_id, date_trunc('quarter', e.effective_on::timestamp)::date as"
    " quarter_first, sum(g.base_amount)::bigint as actual"
    " from scope join funding.budget_line l on l.project_id = scope.id"
    " join ledger.account a on a.owner_id = l.id and a.kind in ('spent', 'spent_direct')"
    " join ledger.posting g on g.account_id = a.id join ledger.entry e on e.id = g.entry_id";

std::string with_clauses(
    const std::string& scope, const std::string& number, const persistence::cut_sql& cut
) {
    std::string out = "with scope as (select p.id from funding.project p where " + scope + "),";
    out += " counted as (" + counted_forecasts(number, cut) + "), spent as (";
    out += spent_by_quarter;
    if (cut.is_cut()) out += " where " + persistence::within(cut, "e");
    out +=
        " group by 1, 2, 3), listed as (select c.project_id, c.quarter_first, c.number, c.made_on,"
        " coalesce(x.line_id, s.line_id) as line_id, coalesce(x.amount, 0) as forecast,"
        " coalesce(s.actual, 0) as actual"
        " from counted c cross join lateral (select id as any_line from funding.budget_line b"
        " where b.project_id = c.project_id) l"
        " left join funding.forecast_amount x on x.forecast_id = c.forecast_id"
        " and x.quarter_first = c.quarter_first and x.line_id = l.any_line"
        " left join spent s on s.project_id = c.project_id and s.quarter_first = c.quarter_first"
        " and s.line_id = l.any_line"
        " where x.line_id is not null or s.line_id is not null)";
    return out;
}

plan make_plan(const request& asked) {
    const auto amount = [](const std::string& minor) {
        return money_sql(minor, "i.base_currency");
    };
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    const auto number = asked.forecast ? made.bind(*asked.forecast, "bigint") : std::string{};
    const auto cut = cut_of(made, asked);
    made.with = with_clauses(take_conditions(made), number, cut);
    made.columns = {
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"quarter",
         {"Quarter", "Trimestre", "Trimestre"},
         code,
         "to_char(x.quarter_first, 'YYYY-\"Q\"Q')"},
        {"forecast_number", {"Forecast", "Prévision", "Previsión"}, integer, "x.number"},
        {"made_on", {"Made on", "Faite le", "Hecha el"}, date, "x.made_on"},
        {"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "l.code"},
        {"title", {"Title", "Intitulé", "Título"}, text, localised_sql("l.title", asked.language)},
        {"forecast", {"Forecast", "Prévu", "Previsto"}, money, amount("x.forecast")},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, amount("x.actual")},
        {"variance", {"Variance", "Écart", "Desviación"}, money, amount("x.actual - x.forecast")},
        {"variance_percent",
         {"Variance %", "Écart %", "Desviación %"},
         percent,
         "round(100 * (x.actual - x.forecast)::numeric / nullif(x.forecast, 0), 2)"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"},
        {"explanation",
         {"Explanation", "Explication", "Explicación"},
         text,
         "(select string_agg(w.explanation, ' ' order by f.number) from funding.forecast_explanation w"
         " join funding.forecast f on f.id = w.forecast_id where f.project_id = x.project_id"
         " and w.quarter_first = x.quarter_first" +
             (cut.as_known_on.empty() ? "" : " and f.made_on <= " + cut.as_known_on) + ")"},
    };
    made.from =
        "from listed x join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join funding.budget_line l on l.id = x.line_id";
    made.order_by = "i.code, p.code, x.quarter_first, " + line_order_sql("l.code");
    made.totals_by = "currency";
    made.totals = {
        {"forecast", {"Forecast", "Prévu", "Previsto"}, money, "sum(forecast)"},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, "sum(spent)"},
        {"variance", {"Variance", "Écart", "Desviación"}, money, "sum(variance)"},
        {"variance_percent",
         {"Variance %", "Écart %", "Desviación %"},
         percent,
         "round(100 * sum(variance) / nullif(sum(forecast), 0), 2)"},
    };
    return made;
}

}  // namespace

report forecast_report() {
    return {
        .name = "forecast",
        .title = {"Forecast and expenditure", "Prévisions et dépenses", "Previsiones y gastos"},
        .question =
            {"What was to be spent in each quarter, what was, and why not?",
             "Que devait-on dépenser chaque trimestre, qu’a-t-on dépensé, et pourquoi ?",
             "¿Qué se iba a gastar cada trimestre, qué se gastó y por qué?"},
        .parameters =
            {"instrument", "project", "state", "forecast", "until", "as_known_on", "period",
             "reading"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
