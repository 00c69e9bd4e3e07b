#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

std::vector<import_step> create_result_of(const import_group& group) {
    const auto project = group.cell(0, "project").value_or("");
    import_step step{"create_result", {{"project", project}}, {}, {}, group.rows[0].number};
    step.path_column = group.kind.column("project");
    group.fill(step.body, step, 0, "result");
    json::array indicators;
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        json::object one;
        group.fill(one, step, i, "indicator", "/indicators/" + std::to_string(indicators.size()));
        indicators.push_back(std::move(one));
    }
    step.body["indicators"] = std::move(indicators);
    return {step};
}

std::vector<import_column> columns_of_indicator() {
    using enum cell_type;
    const auto of_result = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into, .part = "result", .is_head = true};
    };
    const auto of_indicator = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into, .part = "indicator"};
    };
    return {
        {.sheet = {"project", "Project", "Projet", "Proyecto", text, true}, .is_key = true},
        {.sheet = {"result", "Result", "Résultat", "Resultado", text, true},
         .into = "/code",
         .part = "result",
         .is_key = true},
        {.sheet = {"code", "Indicator", "Indicateur", "Indicador", text, true},
         .into = "/code",
         .part = "indicator",
         .is_key = true},
        of_result({"result_type", "Level", "Niveau", "Nivel"}, "/result_type"),
        of_result({"parent", "Part of", "Fait partie de", "Forma parte de"}, "/parent"),
        of_result(
            {"result_en", "Result in English", "Résultat en anglais", "Resultado en inglés"},
            "/title_en"
        ),
        of_result(
            {"result_fr", "Result in French", "Résultat en français", "Resultado en francés"},
            "/title_fr"
        ),
        of_result(
            {"result_es", "Result in Spanish", "Résultat en espagnol", "Resultado en español"},
            "/title_es"
        ),
        of_indicator(
            {"title_en", "English title", "Titre anglais", "Título en inglés"}, "/title_en"
        ),
        of_indicator(
            {"title_fr", "French title", "Titre français", "Título en francés"}, "/title_fr"
        ),
        of_indicator(
            {"title_es", "Spanish title", "Titre espagnol", "Título en español"}, "/title_es"
        ),
        of_indicator({"unit_en", "Unit", "Unité en anglais", "Unidad en inglés"}, "/unit_en"),
        of_indicator({"unit_fr", "Unit in French", "Unité", "Unidad en francés"}, "/unit_fr"),
        of_indicator({"unit_es", "Unit in Spanish", "Unité en espagnol", "Unidad"}, "/unit_es"),
        of_indicator({"measure", "Measure", "Mesure", "Medida"}, "/measure"),
        of_indicator(
            {"aggregation", "Adds up by", "S'agrège par", "Se agrega por"}, "/aggregation"
        ),
        of_indicator({"counts", "Counts", "Compte", "Cuenta"}, "/counts"),
        of_indicator({"nature", "Nature", "Nature", "Naturaleza"}, "/nature"),
        of_indicator(
            {"counts_people", "Counts people", "Compte des personnes", "Cuenta personas", flag},
            "/counts_people"
        ),
        of_indicator(
            {"ascending", "More is better", "Plus vaut mieux", "Más es mejor", flag}, "/ascending"
        ),
        of_indicator(
            {"baseline", "Baseline", "Base de référence", "Línea de base", number}, "/baseline"
        ),
        of_indicator({"target", "Target", "Cible", "Meta", number}, "/target/value"),
        of_indicator(
            {"target_first", "Target from", "Cible du", "Meta desde", day}, "/target/period_first"
        ),
        of_indicator(
            {"target_last", "Target until", "Cible jusqu'au", "Meta hasta", day},
            "/target/period_last"
        ),
        of_indicator(
            {"illustrative", "Illustrative", "Illustratif", "Ilustrativo", flag}, "/illustrative"
        ),
        of_indicator({"note", "Note", "Remarque", "Nota"}, "/note")};
}

}  // namespace

import_kind indicator_import() {
    return {
        .name = "indicators",
        .title = "results with their indicators and targets",
        .action = domain::action::manage_results,
        .columns = columns_of_indicator(),
        .group_columns = 2,
        .recorded_sql = R"(
            select p.code::text as project, r.code::text as result, d.code::text, r.result_type,
                u.code::text as parent, r.title_en as result_en, r.title_fr as result_fr,
                r.title_es as result_es, d.title_en, d.title_fr, d.title_es, d.unit_en, d.unit_fr,
                d.unit_es, d.measure, d.aggregation, d.counts, d.nature, d.counts_people::text,
                d.ascending::text,
                trim_scale(d.baseline)::text as baseline, trim_scale(t.value)::text as target,
                t.period_first::text as target_first, t.period_last::text as target_last,
                d.illustrative::text, d.note
              from unnest($1::text[], $2::text[], $3::text[]) as k(project, result, code)
              join funding.project p on p.code = k.project
              join result.result r on r.project_id = p.id
               and r.code = k.result
              join result.indicator d on d.result_id = r.id
               and d.code = k.code
              left join result.result u on u.id = r.parent_id
              left join lateral (select o.value, o.period_first, o.period_last
                  from result.target o where o.indicator_id = d.id
                  order by o.set_on, o.id limit 1) t on true)",
        .steps = create_result_of};
}

}  // namespace tranche::server
