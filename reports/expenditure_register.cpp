// Every line that partners handed in, with its document, its rate and what became of it: the
// population of a sample. What a partner said stands in the columns of its own sheet, under the
// same names, so that the file of one report is read back as a sheet.
#include "domain/entity.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array decisions{
    word{"pending", {"pending", "en attente", "pendiente"}},
    word{"queried", {"queried", "en question", "en consulta"}},
    word{"accepted", {"accepted", "accepté", "aceptado"}},
    word{"partly_accepted", {"partly accepted", "accepté en partie", "aceptado en parte"}},
    word{"rejected", {"rejected", "rejeté", "rechazado"}},
};

constexpr const char* disallowed =
    "(select coalesce(sum(d.amount), 0)::bigint from partner.disallowance d where d.line_id = l.id)";

// What corrected rates changed of it since it was accepted.
std::string revalued(const std::string& column) {
    return "(select coalesce(sum(w." + column +
        "), 0)::bigint from partner.revaluation_line w where w.line_id = l.id)";
}

constexpr const char* shown_later =
    "(select coalesce(sum(s.line_amount), 0)::bigint from partner.settlement_proposal s"
    " where s.line_id = l.id and s.settled_on is not null and s.taken_back_on is null)";

void add_filters(plan& to, const request& asked) {
    add_project_scope(to, asked);
    add_agreement_scope(to, asked);
    if (asked.expenditure_report) {
        to.where.push_back("o.id = " + to.bind(*asked.expenditure_report, "bigint"));
    }
    if (asked.since) to.where.push_back("l.spent_on >= " + to.bind(*asked.since, "date"));
    if (asked.until) to.where.push_back("l.spent_on <= " + to.bind(*asked.until, "date"));
}

