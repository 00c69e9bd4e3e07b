// From a figure back to what made it: every posting of a project or agreement with its entry, the
// document behind it, the people of each step and the rate used. What it says was paid is what the
// report of disbursements says.
#include "domain/entity.hpp"
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <array>
#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

constexpr std::array books{
    word{"F", {"authority", "autorisations", "autorizaciones"}},
    word{"P", {"partner", "partenaire", "asociado"}},
    word{"C", {"cash", "trésorerie", "tesorería"}},
};

std::string source_sql() {
    std::string prefix = "case e.source_type";
    for (const auto& one : domain::all_entities()) {
        prefix += " when '" + std::string{one.stem} + "' then '" + std::string{one.prefix} + "'";
    }
    return public_id_sql(prefix + " end", "e.source_id");
}

std::string person_sql(const std::string& id) {
    return "(select u.name from people.user_account u where u.id = " + id + ")";
}

std::vector<column> entry_columns() {
    return {
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"agreement", {"Agreement", "Accord", "Acuerdo"}, code, "a.code"},
        {"entry",
         {"Entry", "Écriture", "Asiento"},
         code,
         id_sql(domain::entity::journal_entry, "e.id")},
        {"event", {"Event", "Événement", "Hecho"}, code, "e.event"},
        {"effective_on", {"Counts for", "Date d’effet", "Fecha efectiva"}, date, "e.effective_on"},
        {"recorded_on",
         {"Recorded on", "Enregistré le", "Registrado el"},
         date,
         "(e.recorded_at at time zone 'UTC')::date"},
        {"source", {"Source", "Source", "Origen"}, code, source_sql()},
        {"document",
         {"Document", "Pièce", "Documento"},
         text,
         "coalesce(y.bank_reference, x.document, t.code, v.reason)"},
        {"requested_by",
         {"Requested by", "Demandé par", "Solicitado por"},
         text,
         person_sql("coalesce(q.requested_by, t.submitted_by, b.drafted_by)")},
        {"requested_on",
         {"Requested on", "Demandé le", "Solicitado el"},
         date,
         "coalesce(q.requested_on, t.submitted_on)"},
        {"certified_by",
         {"Certified by", "Certifié par", "Certificado por"},
         text,
         person_sql("q.certified_by")},
        {"approved_by",
         {"Approved by", "Approuvé par", "Aprobado por"},
         text,
         person_sql("coalesce(q.approved_by, t.reviewed_by, b.approved_by, l.decided_by)")},
        {"approved_on",
         {"Approved on", "Approuvé le", "Aprobado el"},
         date,
         "coalesce(q.approved_on, t.reviewed_on, b.approved_on, l.allocated_on)"},
        {"recorded_by",
         {"Recorded by", "Enregistré par", "Registrado por"},
         text,
         person_sql("e.actor_id")},
    };
}

// What an entry came from: at most one of these rows.
constexpr const char* sources =
    " left join partner.payment y on y.id = e.source_id and e.source_type = 'payment'"
    " left join partner.disbursement_request q on q.id = y.request_id"
    " left join partner.expenditure_report t on t.id = e.source_id"
    " and e.source_type = 'expenditure_report'"
    " left join funding.direct_expenditure x on x.id = e.source_id"
    " and e.source_type = 'direct_expenditure'"
    " left join partner.receivable v on v.id = e.source_id and e.source_type = 'receivable'"
    " left join funding.budget_version b on b.id = e.source_id"
    " and e.source_type = 'budget_version'"
    " left join funding.allocation l on l.id = e.source_id and e.source_type = 'allocation'";

plan make_plan(const request& asked) {
    plan made;
    made.columns = entry_columns();
    const std::vector<column> postings{
        {"book", {"Book", "Livre", "Libro"}, code, "d.book::text", shown::everywhere, books},
        {"account", {"Account", "Compte", "Cuenta"}, code, "k.kind"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "k.currency"},
        {"amount", {"Amount", "Montant", "Importe"}, money, money_sql("g.amount", "k.currency")},
        {"rate", {"Rate", "Taux", "Tipo de cambio"}, rate, "trim_scale(g.rate)"},
        {"base_currency",
         {"Base currency", "Monnaie de compte", "Moneda de cuenta"},
         code,
         "i.base_currency"},
        {"base_amount",
         {"Amount in base currency", "Montant en monnaie de compte", "Importe en moneda de cuenta"},
         money,
         money_sql("g.base_amount", "i.base_currency")},
    };
    made.columns.insert(made.columns.end(), postings.begin(), postings.end());
    made.from =
        std::string{
            "from ledger.entry e join ledger.posting g on g.entry_id = e.id"
            " join ledger.account k on k.id = g.account_id"
            " join ledger.account_kind d on d.kind = k.kind"
            " join funding.project p on p.id = e.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " left join partner.agreement a on a.id = e.agreement_id"} +
        sources;
    add_project_scope(made, asked);
    if (asked.agreement) {
        made.where.push_back("e.agreement_id = " + made.bind(*asked.agreement, "bigint"));
    }
    const auto cut = cut_of(made, asked);
    if (cut.is_cut()) made.where.push_back(within(cut, "e"));
    if (asked.entry) made.where.push_back("e.id = " + made.bind(*asked.entry, "bigint"));
    if (asked.payment) {
        made.where.push_back(
            "e.source_type = 'payment' and e.source_id = " + made.bind(*asked.payment, "bigint")
        );
    }
    made.order_by = "i.code, p.code, e.effective_on, e.id, d.book, k.kind, k.id";
    made.totals_by = "base_currency";
    made.totals = {
        {"paid_net",
         {"Paid, net", "Payé, net", "Pagado, neto"},
         money,
         "sum(case when account = 'partner_bank' then base_amount else 0 * base_amount end)"},
        {"all_postings",
         {"All postings", "Toutes les écritures", "Todos los apuntes"},
         money,
         "sum(base_amount)"},
    };
    return made;
}

}  // namespace

report trail_report() {
    return {
        .name = "trail",
        .title = {"Trail", "Piste d’audit", "Pista de auditoría"},
        .question =
            {"Which entries, documents, people and rates stand behind the figures?",
             "Quelles écritures, pièces, personnes et quels taux fondent les chiffres ?",
             "¿Qué asientos, documentos, personas y tipos de cambio respaldan las cifras?"},
        .parameters =
            {"instrument", "project", "agreement", "payment", "entry", "until", "as_known_on",
             "period", "reading"},
        .make_plan = make_plan,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
        .shows_ledger = true,
    };
}

}  // namespace tranche::reports
