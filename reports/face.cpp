// The form of each period of an agreement: what the partner had been authorised, reported, was
// accepted, asked for and was given (FACE, columns A to G), in the currency it is paid in.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array states{
    word{"request", {"request only", "demande seule", "solo solicitud"}},
    word{"submitted", {"submitted", "remis", "presentado"}},
    word{"under_verification", {"under verification", "en cours d’examen", "en verificación"}},
    word{"sent_back", {"sent back", "renvoyé", "devuelto"}},
    word{"partly_accepted", {"partly accepted", "accepté en partie", "aceptado en parte"}},
    word{"accepted", {"accepted", "accepté", "aceptado"}},
};

// A form answers for a report and asks for what follows: requests from the end of its period to the
// end of the next later one. The first has no report. One whose period ends no later than one
// before it asks for nothing, so that each request stands on one form, and on the same one whatever
// is handed in late. Amounts are minor units of the agreement's currency of payment; what came
// back, and interest, stand by the last day reported up to the form (R44).
constexpr const char* forms =
    "with account as (select e.agreement_id, e.code as report, e.period_first, e.period_last, e.state,"
    " row_number() over (partition by e.agreement_id order by e.number) + 1 as form,"
    " l.reported + e.support_reported as reported,"
    " case when e.state in ('accepted', 'partly_accepted') then l.accepted + e.support_accepted end"
    " as accepted, case when e.state in ('accepted', 'partly_accepted') then l.accepted_base"
    " + e.support_accepted_base end as accepted_base from partner.expenditure_report e"
    " cross join lateral (select coalesce(sum(x.amount), 0)::bigint as reported,"
    " coalesce(sum(x.accepted_amount), 0)::bigint as accepted,"
    " coalesce(sum(x.accepted_base), 0)::bigint as accepted_base from partner.expenditure_line x"
    " where x.report_id = e.id and x.round = e.round) l where e.state <> 'draft'),"
    " form as (select c.*, lag(c.covered) over (partition by c.agreement_id order by c.form)"
    " is distinct from c.covered as asks, coalesce(first_value(c.covered) over (partition by"
    " c.agreement_id order by c.covered groups between 1 following and 1 following), 'infinity')"
    " as asks_until from (select f.*, max(coalesce(f.period_last, '-infinity')) over"
    " (partition by f.agreement_id order by f.form) as covered from (select id as agreement_id,"
    " null::reference.entity_code as report, null::date as period_first, null::date as period_last,"
    " 'request' as state, 1::bigint as form, null::bigint as reported, null::bigint as accepted,"
    " null::bigint as accepted_base from partner.agreement"
    " where state in ('signed', 'suspended', 'terminated', 'closed')"
    " union all select agreement_id, report, period_first, period_last, state, form, reported,"
    " accepted, accepted_base from account) f) c),"
    " asked as (select q.id, q.kind, q.agreement_id, q.requested_on,"
    // As asked; what was asked in another currency at the rate of that day.
    " case when q.asked_currency = a.payment_currency then q.asked_amount"
    " when q.currency = a.payment_currency then q.requested_amount"
    " else round({asked} * w.rate / {unit})::bigint end as requested, y.amount as paid,"
    " v.base as paid_base from partner.disbursement_request q"
    " join partner.agreement a on a.id = q.agreement_id"
    " join funding.project p on p.id = a.project_id"
    " join funding.instrument i on i.id = p.instrument_id"
    " left join lateral (select t.rate_series from partner.agreement_terms t"
    " where t.agreement_id = a.id and t.valid_from <= q.requested_on"
    " order by t.valid_from desc limit 1) t on true"
    " left join reference.exchange_rate w on w.series = coalesce(t.rate_series, i.rate_series)"
    " and w.currency = a.payment_currency and q.asked_currency = i.base_currency"
    " and q.requested_on between w.valid_from and w.valid_to and w.confirmed_by is not null"
    // What was asked for stands as it was asked, also when the rate was corrected later.
    " and reference.rate_known_on(w.correction_id, w.loaded_at, w.replaced_at, q.recorded_on)"
    " left join partner.payment y on y.request_id = q.id"
    " left join partner.payment_value v on v.payment_id = y.id"
    " where q.state not in ('rejected', 'cancelled', 'returned')),"
    // In the currency of the debt, whatever it came back in.
    " moved as (select r.agreement_id, s.settled_on as moved_on, -s.amount as amount"
    " from partner.receivable_settlement s join partner.receivable r on r.id = s.receivable_id"
    " union all select v.agreement_id, v.opened_on, v.amount from partner.advance v"
    " where v.kind = 'interest' and not exists (select 1 from ledger.entry e join ledger.entry r"
    " on r.reverses_id = e.id where e.source_type = 'advance' and e.source_id = v.id)"
    // The form of its time stands; the next one begins with what the partner has to account for
    // again.
    " union all select r.agreement_id, d.disallowed_on, d.amount + d.support_amount"
    " from partner.disallowance d join partner.receivable r on r.id = d.receivable_id"
    " union all select e.agreement_id, v.revalued_on, -(v.amount + v.support_amount)"
    " from partner.revaluation v join partner.expenditure_report e on e.id = v.report_id),"
    " stood as (select f.*, q.requested, q.paid, q.paid_base, q.kinds, q.requests,"
    " coalesce(b.amount, 0) as moved from form f left join lateral ("
    "select string_agg(distinct q.kind, ',') as kinds, string_agg(q.id::text, ',') as requests,"
    " sum(q.requested)::bigint as requested,"
    " sum(q.paid)::bigint as paid, sum(q.paid_base)::bigint as paid_base from asked q"
    " where f.asks and q.agreement_id = f.agreement_id"
    " and q.requested_on > f.covered and q.requested_on <= f.asks_until)"
    " q on true left join lateral (select sum(m.amount)::bigint as amount from moved m"
    " where m.agreement_id = f.agreement_id and m.moved_on <= f.covered) b on true),"
    " face as (select s.*, coalesce(sum(s.paid) over earlier, 0)::bigint"
    " - coalesce(sum(s.accepted) over earlier, 0)::bigint + s.moved as authorised from stood s"
    " window earlier as (partition by s.agreement_id order by s.form"
    " rows between unbounded preceding and 1 preceding))";

