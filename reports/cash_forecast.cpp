// The cash that each line will have, month by month: what it has, what is promised to come and what
// is planned to go. A forecast rests on plans of today, so it has no cut.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array flags{
    word{"below_zero", {"below zero", "négatif", "negativo"}},
};

// A line has the cash of its pots, of what is unapplied, and of its projects: what they were given
// and did not pay out. A project of several lines has each line's part by what each gave, as
// differences of rounded running sums.
constexpr std::string_view held_now =
    "given as (select a.project_id, m.line_id, -sum(m.amount) as amount from scope"
    " join funding.money_source m on m.line_id = scope.id and m.source_type = 'allocation'"
    " join funding.allocation a on a.id = m.source_id group by 1, 2),"
    " part as (select g.project_id, g.line_id, g.amount, sum(g.amount) over (partition by g.project_id"
    " order by g.line_id) as through, sum(g.amount) over (partition by g.project_id) as whole from"
    " (select * from given union all select a.project_id, m.line_id, -sum(m.amount)"
    " from (select distinct project_id from given) d"
    " join funding.allocation a on a.project_id = d.project_id"
    " join funding.money_source m on m.source_type = 'allocation' and m.source_id = a.id"
    " where m.line_id not in (select id from scope) group by 1, 2) g),"
    " kept as (select c.project_id, sum(case when c.measure in ('allocated', 'refunded')"
    " then c.base_amount else -c.base_amount end) as cash from ledger.cell c"
    " where c.measure in ('allocated', 'returned', 'disbursed', 'refunded', 'direct')"
    " and c.project_id in (select project_id from given) group by 1),"
    " held as (select k.owner_id as line_id, sum(b.amount) as amount from scope join ledger.account k"
    " on k.owner_id = scope.id and k.kind in ('line_available', 'returned_held')"
    " join ledger.balance b on b.account_id = k.id group by 1"
    " union all select c.line_id, sum(b.base_amount) from scope"
    " join funding.contribution c on c.line_id = scope.id"
    " join ledger.account k on k.owner_id = c.id and k.kind = 'unapplied_receipt'"
    " join ledger.balance b on b.account_id = k.id group by 1"
    " union all select p.line_id, sum(round(k.cash * p.through / nullif(p.whole, 0))"
    " - round(k.cash * (p.through - p.amount) / nullif(p.whole, 0)))"
    " from part p join kept k on k.project_id = p.project_id"
    " where p.line_id in (select id from scope) group by 1)";

// Instalments of the last schedule, met in their order by whatever arrived. Signed money comes at
// the value it was signed at, less the agency's part; what is only pledged at the last rate there
// is, and counts in no balance (R23).
constexpr std::string_view promised =
    "instalment as (select x.contribution_id, x.expected_on, x.amount, greatest(0, least(x.amount,"
    " sum(x.amount) over (partition by x.contribution_id order by x.expected_on)"
    " - coalesce(r.amount, 0))) as outstanding from funding.expected_receipt x"
    " join funding.contribution c on c.id = x.contribution_id and c.line_id in (select id from scope)"
    " left join lateral (select sum(r.amount) as amount from funding.contribution_receipt r"
    " where r.contribution_id = x.contribution_id) r on true"
    " where x.schedule = (select max(s.schedule) from funding.expected_receipt s"
    " where s.contribution_id = x.contribution_id)),"
    " due_in as (select i.contribution_id, i.expected_on, i.outstanding,"
    " sum(i.outstanding) over (partition by i.contribution_id order by i.expected_on) as through"
    " from instalment i where i.outstanding > 0),"
    " signed as (select c.line_id, d.expected_on, round(round((least(d.through, b.amount)"
    " - least(d.through - d.outstanding, b.amount)) * b.base_amount / b.amount)"
    " * (1 - coalesce(t.overhead_percent, 0) / 100)) as amount"
    " from due_in d join funding.contribution c on c.id = d.contribution_id"
    " join ledger.account k on k.owner_id = c.id and k.kind = 'commitment_open'"
    " join ledger.balance b on b.account_id = k.id and b.amount > 0"
    " left join lateral (select t.overhead_percent from funding.line_terms t where t.line_id = c.line_id"
    " and t.valid_from <= d.expected_on order by t.valid_from desc limit 1) t on true)";

