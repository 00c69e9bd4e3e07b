#include "reports/disbursements.hpp"

#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array kinds{
    word{"advance", {"advance", "avance", "anticipo"}},
    word{"reimbursement", {"reimbursement", "remboursement", "reembolso"}},
    word{"direct_payment", {"direct payment", "paiement direct", "pago directo"}},
    word{"refund", {"refund", "restitution", "devolución"}},
    word{"returned", {"returned payment", "paiement retourné", "pago devuelto"}},
    word{"refund_reversed", {"refund taken back", "restitution annulée", "devolución anulada"}},
    word{"revalued", {"rate corrected", "taux corrigé", "tipo corregido"}},
    word{"offset", {"offset", "compensation", "compensación"}},
};

std::vector<column> listed_columns(domain::language language) {
    const auto amount = money_sql("pay.amount", "pay.currency");
    const auto base = money_sql("pay.base_amount", "pay.base_currency");
    return {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"instrument_name",
         {"Name of the instrument", "Nom de l’instrument", "Nombre del instrumento"},
         text,
         localised_sql("i.name", language),
         shown::in_heading},
        {"line", {"Line", "Ligne", "Línea"}, text, localised_sql("l.name", language)},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"project_title",
         {"Project title", "Intitulé du projet", "Título del proyecto"},
         text,
         localised_sql("p.title", language)},
        {"phase", {"Phase", "Phase", "Fase"}, text, localised_sql("ph.name", language)},
        {"beneficiary_states",
         {"Beneficiary States", "États bénéficiaires", "Estados beneficiarios"},
         code,
         states_when_paid},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"tranche", {"Tranche", "Tranche", "Tramo"}, code, "t.code"},
        {"kind", {"Kind", "Nature", "Tipo"}, code, "pay.kind", shown::everywhere, kinds},
        {"requested_on", {"Requested on", "Demandé le", "Solicitado el"}, date, "r.requested_on"},
        {"approved_on", {"Approved on", "Approuvé le", "Aprobado el"}, date, "r.approved_on"},
        {"paid_on", {"Paid on", "Payé le", "Pagado el"}, date, "pay.paid_on"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "pay.currency"},
        {"amount", {"Amount", "Montant", "Importe"}, money, amount},
        {"rate", {"Rate", "Taux", "Tipo de cambio"}, rate, "trim_scale(pay.rate)"},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "pay.base_currency"},
        {"base_amount",
         {"Amount in base currency", "Montant en monnaie de compte", "Importe en moneda de cuenta"},
         money,
         base},
        {"payee",
         {"Payee", "Bénéficiaire", "Beneficiario"},
         text,
         "r.payee_name",
         shown::in_json,
         {},
         "Of a direct payment: whom it paid on the partner’s behalf"},
        {"batch",
         {"Batch", "Lot", "Lote"},
         code,
         "(select b.code from partner.payment_batch_item x join partner.payment_batch b"
         " on b.id = x.batch_id where x.request_id = pay.request_id and x.outcome is null)",
         shown::in_json,
         {},
         "It went to the bank in; its answer and charges are in the report payments"},
        {"marks",
         {"Marks", "Mentions", "Marcas"},
         code,
         "case when p.illustrative or a.illustrative then 'i' end",
         shown::not_in_csv},
        {"payment_id",
         {"Payment’s id", "Identifiant du paiement", "Identificador del pago"},
         code,
         id_sql(domain::entity::payment, "pay.id"),
         shown::in_json,
         {},
         "To be followed at /api/v1/trail/{payment_id}"},
    };
}

constexpr trilingual illustrative_note{
    "i: illustrative; the project or agreement was made up for demonstration, wholly or in part.",
    "i : à titre d’exemple ; le projet ou l’accord est inventé, en tout ou en partie.",
    "i: ilustrativo; el proyecto o el acuerdo es inventado, en todo o en parte.",
};
constexpr trilingual refund_note{
    "Money that came back is a row of its own with a minus sign, at the rate of its day.",
    "Tout retour de fonds figure sur sa propre ligne, en négatif, au taux du jour.",
    "Todo dinero devuelto figura en su propia fila, en negativo, al tipo de cambio de su fecha.",
};
constexpr trilingual whole_payments_note{
    "Payments are shown whole, not by the share of the State; group by state for its share.",
    "Les paiements figurent en entier, et non selon la part de l’État ; regrouper par « state » "
    "pour "
    "obtenir cette part.",
    "Los pagos figuran enteros, no según la parte del Estado; agrupe por «state» para verla.",
};

