// Two versions of a budget line by line, with who made and who decided them, and why. Without
// numbers: the newest version against the one in force before it.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array marks{
    word{"unchanged", {"unchanged", "inchangé", "sin cambio"}},
    word{"within", {"within flexibility", "dans la souplesse", "dentro de la flexibilidad"}},
    word{
        "beyond", {"beyond flexibility", "au-delà de la souplesse", "más allá de la flexibilidad"}},
    word{"new", {"new line", "nouvelle ligne", "partida nueva"}},
    word{"dropped", {"dropped", "supprimée", "suprimida"}},
};
constexpr std::array states{
    word{"draft", {"draft", "projet", "borrador"}},
    word{"submitted", {"submitted", "soumise", "presentada"}},
    word{"approved", {"approved", "approuvée", "aprobada"}},
    word{"withdrawn", {"withdrawn", "retirée", "retirada"}},
};
constexpr std::array routes{
    word{"first", {"first budget", "premier budget", "primer presupuesto"}},
    word{"notice", {"notice", "notification", "aviso"}},
    word{"approval", {"approval", "approbation", "aprobación"}},
    word{"amendment", {"amendment", "avenant", "enmienda"}},
};

// The two versions of each project, then every line that is in either.
std::string with_clauses(const std::string& scope, const std::string& from, const std::string& to) {
    std::string out = "with pair as (select p.id as project_id, n.id as new_id, o.id as old_id";
    out += " from funding.project p cross join lateral (select v.* from funding.budget_version v";
    out += " where v.project_id = p.id and ";
    out += to.empty() ? "v.state <> 'withdrawn'" : "v.number = " + to;
    out += " order by v.number desc limit 1) n left join lateral (select v.* from";
    out += " funding.budget_version v where v.project_id = p.id and ";
    out += from.empty() ? "v.state = 'approved' and v.number < n.number" : "v.number = " + from;
    out += " order by v.number desc limit 1) o on true where " + scope + "), ";
    out +=
        "listed as (select c.project_id, c.new_id, c.old_id, l.*,"
        " b.quantity as quantity_before, b.unit_price as unit_price_before, b.amount as before,"
        " a.quantity as quantity_after, a.unit_price as unit_price_after, a.amount as after"
        " from pair c join (select id as line_id, project_id as of_project, code, title_en, title_fr,"
        " title_es, kind, category, flexibility from funding.budget_line) l on l.of_project ="
        " c.project_id"
        " left join funding.budget_version_line b on b.version_id = c.old_id and b.line_id = l.line_id"
        " left join funding.budget_version_line a on a.version_id = c.new_id and a.line_id = l.line_id"
        " where b.line_id is not null or a.line_id is not null)";
    return out;
}

std::string person(const char* id) {
    return std::string{"(select u.name from people.user_account u where u.id = "} + id + ")";
}

constexpr const char* mark_sql =
    "case when x.before is null then 'new' when x.after is null then 'dropped'"
    " when x.before = x.after then 'unchanged'"
    // Amounts are compared, not rounded percentages (R21).
    " when 100 * abs(x.after - x.before) <= x.flexibility * x.before then 'within' else 'beyond' end";

std::string change_sql() {
    return "(coalesce(x.after, 0) - coalesce(x.before, 0))";
}

void add_versions(plan& made) {
    made.columns.insert(
        made.columns.end(),
        {{"from_version", {"From version", "De la version", "De la versión"}, integer, "o.number"},
         {"to_version", {"To version", "À la version", "A la versión"}, integer, "n.number"},
         {"to_state", {"State", "État", "Estado"}, code, "n.state", shown::everywhere, states},
         {"route",
          {"Route", "Voie", "Vía"},
          code,
          "coalesce(n.route, funding.budget_route(n.id))",
          shown::everywhere,
          routes,
          "How the version comes into force, by its change against what a person decided last"},
         {"from_reason",
          {"Reason of the first", "Motif de la première", "Motivo de la primera"},
          text,
          "o.reason",
          shown::not_in_csv},
         {"from_decided_by",
          {"Decided by", "Décidée par", "Decidida por"},
          text,
          person("coalesce(o.approved_by, o.submitted_by)"),
          shown::not_in_csv},
         {"from_decided_on",
          {"Decided on", "Décidée le", "Decidida el"},
          date,
          "o.approved_on",
          shown::not_in_csv},
         {"to_reason",
          {"Reason of the second", "Motif de la seconde", "Motivo de la segunda"},
          text,
          "n.reason",
          shown::not_in_csv},
         {"to_drafted_by",
          {"Drafted by", "Rédigée par", "Redactada por"},
          text,
          person("n.drafted_by"),
          shown::not_in_csv},
         {"to_decided_by",
          {"Decided by", "Décidée par", "Decidida por"},
          text,
          person("coalesce(n.approved_by, case when n.state = 'approved' then n.submitted_by end)"),
          shown::not_in_csv},
         {"to_decided_on",
          {"Decided on", "Décidée le", "Decidida el"},
          date,
          "n.approved_on",
          shown::not_in_csv}}
    );
}

