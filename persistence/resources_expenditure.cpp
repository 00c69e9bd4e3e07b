#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& payment_resource() {
    static const resource declared{
        .what = entity::payment,
        .about = "One bank movement to a partner, or back when the amount is negative",
        .from =
            "partner.payment y join partner.agreement a on a.id = y.agreement_id"
            " join funding.project p on p.id = y.project_id"
            " join partner.partner r on r.id = a.partner_id"
            " left join partner.tranche t on t.id = y.tranche_id"
            " left join people.user_account u on u.id = y.recorded_by",
        .id_sql = "y.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "paid_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "partner", "r.code", "Code of the partner").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "tranche", "t.code", "Code within the agreement").filtered(),
                shows(id, "request", "y.request_id", "The request it pays")
                    .naming(entity::disbursement_request)
                    .filtered(),
                shows(text, "kind", "y.kind", "advance, reimbursement, refund ...").filtered(),
                shows(date, "paid_on", "y.paid_on", "Day at the bank").filtered().sorted(),
                shows(money, "amount", "y.amount", "As moved").in("y.currency"),
                shows(number, "rate", "trim_scale(y.rate)", "Units per unit of base currency"),
                shows(money, "base_amount", "y.base_amount", "In base currency")
                    .in("y.base_currency"),
                shows(text, "bank_reference", "y.bank_reference", "Of the bank").filtered(),
                shows(number, "bank_rate", "trim_scale(y.bank_rate)", "The bank's own, if it says"),
                shows(money, "charges", "y.charges_amount", "What the bank charged")
                    .in("y.charges_currency"),
                shows(
                    text, "charges_borne_by", "y.charges_borne_by",
                    "fund, partner or shared, by the agreement's term"
                ),
                shows(text, "recorded_by", "u.name", "Who recorded it"),
                shows(id, "reverses", "y.reverses_id", "The movement it takes back")
                    .naming(entity::payment)
                    .filtered(),
                shows(id, "revalues", "y.revalues_id", "The payment whose rate was corrected")
                    .naming(entity::payment)
                    .filtered(),
                shows(text, "origin", "y.origin", "current or historical").filtered(),
                shows(date, "until", {}, "Only what counts until this day, included")
                    .filtered_by("y.paid_on <= ?"),
                shows(
                    date, "as_known_on", {}, "Only what was recorded by the end of this day (UTC)"
                )
                    .filtered_by("exists (select 1 from ledger.entry e where e.source_id = y.id"
                                 " and e.source_type = 'payment' and e.recorded_at <"
                                 " (? + 1)::timestamp at time zone 'UTC')"),
            },
    };
    return declared;
}

const resource& advance_resource() {
    static const resource declared{
        .what = entity::advance,
        .about = "Money a partner holds and must account for, oldest first",
        .from =
            "partner.advance v join partner.agreement a on a.id = v.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " left join partner.tranche t on t.id = v.tranche_id"
            " left join ledger.account k on k.owner_id = v.id and k.kind = 'advance'"
            " left join ledger.balance o on o.account_id = k.id",
        .id_sql = "v.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "opened_on",
        .columns =
            {
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "tranche", "t.code", "Code within the agreement").filtered(),
                shows(text, "kind", "v.kind", "payment or interest").filtered(),
                shows(date, "opened_on", "v.opened_on", "Day it came").sorted(),
                shows(money, "amount", "v.amount", "As it came").in("v.currency"),
                shows(money, "base_amount", "v.base_amount", "In base currency")
                    .in("i.base_currency"),
                shows(money, "outstanding", "coalesce(o.amount, 0)", "Not yet accounted for")
                    .in("v.currency"),
                shows(
                    money, "outstanding_base", "coalesce(o.base_amount, 0)",
                    "The same at the rate it was paid at"
                )
                    .in("i.base_currency"),
            },
        .dated_figures = true,
    };
    return declared;
}

const resource& expenditure_report_resource() {
    static const resource declared{
        .what = entity::expenditure_report,
        .about = "A partner's account of what it spent in a period, with the review",
        .from =
            "partner.expenditure_report e join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join partner.partner r on r.id = a.partner_id"
            " left join people.user_account u1 on u1.id = e.submitted_by"
            " left join people.user_account u2 on u2.id = e.reviewed_by"
            " left join lateral (select count(*) as lines, sum(x.amount)::bigint as reported,"
            " sum(x.accepted_amount)::bigint as accepted, sum(x.rejected_amount)::bigint as "
            "rejected,"
            " sum(x.pending_amount)::bigint as pending, sum(x.pending_amount) filter (where"
            " partner.line_decision(x.id, x.decision) = 'queried')::bigint as queried from partner.expenditure_line x"
            " where x.report_id = e.id and x.round = e.round) k on true",
        .id_sql = "e.id",
        .version_sql = "e.version",
        .partner_sql = "a.partner_id",
        .default_sort = "period_first",
        .columns =
            {
                shows(text, "code", "e.code", "Code within the agreement").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "partner", "r.code", "Code of the partner").filtered(),
                shows(date, "period_first", "e.period_first", "First day").sorted(),
                shows(date, "period_last", "e.period_last", "Last day").sorted(),
                shows(truth, "final", "e.final", "The last of its agreement").filtered(),
                shows(text, "state", "e.state", "Step of its life").filtered().sorted(),
                shows(integer, "round", "e.round", "Counts up with each set of lines"),
                shows(integer, "lines_count", "k.lines", "Rows of this round"),
                shows(money, "reported", "coalesce(k.reported, 0)", "Sum of this round's rows")
                    .in("e.currency"),
                shows(money, "accepted", "coalesce(k.accepted, 0)", "Thereof accepted (R43)")
                    .in("e.currency"),
                shows(money, "rejected", "coalesce(k.rejected, 0)", "Thereof rejected (R43)")
                    .in("e.currency"),
                shows(money, "pending", "coalesce(k.pending, 0)", "Thereof undecided (R43)")
                    .in("e.currency"),
                shows(
                    money, "queried", "coalesce(k.queried, 0)",
                    "Of it, what the partner was asked about and did not answer yet"
                )
                    .in("e.currency"),
                shows(
                    money, "support_reported", "e.support_reported",
                    "Support cost that comes with it (R32)"
                )
                    .in("e.currency"),
                shows(
                    money, "support_accepted", "e.support_accepted",
                    "Support cost on what was accepted (R32)"
                )
                    .in("e.currency"),
                shows(date, "submitted_on", "e.submitted_on", "Day of submission").sorted(),
                shows(text, "submitted_by", "u1.name", "Who signed for the partner"),
                shows(date, "reviewed_on", "e.reviewed_on", "Day of the review"),
                shows(text, "reviewed_by", "u2.name", "Who reviewed"),
                shows(text, "review_reason", "e.review_reason", "What the review said"),
            },
        .children =
            {{"lines", &expenditure_line_resource(), "x.report_id = ? and x.round = e.round"},
             {"rounds", &report_round_resource(), "n.report_id"},
             {"receivables", &receivable_resource(), "c.report_id"}},
        .state_sql = "e.state",
        .since_sql =
            "case when e.state in ('submitted', 'under_verification') then e.submitted_on when"
            " e.state = 'sent_back' then (select o.decided_on from partner.report_round n join"
            " partner.round_outcome o on o.round_id = n.id where n.report_id = e.id"
            " order by n.number desc limit 1) end",
    };
    return declared;
}

