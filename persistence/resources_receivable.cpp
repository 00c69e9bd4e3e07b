// What partners owe, and how it is settled.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& receivable_resource() {
    static const resource declared{
        .what = entity::receivable,
        .about = "What a partner owes after money it was paid was not accepted",
        .from =
            "partner.receivable c join partner.agreement a on a.id = c.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join partner.partner r on r.id = a.partner_id"
            " left join partner.expenditure_report e on e.id = c.report_id"
            " left join partner.tranche t on t.id = c.tranche_id"
            " left join ledger.account k on k.owner_id = c.id and k.kind = 'receivable'"
            " left join ledger.balance o on o.account_id = k.id",
        .id_sql = "c.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "raised_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "partner", "r.code", "Code of the partner").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "report", "e.code", "Report whose rows were rejected").filtered(),
                shows(text, "tranche", "t.code", "Tranche the money came from"),
                shows(date, "raised_on", "c.raised_on", "Day it arose").sorted(),
                shows(money, "raised", "c.amount", "Owed at first").in("c.currency"),
                shows(money, "raised_base", "c.base_amount", "In base currency")
                    .in("i.base_currency"),
                shows(
                    money, "settled", "(c.amount - coalesce(o.amount, 0))",
                    "Refunded, documented, offset or written off"
                )
                    .in("c.currency")
                    .dated_by(
                        "coalesce((select -sum(g.amount)::bigint from ledger.posting g"
                        " join ledger.entry e on e.id = g.entry_id where g.account_id = k.id"
                        " and e.event not in ('rejection', 'disallowance', 'revaluation') and @cut), 0)"
                    ),
                shows(money, "open", "coalesce(o.amount, 0)", "Still owed").in("c.currency"),
                shows(truth, "is_open", "(coalesce(o.amount, 0) > 0)", "Not yet settled")
                    .filtered(),
                shows(text, "reason", "c.reason", "Why it is owed"),
            },
        .dated_figures = true,
        .state_sql = "case when coalesce(o.amount, 0) > 0 then 'open' else 'settled' end",
        .since_sql = "c.raised_on",
    };
    return declared;
}

const resource& settlement_proposal_resource() {
    static constexpr const char* state =
        "case when x.refused_by is not null then 'refused' when x.approved_by is not null"
        " then 'approved' else 'proposed' end";
    static const resource declared{
        .what = entity::settlement_proposal,
        .about = "How a debt is to end without money; one person proposes, another approves",
        .from =
            "partner.settlement_proposal x join partner.receivable c on c.id = x.receivable_id"
            " join partner.agreement a on a.id = c.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " left join people.user_account u1 on u1.id = x.proposed_by"
            " left join people.user_account u2 on u2.id = x.approved_by"
            " left join people.user_account u3 on u3.id = x.refused_by"
            " left join people.user_account u4 on u4.id = x.taken_back_by",
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-proposed_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(id, "receivable", "x.receivable_id", "The debt")
                    .naming(entity::receivable)
                    .filtered(),
                shows(text, "kind", "x.kind", "documents, offset or write_off").filtered(),
                shows(
                    text, "state",
                    "case when x.taken_back_on is not null then 'taken_back'"
                    " when x.refused_by is not null then 'refused'"
                    " when x.approved_by is not null then 'approved' else 'proposed' end",
                    "proposed, approved, refused or taken_back"
                )
                    .filtered(),
                shows(money, "amount", "x.amount", "Of the debt").in("x.currency"),
                shows(id, "line", "x.line_id", "Expense the documents show")
                    .naming(entity::expenditure_line),
                shows(money, "line_amount", "x.line_amount", "How much of it").in("x.currency"),
                shows(id, "request", "x.request_id", "Request whose payment it is kept back from")
                    .naming(entity::disbursement_request),
                shows(text, "document", "x.document", "Which documents"),
                shows(text, "reason", "x.reason", "Why"),
                shows(date, "proposed_on", "x.proposed_on", "When it was proposed").sorted(),
                shows(text, "proposed_by", "u1.name", "Who proposed it"),
                shows(date, "approved_on", "x.approved_on", "When it was approved"),
                shows(text, "approved_by", "u2.name", "Who approved it"),
                shows(date, "refused_on", "x.refused_on", "When it was refused"),
                shows(text, "refused_by", "u3.name", "Who refused it"),
                shows(date, "settled_on", "x.settled_on", "From when it counts"),
                shows(date, "taken_back_on", "x.taken_back_on", "From when it counts no more"),
                shows(text, "taken_back_by", "u4.name", "Who took it back"),
            },
        .state_sql = state,
        .since_sql = "x.proposed_on",
    };
    return declared;
}

}  // namespace tranche::persistence
