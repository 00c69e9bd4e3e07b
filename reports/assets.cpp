// What was bought and lasts: what is listed, and what should be, because one expense of a category
// the fund's terms name reaches their threshold. What is listed stays with its expense through the
// rounds of a report, and is shown also when that is reported no more.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array states{
    word{"kept", {"kept", "conservé", "conservado"}},
    word{"not_listed", {"not listed yet", "pas encore inscrit", "todavía sin inscribir"}},
    word{"not_reported", {"not reported any more", "n’est plus déclaré", "ya no se declara"}},
    word{"handed_over", {"handed over", "remis", "entregado"}},
    word{"returned", {"returned", "restitué", "devuelto"}},
    word{"sold", {"sold", "vendu", "vendido"}},
    word{"lost", {"lost", "perdu", "perdido"}},
    word{"scrapped", {"scrapped", "mis au rebut", "dado de baja"}},
};

plan make_plan(const request& asked) {
    plan made;
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "b.code"},
        {"document", {"Document", "Pièce", "Documento"}, text, "l.document"},
        {"bought_on", {"Bought on", "Acheté le", "Comprado el"}, date, "l.spent_on"},
        {"description", {"What", "Quoi", "Qué"}, text, "coalesce(x.description, l.description)"},
        {"serial", {"Number", "Numéro", "Número"}, text, "x.serial"},
        {"quantity", {"Quantity", "Quantité", "Cantidad"}, integer, "x.quantity"},
        {"located_at", {"Where", "Où", "Dónde"}, text, "x.located_at"},
        {"kept_by", {"Kept by", "Confié à", "A cargo de"}, text, "x.kept_by"},
        {"state",
         {"State", "État", "Situación"},
         code,
         "case when x.id is null then 'not_listed' when x.disposed_as is not null then x.disposed_as"
         " when x.line_now is null then 'not_reported' else 'kept' end",
         shown::everywhere,
         states},
        {"disposed_on", {"Since", "Depuis le", "Desde"}, date, "x.disposed_on"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "l.currency"},
        {"amount", {"Amount", "Montant", "Importe"}, money, money_sql("l.amount", "l.currency")},
    };
    made.with =
        "with listed as (select x.*, partner.line_now(x.line_id) as line_now from partner.asset x)";
    made.from =
        "from partner.expenditure_line l join partner.expenditure_report r on r.id = l.report_id"
        " join partner.agreement a on a.id = r.agreement_id"
        " join funding.project p on p.id = a.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join partner.partner pr on pr.id = a.partner_id"
        " join funding.budget_line b on b.id = l.budget_line_id"
        " left join listed x on coalesce(x.line_now, x.line_id) = l.id"
        " left join lateral (select t.threshold, t.categories from funding.asset_terms t"
        " where t.instrument_id = i.id and t.valid_from <= l.spent_on"
        " order by t.valid_from desc limit 1) t on true";
    made.where.emplace_back(
        "(x.id is not null or (l.round = r.round and l.decision in ('accepted', 'partly_accepted')"
        " and l.base_amount >= t.threshold"
        " and (t.categories = '{}' or b.category = any (t.categories))))"
    );
    add_project_scope(made, asked);
    add_agreement_scope(made, asked);
    if (asked.until) {
        made.where.push_back("l.spent_on <= " + made.bind(*asked.until, "date"));
    }
    made.order_by = "i.code, p.code, a.code, l.spent_on, l.id, x.id";
    return made;
}

}  // namespace

report assets_report() {
    return {
        .name = "assets",
        .title = {"Things that last", "Biens durables", "Bienes duraderos"},
        .question =
            {"What was bought that lasts, where is it, and who keeps it?",
             "Qu’a-t-on acheté de durable, où est-ce, et qui en répond ?",
             "¿Qué bienes duraderos se compraron, dónde están y quién responde de ellos?"},
        .parameters = {"instrument", "project", "partner", "agreement", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
