// What partners say of their cash beside what the books have of it, period by period.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array statements{
    word{"missing", {"missing", "manquant", "falta"}},
    word{"attached", {"attached", "joint", "adjunto"}},
    word{"removed", {"removed since", "retiré depuis", "retirado después"}},
};

// By the bank, in the currency of payment and within the period: what reached the partner, less
// what was kept back of it (a set-off moves nothing by itself), what came back, and what its own
// bank credited. What was taken back counts against what it takes back; a direct payment never
// reached it.
constexpr const char* books =
    " left join document.attachment x on x.id = c.bank_statement_id"
    " left join lateral (select f.closing from partner.cash_book f"
    " where f.agreement_id = c.agreement_id and f.period_first < c.period_first"
    " order by f.period_first desc, f.turn desc limit 1) f on true"
    " cross join lateral (select coalesce(sum(y.amount) filter (where coalesce(o.kind, y.kind) in"
    " ('advance', 'reimbursement', 'offset')), 0)::bigint as paid,"
    " coalesce(-sum(y.amount) filter (where coalesce(o.kind, y.kind) = 'refund'), 0)::bigint as back"
    " from partner.payment y left join partner.payment o on o.id = y.reverses_id"
    " where y.agreement_id = a.id and y.currency = c.currency"
    " and y.paid_on between c.period_first and c.period_last) m"
    " cross join lateral (select"
    " coalesce((select sum(v.amount)::bigint from partner.advance v where v.agreement_id = a.id"
    " and v.kind = 'interest' and v.opened_on between c.period_first and c.period_last"
    " and not exists (select 1 from ledger.entry e join ledger.entry r on r.reverses_id = e.id"
    " where e.source_type = 'advance' and e.source_id = v.id)), 0)"
    " as credited, coalesce((select sum(g.amount)::bigint from partner.advance v"
    " join ledger.account k on k.owner_id = v.id and k.kind = 'advance'"
    " join ledger.posting g on g.account_id = k.id join ledger.entry e on e.id = g.entry_id"
    " where v.agreement_id = a.id and e.effective_on <= c.period_last), 0) as advanced) w";

plan make_plan(const request& asked) {
    plan made;
    const auto local = [](const std::string& minor) {
        return money_sql(minor, "c.currency");
    };
    made.columns = {
        {"instrument", {"Instrument", "Instrument", "Instrumento"}, code, "i.code"},
        {"project_code", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"partner", {"Partner", "Partenaire", "Asociado"}, text, "pr.name"},
        {"period_first", {"Period from", "Période du", "Período desde"}, date, "c.period_first"},
        {"period_last", {"Period to", "Période au", "Período hasta"}, date, "c.period_last"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "c.currency"},
        {"opening", {"Opening", "Ouverture", "Apertura"}, money, local("c.opening")},
        {"opening_difference",
         {"From the last closing", "Par rapport à la clôture précédente",
          "Respecto del cierre anterior"},
         money,
         local("c.opening - f.closing"),
         shown::everywhere,
         {},
         "what this period opened with, less what the one before closes with as last stated"},
        {"received", {"Received", "Reçu", "Recibido"}, money, local("c.received")},
        {"paid_by_books",
         {"Paid by the books", "Payé selon les comptes", "Pagado según los libros"},
         money,
         local("m.paid")},
        {"received_difference",
         {"Difference", "Écart", "Diferencia"},
         money,
         local("c.received - m.paid")},
        {"interest", {"Interest", "Intérêts", "Intereses"}, money, local("c.interest")},
        {"interest_by_books",
         {"Interest by the books", "Intérêts selon les comptes", "Intereses según los libros"},
         money,
         local("w.credited")},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, local("c.spent")},
        {"refunded", {"Paid back", "Remboursé", "Reembolsado"}, money, local("c.refunded")},
        {"refunded_by_books",
         {"Paid back by the books", "Remboursé selon les comptes", "Reembolsado según los libros"},
         money,
         local("m.back")},
        {"closing", {"Closing", "Clôture", "Cierre"}, money, local("c.closing")},
        {"advances_open",
         {"Advances not accounted for", "Avances non justifiées", "Anticipos no justificados"},
         money,
         local("w.advanced")},
        {"bank_statement",
         {"Bank statement", "Relevé bancaire", "Estado de cuenta"},
         code,
         "case when x.id is null then 'missing' when x.removed_by is not null then 'removed'"
         " else 'attached' end",
         shown::everywhere,
         statements},
    };
    made.from =
        std::string{
            "from partner.cash_book c join partner.agreement a on a.id = c.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join partner.partner pr on pr.id = a.partner_id"} +
        books;
    made.where.emplace_back(
        "c.turn = (select max(n.turn) from partner.cash_book n"
        " where n.agreement_id = c.agreement_id and n.period_first = c.period_first)"
    );
    add_project_scope(made, asked);
    add_agreement_scope(made, asked);
    if (asked.until) {
        made.where.push_back("c.period_last <= " + made.bind(*asked.until, "date"));
    }
    made.order_by = "i.code, p.code, a.code, c.period_first";
    made.totals_by = "currency";
    made.totals = {
        {"received", {"Received", "Reçu", "Recibido"}, money, "sum(received)"},
        {"spent", {"Spent", "Dépensé", "Gastado"}, money, "sum(spent)"},
        {"refunded", {"Paid back", "Remboursé", "Reembolsado"}, money, "sum(refunded)"},
    };
    made.notes = {
        {"Cash and advances differ by what is spent and not yet accepted, and by what the partner paid "
         "ahead.",
         "La caisse et les avances diffèrent de ce qui est dépensé et pas encore accepté, et de ce que "
         "le partenaire a avancé.",
         "La caja y los anticipos difieren en lo gastado y todavía no aceptado, y en lo que el asociado "
         "adelantó."}};
    return made;
}

}  // namespace

report cash_book_report() {
    return {
        .name = "cash-book",
        .title = {"Partners’ cash", "Caisse des partenaires", "Caja de los asociados"},
        .question =
            {"What do partners say of their cash, and what do the books?",
             "Que disent les partenaires de leur caisse, et que disent les comptes ?",
             "¿Qué dicen los asociados de su caja y qué dicen los libros?"},
        .parameters = {"instrument", "project", "partner", "agreement", "until"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
