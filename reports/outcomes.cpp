// What was achieved for the money: one row per indicator, with the money of its result once. A
// parent result includes its children, and totals add top-level results only, so that nothing
// counts twice.
#include "reports/measured_results.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array result_types{
    word{"outcome", {"outcome", "effet", "efecto"}},
    word{"output", {"output", "produit", "producto"}},
    word{"impact", {"impact", "impact", "impacto"}},
    word{"other", {"other", "autre", "otro"}},
};
constexpr std::array statuses{
    word{"met", {"met", "atteint", "alcanzado"}},
    word{"on_track", {"on track", "en bonne voie", "en curso"}},
    word{"no_progress", {"no progress", "sans progrès", "sin avances"}},
    word{"not_reported", {"not reported", "non communiqué", "sin datos"}},
    word{"withheld", {"not published", "non publié", "no publicado"}},
};
constexpr std::array counted{
    word{"new", {"new", "nouveaux", "nuevos"}},
    word{"present", {"present", "présents", "presentes"}},
    word{"cumulative", {"cumulative", "cumulés", "acumulados"}},
};
constexpr std::array natures{
    word{"achievement", {"achievement", "réalisation", "logro"}},
    word{"capacity", {"capacity", "capacité", "capacidad"}},
};
constexpr std::array methods{
    word{"sum", {"sum", "somme", "suma"}},
    word{"max", {"maximum", "maximum", "máximo"}},
    word{"latest", {"latest", "dernière valeur", "último valor"}},
};

constexpr const char* status_sql =
    "case when n.id is null then null when m.withheld then 'withheld' when m.actual is null then 'not_reported'"
    " when m.achieved >= 100 then 'met' when m.achieved > 0 then 'on_track'"
    " when m.achieved is not null then 'no_progress'"
    // A target equal to the baseline asks to hold the level; there is no percentage of that.
    " when m.target = n.baseline and ((n.ascending and m.actual >= m.target)"
    " or (not n.ascending and m.actual <= m.target)) then 'met'"
    " when m.target = n.baseline then 'no_progress' end";

std::string indicator_sql(const request& asked) {
    std::string sql = title_sql(title_of::indicator, asked) + " || ' (' || case n.aggregation";
    for (const auto& one : methods) {
        sql += " when '" + std::string{one.code} + "' then '" +
            std::string{one.label.in(asked.language)} + "'";
    }
    return sql + " end || ')'";
}

std::string once(const std::string& amount) {
    return "case when m.is_first and m.budgeted then " + money_sql(amount, "i.base_currency") +
        " end";
}

std::vector<column> columns_of(const request& asked) {
    const auto language = asked.language;
    // Cost per unit means something only where one indicator stands for the whole result.
    const auto unit_cost =
        "case when m.is_only and m.is_first and m.budgeted and m.actual > 0 then " +
        money_sql("round(m.spent / m.actual)::bigint", "i.base_currency") + " end";
    return {
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
        {"result_type",
         {"Level", "Niveau", "Nivel"},
         code,
         "r.result_type",
         shown::everywhere,
         result_types},
        {"result",
         {"Result", "Résultat", "Resultado"},
         text,
         "r.code || ' ' || " + title_sql(title_of::result, asked)},
        {"indicator", {"Indicator", "Indicateur", "Indicador"}, text, indicator_sql(asked)},
        {"unit", {"Unit", "Unité", "Unidad"}, text, localised_sql("n.unit", language)},
        {"baseline",
         {"Baseline", "Valeur de départ", "Línea de base"},
         number,
         "trim_scale(n.baseline)"},
        {"target", {"Target", "Cible", "Meta"}, number, "trim_scale(m.target)"},
        {"actual", {"Actual", "Valeur réelle", "Valor real"}, number, "trim_scale(m.actual)"},
        {"achievement_percent", {"Achieved %", "Réalisé %", "Logro %"}, percent, "m.achieved"},
        {"status",
         {"Status", "Situation", "Situación"},
         code,
         status_sql,
         shown::everywhere,
         statuses},
        {"period_start", {"From", "Du", "Desde"}, date, "m.first"},
        {"period_end", {"To", "Au", "Hasta"}, date, "m.last"},
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, once("m.budget")},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, once("m.spent")},
        {"cost_per_unit", {"Cost per unit", "Coût unitaire", "Costo por unidad"}, money, unit_cost},
        {"original_target",
         {"Original target", "Cible initiale", "Meta original"},
         number,
         "trim_scale(m.original)"},
        {"counts", {"Counts", "Compte", "Cuenta"}, code, "n.counts", shown::everywhere, counted},
        {"nature",
         {"Nature", "Nature", "Naturaleza"},
         code,
         "n.nature",
         shown::everywhere,
         natures},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency", shown::not_in_csv},
        {"marks",
         {"Marks", "Mentions", "Marcas"},
         code,
         "nullif(concat_ws(' ', case when m.illustrative then 'i' end,"
         " case when m.unverified then 'r' end), '')",
         asked.reported ? shown::everywhere : shown::not_in_csv},
        {"top_level",
         {"Top level", "Premier niveau", "Primer nivel"},
         code,
         "cardinality(m.place) = 1",
         shown::nowhere},
        {"indicator_id",
         {"Indicator’s id", "Identifiant de l’indicateur", "Identificador del indicador"},
         code,
         id_sql(domain::entity::indicator, "m.indicator_id"),
         shown::in_json,
         {},
         "To be followed at /api/v1/trail/{indicator_id}"},
    };
}

