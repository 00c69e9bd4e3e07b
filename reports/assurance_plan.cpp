// Who has to be looked at in a year, how often and by when, by rating and money; what was done.
#include "reports/plan.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array risks{
    word{"low", {"low", "faible", "bajo"}},
    word{"medium", {"medium", "moyen", "medio"}},
    word{"significant", {"significant", "significatif", "significativo"}},
    word{"high", {"high", "élevé", "alto"}},
};
constexpr std::array kinds{
    word{"programmatic_visit", {"programme visit", "visite de programme", "visita de programa"}},
    word{"spot_check", {"spot check", "contrôle ponctuel", "verificación puntual"}},
    word{"audit", {"audit", "audit", "auditoría"}},
};
constexpr std::array bases{
    word{"paid", {"paid", "payé", "pagado"}},
    word{"reported", {"reported", "déclaré", "notificado"}},
};

plan make_plan(const request& asked) {
    plan made;
    const auto day = asked.until ? made.bind(*asked.until, "date")
                                 : std::string{"(now() at time zone 'UTC')::date"};
    // The fund's own year that the day lies in, and of the year before what was never done.
    const auto first = "(date_trunc('month', " + day +
        ") - make_interval(months => (extract(month from " + day +
        ")::integer - i.fiscal_year_start + 12) % 12))::date";
    const std::string missing = "greatest(d.times - d.done, 0)";
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"year", {"Year", "Année", "Año"}, integer, "extract(year from y.first_day)::bigint"},
        {"partner_code", {"Code", "Code", "Código"}, code, "pr.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"risk", {"Risk", "Risque", "Riesgo"}, code, "d.risk", shown::everywhere, risks},
        {"kind", {"To be done", "À faire", "Por hacer"}, code, "d.kind", shown::everywhere, kinds},
        {"basis",
         {"Measured by", "Mesuré par", "Medido por"},
         code,
         "d.basis",
         shown::everywhere,
         bases},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"},
        {"amount",
         {"In the year", "Dans l'année", "En el año"},
         money,
         money_sql("d.base_amount", "i.base_currency")},
        {"due", {"Due", "Prévu", "Previsto"}, integer, "d.times"},
        {"done", {"Done", "Fait", "Hecho"}, integer, "d.done"},
        {"missing", {"Missing", "Manquant", "Falta"}, integer, missing},
        {"due_on", {"By", "Au plus tard", "A más tardar"}, date, "d.due_on"},
        {"overdue",
         {"Overdue", "En retard", "Vencido"},
         integer,
         "case when " + day + " > d.due_on then " + missing + " else 0 end"},
    };
    made.from = "from funding.instrument i cross join lateral (values (" + first + ", true), ((" +
        first +
        " - interval '1 year')::date, false)) y (first_day, is_running)"
        " cross join lateral partner.assurance_due(y.first_day, " +
        day + ") d join partner.partner pr on pr.id = d.partner_id";
    made.where.emplace_back("(y.is_running or d.times > d.done)");
    made.where.emplace_back("d.instrument_id = i.id");
    if (asked.instrument) {
        made.where.push_back("i.id = " + made.bind(*asked.instrument, "bigint"));
    }
    if (asked.partner) {
        made.where.push_back("pr.id = " + made.bind(*asked.partner, "bigint"));
    }
    made.order_by = "i.code, y.first_day, pr.code, d.kind";
    return made;
}

}  // namespace

report assurance_plan_report() {
    return {
        .name = "assurance-plan",
        .title = {"Assurance plan", "Plan d'assurance", "Plan de aseguramiento"},
        .question =
            {"Which partners must be looked at in the year, how often, and what was done?",
             "Quels partenaires faut-il contrôler dans l'année, combien de fois, et qu'a-t-on fait ?",
             "¿A qué socios hay que revisar en el año, cuántas veces, y qué se ha hecho?"},
        .parameters = {"instrument", "partner", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
