// What each line of a fund had in a year and what became of it: carried over, received, returned,
// allocated, left (law 1 of domain/README.md). Read from the postings on the lines' pots, of which
// a fund makes some hundred in a year.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

// A line's books by fiscal year, named by the year it starts in. What lies before the first day
// asked for is carried over, whatever its year.
std::string moves_sql(const std::string& since, const persistence::cut_sql& cut) {
    return "select k.owner_id as line_id, extract(year from e.effective_on -"
           " make_interval(months => scope.fiscal_year_start - 1))::integer as year,"
           " coalesce(e.effective_on < " +
        since +
        ", false) as before,"
        " case when e.event = 'opening' then 'opening' when e.event = 'recovery' then 'returned'"
        " when e.source_type in ('contribution_receipt', 'receipt_application') then 'received'"
        " when e.source_type = 'line_transfer' then case when (g.amount > 0) <> (e.event = 'reversal') then 'transferred_in'"
        " else 'transferred_out' end when e.source_type = 'donor_refund' then case when exists"
        " (select 1 from funding.donor_refund r where r.id = e.source_id"
        " and r.taken_from = 'unapplied') then 'exchange' else 'refunded' end"
        " when e.source_type = 'allocation' or e.event = 'earlier_allocation' then 'allocated'"
        " else 'returned' end as what,"
        " sum(g.amount) as amount"
        " from scope join ledger.account k on k.owner_id = scope.id and k.kind = 'line_available'"
        " join ledger.posting g on g.account_id = k.id join ledger.entry e on e.id = g.entry_id"
        " where " +
        within(cut, "e") + " group by 1, 2, 3, 4";
}

std::string of_year(std::string_view what) {
    return "coalesce(sum(m.amount) filter (where m.year = y.year and not m.before and m.what = '" +
        std::string{what} + "'), 0)";
}

std::string with_clauses(plan& to, const request& asked) {
    const auto cut = cut_of(to, asked);
    const auto since = asked.since ? to.bind(*asked.since, "date") : std::string{"null::date"};
    const auto year = asked.year ? to.bind(*asked.year, "integer") : std::string{"null::integer"};
    const auto scope = take_conditions(to);
    return "with scope as (select l.id, i.fiscal_year_start from funding.funding_line l"
           " join funding.instrument i on i.id = l.instrument_id where " +
        scope + "), move as (" + moves_sql(since, cut) + "), span as (select coalesce(" + year +
        ", min(year) filter (where not before), max(year)) as first, coalesce(" + year +
        ", max(year)) as last from move), year as (select scope.id, y.year,"
        " y.year = span.first as is_first, y.year = span.last as is_last,"
        " coalesce(sum(m.amount) filter (where m.year < y.year or m.before), 0) + " +
        of_year("opening") + " as opening, " + of_year("opening") + " as opened, " +
        of_year("received") + " as received, " + of_year("returned") + " as returned, " +
        of_year("transferred_in") + " as transferred_in, -" + of_year("transferred_out") +
        " as transferred_out, -" + of_year("refunded") + " as refunded, -" + of_year("exchange") +
        " as exchange, -" + of_year("allocated") +
        " as allocated from scope cross join span"
        " cross join lateral generate_series(span.first, span.last) as y(year)"
        " left join move m on m.line_id = scope.id and m.year <= y.year"
        " group by scope.id, y.year, span.first, span.last)";
}

// Years that are summed up begin with what the first began with and end with what the last left.
struct figures {
    std::string opening, received, returned, allocated, transferred_in, transferred_out, refunded,
        exchange;
};

figures figures_of(const request& asked) {
    if (asked.group_by.empty()) {
        return {"x.opening",        "x.received",        "x.returned", "x.allocated",
                "x.transferred_in", "x.transferred_out", "x.refunded", "x.exchange"};
    }
    const auto sum = [](const char* name) {
        return "sum(x." + std::string{name} + ")";
    };
    return {
        asked.groups("year") ? sum("opening")
                             : "(coalesce(sum(x.opening) filter (where x.is_first), 0)"
                               " + coalesce(sum(x.opened) filter (where not x.is_first), 0))",
        sum("received"),
        sum("returned"),
        sum("allocated"),
        sum("transferred_in"),
        sum("transferred_out"),
        sum("refunded"),
        sum("exchange")};
}

void add_keys(plan& to, const request& asked) {
    const bool single = asked.group_by.empty();
    const auto add = [&](column one) {
        if (!single) {
            to.group_by += one.sql + ", ";
        }
        to.order_by += one.sql + ", ";
        to.columns.push_back(std::move(one));
    };
    if (single || asked.groups("instrument") || asked.groups("line")) {
        add({"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"});
    }
    if (single || asked.groups("line")) {
        add({"line", {"Line", "Ligne", "Línea"}, code, "l.code"});
        add({"line_name", {"Name", "Nom", "Nombre"}, text, localised_sql("l.name", asked.language)}
        );
    }
    if (single || asked.groups("year")) {
        add({"year", {"Year", "Année", "Año"}, integer, "x.year"});
    }
    to.order_by += "i.base_currency";
    if (!single) {
        to.group_by += "i.base_currency";
        if (asked.groups("year")) to.group_by += ", x.is_first, x.is_last";
    }
}

