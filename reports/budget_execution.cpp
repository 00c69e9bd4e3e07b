// Budget against money obligated and spent, line by line, from kept balances. Exchange differences,
// interest and debts written off stand on rows of their own: they bought nothing a line is for.
#include "reports/counted_forecasts.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array notices{
    word{
        "over_budget_within_flexibility",
        {"over budget, within flexibility", "dépassement admis par la souplesse",
         "exceso admitido por la flexibilidad"}},
    word{"over_budget", {"over budget", "dépassement", "exceso"}},
};

// The rows below a project's lines; a loss is spent, interest lowers what was spent.
constexpr std::string_view other_rows =
    "select c.project_id, c.measure,"
    " (case c.measure when 'interest' then -1 else 1 end * sum(c.base_amount))::bigint as spent"
    " from scope join ledger.cell c on c.project_id = scope.id"
    " where c.measure in ('exchange_difference', 'interest', 'written_off')"
    " group by c.project_id, c.measure having sum(c.base_amount) <> 0";

std::string other_title(domain::language language) {
    std::string sql = "case o.measure";
    constexpr std::array titles{
        word{
            "exchange_difference",
            {"Exchange difference", "Différence de change", "Diferencia de cambio"}},
        word{
            "interest",
            {"Interest earned by partners", "Intérêts perçus par les partenaires",
             "Intereses percibidos por los asociados"}},
        word{
            "written_off",
            {"Debts written off", "Créances passées en pertes", "Cancelaciones contables"}},
    };
    for (const auto& one : titles) {
        sql += " when '" + std::string{one.code} + "' then '" +
            std::string{one.label.in(language)} + "'";
    }
    return sql + " end";
}

std::string with_clauses(
    const std::string& scope, domain::language language, const persistence::cut_sql& cut
) {
    const std::string day =
        cut.until.empty() ? "(clock_timestamp() at time zone 'UTC')::date" : cut.until;
    std::string out =
        "with scope as (select p.id from funding.project p where " + scope + "), lines as (";
    out += budget_lines_in_scope(cut);
    out += "), others as (";
    out += persistence::at_cut(other_rows, cut);
    // What is still to come by the forecasts: of quarters that have not begun.
    out += "), counted as (" + counted_forecasts("", cut) +
        "), ahead as (select x.line_id, sum(x.amount)::bigint as amount from counted c"
        " join funding.forecast_amount x on x.forecast_id = c.forecast_id"
        " and x.quarter_first = c.quarter_first where c.quarter_first > " +
        day + " group by x.line_id";
    out += "), listed as (select l.id, l.project_id, 0 as place, " + line_order_sql("l.code") +
        " as sorted, l.code, " + localised_sql("b.title", language) +
        " as title, l.kind,"
        " c.code as category, " +
        localised_sql("c.name", language) +
        " as category_name,"
        " r.code as result, coalesce(l.budget, 0) as budget, l.obligated, l.spent, l.flexibility,"
        " ph.code as phase, l.spent_office, f.amount as ahead"
        " from lines l join funding.budget_line b on b.id = l.id join reference.cost_category c on c.code = l.category"
        " left join result.result r on r.id = l.result_id"
        " left join funding.phase ph on ph.id = b.phase_id left join ahead f on f.line_id = l.id"
        " union all select null, o.project_id, 1, array[o.measure], null, " +
        other_title(language) +
        ", o.measure, null, null, null, null, null, o.spent, null, null, null, null from others o)";
    return out;
}

constexpr const char* notice_sql =
    "case when x.budget is null or x.spent <= x.budget then null"
    // Amounts are compared, not rounded percentages (R21).
    " when 100 * (x.spent - x.budget) <= x.flexibility * x.budget then "
    "'over_budget_within_flexibility'"
    " else 'over_budget' end";