void add_lines(plan& made, domain::language language) {
    const auto amount = [](const std::string& minor) {
        return money_sql(minor, "n.currency");
    };
    made.columns.insert(
        made.columns.end(),
        {{"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "x.code"},
         {"title", {"Title", "Intitulé", "Título"}, text, localised_sql("x.title", language)},
         {"kind", {"Kind", "Nature", "Tipo"}, code, "x.kind", shown::everywhere, budget_line_kinds},
         {"category", {"Category", "Catégorie", "Categoría"}, code, "x.category"},
         {"quantity_before",
          {"Quantity before", "Quantité avant", "Cantidad antes"},
          number,
          "trim_scale(x.quantity_before)"},
         {"unit_price_before",
          {"Price before", "Prix avant", "Precio antes"},
          money,
          amount("x.unit_price_before")},
         {"before", {"Before", "Avant", "Antes"}, money, amount("x.before")},
         {"quantity_after",
          {"Quantity after", "Quantité après", "Cantidad después"},
          number,
          "trim_scale(x.quantity_after)"},
         {"unit_price_after",
          {"Price after", "Prix après", "Precio después"},
          money,
          amount("x.unit_price_after")},
         {"after", {"After", "Après", "Después"}, money, amount("x.after")},
         {"change", {"Change", "Variation", "Cambio"}, money, amount(change_sql())},
         {"change_percent",
          {"Change %", "Variation %", "Cambio %"},
          percent,
          "round(100 * " + change_sql() + "::numeric / nullif(x.before, 0), 2)"},
         {"flexibility_percent",
          {"Flexibility %", "Souplesse %", "Flexibilidad %"},
          percent,
          "round(x.flexibility, 2)"},
         {"currency", {"Currency", "Monnaie", "Moneda"}, code, "n.currency"},
         {"mark", {"Mark", "Marque", "Marca"}, code, mark_sql, shown::everywhere, marks}}
    );
}

plan make_plan(const request& asked) {
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    const auto bound = [&](const std::optional<std::int64_t>& number) {
        return number ? made.bind(*number, "bigint") : std::string{};
    };
    const auto from = bound(asked.from_version);
    const auto to = bound(asked.to_version);
    made.with = with_clauses(take_conditions(made), from, to);
    made.columns = {{"project", {"Project", "Projet", "Proyecto"}, code, "p.code"}};
    add_versions(made);
    add_lines(made, asked.language);
    made.from =
        "from listed x join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join funding.budget_version n on n.id = x.new_id"
        " left join funding.budget_version o on o.id = x.old_id";
    made.order_by = "i.code, p.code, " + line_order_sql("x.code");
    made.totals_by = "currency";
    made.totals = {
        {"before", {"Before", "Avant", "Antes"}, money, "sum(before)"},
        {"after", {"After", "Après", "Después"}, money, "sum(after)"},
        {"change", {"Change", "Variation", "Cambio"}, money, "sum(change)"},
        {"change_percent",
         {"Change %", "Variation %", "Cambio %"},
         percent,
         "round(100 * sum(change) / nullif(sum(before), 0), 2)"},
    };
    return made;
}

}  // namespace

report budget_comparison_report() {
    return {
        .name = "budget-comparison",
        .title = {"Budget comparison", "Comparaison de budgets", "Comparación de presupuestos"},
        .question =
            {"What does one version of a budget change against another?",
             "Que change une version d’un budget par rapport à une autre ?",
             "¿Qué cambia una versión de un presupuesto respecto de otra?"},
        .parameters = {"instrument", "project", "state", "from_version", "to_version"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
