// What went through the bank: in which batch, what the bank answered and charged, and what the
// partner says arrived. Payments made, and what is on its way in a released batch.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array states{
    word{"released", {"sent", "envoyé", "enviado"}},
    word{"paid", {"paid", "payé", "pagado"}},
    word{"returned", {"returned", "retourné", "devuelto"}},
    word{"rejected", {"refused by the bank", "refusé par la banque", "rechazado por el banco"}},
};
constexpr std::array bearers{
    word{"fund", {"fund", "fonds", "fondo"}},
    word{"partner", {"partner", "partenaire", "asociado"}},
    word{"shared", {"shared", "partagé", "compartido"}},
};

// A payment with its batch item if it came by one, and items that are no payment yet, or never
// became one. Of what the partner says, the last counts.
constexpr const char* rows_sql =
    "with went as (select y.id as payment_id, y.request_id, y.agreement_id, y.tranche_id, y.kind,"
    " x.batch_id, x.end_to_end_id, x.bank_account_id, case when exists (select 1 from partner.payment r"
    " where r.reverses_id = y.id) then 'returned' else 'paid' end as state, y.currency, y.amount, y.rate,"
    " y.paid_on, y.bank_reference, y.bank_rate, y.charges_currency, y.charges_amount, y.charges_borne_by"
    " from partner.payment y left join partner.payment_batch_item x on x.request_id = y.request_id"
    " and x.outcome is null where y.kind in ('advance', 'reimbursement', 'direct_payment')"
    " union all select null, q.id, q.agreement_id, q.tranche_id, q.kind, x.batch_id, x.end_to_end_id,"
    " x.bank_account_id, coalesce(x.outcome, 'released'), x.currency, x.amount, x.rate, null, null, null,"
    " null, null, x.charges_borne_by from partner.payment_batch_item x"
    " join partner.disbursement_request q on q.id = x.request_id"
    " where x.amount is not null and (x.outcome = 'rejected' or q.state = 'approved'))";

plan make_plan(const request& asked) {
    plan made;
    made.with = rows_sql;
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"tranche", {"Tranche", "Tranche", "Tramo"}, code, "t.code"},
        {"payer_account", {"Paid from", "Payé depuis", "Pagado desde"}, code, "c.code"},
        {"batch", {"Batch", "Lot", "Lote"}, code, "b.code"},
        {"pay_on", {"To be paid on", "À payer le", "A pagar el"}, date, "b.pay_on"},
        {"end_to_end_id",
         {"End-to-end id", "Référence de bout en bout", "Referencia de extremo a extremo"},
         code,
         "w.end_to_end_id"},
        {"payee",
         {"Payee", "Bénéficiaire", "Beneficiario"},
         text,
         "coalesce(q.payee_name, k.holder, pr.name)"},
        {"state", {"State", "État", "Situación"}, code, "w.state", shown::everywhere, states},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "w.currency"},
        {"amount", {"Amount", "Montant", "Importe"}, money, money_sql("w.amount", "w.currency")},
        {"paid_on", {"Paid on", "Payé le", "Pagado el"}, date, "w.paid_on"},
        {"bank_reference",
         {"Bank reference", "Référence bancaire", "Referencia bancaria"},
         text,
         "w.bank_reference"},
        {"rate", {"Rate", "Taux", "Tipo de cambio"}, rate, "trim_scale(w.rate)"},
        {"bank_rate",
         {"Rate of the bank", "Taux de la banque", "Tipo del banco"},
         rate,
         "trim_scale(w.bank_rate)"},
        {"charges_currency",
         {"Currency of charges", "Monnaie des frais", "Moneda de las comisiones"},
         code,
         "w.charges_currency"},
        {"charges",
         {"Bank charges", "Frais bancaires", "Comisiones bancarias"},
         money,
         money_sql("w.charges_amount", "w.charges_currency")},
        {"charges_borne_by",
         {"Borne by", "À la charge de", "A cargo de"},
         code,
         "w.charges_borne_by",
         shown::everywhere,
         bearers},
        {"received_on", {"Arrived on", "Arrivé le", "Llegado el"}, date, "f.received_on"},
        {"received", {"Arrived", "Arrivé", "Llegado"}, money, money_sql("f.amount", "w.currency")},
        {"difference",
         {"Arrived less paid", "Arrivé moins payé", "Llegado menos pagado"},
         money,
         money_sql("f.amount - w.amount", "w.currency")},
    };
    made.from =
        "from went w join partner.agreement a on a.id = w.agreement_id"
        " join partner.partner pr on pr.id = a.partner_id"
        " join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " left join partner.tranche t on t.id = w.tranche_id"
        " left join partner.disbursement_request q on q.id = w.request_id"
        " left join partner.payment_batch b on b.id = w.batch_id"
        " left join partner.payer_account c on c.id = b.payer_account_id"
        " left join partner.bank_account k on k.id = w.bank_account_id"
        " left join lateral (select n.received_on, n.amount from partner.payment_confirmation n"
        " where n.payment_id = w.payment_id order by n.confirmed_at desc, n.id desc limit 1) f on true";
    add_project_scope(made, asked);
    add_agreement_scope(made, asked);
    const std::string day = "coalesce(w.paid_on, b.pay_on)";
    if (asked.since) made.where.push_back(day + " >= " + made.bind(*asked.since, "date"));
    if (asked.until) made.where.push_back(day + " <= " + made.bind(*asked.until, "date"));
    made.order_by = day + ", b.code, a.code, w.end_to_end_id, w.payment_id";
    made.totals_by = "currency";
    made.totals = {
        {"paid",
         {"Paid", "Payé", "Pagado"},
         money,
         "sum(case when state = 'paid' then amount else 0 * amount end)"},
        {"on_its_way",
         {"Sent, not answered", "Envoyé, sans réponse", "Enviado, sin respuesta"},
         money,
         "sum(case when state = 'released' then amount else 0 * amount end)"},
        {"difference",
         {"Arrived less paid", "Arrivé moins payé", "Llegado menos pagado"},
         money,
         "sum(difference)"},
    };
    return made;
}

}  // namespace

report payments_report() {
    return {
        .name = "payments",
        .title = {"Payments through the bank", "Paiements par la banque", "Pagos por el banco"},
        .question =
            {"What was sent to the bank, what did it answer and charge, and what arrived?",
             "Qu’a-t-on envoyé à la banque, qu’a-t-elle répondu et facturé, et qu’est-il arrivé ?",
             "¿Qué se envió al banco, qué respondió y cobró, y qué llegó?"},
        .parameters = {"instrument", "project", "partner", "agreement", "since", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