plan make_plan(const request& asked) {
    const auto amount = [](const std::string& minor) {
        return money_sql(minor, "i.base_currency");
    };
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    made.with = with_clauses(take_conditions(made), asked.language, cut_of(made, asked));
    made.columns = {
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "x.code"},
        {"title", {"Title", "Intitulé", "Título"}, text, "x.title"},
        {"kind", {"Kind", "Nature", "Tipo"}, code, "x.kind", shown::everywhere, budget_line_kinds},
        {"category", {"Category", "Catégorie", "Categoría"}, code, "x.category"},
        {"result", {"Result", "Résultat", "Resultado"}, code, "x.result"},
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, amount("x.budget")},
        {"obligated", {"Obligated", "Engagé", "Comprometido"}, money, amount("x.obligated")},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, amount("x.spent")},
        {"balance", {"Balance", "Solde", "Saldo"}, money, amount("x.budget - x.spent")},
        {"burn_percent",
         {"Burn %", "Exécution %", "Ejecución %"},
         percent,
         "round(100 * x.spent::numeric / nullif(x.budget, 0), 2)"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"},
        {"notice", {"Notice", "Remarque", "Aviso"}, code, notice_sql, shown::everywhere, notices},
        {"phase", {"Phase", "Phase", "Fase"}, code, "x.phase"},
        {"accepted",
         {"Accepted from partners", "Accepté des partenaires", "Aceptado de asociados"},
         money,
         amount("x.spent - x.spent_office")},
        {"spent_by_office",
         {"Spent by the office", "Dépensé par le bureau", "Gastado por la oficina"},
         money,
         amount("x.spent_office")},
        {"forecast",
         {"Forecast, quarters to come", "Prévu, trimestres à venir",
          "Previsto, trimestres por venir"},
         money,
         amount("x.ahead")},
        {"variance",
         {"Variance at the end", "Écart final", "Desviación final"},
         money,
         amount("x.budget - x.spent - x.ahead")},
        {"category_name",
         {"Category name", "Nom de la catégorie", "Nombre de la categoría"},
         text,
         "x.category_name",
         shown::in_json},
        {"budget_line_id",
         {"Line’s id", "Identifiant de la ligne", "Identificador de la partida"},
         code,
         id_sql(domain::entity::budget_line, "x.id"),
         shown::in_json,
         {},
         "To be followed at /api/v1/trail/{budget_line_id}"},
    };
    made.from =
        "from listed x join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id";
    made.order_by = "i.code, p.code, x.place, x.sorted";
    made.totals_by = "currency";
    made.totals = {
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, "sum(budget)"},
        {"obligated", {"Obligated", "Engagé", "Comprometido"}, money, "sum(obligated)"},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, "sum(spent)"},
        {"balance", {"Balance", "Solde", "Saldo"}, money, "sum(budget) - sum(spent)"},
        {"burn_percent",
         {"Burn %", "Exécution %", "Ejecución %"},
         percent,
         "round(100 * sum(spent) / nullif(sum(budget), 0), 2)"},
        {"forecast",
         {"Forecast, quarters to come", "Prévu, trimestres à venir",
          "Previsto, trimestres por venir"},
         money,
         "sum(forecast)"},
        // R15: of the budget.
        {"staff_office_percent",
         {"Staff and office %", "Personnel et bureau %", "Personal y oficina %"},
         percent,
         "round(100 * sum(budget) filter (where kind in ('staff', 'office')) / nullif(sum(budget), 0), 2)"},
    };
    return made;
}

}  // namespace

report budget_execution_report() {
    return {
        .name = "budget-execution",
        .title = {"Budget execution", "Exécution du budget", "Ejecución del presupuesto"},
        .question =
            {"How much of each budget line is obligated and spent?",
             "Quelle part de chaque ligne budgétaire est engagée et dépensée ?",
             "¿Cuánto de cada partida está comprometido y gastado?"},
        .parameters =
            {"instrument", "project", "state", "until", "as_known_on", "period", "reading"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