plan listed_disbursements(const request& asked) {
    plan made;
    made.columns = listed_columns(asked.language);
    made.with = std::string{"with states as ("} + states_by_day + ")";
    made.from =
        "from partner.payment pay"
        " join partner.agreement a on a.id = pay.agreement_id"
        " join partner.partner pr on pr.id = a.partner_id"
        " join funding.project p on p.id = pay.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join funding.funding_line l on l.id = a.funding_line_id"
        " left join funding.phase ph on ph.id = a.phase_id"
        " left join partner.tranche t on t.id = pay.tranche_id"
        " left join partner.disbursement_request r on r.id = pay.request_id"
        " left join states s on s.project_id = pay.project_id";
    add_payment_filters(made, asked);
    add_benefiting_state(made, asked);
    made.order_by = "pay.paid_on, a.code collate \"C\", t.number, pay.id";
    made.totals_by = "base_currency";
    made.totals = disbursement_totals(
        std::string{"sum(case when "} + went_out + " then base_amount else 0 * base_amount end)",
        std::string{"sum(case when "} + went_out + " then 0 * base_amount else base_amount end)",
        "sum(base_amount)"
    );
    made.notes = {refund_note, illustrative_note};
    if (asked.state) made.notes.push_back(whole_payments_note);
    return made;
}

}  // namespace

void add_payment_filters(plan& to, const request& asked) {
    add_project_scope(to, asked);
    if (asked.line) to.where.push_back("a.funding_line_id = " + to.bind(*asked.line, "bigint"));
    add_agreement_scope(to, asked);
    if (asked.since) to.where.push_back("pay.paid_on >= " + to.bind(*asked.since, "date"));
    if (asked.until) to.where.push_back("pay.paid_on <= " + to.bind(*asked.until, "date"));
    if (asked.as_known_on) {
        const persistence::cut_sql known{{}, to.bind(*asked.as_known_on, "date")};
        to.where.push_back(
            "exists (select 1 from ledger.entry known where known.source_id = pay.id"
            " and known.source_type = 'payment' and " +
            within(known, "known") + ")"
        );
    }
    if (asked.year) {
        const auto year = to.bind(*asked.year, "integer");
        to.where.push_back(
            "pay.paid_on between make_date(" + year + ", 1, 1) and make_date(" + year + ", 12, 31)"
        );
    }
}

std::vector<total> disbursement_totals(
    std::string gross_sql, std::string refunds_sql, std::string net_sql
) {
    return {
        {"gross", {"Gross", "Montant brut", "Importe bruto"}, money, std::move(gross_sql)},
        {"refunds",
         {"Came back", "Retours de fonds", "Devoluciones"},
         money,
         std::move(refunds_sql)},
        {"net", {"Net", "Montant net", "Importe neto"}, money, std::move(net_sql)},
    };
}

report disbursements_report() {
    return {
        .name = "disbursements",
        .title = {"Disbursements", "Décaissements", "Desembolsos"},
        .question =
            {"What was paid to whom, from which instrument, for which State?",
             "Qu’a-t-on payé, à qui, sur quel instrument et au bénéfice de quel État ?",
             "¿Qué se pagó, a quién, con qué instrumento y en beneficio de qué Estado?"},
        .parameters =
            {"instrument", "line", "project", "partner", "agreement", "state", "year", "since",
             "until", "as_known_on", "period", "reading"},
        .group_by =
            {{"instrument", {"instrument", "instrument", "instrumento"}},
             {"line", {"line", "ligne", "línea"}},
             {"project", {"project", "projet", "proyecto"}},
             {"partner", {"partner", "partenaire", "asociado"}},
             {"state", {"State", "État", "Estado"}},
             {"paid_year", {"year of payment", "année de paiement", "año de pago"}},
             {"quarter", {"quarter", "trimestre", "trimestre"}},
             {"month", {"month", "mois", "mes"}}},
        .make_plan =
            [](const request& asked) {
                return asked.group_by.empty() ? listed_disbursements(asked)
                                              : grouped_disbursements(asked);
            },
        .open_to_donors =
            [](const request& asked) {
                if (asked.group_by.empty() || asked.partner || asked.agreement) {
                    return donor_sight::nothing;
                }
                return asked.groups("partner") ? donor_sight::partners : donor_sight::all;
            },
    };
}

}  // namespace tranche::reports
