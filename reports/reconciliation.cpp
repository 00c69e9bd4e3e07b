// Our books beside the accounting system's, reference by reference: what only one of them has, and
// what they have otherwise.
#include "reports/plan.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array outcomes{
    word{"only_ours", {"only ours", "seulement chez nous", "solo nuestro"}},
    word{"only_theirs", {"only theirs", "seulement chez eux", "solo suyo"}},
    word{"different", {"different", "différent", "diferente"}},
    word{"same", {"same", "identique", "igual"}},
};

// Expenses that were taken back stand against their reversal and are left out with it. What we have
// in the statement's days is compared, and whatever it names of other days.
constexpr const char* compared =
    "with s as (select * from funding.accounting_statement s where %),"
    " ours as (select s.id as statement_id, x.external_reference, x.id, x.project_id, x.document,"
    " x.spent_on, x.currency::text as currency, x.amount"
    " from s join funding.direct_expenditure x on x.source_system = s.source_system"
    " where x.reverses_id is null and not exists (select 1 from funding.direct_expenditure r"
    " where r.reverses_id = x.id)"
    " and (x.spent_on between s.first_day and s.last_day or exists (select 1"
    " from funding.accounting_figure f where f.statement_id = s.id"
    " and f.external_reference = x.external_reference))),"
    " theirs as (select f.statement_id, f.external_reference, f.booked_on,"
    " f.currency::text as currency, f.amount from s"
    " join funding.accounting_figure f on f.statement_id = s.id),"
    " b as (select coalesce(o.statement_id, t.statement_id) as statement_id,"
    " coalesce(o.external_reference, t.external_reference) as external_reference, o.project_id,"
    " o.document, o.spent_on, t.booked_on, coalesce(o.currency, t.currency) as currency,"
    " o.amount as ours, t.amount as theirs, case when t.statement_id is null then 'only_ours'"
    " when o.statement_id is null then 'only_theirs' when o.amount <> t.amount then 'different'"
    " else 'same' end as outcome from ours o full join theirs t"
    " on t.statement_id = o.statement_id and t.external_reference = o.external_reference"
    " and t.currency = o.currency)";

plan make_plan(const request& asked) {
    plan made;
    const auto chosen = asked.statement
        ? "s.id = " + made.bind(*asked.statement, "bigint")
        : std::string{
              "not exists (select 1 from funding.accounting_statement l where l.source_system ="
              " s.source_system and (l.last_day, l.id) > (s.last_day, s.id))"};
    made.with = compared;
    made.with.replace(made.with.find('%'), 1, chosen);
    made.columns = {
        {"outcome",
         {"Outcome", "Résultat", "Resultado"},
         code,
         "b.outcome",
         shown::everywhere,
         outcomes},
        {"statement", {"Statement", "Relevé", "Estado de cuenta"}, code, "s.code"},
        {"source_system",
         {"Source system", "Système source", "Sistema de origen"},
         code,
         "s.source_system"},
        {"external_reference",
         {"Reference", "Référence", "Referencia"},
         text,
         "b.external_reference"},
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"document", {"Document", "Pièce", "Documento"}, text, "b.document"},
        {"spent_on", {"Spent on", "Dépensé le", "Gastado el"}, date, "b.spent_on"},
        {"booked_on", {"Booked on", "Comptabilisé le", "Asentado el"}, date, "b.booked_on"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "b.currency"},
        {"ours", {"Ours", "Chez nous", "Nuestro"}, money, money_sql("b.ours", "b.currency")},
        {"theirs", {"Theirs", "Chez eux", "Suyo"}, money, money_sql("b.theirs", "b.currency")},
        {"difference",
         {"Difference", "Différence", "Diferencia"},
         money,
         money_sql("(coalesce(b.ours, 0) - coalesce(b.theirs, 0))", "b.currency")},
    };
    made.from =
        "from b join s on s.id = b.statement_id left join funding.project p on p.id = b.project_id";
    // What only they have belongs to no fund yet.
    if (asked.instrument) {
        made.where.push_back(
            "coalesce(p.instrument_id, 0) in (0, " + made.bind(*asked.instrument, "bigint") + ")"
        );
    }
    if (asked.project) {
        made.where.push_back("b.project_id = " + made.bind(*asked.project, "bigint"));
    }
    made.order_by =
        "s.source_system, s.code, case b.outcome when 'only_ours' then 1 when 'only_theirs' then 2"
        " when 'different' then 3 else 4 end, b.external_reference collate \"C\", b.currency";
    made.totals_by = "currency";
    made.totals = {
        {"ours", {"Ours", "Chez nous", "Nuestro"}, money, "sum(ours)"},
        {"theirs", {"Theirs", "Chez eux", "Suyo"}, money, "sum(theirs)"},
        {"difference", {"Difference", "Différence", "Diferencia"}, money, "sum(difference)"}};
    made.notes = {
        {"The office's own expenses with a reference of the system; of each system its newest"
         " statement unless one is named.",
         "Les dépenses propres du bureau qui portent une référence du système ; de chaque système, le"
         " dernier relevé, sauf si l’on en nomme un.",
         "Los gastos propios de la oficina con una referencia del sistema; de cada sistema, su último"
         " estado de cuenta, salvo que se nombre uno."}};
    return made;
}

}  // namespace

report reconciliation_report() {
    return {
        .name = "reconciliation",
        .title = {"Reconciliation", "Rapprochement", "Conciliación"},
        .question =
            {"What do we have that the accounting system has not, or has otherwise?",
             "Qu’avons-nous que le système comptable n’a pas, ou a autrement ?",
             "¿Qué tenemos que el sistema contable no tiene, o tiene de otro modo?"},
        .parameters = {"statement", "instrument", "project"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
