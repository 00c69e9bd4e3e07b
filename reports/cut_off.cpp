// At year end: what was spent until a day and accepted, or recorded, only after it.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array kinds{
    word{"partner", {"partner", "partenaire", "asociado"}},
    word{"direct", {"own expense", "dépense propre", "gasto propio"}},
};

// (kind, project_id, agreement, document, spent_on, counted_on, currency, amount, base_amount, id);
// the cut is "$1". A partner's expense counts on the day it was accepted, one of the office on the
// day it was recorded, for that is what a report of the year could know.
std::string late(const std::string& cut) {
    return "with late as (select 'partner' as kind, a.project_id, a.code as agreement, l.document,"
           " l.spent_on, o.reviewed_on as counted_on, l.currency::text as currency,"
           " l.accepted_amount as amount, l.accepted_base as base_amount, l.id"
           " from partner.expenditure_line l join partner.expenditure_report o"
           " on o.id = l.report_id and o.round = l.round and o.state in ('accepted',"
           " 'partly_accepted') join partner.agreement a on a.id = o.agreement_id"
           " where l.accepted_amount <> 0 and l.spent_on <= " +
        cut + " and o.reviewed_on > " + cut +
        " union all select 'direct', x.project_id, null, x.document, x.spent_on,"
        " (e.recorded_at at time zone 'UTC')::date, x.currency::text, x.amount, x.base_amount, x.id"
        " from funding.direct_expenditure x join ledger.entry e"
        " on e.source_type = 'direct_expenditure' and e.source_id = x.id and e.origin = 'current'"
        " where x.spent_on <= " +
        cut + " and (e.recorded_at at time zone 'UTC')::date > " + cut + ')';
}

plan make_plan(const request& asked) {
    plan made;
    // Without a day: the end of last year.
    const auto cut = asked.until
        ? made.bind(*asked.until, "date")
        : std::string{"(date_trunc('year', now() at time zone 'UTC')::date - 1)"};
    made.with = late(cut);
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"kind", {"Kind", "Genre", "Clase"}, code, "x.kind", shown::everywhere, kinds},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "x.agreement"},
        {"document", {"Document", "Pièce", "Documento"}, text, "x.document"},
        {"spent_on", {"Spent on", "Dépensé le", "Gastado el"}, date, "x.spent_on"},
        {"counted_on", {"Counted on", "Compté le", "Contado el"}, date, "x.counted_on"},
        {"days_late",
         {"Days later", "Jours après", "Días después"},
         integer,
         "(x.counted_on - x.spent_on)"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "x.currency"},
        {"amount", {"Amount", "Montant", "Importe"}, money, money_sql("x.amount", "x.currency")},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency"},
        {"base_amount",
         {"Amount in base currency", "Montant en monnaie de compte", "Importe en moneda de cuenta"},
         money,
         money_sql("x.base_amount", "i.base_currency")},
    };
    made.from =
        "from late x join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id";
    add_project_scope(made, asked);
    made.order_by = "i.code, p.code, x.kind, x.spent_on, x.document collate \"C\", x.id";
    made.totals_by = "base_currency";
    made.totals = {
        {"base_amount",
         {"Amount in base currency", "Montant en monnaie de compte", "Importe en moneda de cuenta"},
         money,
         "sum(base_amount)"}};
    made.notes = {
        {"Spent until the day and counted after it: a partner's expense when it was accepted, one of"
         " the office when it was recorded.",
         "Dépensé jusqu’à ce jour et compté après : la dépense d’un partenaire quand elle a été"
         " acceptée, celle du bureau quand elle a été enregistrée.",
         "Gastado hasta el día y contado después: el gasto de un asociado cuando se aceptó, el de la"
         " oficina cuando se registró."}};
    return made;
}

}  // namespace

report cut_off_report() {
    return {
        .name = "cut-off",
        .title = {"Cut-off", "Coupure d’exercice", "Corte de ejercicio"},
        .question =
            {"What was spent before a day and counted only after it?",
             "Qu’a-t-on dépensé avant un jour et compté seulement après ?",
             "¿Qué se gastó antes de un día y se contó solo después?"},
        .parameters = {"instrument", "project", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
