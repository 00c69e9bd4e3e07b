// What others brought to projects beside the instrument's money, by day of its valuation (R17).
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array kinds{
    word{"cash", {"cash", "espèces", "dinero"}},
    word{"in_kind", {"in kind", "en nature", "en especie"}},
};
constexpr std::array providers{
    word{"government", {"government", "gouvernement", "gobierno"}},
    word{"partner", {"partner", "partenaire", "asociado"}},
    word{"donor", {"another donor", "autre donateur", "otro donante"}},
    word{"other", {"other", "autre", "otro"}},
};

constexpr trilingual apart_note{
    "Valued by those who bring it; no part of the fund's money, of a budget or of what was spent.",
    "Évalué par ceux qui l’apportent ; ne fait partie ni des fonds, ni d’un budget, ni des dépenses.",
    "Valorado por quienes lo aportan; no forma parte de los fondos, de un presupuesto ni del gasto.",
};

plan make_plan(const request& asked) {
    plan made;
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    const auto cut = cut_of(made, asked);
    if (!cut.until.empty()) made.where.push_back("x.valued_on <= " + cut.until);
    made.where.push_back("x.withdrawn_by is null");
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"project_title",
         {"Project title", "Intitulé du projet", "Título del proyecto"},
         text,
         title_sql(title_of::project, asked)},
        {"provider_kind",
         {"Brought by", "Apporté par", "Aportado por"},
         code,
         "x.provider_kind",
         shown::everywhere,
         providers},
        {"provider", {"Name", "Nom", "Nombre"}, text, "x.provider"},
        {"kind", {"Kind", "Nature", "Tipo"}, code, "x.kind", shown::everywhere, kinds},
        {"description", {"What", "Quoi", "Qué"}, text, "x.description"},
        {"valued_on", {"Valued on", "Évalué le", "Valorado el"}, date, "x.valued_on"},
        {"basis", {"Basis", "Base", "Base"}, text, "x.basis"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "x.currency"},
        {"amount", {"Value", "Valeur", "Valor"}, money, money_sql("x.amount", "x.currency")}};
    made.from =
        "from funding.matched_effort x join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id";
    made.order_by = "i.code, p.code, x.valued_on, x.id";
    made.totals_by = "currency";
    made.totals = {{"amount", {"Value", "Valeur", "Valor"}, money, "sum(amount)"}};
    made.notes = {apart_note};
    return made;
}

}  // namespace

report matched_effort_report() {
    return {
        .name = "matched-effort",
        .title = {"Matched effort", "Contributions de contrepartie", "Aportes de contrapartida"},
        .question =
            {"What did others bring beside the fund's money?",
             "Qu’ont apporté d’autres en plus des fonds ?",
             "¿Qué aportaron otros además de los fondos?"},
        .parameters = {"instrument", "project", "state", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