std::string with_forms() {
    std::string text{forms};
    const auto put = [&](std::string_view mark, const std::string& sql) {
        text.replace(text.find(mark), mark.size(), sql);
    };
    put("{asked}", money_sql("q.asked_amount", "q.asked_currency"));
    put("{unit}", '(' + money_sql("1", "a.payment_currency") + ')');
    return text;
}

std::string in_its_currency(const char* minor) {
    return money_sql(minor, "a.payment_currency");
}

constexpr trilingual carry_note{
    "A form begins with G of the one before, less what came back and with the interest earned by the "
    "end of its period. Each request stands on one form: a report of a period reported before asks for "
    "nothing.",
    "Un formulaire part de G du précédent, moins ce qui est revenu et plus les intérêts perçus à la "
    "fin de sa période. Chaque demande figure sur un seul formulaire : un rapport sur une période déjà "
    "déclarée ne demande rien.",
    "Un formulario parte de G del anterior, menos lo devuelto y más los intereses ganados al final "
    "de su período. Cada solicitud figura en un solo formulario: un informe sobre un período ya "
    "declarado no solicita nada.",
};

plan make_plan(const request& asked) {
    plan made;
    made.with = with_forms();
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"form", {"Form", "Formulaire", "Formulario"}, integer, "f.form"},
        {"report", {"Report", "Rapport", "Informe"}, code, "f.report"},
        {"period_first", {"Period from", "Période du", "Período desde"}, date, "f.period_first"},
        {"period_last", {"Period to", "Période au", "Período hasta"}, date, "f.period_last"},
        {"state", {"State", "État", "Situación"}, code, "f.state", shown::everywhere, states},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "a.payment_currency"},
        {"authorised_before",
         {"A Authorised", "A Autorisé", "A Autorizado"},
         money,
         in_its_currency("f.authorised")},
        {"reported",
         {"B Reported", "B Déclaré", "B Declarado"},
         money,
         in_its_currency("f.reported")},
        {"accepted",
         {"C Accepted", "C Accepté", "C Aceptado"},
         money,
         in_its_currency("f.accepted")},
        {"balance",
         {"D = A - C", "D = A - C", "D = A - C"},
         money,
         in_its_currency("case when f.form = 1 then 0 else f.authorised - f.accepted end")},
        {"requested",
         {"E Requested", "E Demandé", "E Solicitado"},
         money,
         in_its_currency("f.requested")},
        {"authorised_now",
         {"F Authorised", "F Autorisé", "F Autorizado"},
         money,
         in_its_currency("f.paid")},
        {"outstanding",
         {"G = D + F", "G = D + F", "G = D + F"},
         money,
         in_its_currency("f.authorised - coalesce(f.accepted, 0) + coalesce(f.paid, 0)")},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency",
         shown::not_in_csv},
        {"accepted_base",
         {"C in base currency", "C en monnaie de compte", "C en moneda de cuenta"},
         money,
         money_sql("f.accepted_base", "i.base_currency"),
         shown::not_in_csv},
        {"authorised_base",
         {"F in base currency", "F en monnaie de compte", "F en moneda de cuenta"},
         money,
         money_sql("f.paid_base", "i.base_currency"),
         shown::not_in_csv},
        // What the printed form says of them.
        {"request_kinds",
         {"Type of request", "Type de demande", "Tipo de solicitud"},
         text,
         "f.kinds",
         shown::nowhere},
        {"requests", {"Requests", "Demandes", "Solicitudes"}, text, "f.requests", shown::nowhere},
    };
    made.from =
        "from face f join partner.agreement a on a.id = f.agreement_id"
        " join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join partner.partner pr on pr.id = a.partner_id";
    add_project_scope(made, asked);
    add_agreement_scope(made, asked);
    made.order_by = "i.code, p.code, a.code, f.form";
    made.totals_by = "currency";
    made.totals = {
        {"reported", {"Reported", "Déclaré", "Declarado"}, money, "sum(reported)"},
        {"accepted", {"Accepted", "Accepté", "Aceptado"}, money, "sum(accepted)"},
        {"authorised", {"Authorised", "Autorisé", "Autorizado"}, money, "sum(authorised_now)"},
    };
    made.notes = {carry_note};
    return made;
}

}  // namespace

report face_report() {
    return {
        .name = "face",
        .title =
            {"Funding authorization and certificate of expenditures",
             "Autorisation de financement et certificat de dépenses",
             "Autorización de fondos y certificado de gastos"},
        .question =
            {"What was a partner authorised, what did it report, and what is outstanding?",
             "Qu’est-ce qu’un partenaire a été autorisé à dépenser, qu’a-t-il déclaré et que "
             "reste-t-il ?",
             "¿Qué se autorizó a un asociado, qué declaró y qué queda pendiente?"},
        .parameters = {"instrument", "project", "partner", "agreement"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
        .open_to_partners = true,
    };
}

}  // namespace tranche::reports
