// What partners spent it on: one row per accepted line of their reports.
#include "reports/donor_sight.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

// The same columns as the view donor.expenditure_line: of all that counts, what was accepted, and a
// row of its own for what was disallowed, shown by documents or valued anew later.
constexpr const char* accepted_lines =
    "(select l.id, a.id as agreement_id, a.project_id, b.code as budget_line, b.title_en, b.title_fr,"
    " b.title_es, l.document, l.spent_on, l.description, l.payee, l.currency,"
    " f.amount as accepted_amount, f.rate, f.base as accepted_base, f.counted_on as reviewed_on"
    " from partner.line_movement f join partner.expenditure_line l on l.id = f.line_id"
    " join partner.expenditure_report o on o.id = l.report_id"
    " join partner.agreement a on a.id = o.agreement_id"
    " join funding.budget_line b on b.id = l.budget_line_id)";

std::string payee_sql(plan& to, const request& asked) {
    return asked.donor ? "case when " + opened_sql(to, *asked.donor, "payees") + " then x.payee end"
                       : "x.payee";
}

constexpr trilingual accepted_note{
    "Only accepted lines of partners; support cost and the office's own expenses are not among them.",
    "Seulement les lignes acceptées des partenaires, sans les coûts d’appui ni les dépenses propres du "
    "bureau.",
    "Solo las líneas aceptadas de los asociados, sin los costos de apoyo ni los gastos propios de la "
    "oficina.",
};

void add_filters(plan& to, const request& asked) {
    add_project_scope(to, asked);
    add_agreement_scope(to, asked);
    if (asked.since) to.where.push_back("x.reviewed_on >= " + to.bind(*asked.since, "date"));
    if (asked.until) to.where.push_back("x.reviewed_on <= " + to.bind(*asked.until, "date"));
}

plan make_plan(const request& asked) {
    plan made;
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "x.budget_line"},
        {"title", {"Title", "Intitulé", "Título"}, text, localised_sql("x.title", asked.language)},
        {"document", {"Document", "Pièce", "Documento"}, text, "x.document"},
        {"spent_on", {"Spent on", "Dépensé le", "Gastado el"}, date, "x.spent_on"},
        {"payee", {"Payee", "Bénéficiaire", "Beneficiario"}, text, payee_sql(made, asked)},
        {"description", {"Description", "Description", "Descripción"}, text, "x.description"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "x.currency"},
        {"amount",
         {"Accepted", "Accepté", "Aceptado"},
         money,
         money_sql("x.accepted_amount", "x.currency")},
        {"rate", {"Rate", "Taux", "Tipo de cambio"}, rate, "trim_scale(x.rate)"},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency"},
        {"base_amount",
         {"Amount in base currency", "Montant en monnaie de compte", "Importe en moneda de cuenta"},
         money,
         money_sql("x.accepted_base", "i.base_currency")},
        {"accepted_on", {"Accepted on", "Accepté le", "Aceptado el"}, date, "x.reviewed_on"},
    };
    made.from = "from " + std::string{asked.donor ? "donor.expenditure_line" : accepted_lines} +
        " x join partner.agreement a on a.id = x.agreement_id"
        " join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id" +
        (asked.donor ? " left" : "") + join_partner(asked);
    add_filters(made, asked);
    made.order_by = "i.code, p.code, x.reviewed_on, x.document collate \"C\", x.id";
    made.totals_by = "base_currency";
    made.totals = {{"spent", {"Accepted", "Accepté", "Aceptado"}, money, "sum(base_amount)"}};
    made.notes = {accepted_note};
    return made;
}

}  // namespace

report expenditure_report() {
    return {
        .name = "expenditure",
        .title = {"Expenditure", "Dépenses", "Gastos"},
        .question =
            {"What did partners spend it on?", "À quoi les partenaires l’ont-ils dépensé ?",
             "¿En qué lo gastaron los asociados?"},
        .parameters = {"instrument", "project", "partner", "agreement", "since", "until"},
        .make_plan = make_plan,
        .open_to_donors =
            [](const request& asked) {
                return asked.partner || asked.agreement ? donor_sight::nothing : donor_sight::lines;
            },
    };
}

}  // namespace tranche::reports