constexpr trilingual money_note{
    "Budget and spent stand once per result and include the results below it; the total adds "
    "top-level"
    " results only. A project's only top-level result also carries its lines that serve no result.",
    "Budget et dépenses figurent une fois par résultat et comprennent les résultats qui en "
    "dépendent ; le"
    " total n’additionne que le premier niveau. Le seul résultat de premier niveau d’un projet "
    "porte"
    " aussi les lignes sans résultat.",
    "El presupuesto y el gasto figuran una vez por resultado e incluyen los que dependen de él; el "
    "total"
    " suma solo el primer nivel. El único resultado de primer nivel de un proyecto lleva también "
    "las"
    " partidas sin resultado.",
};
constexpr trilingual marks_note{
    "i: illustrative, made up for demonstration or published for another project.",
    "i : à titre d’exemple, inventé ou publié pour un autre projet.",
    "i: ilustrativo, inventado o publicado para otro proyecto.",
};
constexpr trilingual reported_note{
    "r: contains values that nobody has verified yet.",
    "r : contient des valeurs que personne n’a encore vérifiées.",
    "r: contiene valores que nadie ha verificado todavía.",
};
constexpr trilingual published_note{
    "Counts of persons below the fund's limit are not published.",
    "Les nombres de personnes inférieurs au seuil du fonds ne sont pas publiés.",
    "No se publican números de personas inferiores al umbral del fondo.",
};
constexpr trilingual verified_note{
    "Only verified values count.",
    "Seules les valeurs vérifiées sont prises en compte.",
    "Solo cuentan los valores verificados.",
};

plan make_plan(const request& asked) {
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    made.with = measured_results(take_conditions(made), asked, cut_of(made, asked));
    made.columns = columns_of(asked);
    made.from =
        "from measured m join result.result r on r.id = m.result_id"
        " join funding.project p on p.id = r.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " left join result.indicator n on n.id = m.indicator_id"
        " left join states s on s.project_id = p.id";
    made.order_by = "i.code, p.code, m.place, r.code, m.position, n.code";
    made.totals_by = "currency";
    made.totals_where = "top_level";
    made.totals = {
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, "sum(budget)"},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, "sum(spent)"},
    };
    made.notes = {asked.reported ? reported_note : verified_note, money_note, marks_note};
    if (is_published(asked)) made.notes.push_back(published_note);
    return made;
}

}  // namespace

report outcomes_report() {
    return {
        .name = "outcomes",
        .title = {"Outcomes", "Résultats obtenus", "Resultados obtenidos"},
        .question =
            {"What was achieved for the money?", "Qu’a-t-on obtenu avec les fonds ?",
             "¿Qué se logró con los fondos?"},
        .parameters =
            {"instrument", "project", "state", "until", "as_known_on", "period", "reading",
             "reported", "published"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::all; },
    };
}

}  // namespace tranche::reports