constexpr std::string_view opening_total =
    "coalesce(sum(opening) filter (where is_first = 1), 0)"
    " + coalesce(sum(opened) filter (where is_first = 0), 0)";

void add_amounts(plan& to, const request& asked) {
    const auto of = figures_of(asked);
    const auto available =
        of.opening + " + " + of.received + " + " + of.returned + " + " + of.transferred_in;
    const auto add = [&](std::string_view stem, trilingual label, const std::string& minor,
                         std::string_view sum) {
        to.columns.push_back({stem, label, money, money_sql('(' + minor + ')', "i.base_currency")});
        to.totals.push_back({stem, label, money, std::string{sum}});
    };
    add("opening", {"Carried over", "Report", "Arrastre"}, of.opening, std::string{opening_total});
    add("received", {"Received", "Reçu", "Recibido"}, of.received, "sum(received)");
    add("returned", {"Returned", "Restitué", "Devuelto"}, of.returned, "sum(returned)");
    add("available", {"Available", "Disponible", "Disponible"}, available,
        std::string{opening_total} + " + sum(received) + sum(returned) + sum(transferred_in)");
    add("allocated", {"Allocated", "Alloué", "Asignado"}, of.allocated, "sum(allocated)");
    add("closing", {"Left", "Solde", "Saldo"},
        available + " - " + of.allocated + " - " + of.transferred_out + " - " + of.refunded +
            " - " + of.exchange,
        "sum(closing) filter (where is_last = 1)");
    to.columns.push_back({"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"});
    // What came later stands behind: the order of CSV columns is a contract.
    add("transferred_in", {"From other lines", "D’autres lignes", "De otras líneas"},
        of.transferred_in, "sum(transferred_in)");
    add("transferred_out", {"To other lines", "À d’autres lignes", "A otras líneas"},
        of.transferred_out, "sum(transferred_out)");
    add("refunded", {"To donors", "Aux donateurs", "A donantes"}, of.refunded, "sum(refunded)");
    add("exchange", {"Exchange on refunds", "Change sur remboursements", "Cambio en reembolsos"},
        of.exchange, "sum(exchange)");
    const bool years = asked.group_by.empty() || asked.groups("year");
    to.columns.push_back(
        {"is_first",
         {"First year", "Première année", "Primer año"},
         integer,
         years ? "x.is_first::integer" : "1",
         shown::nowhere}
    );
    to.columns.push_back(
        {"is_last",
         {"Last year", "Dernière année", "Último año"},
         integer,
         years ? "x.is_last::integer" : "1",
         shown::nowhere}
    );
    // A line that moved in after the first year has an opening of its own.
    to.columns.push_back(
        {"opened",
         {"Moved in", "Repris", "Incorporado"},
         money,
         asked.group_by.empty() ? money_sql("x.opened", "i.base_currency")
                                : (years ? money_sql("sum(x.opened)", "i.base_currency") : "0"),
         shown::nowhere}
    );
    to.totals_by = "currency";
}

constexpr trilingual years_note{
    "A year is the fund's own, named by the year it starts in. It opens with what the year before"
    " left; the balance of a fund that moved in stands there too.",
    "L’année est celle du fonds, désignée par l’année où elle commence. Elle s’ouvre sur le solde"
    " de la précédente ; le solde d’ouverture d’un fonds repris y figure aussi.",
    "El año es el del fondo, designado por el año en que comienza. Se abre con lo que dejó el"
    " anterior; el saldo inicial de un fondo incorporado figura también allí."};

plan make_plan(const request& asked) {
    plan made;
    if (asked.instrument) {
        made.where.push_back("i.id = " + made.bind(*asked.instrument, "bigint"));
    }
    if (asked.line) {
        made.where.push_back("l.id = " + made.bind(*asked.line, "bigint"));
    }
    made.with = with_clauses(made, asked);
    add_keys(made, asked);
    add_amounts(made, asked);
    made.from =
        "from year x join funding.funding_line l on l.id = x.id"
        " join funding.instrument i on i.id = l.instrument_id";
    made.notes.push_back(years_note);
    return made;
}

}  // namespace

report instrument_statement_report() {
    return {
        .name = "instrument-statement",
        .title = {"Statement of the instrument", "État de l’instrument", "Estado del instrumento"},
        .question =
            {"What did each line have in a year, and what became of it?",
             "De quoi chaque ligne disposait-elle dans l’année, et qu’en est-il advenu ?",
             "¿De qué disponía cada línea en el año y qué se hizo de ello?"},
        .parameters =
            {"instrument", "line", "year", "since", "until", "as_known_on", "period", "reading"},
        .group_by =
            {{"instrument", {"Instrument", "Instrument", "Instrumento"}},
             {"line", {"Line", "Ligne", "Línea"}},
             {"year", {"Year", "Année", "Año"}}},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
