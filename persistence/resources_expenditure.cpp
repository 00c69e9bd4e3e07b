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
        .from = "partner.payment y join partner.agreement a on a.id = y.agreement_id"
                " join funding.project p on p.id = y.project_id"
                " join partner.partner r on r.id = a.partner_id"
                " left join partner.tranche t on t.id = y.tranche_id"
                " left join people.user_account u on u.id = y.recorded_by",
        .id_sql = "y.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "paid_on",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "partner", .type = text, .sql = "r.code", .about = "Code of the partner", .filter = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "tranche", .type = text, .sql = "t.code", .about = "Code within the agreement", .filter = true},
            {.name = "request", .type = id, .sql = "y.request_id", .about = "The request it pays",
             .of = entity::disbursement_request, .filter = true},
            {.name = "kind", .type = text, .sql = "y.kind", .about = "advance, reimbursement, refund ...", .filter = true},
            {.name = "paid_on", .type = date, .sql = "y.paid_on", .about = "Day at the bank", .filter = true, .sort = true},
            {.name = "amount", .type = money, .sql = "y.amount", .about = "As moved", .unit = "y.currency"},
            {.name = "rate", .type = number, .sql = "trim_scale(y.rate)", .about = "Units per unit of base currency"},
            {.name = "base_amount", .type = money, .sql = "y.base_amount", .about = "In base currency",
             .unit = "y.base_currency"},
            {.name = "bank_reference", .type = text, .sql = "y.bank_reference", .about = "Of the bank", .filter = true},
            {.name = "recorded_by", .type = text, .sql = "u.name", .about = "Who recorded it"},
            {.name = "origin", .type = text, .sql = "y.origin", .about = "current or historical", .filter = true},
        },
    };
    return declared;
}

const resource& advance_resource() {
    static const resource declared{
        .what = entity::advance,
        .about = "Money a partner holds and must account for, oldest first",
        .from = "partner.advance v join partner.agreement a on a.id = v.agreement_id"
                " join funding.project p on p.id = a.project_id"
                " join funding.instrument i on i.id = p.instrument_id"
                " left join partner.tranche t on t.id = v.tranche_id"
                " left join ledger.account k on k.owner_id = v.id and k.kind = 'advance'"
                " left join ledger.balance o on o.account_id = k.id",
        .id_sql = "v.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "opened_on",
        .columns = {
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "tranche", .type = text, .sql = "t.code", .about = "Code within the agreement", .filter = true},
            {.name = "kind", .type = text, .sql = "v.kind", .about = "payment or interest", .filter = true},
            {.name = "opened_on", .type = date, .sql = "v.opened_on", .about = "Day it came", .sort = true},
            {.name = "amount", .type = money, .sql = "v.amount", .about = "As it came", .unit = "v.currency"},
            {.name = "base_amount", .type = money, .sql = "v.base_amount", .about = "In base currency",
             .unit = "i.base_currency"},
            {.name = "outstanding", .type = money, .sql = "coalesce(o.amount, 0)",
             .about = "Not yet accounted for", .unit = "v.currency"},
            {.name = "outstanding_base", .type = money, .sql = "coalesce(o.base_amount, 0)",
             .about = "The same at the rate it was paid at", .unit = "i.base_currency"},
        },
    };
    return declared;
}

const resource& expenditure_report_resource() {
    static const resource declared{
        .what = entity::expenditure_report,
        .about = "A partner's account of what it spent in a period, with the review",
        .from = "partner.expenditure_report e join partner.agreement a on a.id = e.agreement_id"
                " join funding.project p on p.id = a.project_id"
                " join partner.partner r on r.id = a.partner_id"
                " left join people.user_account u1 on u1.id = e.submitted_by"
                " left join people.user_account u2 on u2.id = e.reviewed_by"
                " left join lateral (select count(*) as lines, sum(x.amount)::bigint as reported,"
                " sum(x.accepted_amount)::bigint as accepted, sum(x.rejected_amount)::bigint as rejected,"
                " sum(x.pending_amount)::bigint as pending from partner.expenditure_line x"
                " where x.report_id = e.id and x.round = e.round) k on true",
        .id_sql = "e.id",
        .version_sql = "e.version",
        .partner_sql = "a.partner_id",
        .default_sort = "period_first",
        .columns = {
            {.name = "code", .type = text, .sql = "e.code", .about = "Code within the agreement", .filter = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "partner", .type = text, .sql = "r.code", .about = "Code of the partner", .filter = true},
            {.name = "period_first", .type = date, .sql = "e.period_first", .about = "First day", .sort = true},
            {.name = "period_last", .type = date, .sql = "e.period_last", .about = "Last day", .sort = true},
            {.name = "final", .type = truth, .sql = "e.final", .about = "The last of its agreement", .filter = true},
            {.name = "state", .type = text, .sql = "e.state", .about = "Step of its life", .filter = true, .sort = true},
            {.name = "round", .type = integer, .sql = "e.round", .about = "Counts up each time it is sent back"},
            {.name = "lines_count", .type = integer, .sql = "k.lines", .about = "Rows of this round"},
            {.name = "reported", .type = money, .sql = "coalesce(k.reported, 0)", .about = "Sum of this round's rows",
             .unit = "e.currency"},
            {.name = "accepted", .type = money, .sql = "coalesce(k.accepted, 0)", .about = "Thereof accepted (R43)",
             .unit = "e.currency"},
            {.name = "rejected", .type = money, .sql = "coalesce(k.rejected, 0)", .about = "Thereof rejected (R43)",
             .unit = "e.currency"},
            {.name = "pending", .type = money, .sql = "coalesce(k.pending, 0)", .about = "Thereof undecided (R43)",
             .unit = "e.currency"},
            {.name = "support_reported", .type = money, .sql = "e.support_reported",
             .about = "Support cost that comes with it (R32)", .unit = "e.currency"},
            {.name = "support_accepted", .type = money, .sql = "e.support_accepted",
             .about = "Support cost on what was accepted (R32)", .unit = "e.currency"},
            {.name = "submitted_on", .type = date, .sql = "e.submitted_on", .about = "Day of submission", .sort = true},
            {.name = "submitted_by", .type = text, .sql = "u1.name", .about = "Who signed for the partner"},
            {.name = "reviewed_on", .type = date, .sql = "e.reviewed_on", .about = "Day of the review"},
            {.name = "reviewed_by", .type = text, .sql = "u2.name", .about = "Who reviewed"},
            {.name = "review_reason", .type = text, .sql = "e.review_reason", .about = "What the review said"},
        },
        .children = {{"lines", &expenditure_line_resource(), "x.report_id = ? and x.round = e.round"},
                     {"receivables", &receivable_resource(), "c.report_id"}},
    };
    return declared;
}