void add_document(std::vector<column>& to) {
    to.insert(
        to.end(),
        {{"line_id",
          {"Line id", "Identifiant", "Identificador"},
          code,
          id_sql(domain::entity::expenditure_line, "l.id")},
         {"document_type",
          {"Type of document", "Type de pièce", "Tipo de documento"},
          text,
          "l.document_type"},
         {"document_series", {"Series", "Série", "Serie"}, text, "l.document_series"},
         {"document", {"Document", "Pièce", "Documento"}, text, "l.document"},
         {"supplier_tax_id",
          {"Supplier's tax number", "Numéro fiscal du fournisseur", "NIT del proveedor"},
          text,
          "l.supplier_tax_id"},
         {"document_total",
          {"Total of the document", "Total de la pièce", "Total del documento"},
          money,
          money_sql("l.document_total", "coalesce(l.spent_currency, l.currency)")},
         {"spent_on", {"Spent on", "Dépensé le", "Gastado el"}, date, "l.spent_on"},
         {"service_first",
          {"Service from", "Service du", "Servicio desde"},
          date,
          "l.service_first"},
         {"service_last",
          {"Service until", "Service au", "Servicio hasta"},
          date,
          "l.service_last"},
         {"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "b.code"},
         {"payee", {"Payee", "Bénéficiaire", "Beneficiario"}, text, "l.payee"},
         {"description", {"Description", "Description", "Descripción"}, text, "l.description"}}
    );
}

void add_amounts(std::vector<column>& to) {
    const auto local = [](const std::string& minor) {
        return money_sql(minor, "l.currency");
    };
    to.insert(
        to.end(),
        {{"amount",
          {"Amount", "Montant", "Importe"},
          money,
          money_sql(
              "coalesce(l.spent_amount, l.amount)", "coalesce(l.spent_currency, l.currency)"
          )},
         {"currency",
          {"Currency", "Monnaie", "Moneda"},
          code,
          "coalesce(l.spent_currency, l.currency)"},
         {"tax",
          {"Tax contained", "Taxe comprise", "Impuesto incluido"},
          money,
          money_sql("l.tax_amount", "coalesce(l.spent_currency, l.currency)")},
         {"reported_currency", {"Reported in", "Déclaré en", "Declarado en"}, code, "l.currency"},
         {"reported", {"Reported", "Déclaré", "Declarado"}, money, local("l.amount")},
         {"rate", {"Rate", "Taux", "Tipo de cambio"}, rate, "trim_scale(l.rate)"},
         {"base_currency",
          {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
          code,
          "i.base_currency"},
         {"base_amount",
          {"Amount in base currency", "Montant en monnaie de compte",
           "Importe en moneda de cuenta"},
          money,
          money_sql("l.base_amount", "i.base_currency")},
         {"decision",
          {"Decision", "Décision", "Decisión"},
          code,
          "partner.line_decision(l.id, l.decision)",
          shown::everywhere,
          decisions},
         {"accepted", {"Accepted", "Accepté", "Aceptado"}, money, local("l.accepted_amount")},
         {"rejected", {"Rejected", "Rejeté", "Rechazado"}, money, local("l.rejected_amount")},
         {"pending", {"Pending", "En attente", "Pendiente"}, money, local("l.pending_amount")},
         {"disallowed",
          {"Disallowed", "Refusé après coup", "Denegado después"},
          money,
          local(disallowed)},
         {"shown_later",
          {"Shown later", "Justifié après coup", "Justificado después"},
          money,
          local(shown_later)},
         {"right_rate",
          {"Rate corrected to", "Taux corrigé en", "Tipo corregido a"},
          rate,
          "case when v.rate <> l.rate then trim_scale(v.rate) end"},
         {"revalued",
          {"Changed by rates", "Modifié par les taux", "Cambiado por los tipos"},
          money,
          local(revalued("amount"))},
         {"revalued_base",
          {"Changed in base currency", "Modifié en monnaie de compte",
           "Cambiado en moneda de cuenta"},
          money,
          money_sql(revalued("base_amount"), "i.base_currency")},
         {"sub_partner", {"Sub-partner", "Sous-partenaire", "Subasociado"}, code, "sp.code"},
         {"sub_partner_name",
          {"Sub-partner's name", "Nom du sous-partenaire", "Nombre del subasociado"},
          text,
          "sp.name"},
         {"reviewed_on", {"Reviewed on", "Examiné le", "Revisado el"}, date, "o.reviewed_on"},
         {"reason", {"Reason", "Motif", "Motivo"}, text, "l.reason"},
         {"corrects",
          {"Corrects line", "Corrige la ligne", "Corrige el registro"},
          code,
          id_sql(domain::entity::expenditure_line, "l.corrects_line_id")},
         {"corrects_document",
          {"Corrects document", "Corrige la pièce", "Corrige el documento"},
          text,
          "(select c.document from partner.expenditure_line c where c.id = l.corrects_line_id)"}}
    );
}

plan make_plan(const request& asked) {
    plan made;
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"report", {"Report", "Rapport", "Informe"}, code, "o.code"},
        {"state", {"State", "État", "Estado"}, code, "o.state"},
        {"position", {"Row", "Rang", "Fila"}, integer, "l.position"},
    };
    add_document(made.columns);
    add_amounts(made.columns);
    made.from =
        "from partner.expenditure_line l"
        " join partner.expenditure_report o on o.id = l.report_id and o.round = l.round"
        " join partner.line_rate v on v.line_id = l.id"
        " and o.state <> 'draft'"
        " join partner.agreement a on a.id = o.agreement_id"
        " join partner.partner pr on pr.id = a.partner_id"
        " join funding.budget_line b on b.id = l.budget_line_id"
        " left join partner.sub_partner sp on sp.id = l.sub_partner_id"
        " join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id";
    add_filters(made, asked);
    made.order_by = "i.code, p.code, a.code, o.number, l.position";
    made.totals_by = "reported_currency";
    for (const auto* one :
         {"reported", "accepted", "rejected", "pending", "disallowed", "shown_later"}) {
        const auto of = std::ranges::find(made.columns, std::string_view{one}, &column::stem);
        made.totals.push_back({of->stem, of->label, money, "sum(" + std::string{one} + ")"});
    }
    made.notes = {
        {"The lines of each report as last handed in; support cost is no line.",
         "Les lignes de chaque rapport dans sa dernière remise ; les coûts d’appui ne sont pas une"
         " ligne.",
         "Las líneas de cada informe según su última entrega; los costos de apoyo no son una línea."}};
    return made;
}

}  // namespace

report expenditure_register_report() {
    return {
        .name = "expenditure-register",
        .title = {"Expenditure register", "Registre des dépenses", "Registro de gastos"},
        .question =
            {"What became of every line partners reported?",
             "Qu’est devenue chaque ligne déclarée par les partenaires ?",
             "¿Qué ha sido de cada línea declarada por los asociados?"},
        .parameters =
            {"instrument", "project", "partner", "agreement", "expenditure_report", "since",
             "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
