// Where every agreement with a partner stands: what it is worth, what of that was paid, accepted
// and given up, and what the partner still holds or owes.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array states{
    word{"signed", {"signed", "signé", "firmado"}},
    word{"suspended", {"suspended", "suspendu", "suspendido"}},
    word{"terminated", {"terminated", "résilié", "rescindido"}},
    word{"closed", {"closed", "clos", "cerrado"}},
};

// Kept figures of everything that hangs on an agreement, in base currency; of tranches in the
// agreement's.
constexpr const char* standing =
    " left join lateral (select sum(b.base_amount) filter (where k.kind = 'advance') as advance,"
    " sum(b.base_amount) filter (where k.kind = 'receivable') as receivable,"
    " sum(b.base_amount) filter (where k.kind = 'due') as due,"
    " sum(b.amount) filter (where k.kind = 'tranche_unpaid') as unpaid"
    " from (select v.id from partner.advance v where v.agreement_id = a.id"
    " union all select t.id from partner.tranche t where t.agreement_id = a.id"
    " union all select c.id from partner.receivable c where c.agreement_id = a.id) x"
    " join ledger.account k on k.owner_id = x.id"
    " and k.kind in ('advance', 'receivable', 'due', 'tranche_unpaid')"
    " join ledger.balance b on b.account_id = k.id) s on true"
    " left join lateral (select sum(b.base_amount) as spent from partner.agreement_line n"
    " join ledger.account k on k.owner_id = n.budget_line_id and k.part_id = a.id and k.kind = 'spent'"
    " join ledger.balance b on b.account_id = k.id where n.agreement_id = a.id) w on true"
    " left join lateral (select sum(y.base_amount) as paid from partner.payment y"
    " where y.agreement_id = a.id) y on true"
    " left join lateral (select sum(t.cancelled_amount) as released from partner.tranche t"
    " where t.agreement_id = a.id) t on true";

column amount(std::string_view stem, trilingual label, const std::string& minor) {
    return {stem, label, money, money_sql("coalesce(" + minor + ", 0)", "a.currency")};
}

total sum_of(std::string_view stem, trilingual label) {
    return {stem, label, money, "sum(" + std::string{stem} + ')'};
}

plan make_plan(const request& asked) {
    plan made;
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"state", {"State", "État", "Situación"}, code, "a.state", shown::everywhere, states},
        {"start_on", {"Starts on", "Débute le", "Comienza el"}, date, "a.start_on"},
        {"end_on", {"Ends on", "Prend fin le", "Termina el"}, date, "a.end_on"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "a.currency"},
        amount("value", {"Value", "Valeur", "Valor"}, "a.value"),
        amount("paid", {"Paid, net", "Payé, net", "Pagado, neto"}, "y.paid"),
        amount("accepted", {"Accepted", "Accepté", "Aceptado"}, "w.spent"),
        amount("released", {"Given up", "Libéré", "Liberado"}, "t.released"),
        amount("unpaid", {"Not yet paid", "Restant à payer", "Por pagar"}, "s.unpaid"),
        amount("advance", {"Advance held", "Avance détenue", "Anticipo en poder"}, "s.advance"),
        amount("due", {"Due to the partner", "Dû au partenaire", "Adeudado al asociado"}, "s.due"),
        amount("receivable", {"To be paid back", "À rembourser", "Por reembolsar"}, "s.receivable"),
    };
    made.from =
        "from partner.agreement a join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join partner.partner pr on pr.id = a.partner_id" +
        std::string{standing};
    made.where.emplace_back("a.state in ('signed', 'suspended', 'terminated', 'closed')");
    add_project_scope(made, asked);
    add_benefiting_state(made, asked);
    if (asked.partner)
        made.where.push_back("a.partner_id = " + made.bind(*asked.partner, "bigint"));
    made.order_by = "i.code, p.code, a.code";
    made.totals_by = "currency";
    made.totals = {
        sum_of("value", {"Value", "Valeur", "Valor"}),
        sum_of("paid", {"Paid, net", "Payé, net", "Pagado, neto"}),
        sum_of("accepted", {"Accepted", "Accepté", "Aceptado"}),
        sum_of("advance", {"Advances held", "Avances détenues", "Anticipos en poder"}),
        sum_of("receivable", {"To be paid back", "À rembourser", "Por reembolsar"}),
    };
    return made;
}

}  // namespace

report agreements_report() {
    return {
        .name = "agreements",
        .title = {"Agreements", "Accords", "Acuerdos"},
        .question =
            {"Where does each agreement with a partner stand?",
             "Où en est chaque accord avec un partenaire ?",
             "¿Cómo está cada acuerdo con un asociado?"},
        .parameters = {"instrument", "project", "state", "partner"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