const resource& expenditure_line_resource() {
    static const resource declared{
        .what = entity::expenditure_line,
        .about = "One document of an expenditure report; every round's rows are kept",
        .from =
            "partner.expenditure_line x join partner.expenditure_report e on e.id = x.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.budget_line b on b.id = x.budget_line_id"
            " left join partner.sub_partner sp on sp.id = x.sub_partner_id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "position",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "report", "e.code", "Code within the agreement").filtered(),
                shows(integer, "round", "x.round", "Round of the report").filtered(),
                shows(truth, "is_current", "(x.round = e.round)", "Of the latest round").filtered(),
                shows(integer, "position", "x.position", "Row of the report").sorted(),
                shows(text, "document", "x.document", "Voucher or invoice").filtered(),
                shows(date, "spent_on", "x.spent_on", "Day of the expense").sorted(),
                shows(text, "budget_line", "b.code", "Line number").filtered(),
                shows(text, "payee", "x.payee", "Who was paid"),
                shows(text, "description", "x.description", "What for"),
                shows(text, "supplier_tax_id", "x.supplier_tax_id", "Who issued it (R46)"),
                shows(text, "document_type", "x.document_type", "invoice, receipt ..."),
                shows(text, "document_series", "x.document_series", "Series of its number"),
                shows(money, "document_total", "x.document_total", "All of the document")
                    .in("coalesce(x.spent_currency, x.currency)"),
                shows(date, "service_first", "x.service_first", "First day of what was bought"),
                shows(date, "service_last", "x.service_last", "Last day of it"),
                shows(money, "tax", "x.tax_amount", "Tax contained")
                    .in("coalesce(x.spent_currency, x.currency)"),
                shows(money, "paid", "x.spent_amount", "As paid, in another currency")
                    .in("x.spent_currency"),
                shows(number, "paid_rate", "trim_scale(x.spent_rate)", "Frozen rate of that"),
                shows(money, "amount", "x.amount", "In the currency of the disbursement")
                    .in("x.currency"),
                shows(number, "rate", "trim_scale(x.rate)", "Frozen rate (R42)"),
                shows(money, "base_amount", "x.base_amount", "In base currency")
                    .in("i.base_currency"),
                shows(
                    text, "decision", "partner.line_decision(x.id, x.decision)",
                    "pending, queried, accepted, rejected ..."
                )
                    .filtered(),
                shows(money, "accepted", "x.accepted_amount", "Accepted (R43)").in("x.currency"),
                shows(money, "rejected", "x.rejected_amount", "Rejected (R43)").in("x.currency"),
                shows(money, "pending", "x.pending_amount", "Undecided (R43)").in("x.currency"),
                shows(
                    money, "shown_later",
                    "(select coalesce(sum(s.line_amount), 0)::bigint from"
                    " partner.settlement_proposal s where s.line_id = x.id"
                    " and s.settled_on is not null and s.taken_back_on is null)",
                    "Rejected or disallowed, and shown by documents since"
                )
                    .in("x.currency"),
                shows(
                    money, "disallowed",
                    "(select coalesce(sum(d.amount), 0)::bigint from partner.disallowance d"
                    " where d.line_id = x.id)",
                    "Taken back after it was accepted"
                )
                    .in("x.currency"),
                shows(
                    money, "revalued",
                    "(select coalesce(sum(w.amount), 0)::bigint from partner.revaluation_line w"
                    " where w.line_id = x.id)",
                    "What corrected rates changed of it since"
                )
                    .in("x.currency"),
                shows(
                    money, "revalued_base",
                    "(select coalesce(sum(w.base_amount), 0)::bigint from"
                    " partner.revaluation_line w where w.line_id = x.id)",
                    "In base currency"
                )
                    .in("i.base_currency"),
                shows(text, "reason", "x.reason", "Why it was rejected"),
                shows(text, "sub_partner", "sp.code", "Who spent it, where money was passed on")
                    .filtered(),
                shows(id, "corrects", "x.corrects_line_id", "The row it corrects")
                    .naming(entity::expenditure_line),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
