#include "reports/disbursements.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"

namespace tranche::reports {

namespace {

using enum cell_type;

// Kept cells know the project, the State and the year, and cost the same however many payments
// there were. Everything finer, and what was known on a day, is summed from the payments.
bool cells_can_answer(const request& asked) {
    const bool finer_group = asked.groups("line") || asked.groups("partner") ||
        asked.groups("quarter") || asked.groups("month");
    const bool finer_filter = asked.line || asked.partner || asked.agreement;
    const auto is_year_start = [](domain::date day) {
        return domain::to_string(day).ends_with("-01-01");
    };
    const auto is_year_end = [](domain::date day) {
        return domain::to_string(day).ends_with("-12-31");
    };
    return !finer_group && !finer_filter && !asked.as_known_on &&
        (!asked.since || is_year_start(*asked.since)) &&
        (!asked.until || is_year_end(*asked.until));
}

// Where a group's SQL differs between the two sources.
struct source {
    std::string state;
    std::string year;
    std::string payments;
    std::string gross;    // minor units
    std::string refunds;  // minor units, negative
};

void add_group(plan& to, std::string_view group, const request& asked, const source& from) {
    std::vector<column> added;
    const auto language = asked.language;
    if (group == "instrument" || (group == "line" && !asked.groups("instrument"))) {
        added.push_back({"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"}
        );
    }
    if (group == "line") {
        added.push_back(
            {"line", {"Line", "Ligne", "Línea"}, text, localised_sql("l.name", language)}
        );
    } else if (group == "project") {
        added.push_back({"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"});
        added.push_back(
            {"project_title",
             {"Project title", "Intitulé du projet", "Título del proyecto"},
             text,
             title_sql(title_of::project, asked)}
        );
    } else if (group == "partner") {
        added.push_back({"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"});
        added.push_back(
            {"partner_code",
             {"Partner code", "Code du partenaire", "Código del asociado"},
             code,
             "pr.code"}
        );
    } else if (group == "state") {
        added.push_back({"state", {"State", "État", "Estado"}, code, from.state});
    } else if (group == "paid_year") {
        added.push_back({"paid_year", {"Year", "Année", "Año"}, integer, from.year});
    } else if (group == "quarter") {
        added.push_back(
            {"quarter",
             {"Quarter", "Trimestre", "Trimestre"},
             code,
             "to_char(pay.paid_on, 'YYYY-\"Q\"Q')"}
        );
    } else if (group == "month") {
        added.push_back({"month", {"Month", "Mois", "Mes"}, code, "to_char(pay.paid_on, 'YYYY-MM')"}
        );
    }
    for (auto& one : added) {
        to.group_by += one.sql + ", ";
        to.columns.push_back(std::move(one));
    }
}

// Language-dependent names in the grouping make no difference to it: the code stands beside them or
// the id behind them.
void add_columns(plan& to, const request& asked, const source& from) {
    for (const auto& group : asked.group_by) {
        add_group(to, group, asked, from);
    }
    to.order_by = to.group_by + "i.base_currency";
    if (asked.groups("line")) to.group_by += "l.id, ";
    to.group_by += "i.base_currency";
    to.columns.push_back(
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency"}
    );
    to.columns.push_back({"payments", {"Payments", "Paiements", "Pagos"}, integer, from.payments});
    const auto amount = [&](std::string_view stem, trilingual label, const std::string& minor) {
        to.columns.push_back({stem, label, money, money_sql(minor, "i.base_currency")});
    };
    amount("gross", {"Gross", "Montant brut", "Importe bruto"}, from.gross);
    amount("refunds", {"Came back", "Retours de fonds", "Devoluciones"}, from.refunds);
    amount("net", {"Net", "Montant net", "Importe neto"}, from.gross + " + " + from.refunds);
}

// A payment counts once in each State it is split over, so its cells' counts add up only per State.
// Without the State, the payments of projects that several share are counted themselves.
constexpr const char* counted_once =
    "with cells as ("
    "select k.project_id, k.measure, k.effective_year, sum(k.base_amount)::bigint as base_amount,"
    " case when min(k.state) = max(k.state) then sum(k.entries)"
    " else (select count(*) from partner.payment pay where pay.project_id = k.project_id"
    " and pay.paid_on between make_date(k.effective_year, 1, 1) and make_date(k.effective_year, "
    "12, 31)"
    " and pay.kind in ('advance', 'reimbursement', 'direct_payment', 'revalued') = (k.measure = 'disbursed')) end as entries"
    " from ledger.cell k where k.measure in ('disbursed', 'refunded')"
    " group by k.project_id, k.measure, k.effective_year)";

void plan_from_cells(plan& to, const request& asked) {
    const bool by_state = asked.groups("state") || asked.state;
    add_columns(
        to, asked,
        {.state = "nullif(c.state, '')",
         .year = "c.effective_year",
         .payments = "sum(c.entries)::bigint",
         .gross = "coalesce(sum(c.base_amount) filter (where c.measure = 'disbursed'), 0)::bigint",
         .refunds =
             "-coalesce(sum(c.base_amount) filter (where c.measure = 'refunded'), 0)::bigint"}
    );
    if (!by_state) to.with = counted_once;
    to.from = std::string{"from "} + (by_state ? "ledger.cell c" : "cells c") +
        " join funding.project p on p.id = c.project_id"
        " join funding.instrument i on i.id = p.instrument_id";
    if (by_state) to.where.emplace_back("c.measure in ('disbursed', 'refunded')");
    add_project_scope(to, asked);
    if (asked.state) to.where.push_back("c.state = " + to.bind(*asked.state, "text"));
    if (asked.year) to.where.push_back("c.effective_year = " + to.bind(*asked.year, "integer"));
    if (asked.since) {
        to.where.push_back(
            "c.effective_year >= extract(year from " + to.bind(*asked.since, "date") + ")"
        );
    }
    if (asked.until) {
        to.where.push_back(
            "c.effective_year <= extract(year from " + to.bind(*asked.until, "date") + ")"
        );
    }
}

// What a payment is to one State: the share stored when it was posted, or the whole payment where
// the project had one State that day.
constexpr const char* single_states =
    "with sole_state as ("
    "select d.project_id, array_agg(d.valid_from order by d.valid_from) as starts,"
    " array_agg(d.state order by d.valid_from) as states from ("
    "select project_id, valid_from, case when count(*) filter (where member and share is not null) "
    "= 1"
    " then min(state) filter (where member and share is not null) end as state"
    " from funding.benefiting_state group by project_id, valid_from) d group by d.project_id)";

constexpr const char* state_joins =
    " left join ledger.entry e on e.source_id = pay.id and e.source_type = 'payment'"
    " left join ledger.entry_share s on s.entry_id = e.id and s.measure in ('disbursed', "
    "'refunded')"
    " left join sole_state o on o.project_id = pay.project_id";

void plan_from_payments(plan& to, const request& asked) {
    const bool by_state = asked.groups("state") || asked.state;
    const std::string state =
        "coalesce(s.state, o.states[width_bucket(" + std::string{attributed_on} + ", o.starts)])";
    const std::string base = by_state
        ? "(case s.measure when 'refunded' then -s.base_amount when 'disbursed' then"
          " s.base_amount else pay.base_amount end)"
        : "pay.base_amount";
    add_columns(
        to, asked,
        {.state = state,
         .year = "extract(year from pay.paid_on)::integer",
         .payments = "count(*)",
         .gross = "coalesce(sum(" + base + ") filter (where pay." + went_out + "), 0)::bigint",
         .refunds =
             "coalesce(sum(" + base + ") filter (where not pay." + went_out + "), 0)::bigint"}
    );
    if (by_state) to.with = single_states;
    to.from =
        std::string{
            "from partner.payment pay"
            " join partner.agreement a on a.id = pay.agreement_id"
            " join funding.project p on p.id = pay.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.funding_line l on l.id = a.funding_line_id"} +
        (asked.groups("partner") ? join_partner(asked) : "") + (by_state ? state_joins : "");
    add_payment_filters(to, asked);
    if (asked.state) to.where.push_back(state + " = " + to.bind(*asked.state, "text"));
}

constexpr trilingual share_note{
    "A State's amount is its share of each payment as valid on the day it was posted. A payment "
    "that"
    " several States share is counted in each of them.",
    "Le montant d’un État est sa part de chaque paiement, telle qu’elle valait au jour de "
    "l’écriture. Un"
    " paiement partagé entre plusieurs États est compté dans chacun d’eux.",
    "El importe de un Estado es su parte de cada pago, vigente el día del asiento. Un pago "
    "compartido"
    " por varios Estados se cuenta en cada uno de ellos.",
};

}  // namespace

plan grouped_disbursements(const request& asked) {
    plan made;
    if (cells_can_answer(asked)) {
        plan_from_cells(made, asked);
    } else {
        plan_from_payments(made, asked);
    }
    made.totals_by = "base_currency";
    made.totals = disbursement_totals("sum(gross)", "sum(refunds)", "sum(net)");
    made.totals_add_up = true;
    if (asked.groups("state") || asked.state) made.notes.push_back(share_note);
    return made;
}

}  // namespace tranche::reports
