#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& partner_resource() {
    static const resource declared{
        .what = entity::partner,
        .about = "Who carries out projects under agreements",
        .from = "partner.partner r",
        .id_sql = "r.id",
        .version_sql = "r.version",
        .partner_sql = "r.id",
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "r.code", .about = "Short code", .filter = true, .sort = true},
            {.name = "name", .type = text, .sql = "r.name", .about = "Name", .sort = true},
            {.name = "kind", .type = text, .sql = "r.kind", .about = "Sort of organisation", .filter = true},
            {.name = "country", .type = text, .sql = "r.country", .about = "ISO 3166 alpha-2", .filter = true},
            {.name = "organisation_ref", .type = text, .sql = "r.organisation_ref",
             .about = "Organisation identifier (IATI)"},
            {.name = "blocked", .type = truth, .sql = "r.blocked",
             .about = "Nothing new is signed or paid", .filter = true},
            {.name = "blocked_reason", .type = text, .sql = "r.blocked_reason", .about = "Why it is blocked"},
        },
        .search_sql = "r.name",
    };
    return declared;
}

const resource& agreement_resource() {
    static const resource declared{
        .what = entity::agreement,
        .about = "A signed promise to a partner, paid in tranches",
        .from = "partner.agreement a join funding.project p on p.id = a.project_id"
                " join partner.partner r on r.id = a.partner_id"
                " join funding.funding_line l on l.id = a.funding_line_id"
                " left join funding.phase s on s.id = a.phase_id",
        .id_sql = "a.id",
        .version_sql = "a.version",
        .partner_sql = "a.partner_id",
        .default_sort = "code",
        .columns = {
            {.name = "code", .type = text, .sql = "a.code", .about = "Agreement number", .filter = true, .sort = true},
            {.name = "title", .type = text, .sql = "a.title", .about = "Title"},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "phase", .type = text, .sql = "s.code", .about = "Code of the phase"},
            {.name = "partner", .type = text, .sql = "r.code", .about = "Code of the partner", .filter = true},
            {.name = "line", .type = text, .sql = "l.code", .about = "Funding line it draws on", .filter = true},
            {.name = "state", .type = text, .sql = "a.state", .about = "Step of its life", .filter = true, .sort = true},
            {.name = "value", .type = money, .sql = "a.value", .about = "Sum of its lines and of its tranches",
             .unit = "a.currency"},
            {.name = "payment_currency", .type = text, .sql = "a.payment_currency",
             .about = "What the partner is paid in and reports in"},
            {.name = "start_on", .type = date, .sql = "a.start_on", .about = "First day", .sort = true},
            {.name = "end_on", .type = date, .sql = "a.end_on", .about = "Last day", .sort = true},
            {.name = "partner_signed_on", .type = date, .sql = "a.partner_signed_on", .about = "Partner's signature"},
            {.name = "office_signed_on", .type = date, .sql = "a.office_signed_on", .about = "The fund's signature"},
            {.name = "origin", .type = text, .sql = "a.origin", .about = "current or historical", .filter = true},
            {.name = "illustrative", .type = truth, .sql = "a.illustrative", .about = "Invented for the demo"},
            {.name = "terms", .type = json,
             .sql = "(select json_build_object('valid_from', m.valid_from,"
                    " 'support_percent', trim_scale(m.support_percent)::text, 'support_line', b.code,"
                    " 'liquidation_percent', trim_scale(m.liquidation_percent)::text,"
                    " 'overdue_months', m.overdue_months,"
                    " 'flexibility_percent', trim_scale(m.flexibility_percent)::text,"
                    " 'retention_percent', trim_scale(m.retention_percent)::text,"
                    " 'rate_rule', m.rate_rule, 'rate_series', m.rate_series,"
                    " 'exchange_difference_borne_by', m.exchange_difference_borne_by,"
                    " 'interest_rule', m.interest_rule)"
                    " from partner.agreement_terms m left join funding.budget_line b on b.id = m.support_line_id"
                    " where m.agreement_id = a.id order by m.valid_from desc limit 1)",
             .about = "The latest terms agreed", .detail = true},
        },
        .children = {{"lines", &agreement_line_resource(), "n.agreement_id"},
                     {"tranches", &tranche_resource(), "t.agreement_id"},
                     {"disbursement_requests", &disbursement_request_resource(), "q.agreement_id"},
                     {"expenditure_reports", &expenditure_report_resource(), "e.agreement_id"},
                     {"advances", &advance_resource(), "v.agreement_id"},
                     {"receivables", &receivable_resource(), "c.agreement_id"}},
        .search_sql = "(a.code || ' ' || a.title)",
    };
    return declared;
}

const resource& agreement_line_resource() {
    static const resource declared{
        .what = entity::agreement_line,
        .about = "What an agreement may spend on one budget line",
        .from = "partner.agreement_line n join partner.agreement a on a.id = n.agreement_id"
                " join funding.project p on p.id = a.project_id"
                " join funding.instrument i on i.id = p.instrument_id"
                " join funding.budget_line b on b.id = n.budget_line_id",
        // Within its agreement a line is named by its budget line.
        .id_sql = "n.budget_line_id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "budget_line",
        .columns = {
            {.name = "budget_line", .type = text, .sql = "b.code", .about = "Line number", .sort = true},
            {.name = "title_en", .type = text, .sql = "b.title_en", .about = "English title"},
            {.name = "amount", .type = money, .sql = "n.amount", .about = "Agreed", .unit = "a.currency"},
            {.name = "obligated", .type = money,
             .sql = "coalesce((select sum(o.amount)::bigint from ledger.account k"
                    " join ledger.balance o on o.account_id = k.id where k.owner_id = a.id"
                    " and k.kind = 'obligated' and k.part_id = n.budget_line_id), 0)",
             .about = "Signed and not yet spent", .unit = "i.base_currency"},
            {.name = "spent", .type = money,
             .sql = "coalesce((select sum(o.amount)::bigint from ledger.account k"
                    " join ledger.balance o on o.account_id = k.id where k.owner_id = n.budget_line_id"
                    " and k.kind = 'spent' and k.part_id = a.id), 0)",
             .about = "Accepted", .unit = "i.base_currency"},
        },
    };
    return declared;
}