std::string pledged() {
    return "pledged as (select c.line_id, d.expected_on, round(" +
        money_sql("d.outstanding", "c.currency") +
        " / case when c.currency = s.base_currency then 1 else n.rate end / (" +
        money_sql("1", "s.base_currency") +
        ")) as amount from due_in d join funding.contribution c on c.id = d.contribution_id"
        " and c.committed_on is null join scope s on s.id = c.line_id"
        " left join lateral (select r.rate from reference.exchange_rate r where r.series ="
        " s.rate_series and r.currency = c.currency and r.confirmed_by is not null"
        " and r.replaced_in is null"
        " order by r.valid_from desc limit 1) n on true)";
}

// A tranche goes on its planned day; what is accepted and due, what the office ordered and what is
// to come back has no day and counts at once.
constexpr std::string_view planned =
    "flow as (select line_id, expected_on as day, 'receipt' as what, amount from signed"
    " union all select line_id, expected_on, 'pledge', amount from pledged"
    " union all select a.funding_line_id, case k.kind when 'tranche_unpaid' then t.planned_on end,"
    " 'payment', b.base_amount from scope join partner.agreement a on a.funding_line_id = scope.id"
    " join partner.tranche t on t.agreement_id = a.id join ledger.account k on k.owner_id = t.id"
    " and k.kind in ('tranche_unpaid', 'due') join ledger.balance b on b.account_id = k.id"
    " where b.base_amount <> 0 union all select p.line_id, null, 'payment', round(b.base_amount *"
    " p.through / nullif(p.whole, 0)) - round(b.base_amount * (p.through - p.amount) /"
    " nullif(p.whole, 0)) from part p join funding.obligation o on o.project_id = p.project_id"
    " join ledger.account k on k.owner_id = o.id and k.kind = 'obligated'"
    " join ledger.balance b on b.account_id = k.id where b.base_amount <> 0"
    " and p.line_id in (select id from scope)"
    " union all select a.funding_line_id, null, 'return', b.base_amount from scope"
    " join partner.agreement a on a.funding_line_id = scope.id"
    " join partner.receivable r on r.agreement_id = a.id"
    " join ledger.account k on k.owner_id = r.id and k.kind = 'receivable'"
    " join ledger.balance b on b.account_id = k.id where b.base_amount <> 0"
    " union all select c.line_id, null, 'refund', round(r.amount * v.base_amount / v.amount)"
    " from scope join funding.contribution c on c.line_id = scope.id"
    " join funding.donor_refund r on r.contribution_id = c.id and r.paid_by is null"
    " and r.refused_by is null join lateral (select sum(x.base_amount) as base_amount,"
    " sum(x.amount) as amount from funding.contribution_receipt x where x.contribution_id = c.id) v"
    " on v.amount > 0)";

std::string with_clauses(plan& to, const request& asked) {
    const auto scope = take_conditions(to);
    const auto first = "date_trunc('month', " +
        (asked.from ? to.bind(*asked.from, "date") + "::timestamp"
                    : std::string{"(now() at time zone 'UTC')"}) +
        ")::date";
    const auto last = asked.to
        ? "least(" + to.bind(*asked.to, "date") + ", (span.first + interval '10 years')::date)"
        : std::string{"(span.first + interval '11 months')::date"};
    const auto sum = [](std::string_view what, std::string_view when) {
        return "coalesce(sum(f.amount) filter (where f.what = '" + std::string{what} +
            "' and f.month " + std::string{when} + " m.month), 0)";
    };
    std::string out =
        "with scope as (select l.id, i.base_currency, i.rate_series from funding.funding_line l"
        " join funding.instrument i on i.id = l.instrument_id where " +
        scope + "), span as (select " + first + " as first), ";
    out += held_now;
    out += ", ";
    out += promised;
    out += ", " + pledged() + ", ";
    out += planned;
    // What was expected before the first month and is not there counts in it.
    out +=
        ", dated as (select f.line_id, f.what, f.amount, greatest(date_trunc('month',"
        " coalesce(f.day, span.first)::timestamp)::date, span.first) as month from flow f cross join"
        " span), counted as (select scope.id as line_id, m.month::date as month, " +
        sum("receipt", "=") + " as receipts, " + sum("pledge", "=") + " as pledged, " +
        sum("return", "=") + " as returns, " + sum("payment", "=") + " as payments, " +
        sum("refund", "=") +
        " as refunds, coalesce((select sum(h.amount) from held h where h.line_id = scope.id), 0)"
        " as held from scope cross join span cross join lateral generate_series(span.first::timestamp, (" +
        last +
        ")::timestamp, interval '1 month') as m(month)"
        " left join dated f on f.line_id = scope.id and f.month = m.month::date"
        " group by scope.id, m.month), cash as (select c.*, c.held + sum(c.receipts + c.returns"
        " - c.payments - c.refunds) over (partition by c.line_id order by c.month) as closing"
        " from counted c)";
    return out;
}

