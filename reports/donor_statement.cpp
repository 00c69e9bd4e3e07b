// What became of each contribution: promised, received, given to projects, spent there, returned,
// left. Open to the donor itself, whose session is told of its own contributions only.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array tied_to{
    word{"none", {"not tied", "non affecté", "sin vínculo"}},
    word{"words", {"in words", "en toutes lettres", "en palabras"}},
    word{"project", {"project", "projet", "proyecto"}},
    word{"region", {"region", "région", "región"}},
    word{"objective", {"objective", "objectif", "objetivo"}},
};

constexpr trilingual sources_note{
    "Each allocation names its sources: a contribution, or everybody's part of the pool by what was"
    " received of each in the year, then by what was left. What a project spent is its sources' in the"
    " proportion in which it was allocated. Received = overhead + allocated - returned + refunded +"
    " exchange on refunds + balance; allocated - returned = spent + exchange loss + with projects.",
    "Chaque allocation nomme ses sources : une contribution, ou la part de chacune dans la caisse selon"
    " ce qui en a été reçu dans l’année, puis selon ce qui en restait. Les dépenses d’un projet sont"
    " celles de ses sources, au prorata de l’allocation. Reçu = frais généraux + alloué - restitué +"
    " remboursé + change sur remboursements + solde ; alloué - restitué = dépensé + perte de change + auprès des projets.",
    "Cada asignación nombra sus fuentes: una contribución, o la parte de cada una en el fondo común"
    " según lo recibido en el año y luego según lo que quedaba. Lo gastado por un proyecto es de sus"
    " fuentes en la proporción en que se asignó. Recibido = gastos generales + asignado - devuelto +"
    " reembolsado + cambio en reembolsos + saldo; asignado - devuelto = gastado + pérdida cambiaria + en proyectos."};

void add_names(plan& to) {
    const auto add = [&](std::string_view stem, trilingual label, cell_type type, std::string sql) {
        to.columns.push_back({stem, label, type, std::move(sql)});
    };
    add("instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code");
    add("line", {"Line", "Ligne", "Línea"}, code, "l.code");
    add("donor", {"Donor", "Donateur", "Donante"}, code, "d.code");
    add("donor_name", {"Name", "Nom", "Nombre"}, text, "d.name");
    add("contribution", {"Contribution", "Contribution", "Contribución"}, code, "c.code");
    add("earmarking", {"Earmarking", "Affectation", "Asignación"}, code, "c.earmarking::text");
    to.columns.push_back(
        {"tied_to",
         {"Tied to", "Affecté à", "Vinculado a"},
         code,
         "case when f.tied_project is not null then 'project' when f.region is not null then"
         " 'region' when f.objective is not null then 'objective' when c.earmarking >= 'D' then"
         " 'words' else 'none' end",
         shown::everywhere,
         tied_to}
    );
    add("tied_to_what", {"Which", "Lequel", "Cuál"}, text,
        "coalesce(f.tied_project, f.region, f.objective)");
    to.columns.push_back(
        {"restriction",
         {"In words", "En toutes lettres", "En palabras"},
         text,
         "c.restriction",
         shown::in_json}
    );
}