const resource& tranche_resource() {
    static const resource declared{
        .what = entity::tranche,
        .about = "A part of an agreement's value, paid when its conditions are met",
        .from = "partner.tranche t join partner.agreement a on a.id = t.agreement_id",
        .id_sql = "t.id",
        .version_sql = "t.version",
        .partner_sql = "a.partner_id",
        .default_sort = "number",
        .columns = {
            {.name = "code", .type = text, .sql = "t.code", .about = "Code within the agreement", .filter = true},
            {.name = "number", .type = integer, .sql = "t.number", .about = "Order of payment", .sort = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "kind", .type = text, .sql = "t.kind", .about = "advance, reimbursement, direct_payment",
             .filter = true},
            {.name = "amount", .type = money, .sql = "t.amount", .about = "Agreed", .unit = "a.currency"},
            {.name = "paid", .type = money, .sql = "t.paid_amount", .about = "Paid so far", .unit = "a.currency"},
            {.name = "reserved", .type = money, .sql = "t.reserved_amount", .about = "Approved and not yet paid",
             .unit = "a.currency"},
            {.name = "cancelled", .type = money, .sql = "t.cancelled_amount", .about = "Given up",
             .unit = "a.currency"},
            {.name = "unpaid", .type = money, .sql = "(t.amount - t.paid_amount - t.cancelled_amount)",
             .about = "Neither paid nor cancelled", .unit = "a.currency"},
            {.name = "advance_outstanding", .type = money,
             .sql = "coalesce((select sum(o.amount)::bigint from partner.advance v"
                    " join ledger.account k on k.owner_id = v.id and k.kind = 'advance'"
                    " join ledger.balance o on o.account_id = k.id"
                    " where v.agreement_id = t.agreement_id and v.tranche_id = t.id), 0)",
             .about = "Advanced and not yet accounted for", .unit = "a.payment_currency"},
            {.name = "planned_on", .type = date, .sql = "t.planned_on", .about = "When it is expected", .sort = true},
            {.name = "cancel_reason", .type = text, .sql = "t.cancel_reason", .about = "Why it was given up"},
        },
        .children = {{"disbursement_requests", &disbursement_request_resource(), "q.tranche_id"}},
    };
    return declared;
}

const resource& disbursement_request_resource() {
    static const resource declared{
        .what = entity::disbursement_request,
        .about = "A request for money of a tranche, on its way through four pairs of hands",
        .from = "partner.disbursement_request q join partner.tranche t on t.id = q.tranche_id"
                " join partner.agreement a on a.id = q.agreement_id"
                " join funding.project p on p.id = a.project_id"
                " join partner.partner r on r.id = a.partner_id"
                " left join people.user_account u1 on u1.id = q.requested_by"
                " left join people.user_account u2 on u2.id = q.certified_by"
                " left join people.user_account u3 on u3.id = q.approved_by"
                " left join people.user_account u4 on u4.id = q.paid_by",
        .id_sql = "q.id",
        .version_sql = "q.version",
        .partner_sql = "a.partner_id",
        .default_sort = "-requested_on",
        .columns = {
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "partner", .type = text, .sql = "r.code", .about = "Code of the partner", .filter = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Its agreement", .filter = true},
            {.name = "tranche", .type = text, .sql = "t.code", .about = "Code within the agreement", .filter = true},
            {.name = "kind", .type = text, .sql = "q.kind", .about = "advance, reimbursement, direct_payment",
             .filter = true},
            {.name = "state", .type = text, .sql = "q.state", .about = "Step of its life", .filter = true, .sort = true},
            {.name = "asked", .type = money, .sql = "q.asked_amount", .about = "As asked", .unit = "q.asked_currency"},
            {.name = "requested", .type = money, .sql = "q.requested_amount",
             .about = "The same in the agreement's currency", .unit = "q.currency"},
            {.name = "approved", .type = money, .sql = "q.approved_amount", .about = "What may be paid",
             .unit = "q.currency"},
            {.name = "amount_reason", .type = text, .sql = "q.amount_reason", .about = "Why less was approved"},
            {.name = "requested_on", .type = date, .sql = "q.requested_on", .about = "Day of the request", .sort = true},
            {.name = "requested_by", .type = text, .sql = "u1.name", .about = "Who asked"},
            {.name = "certified_on", .type = date, .sql = "q.certified_on", .about = "Day of certification"},
            {.name = "certified_by", .type = text, .sql = "u2.name", .about = "Who certified progress"},
            {.name = "approved_on", .type = date, .sql = "q.approved_on", .about = "Day of approval"},
            {.name = "approved_by", .type = text, .sql = "u3.name", .about = "Who approved"},
            {.name = "paid_on", .type = date, .sql = "q.paid_on", .about = "Day of payment", .sort = true},
            {.name = "paid_by", .type = text, .sql = "u4.name", .about = "Who recorded the payment"},
            {.name = "closed_reason", .type = text, .sql = "q.closed_reason", .about = "Why rejected or cancelled"},
        },
    };
    return declared;
}

}  // namespace tranche::persistence
