#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

// A version is written whole: lines that are not in the file stay as they are.
std::vector<import_step> draft_of(const import_group& group) {
    const cells blank(group.kind.columns.size());
    import_group whole{group.kind, group.rows};
    for (const auto& one : group.others) {
        whole.rows.push_back({group.rows[0].number, &blank, one, row_fate::unchanged});
    }
    const auto project = group.rows[0].given->at(group.kind.column("project")).value_or("");
    const bool is_open = group.known("version_state").value_or("approved") != "approved";
    import_step step{"create_budget_version", {{"project", project}}, {}, {}, group.rows[0].number};
    step.path_column = group.kind.column("project");
    if (is_open) {
        step.operation = "revise_budget_version";
        step.path = {{"budget_version", project + ':' + group.known("version").value_or("")}};
    }
    step.body["reason"] = group.head("reason").value_or("Imported");
    json::array lines;
    for (std::size_t i = 0; i < whole.rows.size(); ++i) {
        json::object line;
        whole.fill(line, step, i, "line", "/lines/" + std::to_string(lines.size()));
        lines.push_back(std::move(line));
    }
    step.body["lines"] = std::move(lines);
    return {step};
}

}  // namespace

import_kind budget_import() {
    using enum cell_type;
    const auto of_line = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into, .part = "line"};
    };
    return {
        .name = "budgets",
        .title = "budgets, line by line",
        .action = domain::action::draft_budgets,
        .columns =
            {{.sheet = {"project", "Project", "Projet", "Proyecto", text, true}, .is_key = true},
             {.sheet = {"code", "Budget line", "Ligne budgétaire", "Partida", text, true},
              .into = "/code",
              .part = "line",
              .is_key = true},
             {.sheet = {"reason", "Reason", "Motif", "Motivo"},
              .is_head = true,
              .is_compared = false},
             of_line(
                 {"title_en", "English title", "Titre anglais", "Título en inglés"}, "/title_en"
             ),
             of_line(
                 {"title_fr", "French title", "Titre français", "Título en francés"}, "/title_fr"
             ),
             of_line(
                 {"title_es", "Spanish title", "Titre espagnol", "Título en español"}, "/title_es"
             ),
             of_line({"kind", "Kind", "Nature", "Naturaleza"}, "/kind"),
             of_line({"category", "Category", "Catégorie", "Categoría", identifier}, "/category"),
             of_line({"phase", "Phase", "Phase du projet", "Fase"}, "/phase"),
             of_line({"result", "Result", "Résultat", "Resultado"}, "/result"),
             of_line({"quantity", "Quantity", "Quantité", "Cantidad", number}, "/quantity"),
             {.sheet = {"unit_price", "Unit price", "Prix unitaire", "Precio unitario", number},
              .into = "/unit_price/amount",
              .part = "line",
              .minor_of = "currency"},
             of_line({"currency", "Currency", "Monnaie", "Moneda"}, "/unit_price/currency"),
             of_line(
                 {"flexibility_percent", "Flexibility %", "Flexibilité %", "Flexibilidad %",
                  number},
                 "/flexibility_percent"
             ),
             {.sheet = {"version", "Version", "Version du budget", "Versión", whole_number},
              .is_compared = false},
             {.sheet = {"version_state", "State", "État", "Estado"}, .is_compared = false}},
        .group_columns = 1,
        .recorded_sql = R"(
            with v as (
                select distinct on (p.id) p.code::text as project, v.id, v.number, v.state,
                    v.currency
                  from funding.project p
                  join funding.budget_version v on v.project_id = p.id
                   and v.state in ('draft', 'submitted', 'approved')
                  where p.code = any($1::text[])
                  order by p.id, v.number desc)
            select v.project, l.code::text, null as reason, l.title_en, l.title_fr, l.title_es,
                l.kind, l.category, f.code::text as phase, r.code::text as result,
                trim_scale(n.quantity)::text as quantity, n.unit_price, v.currency::text,
                trim_scale(l.flexibility)::text as flexibility_percent,
                v.number::text as version, v.state as version_state
              from v
              join funding.budget_version_line n on n.version_id = v.id
              join funding.budget_line l on l.id = n.line_id
              left join funding.phase f on f.id = l.phase_id
              left join result.result r on r.id = l.result_id
              where $2::text[] is not null)",
        .steps = draft_of,
        .may_change = true};
}

}  // namespace tranche::server
