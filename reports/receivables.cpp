// What partners have to pay back, as of a day: why, since when, what was settled and how.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

// What was taken back counts against the settlement it takes back.
std::string settled(const std::string& condition, const std::string& day) {
    return "coalesce((select sum(s.amount) from partner.receivable_settlement s"
           " left join partner.receivable_settlement o on o.id = s.reverses_id"
           " where s.receivable_id = c.id and s.settled_on <= " +
        day + " and " + condition + "), 0)";
}

std::string settled_by(const std::string& kinds, const std::string& day) {
    return settled("coalesce(o.kind, s.kind) in (" + kinds + ")", day);
}

plan make_plan(const request& asked) {
    plan made;
    const auto day = asked.until ? made.bind(*asked.until, "date")
                                 : std::string{"(now() at time zone 'UTC')::date"};
    const auto all = settled("true", day);
    const auto in_its_currency = [](const std::string& minor) {
        return money_sql(minor, "c.currency");
    };
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"report", {"Report", "Rapport", "Informe"}, code, "e.code"},
        {"raised_on", {"Raised on", "Né le", "Surgido el"}, date, "c.raised_on"},
        {"reason", {"Reason", "Motif", "Motivo"}, text, "c.reason"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "c.currency"},
        {"raised", {"Raised", "Montant", "Importe"}, money, in_its_currency("c.amount")},
        {"refunded",
         {"Paid back", "Remboursé", "Reembolsado"},
         money,
         in_its_currency(settled_by("'refund', 'refund_reversed'", day))},
        {"documented",
         {"By documents", "Par pièces", "Con documentos"},
         money,
         in_its_currency(settled_by("'documents'", day))},
        {"offset",
         {"Set off", "Compensé", "Compensado"},
         money,
         in_its_currency(settled_by("'offset'", day))},
        {"written_off",
         {"Written off", "Passation en pertes", "Cancelación contable"},
         money,
         in_its_currency(settled_by("'write_off'", day))},
        {"open", {"Open", "Ouvert", "Pendiente"}, money, in_its_currency("c.amount - " + all)},
        {"days_open",
         {"Days open", "Jours ouverts", "Días pendientes"},
         integer,
         "case when c.amount > " + all + " then " + day + " - c.raised_on end"},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency",
         shown::not_in_csv},
        {"raised_base",
         {"Raised in base currency", "Montant en monnaie de compte", "Importe en moneda de cuenta"},
         money,
         money_sql("c.base_amount", "i.base_currency"),
         shown::not_in_csv},
    };
    made.from =
        "from partner.receivable c join partner.agreement a on a.id = c.agreement_id"
        " join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join partner.partner pr on pr.id = a.partner_id"
        " left join partner.expenditure_report e on e.id = c.report_id";
    made.where.push_back("c.raised_on <= " + day);
    add_project_scope(made, asked);
    add_agreement_scope(made, asked);
    made.order_by = "c.raised_on, i.code, p.code, a.code, c.id";
    made.totals_by = "currency";
    made.totals = {
        {"raised", {"Raised", "Montant", "Importe"}, money, "sum(raised)"},
        {"open", {"Open", "Ouvert", "Pendiente"}, money, "sum(open)"},
    };
    return made;
}

}  // namespace

report receivables_report() {
    return {
        .name = "receivables",
        .title = {"Receivables", "Créances", "Cuentas por cobrar"},
        .question =
            {"What do partners have to pay back, and since when?",
             "Que doivent rembourser les partenaires, et depuis quand ?",
             "¿Qué tienen que reembolsar los asociados y desde cuándo?"},
        .parameters = {"instrument", "project", "partner", "agreement", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
        .open_to_partners = true,
    };
}

}  // namespace tranche::reports
