// What partners hold: each advance as of a day, how much of it is accounted for, and how old the
// rest is.
#include "persistence/cut.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array kinds{
    word{"payment", {"advance", "avance", "anticipo"}},
    word{"interest", {"interest", "intérêts", "intereses"}},
};

// Whatever is taken back counts against what it takes back.
constexpr const char* event_sql = "coalesce(o.event, e.event)";

// (advance_id, paid, liquidated, returned, open, open_base) of each advance by what moved it, and
// (advance_id, refunded, documented, written_off, open) of what was claimed of it: rejected of it
// or not spent, told by the entry that moved it, and how that debt ended (R45). A corrected rate
// accounts for more of an advance as an acceptance does.
std::string moved(const persistence::cut_sql& cut) {
    const auto in_cut = persistence::within(cut, "e");
    const std::string event{event_sql};
    return "with moves as (select a.owner_id as advance_id, e.id as entry_id, e.reverses_id, " +
        event +
        " as event, g.amount, g.base_amount from ledger.account a"
        " join ledger.posting g on g.account_id = a.id join ledger.entry e on e.id = g.entry_id"
        " left join ledger.entry o on o.id = e.reverses_id where a.kind = 'advance' and " +
        in_cut +
        "), claims as (select distinct m.advance_id, g.account_id from moves m"
        " join ledger.posting g on g.entry_id = m.entry_id join ledger.account a"
        " on a.id = g.account_id and a.kind = 'receivable' where m.event = 'rejection'),"
        " claimed as (select c.advance_id,"
        " coalesce(-sum(g.amount) filter (where " +
        event +
        " = 'refund'), 0)::bigint as refunded,"
        " coalesce(-sum(g.amount) filter (where " +
        event +
        " = 'documents'), 0)::bigint as documented,"
        " coalesce(-sum(g.amount) filter (where " +
        event +
        " = 'write_off'), 0)::bigint as written_off, sum(g.amount)::bigint as open from claims c"
        " join ledger.posting g on g.account_id = c.account_id"
        " join ledger.entry e on e.id = g.entry_id"
        " left join ledger.entry o on o.id = e.reverses_id where " +
        in_cut +
        " group by c.advance_id), moved as (select m.advance_id,"
        " coalesce(sum(m.amount) filter (where m.event = 'interest'"
        " or (m.event = 'payment' and m.reverses_id is null)), 0) as paid,"
        " -coalesce(sum(m.amount) filter (where m.event in ('acceptance', 'revaluation')), 0)"
        " as liquidated, -coalesce(sum(m.amount) filter (where m.event = 'payment'"
        " and m.reverses_id is not null), 0) as returned,"
        " sum(m.amount) as open, sum(m.base_amount) as open_base from moves m"
        " group by m.advance_id)";
}

// The age counts in calendar months from the payment: three months to the day are still 0-3.
std::string band_sql(const std::string& day) {
    return "(select case when b.upper is null then '>' || b.lower else b.lower || '-' || b.upper end"
           " from (select coalesce(max(n) filter (where reference.add_months(v.opened_on, n) < " +
        day +
        "), 0) as lower, min(n) filter (where reference.add_months(v.opened_on, n) >= " + day +
        ") as upper from unnest(coalesce(k.advance_bands, '{3,6,9}')) n) b)";
}

plan make_plan(const request& asked) {
    plan made;
    const auto cut = cut_of(made, asked);
    const std::string day =
        cut.until.empty() ? "(clock_timestamp() at time zone 'UTC')::date" : cut.until;
    const auto local = [](const std::string& minor) {
        return money_sql(minor, "v.currency");
    };
    const std::string open = "(m.open <> 0)";
    made.with = moved(cut);
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"tranche", {"Tranche", "Tranche", "Tramo"}, code, "t.code"},
        {"kind", {"Kind", "Nature", "Tipo"}, code, "v.kind", shown::everywhere, kinds},
        {"paid_on", {"Paid on", "Payé le", "Pagado el"}, date, "v.opened_on"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "v.currency"},
        {"paid", {"Paid", "Payé", "Pagado"}, money, local("m.paid")},
        {"liquidated", {"Accounted for", "Justifié", "Justificado"}, money, local("m.liquidated")},
        {"refunded",
         {"Came back", "Restitué", "Devuelto"},
         money,
         local("m.returned + coalesce(c.refunded, 0)"),
         shown::everywhere,
         {},
         "paid back of what was claimed, kept back of a later payment, or returned by the bank"},
        {"documented",
         {"Shown later", "Justifié après coup", "Justificado después"},
         money,
         local("coalesce(c.documented, 0)"),
         shown::everywhere,
         {},
         "of what was claimed, by documents that came later"},
        {"written_off",
         {"Written off", "Passation en pertes", "Cancelación contable"},
         money,
         local("coalesce(c.written_off, 0)")},
        {"claimed",
         {"Claimed back", "Réclamé", "Reclamado"},
         money,
         local("coalesce(c.open, 0)"),
         shown::everywhere,
         {},
         "rejected or not spent, and not yet settled"},
        {"outstanding", {"Outstanding", "En cours", "Pendiente"}, money, local("m.open")},
        {"age_days",
         {"Age in days", "Âge en jours", "Antigüedad en días"},
         integer,
         "case when " + open + " then " + day + " - v.opened_on end"},
        {"band",
         {"Months", "Mois", "Meses"},
         text,
         "case when " + open + " then " + band_sql(day) + " end"},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency"},
        {"outstanding_base",
         {"Outstanding in base currency", "En cours en monnaie de compte",
          "Pendiente en moneda de cuenta"},
         money,
         money_sql("m.open_base", "i.base_currency")},
    };
    made.from =
        "from moved m join partner.advance v on v.id = m.advance_id"
        " join partner.agreement a on a.id = v.agreement_id"
        " join partner.partner pr on pr.id = a.partner_id"
        " join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " left join partner.tranche t on t.id = v.tranche_id"
        " left join claimed c on c.advance_id = m.advance_id"
        " left join lateral (select k.advance_bands from funding.report_check_terms k"
        " where k.instrument_id = i.id and k.valid_from <= " +
        day + " order by k.valid_from desc limit 1) k on true";
    add_project_scope(made, asked);
    add_agreement_scope(made, asked);
    made.order_by = "i.code, p.code, a.code, v.opened_on, v.id";
    made.totals_by = "currency";
    for (const auto* one :
         {"paid", "liquidated", "refunded", "documented", "written_off", "claimed",
          "outstanding"}) {
        const auto of = std::ranges::find(made.columns, std::string_view{one}, &column::stem);
        made.totals.push_back({of->stem, of->label, money, "sum(" + std::string{one} + ")"});
    }
    made.notes = {
        {"Paid or credited = accounted for + came back + shown later + written off + claimed back + "
         "outstanding.",
         "Payé ou crédité = justifié + restitué + justifié après coup + passé en pertes + réclamé + en "
         "cours.",
         "Pagado o abonado = justificado + devuelto + justificado después + cancelado + reclamado + "
         "pendiente."}};
    return made;
}

}  // namespace

report partner_advances_report() {
    return {
        .name = "partner-advances",
        .title = {"Advances of partners", "Avances aux partenaires", "Anticipos a los asociados"},
        .question =
            {"What do partners hold, and since when?",
             "Que détiennent les partenaires, et depuis quand ?",
             "¿Qué tienen los asociados y desde cuándo?"},
        .parameters = {"instrument", "project", "partner", "agreement", "until", "as_known_on"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