const resource& expenditure_line_resource() {
    static const resource declared{
        .what = entity::expenditure_line,
        .about = "One document of an expenditure report; every round's rows are kept",
        .from = "partner.expenditure_line x join partner.expenditure_report e on e.id = x.report_id"
                " join partner.agreement a on a.id = e.agreement_id"
                " join funding.project p on p.id = a.project_id"
                " join funding.instrument i on i.id = p.instrument_id"
                " join funding.budget_line b on b.id = x.budget_line_id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "position",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "report", .type = text, .sql = "e.code", .about = "Code within the agreement", .filter = true},
            {.name = "round", .type = integer, .sql = "x.round", .about = "Round of the report", .filter = true},
            {.name = "is_current", .type = truth, .sql = "(x.round = e.round)", .about = "Of the latest round",
             .filter = true},
            {.name = "position", .type = integer, .sql = "x.position", .about = "Row of the report", .sort = true},
            {.name = "document", .type = text, .sql = "x.document", .about = "Voucher or invoice", .filter = true},
            {.name = "spent_on", .type = date, .sql = "x.spent_on", .about = "Day of the expense", .sort = true},
            {.name = "budget_line", .type = text, .sql = "b.code", .about = "Line number", .filter = true},
            {.name = "payee", .type = text, .sql = "x.payee", .about = "Who was paid"},
            {.name = "description", .type = text, .sql = "x.description", .about = "What for"},
            {.name = "amount", .type = money, .sql = "x.amount", .about = "As spent", .unit = "x.currency"},
            {.name = "rate", .type = number, .sql = "trim_scale(x.rate)", .about = "Frozen rate (R42)"},
            {.name = "base_amount", .type = money, .sql = "x.base_amount", .about = "In base currency",
             .unit = "i.base_currency"},
            {.name = "decision", .type = text, .sql = "x.decision", .about = "pending, accepted, rejected ...",
             .filter = true},
            {.name = "accepted", .type = money, .sql = "x.accepted_amount", .about = "Accepted (R43)",
             .unit = "x.currency"},
            {.name = "rejected", .type = money, .sql = "x.rejected_amount", .about = "Rejected (R43)",
             .unit = "x.currency"},
            {.name = "pending", .type = money, .sql = "x.pending_amount", .about = "Undecided (R43)",
             .unit = "x.currency"},
            {.name = "reason", .type = text, .sql = "x.reason", .about = "Why it was rejected"},
            {.name = "corrects", .type = id, .sql = "x.corrects_line_id", .about = "The row it corrects",
             .of = entity::expenditure_line},
        },
    };
    return declared;
}

const resource& receivable_resource() {
    static const resource declared{
        .what = entity::receivable,
        .about = "What a partner owes after money it was paid was not accepted",
        .from = "partner.receivable c join partner.agreement a on a.id = c.agreement_id"
                " join funding.project p on p.id = a.project_id"
                " join funding.instrument i on i.id = p.instrument_id"
                " join partner.partner r on r.id = a.partner_id"
                " left join partner.expenditure_report e on e.id = c.report_id"
                " left join partner.tranche t on t.id = c.tranche_id"
                " left join lateral (select sum(z.amount)::bigint as settled"
                " from partner.receivable_settlement z where z.receivable_id = c.id) k on true",
        .id_sql = "c.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "raised_on",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "partner", .type = text, .sql = "r.code", .about = "Code of the partner", .filter = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "report", .type = text, .sql = "e.code", .about = "Report whose rows were rejected", .filter = true},
            {.name = "tranche", .type = text, .sql = "t.code", .about = "Tranche the money came from"},
            {.name = "raised_on", .type = date, .sql = "c.raised_on", .about = "Day it arose", .sort = true},
            {.name = "raised", .type = money, .sql = "c.amount", .about = "Owed at first", .unit = "c.currency"},
            {.name = "raised_base", .type = money, .sql = "c.base_amount", .about = "In base currency",
             .unit = "i.base_currency"},
            {.name = "settled", .type = money, .sql = "coalesce(k.settled, 0)",
             .about = "Refunded, documented, offset or written off", .unit = "c.currency"},
            {.name = "open", .type = money, .sql = "(c.amount - coalesce(k.settled, 0))", .about = "Still owed",
             .unit = "c.currency"},
            {.name = "is_open", .type = truth, .sql = "(c.amount > coalesce(k.settled, 0))", .about = "Not yet settled",
             .filter = true},
            {.name = "reason", .type = text, .sql = "c.reason", .about = "Why it is owed"},
        },
    };
    return declared;
}

}  // namespace tranche::persistence
