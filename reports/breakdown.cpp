// Who was reached, by kind: what indicators measured, broken down. As the public and donors read
// it, a small figure is withheld, and never alone (R63).
#include "reports/measured_results.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

// One row per value and kind: (actual_id, category, value, hidden).
std::string cells_sql(const request& asked) {
    if (asked.donor)
        return "select c.actual_id, c.category, c.value, c.hidden from donor.published_cell c";
    if (asked.published) {
        return "select c.actual_id, c.category, c.value, c.hidden from result.published_cell c";
    }
    return "select v.id as actual_id, c.key as category, c.value::numeric, false as hidden"
           " from result.actual v cross join jsonb_each_text(v.disaggregation) c";
}

std::string with_clauses(
    const std::string& scope, const request& asked, const persistence::cut_sql& cut
) {
    std::string out = "with scope as (select p.id from funding.project p where " + scope +
        "), states as (" + states_by_day + "), cells as (" + cells_sql(asked) +
        "), measured as (select v.indicator_id, v.period_first, v.period_last, v.verified_by,"
        " v.illustrative, c.category, c.value, c.hidden from (" +
        values_within(cut) + ") v join cells c on c.actual_id = v.id";
    if (!asked.reported) out += " where v.verified_by is not null";
    out +=
        "), counted as (select w.indicator_id, w.category, case when not bool_or(w.hidden) then " +
        std::string{by_its_method} +
        " end as value, bool_or(w.hidden) as hidden, bool_or(w.verified_by is null) as unverified,"
        " bool_or(w.illustrative) as illustrative, max(w.period_last) as until from (" +
        longest_periods("measured", "category") +
        ") w join result.indicator n on n.id = w.indicator_id group by w.indicator_id, w.category)";
    return out;
}

constexpr trilingual withheld_note{
    "x: withheld. What is small in one period is withheld in all, together with another kind, so that "
    "no subtraction gives it away; kinds the indicator does not name and protection projects are left "
    "out.",
    "x : non publié. Ce qui est petit dans une période est tu dans toutes, avec une autre catégorie, pour "
    "qu’aucune soustraction ne le révèle ; les catégories que l’indicateur ne nomme pas et les projets de "
    "protection sont omis.",
    "x: no publicado. Lo que es pequeño en un período se omite en todos, junto con otra categoría, para "
    "que ninguna resta lo revele; se omiten las categorías que el indicador no nombra y los proyectos de "
    "protección.",
};
constexpr trilingual marks_note{
    "i: illustrative; r: contains values that nobody has verified yet.",
    "i : à titre d’exemple ; r : contient des valeurs que personne n’a encore vérifiées.",
    "i: ilustrativo; r: contiene valores que nadie ha verificado todavía.",
};

plan make_plan(const request& asked) {
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    const auto cut = cut_of(made, asked);
    made.with = with_clauses(take_conditions(made), asked, cut);
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
        {"result",
         {"Result", "Résultat", "Resultado"},
         text,
         "r.code || ' ' || " + title_sql(title_of::result, asked)},
        {"indicator",
         {"Indicator", "Indicateur", "Indicador"},
         text,
         title_sql(title_of::indicator, asked)},
        {"unit", {"Unit", "Unité", "Unidad"}, text, localised_sql("n.unit", asked.language)},
        {"category", {"Kind", "Catégorie", "Categoría"}, text, "m.category"},
        {"actual", {"Actual", "Valeur réelle", "Valor real"}, number, "trim_scale(m.value)"},
        {"measured_until", {"Measured until", "Mesuré jusqu’au", "Medido hasta"}, date, "m.until"},
        {"marks",
         {"Marks", "Mentions", "Marcas"},
         code,
         "nullif(concat_ws(' ', case when m.illustrative then 'i' end,"
         " case when m.unverified then 'r' end, case when m.hidden then 'x' end), '')"}};
    made.from =
        "from counted m join result.indicator n on n.id = m.indicator_id"
        " join result.result r on r.id = n.result_id join scope on scope.id = r.project_id"
        " join funding.project p on p.id = r.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " left join states s on s.project_id = p.id";
    made.order_by = "i.code, p.code, r.code, n.position, n.code, m.category collate \"C\"";
    made.notes = {marks_note};
    if (is_published(asked)) made.notes.push_back(withheld_note);
    return made;
}

}  // namespace

report breakdown_report() {
    return {
        .name = "breakdown",
        .title = {"Outcomes by kind", "Résultats par catégorie", "Resultados por categoría"},
        .question =
            {"Who and what was reached, by kind?", "Qui et quoi, par catégorie ?",
             "¿A quiénes y qué se alcanzó, por categoría?"},
        .parameters =
            {"instrument", "project", "state", "until", "as_known_on", "period", "reading",
             "reported", "published"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::all; },
    };
}

}  // namespace tranche::reports
