// All projects at a glance: money, time and results side by side. What nobody reported is unknown,
// not zero, and no percentage is made of it.
#include "reports/measured_results.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array flags{
    word{
        "spent_not_achieved",
        {"spent, little achieved", "dépensé, peu réalisé", "gastado, poco logrado"}},
    word{
        "spent_not_reported",
        {"spent, nothing reported", "dépensé, rien communiqué", "gastado, sin datos"}},
    word{"over_budget", {"over budget", "dépassement", "exceso"}},
    word{"past_its_end", {"past its end", "échéance dépassée", "plazo vencido"}},
};

constexpr std::array states{
    word{"concept", {"concept", "note conceptuelle", "nota conceptual"}},
    word{"proposal_draft", {"proposal in draft", "proposition en projet", "propuesta en borrador"}},
    word{"submitted", {"submitted", "soumis", "presentado"}},
    word{"ro_endorsed", {"endorsed", "avalisé", "avalado"}},
    word{"fund_review", {"in review", "en examen", "en examen"}},
    word{"approved", {"approved", "approuvé", "aprobado"}},
    word{"declined", {"declined", "refusé", "rechazado"}},
    word{"retained", {"retained", "en réserve", "en reserva"}},
    word{"allocated", {"allocated", "financé", "financiado"}},
    word{"active", {"active", "en cours", "en curso"}},
    word{"suspended", {"suspended", "suspendu", "suspendido"}},
    word{"terminated", {"terminated", "résilié", "rescindido"}},
    word{
        "activities_completed",
        {"activities completed", "activités achevées", "actividades concluidas"}},
    word{"financially_closed", {"closed", "clos", "cerrado"}},
};

std::string with_clauses(
    const std::string& scope, const request& asked, const persistence::cut_sql& cut
) {
    std::string out = measured_results(scope, asked, cut);
    out += ", given as (";
    out += persistence::at_cut(
        "select scope.id as project_id,"
        " coalesce(sum(c.base_amount) filter (where c.measure = 'allocated'), 0)::bigint as allocated,"
        " coalesce(sum(c.base_amount) filter (where c.measure = 'disbursed'), 0)::bigint as disbursed,"
        " coalesce(sum(c.base_amount) filter (where c.measure = 'refunded'), 0)::bigint as refunded,"
        " coalesce(sum(c.base_amount) filter (where c.measure = 'returned'), 0)::bigint as returned"
        " from scope join ledger.cell c on c.project_id = scope.id group by scope.id",
        cut
    );
    // Each indicator counts alike, between nothing and its target: ten times one target does not
    // make up for another that was missed.
    out +=
        "), reached_of as (select r.project_id, count(m.indicator_id) as indicators,"
        " count(m.actual) as with_actual,"
        " round(avg(greatest(least(m.achieved, 100), 0)), 2) as achieved"
        " from measured m join result.result r on r.id = m.result_id group by r.project_id),"
        " money_of as (select l.project_id, sum(l.budget)::bigint as budget,"
        " sum(l.spent)::bigint as spent, sum(l.obligated)::bigint as obligated"
        " from lines l group by l.project_id)";
    return out;
}

// The share of its days that have gone by on the day the report looks at.
std::string elapsed_sql(const std::string& day) {
    return "case when p.end_on >= p.start_on then round(100 * least(greatest(" + day +
        " - p.start_on + 1, 0), p.end_on - p.start_on + 1)::numeric"
        " / (p.end_on - p.start_on + 1), 2) end";
}

std::string flag_sql(const std::string& day) {
    return "case when m.spent > m.budget then 'over_budget'"
           // Amounts are compared, not rounded percentages.
           " when 100 * m.spent >= t.flag_spent_percent * m.budget and a.indicators > 0 and a.with_actual = 0"
           " then 'spent_not_reported'"
           " when 100 * m.spent >= t.flag_spent_percent * m.budget"
           " and a.achieved <= t.flag_achieved_percent then 'spent_not_achieved'"
           " when p.state in ('active', 'suspended') and p.end_on < " +
        day + " then 'past_its_end' end";
}