// As the donor knows it, then in base currency.
void add_amounts(plan& to, const persistence::cut_sql& cut) {
    const std::string pledged = "case when " +
        (cut.until.empty() ? std::string{"true"} : "c.pledged_on <= " + cut.until) + " and " +
        (cut.as_known_on.empty() ? std::string{"true"}
                                 : "coalesce(c.recorded_at < (" + cut.as_known_on +
                 " + 1)::timestamp at time zone 'UTC', true)") +
        " then c.pledged_amount else 0 end";
    to.columns.push_back({"currency", {"Currency", "Monnaie", "Moneda"}, code, "c.currency"});
    const auto own = [&](std::string_view stem, trilingual label, const std::string& minor) {
        to.columns.push_back({stem, label, money, money_sql(minor, "c.currency")});
    };
    own("pledged", {"Pledged", "Promis", "Prometido"}, '(' + pledged + ')');
    own("committed", {"Committed", "Engagé", "Comprometido"}, "f.committed_own");
    own("received", {"Received", "Reçu", "Recibido"}, "f.received_own");
    own("unapplied", {"Unapplied", "Non imputé", "Sin aplicar"}, "f.unapplied_own");
    to.columns.push_back(
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency"}
    );
    const auto base = [&](std::string_view stem, trilingual label, const std::string& minor) {
        to.columns.push_back({stem, label, money, money_sql('(' + minor + ')', "i.base_currency")});
        to.totals.push_back({stem, label, money, "sum(" + std::string{stem} + ")"});
    };
    base("received_base", {"Received", "Reçu", "Recibido"}, "f.received");
    base(
        "exchange_difference",
        {"Exchange difference", "Différence de change", "Diferencia de cambio"},
        "f.exchange_difference"
    );
    base("overhead", {"Overhead", "Frais généraux", "Gastos generales"}, "f.overhead");
    base("allocated", {"Allocated", "Alloué", "Asignado"}, "f.allocated");
    base("spent", {"Spent", "Dépensé", "Gastado"}, "f.spent");
    base(
        "project_exchange",
        {"Exchange loss, written off", "Perte de change, passation en pertes",
         "Pérdida cambiaria, cancelación contable"},
        "f.project_exchange"
    );
    base(
        "with_projects", {"With projects", "Auprès des projets", "En proyectos"},
        "f.allocated - f.returned - f.spent - f.project_exchange"
    );
    base("returned", {"Returned", "Restitué", "Devuelto"}, "f.returned");
    base("refunded", {"Refunded", "Remboursé", "Reembolsado"}, "f.refunded");
    base("held", {"Awaits consent", "En attente d’accord", "Espera consentimiento"}, "f.held");
    base("balance", {"Balance", "Solde", "Saldo"}, "f.on_line + f.held + f.unapplied");
    base(
        "refund_exchange",
        {"Exchange on refunds", "Change sur remboursements", "Cambio en reembolsos"},
        "f.refund_exchange"
    );
    to.totals_by = "base_currency";
}

plan make_plan(const request& asked) {
    plan made;
    const auto cut = cut_of(made, asked);
    const auto where = [&](const char* column, const std::optional<std::int64_t>& id) {
        if (id) made.where.push_back(column + (" = " + made.bind(*id, "bigint")));
    };
    where("i.id", asked.instrument);
    where("l.id", asked.line);
    where("d.id", asked.donor_named);
    where("d.id", asked.donor);
    where("c.id", asked.contribution);
    add_names(made);
    add_amounts(made, cut);
    // Only what is asked for is computed.
    const auto only = [&](const std::optional<std::int64_t>& id) {
        return ", " + (id ? made.bind(*id, "bigint") : std::string{"null"});
    };
    made.from = "from funding.donor_figures(" + (cut.until.empty() ? "null" : cut.until) + ", " +
        (cut.as_known_on.empty() ? "null" : cut.as_known_on) +
        only(asked.donor ? asked.donor : asked.donor_named) + only(asked.contribution) +
        only(asked.line) + only(asked.instrument) +
        ") f join funding.contribution c on c.id = f.contribution_id"
        " join funding.donor d on d.id = c.donor_id"
        " join funding.funding_line l on l.id = c.line_id"
        " join funding.instrument i on i.id = l.instrument_id";
    made.order_by = "i.code, l.code, d.code, c.code";
    made.notes.push_back(sources_note);
    return made;
}

}  // namespace

report donor_statement_report() {
    return {
        .name = "donor-statement",
        .title = {"Statement of the donor", "Relevé du donateur", "Estado de cuenta del donante"},
        .question =
            {"What became of each contribution?", "Qu’est-il advenu de chaque contribution ?",
             "¿Qué se hizo de cada contribución?"},
        .parameters =
            {"instrument", "line", "donor", "contribution", "until", "as_known_on", "period",
             "reading"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::all; },
    };
}

}  // namespace tranche::reports