void add_keys(plan& to, const request& asked) {
    const bool by_line = asked.group_by.empty() || asked.groups("line");
    const auto add = [&](column one) {
        to.group_by += (to.group_by.empty() ? "" : ", ") + one.sql;
        to.order_by += (to.order_by.empty() ? "" : ", ") + one.sql;
        to.columns.push_back(std::move(one));
    };
    add({"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"});
    if (by_line) {
        add({"line", {"Line", "Ligne", "Línea"}, code, "l.code"});
        add({"line_name", {"Name", "Nom", "Nombre"}, text, localised_sql("l.name", asked.language)}
        );
    }
    add({"month", {"Month", "Mois", "Mes"}, code, "to_char(x.month, 'YYYY-MM')"});
    to.group_by += ", i.base_currency";
}

void add_amounts(plan& to) {
    const auto add = [&](std::string_view stem, trilingual label, const std::string& minor) {
        to.columns.push_back({stem, label, money, money_sql('(' + minor + ')', "i.base_currency")});
    };
    const auto adds_up = [&](std::string_view stem, trilingual label, const std::string& minor) {
        add(stem, label, minor);
        to.totals.push_back({stem, label, money, "sum(" + std::string{stem} + ")"});
    };
    add("opening", {"At the beginning", "Au début", "Al inicio"},
        "sum(x.closing - x.receipts - x.returns + x.payments + x.refunds)");
    adds_up(
        "expected_receipts", {"Expected receipts", "Recettes attendues", "Ingresos previstos"},
        "sum(x.receipts)"
    );
    adds_up(
        "expected_returns", {"Back from partners", "Retours des partenaires", "De asociados"},
        "sum(x.returns)"
    );
    adds_up(
        "planned_payments", {"Planned payments", "Paiements prévus", "Pagos previstos"},
        "sum(x.payments)"
    );
    adds_up(
        "expected_refunds", {"Back to donors", "Remboursements", "A donantes"}, "sum(x.refunds)"
    );
    add("closing", {"At the end", "À la fin", "Al final"}, "sum(x.closing)");
    to.columns.push_back(
        {"flag",
         {"Flag", "Signal", "Señal"},
         code,
         "case when sum(x.closing) < 0 then 'below_zero' end",
         shown::everywhere,
         flags}
    );
    to.columns.push_back({"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"});
    adds_up(
        "pledged_receipts", {"Pledged only", "Seulement promis", "Solo prometido"}, "sum(x.pledged)"
    );
    to.totals_by = "currency";
}

constexpr trilingual cash_note{
    "Only signed money counts; what is pledged stands beside it. What was expected earlier and is not"
    " there, and what has no day, counts in the first month.",
    "Seul compte ce qui est signé ; le promis figure à côté. Ce qui était attendu plus tôt et manque"
    " encore, comme ce qui n’a pas de date, compte au premier mois.",
    "Solo cuenta lo firmado; lo prometido figura al lado. Lo que se esperaba antes y aún falta, y lo"
    " que no tiene fecha, cuenta en el primer mes."};

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
    add_amounts(made);
    made.from =
        "from cash x join funding.funding_line l on l.id = x.line_id"
        " join funding.instrument i on i.id = l.instrument_id";
    made.notes.push_back(cash_note);
    return made;
}

}  // namespace

report cash_forecast_report() {
    return {
        .name = "cash-forecast",
        .title = {"Cash forecast", "Prévision de trésorerie", "Previsión de tesorería"},
        .question =
            {"What cash will each line have, month by month?",
             "De quelle trésorerie chaque ligne disposera-t-elle, mois par mois ?",
             "¿De qué tesorería dispondrá cada línea, mes a mes?"},
        .parameters = {"instrument", "line", "from", "to"},
        .group_by =
            {{"instrument", {"Instrument", "Instrument", "Instrumento"}},
             {"line", {"Line", "Ligne", "Línea"}}},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