void add_money(plan& made) {
    const auto amount = [&](std::string_view stem, trilingual label, const std::string& minor) {
        made.columns.push_back({stem, label, money, money_sql(minor, "i.base_currency")});
    };
    amount("allocated", {"Allocated", "Alloué", "Asignado"}, "g.allocated");
    amount("budget", {"Budget", "Budget", "Presupuesto"}, "m.budget");
    amount("obligated", {"Obligated", "Engagé", "Comprometido"}, "m.obligated");
    amount(
        "disbursed", {"Disbursed, net", "Décaissé, net", "Desembolsado, neto"},
        "(g.disbursed - g.refunded)"
    );
    amount("spent", {"Spent", "Dépensé", "Gastado"}, "m.spent");
    amount("returned", {"Returned", "Restitué", "Devuelto"}, "g.returned");
}

plan make_plan(const request& asked) {
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    const auto cut = cut_of(made, asked);
    const auto scope = take_conditions(made);
    const std::string day =
        cut.until.empty() ? "(clock_timestamp() at time zone 'UTC')::date" : cut.until;
    made.with = with_clauses(scope, asked, cut);
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"project_title",
         {"Project title", "Intitulé du projet", "Título del proyecto"},
         text,
         title_sql(title_of::project, asked)},
        {"beneficiary_states",
         {"Beneficiary States", "États bénéficiaires", "Estados beneficiarios"},
         code,
         "s.codes[cardinality(s.codes)]"},
        {"project_type", {"Type", "Type", "Tipo"}, code, "p.project_type"},
        {"project_state", {"State", "État", "Estado"}, code, "p.state", shown::everywhere, states},
        {"start_on", {"Start", "Début", "Inicio"}, date, "p.start_on"},
        {"end_on", {"End", "Fin", "Fin"}, date, "p.end_on"}};
    add_money(made);
    made.columns.insert(
        made.columns.end(),
        {{"burn_percent",
          {"Burn %", "Exécution %", "Ejecución %"},
          percent,
          "round(100 * m.spent::numeric / nullif(m.budget, 0), 2)"},
         {"elapsed_percent", {"Time %", "Temps %", "Tiempo %"}, percent, elapsed_sql(day)},
         {"achieved_percent", {"Achieved %", "Réalisé %", "Logro %"}, percent, "a.achieved"},
         {"indicators", {"Indicators", "Indicateurs", "Indicadores"}, integer, "a.indicators"},
         {"reported", {"Reported", "Communiqués", "Con datos"}, integer, "a.with_actual"},
         {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"},
         {"flag", {"Flag", "Alerte", "Alerta"}, code, flag_sql(day), shown::everywhere, flags}}
    );
    made.from =
        "from scope join funding.project p on p.id = scope.id"
        " join funding.instrument i on i.id = p.instrument_id"
        " left join lateral (select x.flag_spent_percent, x.flag_achieved_percent"
        " from funding.instrument_terms x where x.instrument_id = i.id and x.valid_from <= " +
        day +
        " order by x.valid_from desc limit 1) t on true"
        " left join given g on g.project_id = p.id left join money_of m on m.project_id = p.id"
        " left join reached_of a on a.project_id = p.id left join states s on s.project_id = p.id";
    made.order_by = "i.code, p.code";
    made.totals_by = "currency";
    made.totals = {
        {"allocated", {"Allocated", "Alloué", "Asignado"}, money, "sum(allocated)"},
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, "sum(budget)"},
        {"obligated", {"Obligated", "Engagé", "Comprometido"}, money, "sum(obligated)"},
        {"disbursed",
         {"Disbursed, net", "Décaissé, net", "Desembolsado, neto"},
         money,
         "sum(disbursed)"},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, "sum(spent)"},
        {"returned", {"Returned", "Restitué", "Devuelto"}, money, "sum(returned)"},
    };
    return made;
}

}  // namespace

report portfolio_report() {
    return {
        .name = "portfolio",
        .title = {"Portfolio", "Portefeuille", "Cartera"},
        .question =
            {"Where do all projects stand in money, time and results?",
             "Où en sont tous les projets en fonds, en temps et en résultats ?",
             "¿Cómo van todos los proyectos en fondos, tiempo y resultados?"},
        .parameters =
            {"instrument", "project", "state", "until", "as_known_on", "period", "reading",
             "reported"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
