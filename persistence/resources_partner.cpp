#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

// What follows from the days of a signed agreement, computed when it is read.
constexpr std::string_view stage_sql =
    "case when a.state <> 'signed' then a.state"
    " when (now() at time zone 'UTC')::date > a.end_on then 'ended'"
    " when (now() at time zone 'UTC')::date >= a.start_on then 'active' else 'signed' end";

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
        .columns =
            {
                shows(text, "code", "r.code", "Short code").filtered().sorted(),
                shows(text, "name", "r.name", "Name").sorted(),
                shows(text, "kind", "r.kind", "Sort of organisation").filtered(),
                shows(text, "country", "r.country", "ISO 3166 alpha-2").filtered(),
                shows(
                    text, "organisation_ref", "r.organisation_ref", "Organisation identifier (IATI)"
                ),
                shows(truth, "blocked", "r.blocked", "Nothing new is signed or paid").filtered(),
                shows(text, "blocked_reason", "r.blocked_reason", "Why it is blocked"),
            },
        .search_sql = "r.name",
        .state_sql = "case when r.blocked then 'blocked' else 'open' end",
    };
    return declared;
}

const resource& agreement_resource() {
    static const resource declared{
        .what = entity::agreement,
        .about = "A signed promise to a partner, paid in tranches",
        .from =
            "partner.agreement a join funding.project p on p.id = a.project_id"
            " join partner.partner r on r.id = a.partner_id"
            " join funding.funding_line l on l.id = a.funding_line_id"
            " left join funding.phase s on s.id = a.phase_id",
        .id_sql = "a.id",
        .version_sql = "a.version",
        .partner_sql = "a.partner_id",
        .default_sort = "code",
        .columns =
            {
                shows(text, "code", "a.code", "Agreement number").filtered().sorted(),
                shows(text, "title", "a.title", "Title"),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "phase", "s.code", "Code of the phase"),
                shows(text, "partner", "r.code", "Code of the partner").filtered(),
                shows(text, "line", "l.code", "Funding line it draws on").filtered(),
                shows(text, "state", "a.state", "Step of its life").filtered().sorted(),
                shows(text, "stage", stage_sql, "The state, and active or ended by its days")
                    .filtered(),
                shows(money, "value", "a.value", "Sum of its lines and of its tranches")
                    .in("a.currency"),
                shows(
                    text, "payment_currency", "a.payment_currency",
                    "What the partner is paid in and reports in"
                ),
                shows(date, "start_on", "a.start_on", "First day").sorted(),
                shows(date, "end_on", "a.end_on", "Last day").sorted(),
                shows(date, "partner_signed_on", "a.partner_signed_on", "Partner's signature"),
                shows(date, "office_signed_on", "a.office_signed_on", "The fund's signature"),
                shows(text, "origin", "a.origin", "current or historical").filtered(),
                shows(truth, "illustrative", "a.illustrative", "Invented for the demo"),
                shows(
                    money, "obligated",
                    "coalesce((select sum(o.base_amount)::bigint from ledger.account k"
                    " join ledger.balance o on o.account_id = k.id where k.owner_id = a.id"
                    " and k.kind = 'obligated'), 0)",
                    "Signed and not yet spent, in base currency"
                )
                    .in("i.base_currency")
                    .detailed(),
                shows(
                    money, "spent",
                    "coalesce((select sum(o.base_amount)::bigint from partner.agreement_line n"
                    " join ledger.account k on k.owner_id = n.budget_line_id and k.kind = 'spent'"
                    " and k.part_id = n.agreement_id"
                    " join ledger.balance o on o.account_id = k.id where n.agreement_id = a.id), 0)",
                    "Accepted, in base currency"
                )
                    .in("i.base_currency")
                    .detailed(),
                shows(
                    money, "advance_outstanding",
                    "coalesce((select sum(o.amount)::bigint from partner.advance v"
                    " join ledger.account k on k.owner_id = v.id and k.kind = 'advance'"
                    " join ledger.balance o on o.account_id = k.id where v.agreement_id = a.id), 0)",
                    "Advanced and not yet accounted for"
                )
                    .in("a.payment_currency")
                    .detailed(),
                shows(
                    money, "due",
                    "coalesce((select sum(o.amount)::bigint from partner.tranche t"
                    " join ledger.account k on k.owner_id = t.id and k.kind = 'due'"
                    " join ledger.balance o on o.account_id = k.id where t.agreement_id = a.id), 0)",
                    "Accepted beyond the advances and not yet paid"
                )
                    .in("a.payment_currency")
                    .detailed(),
                shows(
                    money, "receivable",
                    "coalesce((select sum(o.amount)::bigint from partner.receivable c"
                    " join ledger.account k on k.owner_id = c.id and k.kind = 'receivable'"
                    " join ledger.balance o on o.account_id = k.id where c.agreement_id = a.id), 0)",
                    "Owed back by the partner"
                )
                    .in("a.payment_currency")
                    .detailed(),
                shows(
                    json, "terms",
                    "(select json_build_object('valid_from', m.valid_from,"
                    " 'support_percent', trim_scale(m.support_percent)::text, 'support_line', "
                    "b.code,"
                    " 'liquidation_percent', trim_scale(m.liquidation_percent)::text,"
                    " 'earlier_percent', trim_scale(m.earlier_percent)::text,"
                    " 'liquidation_basis', m.liquidation_basis,"
                    " 'overdue_months', m.overdue_months,"
                    " 'overdue_scope', m.overdue_scope,"
                    " 'flexibility_percent', trim_scale(m.flexibility_percent)::text,"
                    " 'retention_percent', trim_scale(m.retention_percent)::text,"
                    " 'amendment_percent', trim_scale(m.amendment_percent)::text,"
                    " 'rate_rule', m.rate_rule, 'fixed_rate', trim_scale(m.fixed_rate)::text,"
                    " 'rate_series', m.rate_series,"
                    " 'exchange_difference_borne_by', m.exchange_difference_borne_by,"
                    " 'interest_rule', m.interest_rule)"
                    " from partner.agreement_terms m left join funding.budget_line b on b.id = "
                    "m.support_line_id"
                    " where m.agreement_id = a.id order by m.valid_from desc limit 1)",
                    "The latest terms agreed"
                )
                    .detailed(),
                shows(
                    json, "reporting_schedule",
                    "(select coalesce(json_agg(json_build_object('valid_from', m.valid_from,"
                    " 'period_months', m.period_months, 'due_days', m.due_days,"
                    " 'final_due_days', m.final_due_days, 'remind_days', m.remind_days, 'document', m.document)"
                    " order by m.valid_from), '[]') from partner.reporting_schedule m"
                    " where m.agreement_id = a.id)",
                    "When the partner reports, from each day on"
                )
                    .detailed(),
            },
        .children =
            {{"lines", &agreement_line_resource(), "n.agreement_id"},
             {"tranches", &tranche_resource(), "t.agreement_id"},
             {"disbursement_requests", &disbursement_request_resource(), "q.agreement_id"},
             {"expenditure_reports", &expenditure_report_resource(), "e.agreement_id"},
             {"advances", &advance_resource(), "v.agreement_id"},
             {"sub_partners", &sub_partner_resource(), "s.agreement_id"},
             {"receivables", &receivable_resource(), "c.agreement_id"}},
        .search_sql = "a.code || ' ' || a.title",
        .detail_from = " join funding.instrument i on i.id = p.instrument_id",
        .dated_figures = true,
        .state_sql = "a.state",
        // Neither the draft nor the end has a day of its own.
        .since_sql = "null::date",
    };
    return declared;
}

const resource& agreement_line_resource() {
    static const resource declared{
        .what = entity::agreement_line,
        .about = "What an agreement may spend on one budget line",
        .from =
            "partner.agreement_line n join partner.agreement a on a.id = n.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.budget_line b on b.id = n.budget_line_id",
        // Within its agreement a line is named by its budget line.
        .id_sql = "n.budget_line_id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "budget_line",
        .columns =
            {
                shows(text, "budget_line", "b.code", "Line number").sorted(),
                shows(text, "title_en", "b.title_en", "English title"),
                shows(money, "amount", "n.amount", "Agreed").in("a.currency"),
                shows(
                    money, "obligated",
                    "coalesce((select sum(o.amount)::bigint from ledger.account k"
                    " join ledger.balance o on o.account_id = k.id where k.owner_id = a.id"
                    " and k.kind = 'obligated' and k.part_id = n.budget_line_id), 0)",
                    "Signed and not yet spent"
                )
                    .in("i.base_currency"),
                shows(
                    money, "spent",
                    "coalesce((select sum(o.amount)::bigint from ledger.account k"
                    " join ledger.balance o on o.account_id = k.id where k.owner_id = "
                    "n.budget_line_id"
                    " and k.kind = 'spent' and k.part_id = a.id), 0)",
                    "Accepted"
                )
                    .in("i.base_currency"),
            },
        .dated_figures = true,
    };
    return declared;
}

namespace {

// What the row of a tranche keeps, from the payments and cancellations within a cut.
const std::string paid_sql =
    "coalesce((select sum(y.tranche_amount)::bigint from partner.payment y join ledger.entry e"
    " on e.source_id = y.id and e.source_type = 'payment'"
    " where y.agreement_id = t.agreement_id and y.tranche_id = t.id and @cut), 0)";
const std::string cancelled_sql =
    "coalesce((select -sum(g.amount)::bigint from ledger.account k"
    " join ledger.posting g on g.account_id = k.id join ledger.entry e on e.id = g.entry_id"
    " where k.owner_id = t.id and k.kind = 'tranche_unpaid' and e.event = 'tranche_cancelled'"
    " and @cut), 0)";
const std::string unpaid_sql = "(t.amount - " + paid_sql + " - " + cancelled_sql + ")";

}  // namespace

const resource& tranche_resource() {
    static const resource declared{
        .what = entity::tranche,
        .about = "A part of an agreement's value, paid when its conditions are met",
        .from = "partner.tranche t join partner.agreement a on a.id = t.agreement_id",
        .id_sql = "t.id",
        .version_sql = "t.version",
        .partner_sql = "a.partner_id",
        .default_sort = "number",
        .columns =
            {
                shows(text, "code", "t.code", "Code within the agreement").filtered(),
                shows(integer, "number", "t.number", "Order of payment").sorted(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "kind", "t.kind", "advance, reimbursement, direct_payment").filtered(),
                shows(money, "amount", "t.amount", "Agreed").in("a.currency"),
                shows(money, "paid", "t.paid_amount", "Paid so far")
                    .in("a.currency")
                    .dated_by(paid_sql),
                shows(money, "reserved", "t.reserved_amount", "Approved and not yet paid; now only")
                    .in("a.currency")
                    .only_now(),
                shows(money, "cancelled", "t.cancelled_amount", "Given up")
                    .in("a.currency")
                    .dated_by(cancelled_sql),
                shows(
                    money, "unpaid", "(t.amount - t.paid_amount - t.cancelled_amount)",
                    "Neither paid nor cancelled"
                )
                    .in("a.currency")
                    .dated_by(unpaid_sql),
                shows(
                    money, "advance_outstanding",
                    "coalesce((select sum(o.amount)::bigint from partner.advance v"
                    " join ledger.account k on k.owner_id = v.id and k.kind = 'advance'"
                    " join ledger.balance o on o.account_id = k.id"
                    " where v.agreement_id = t.agreement_id and v.tranche_id = t.id), 0)",
                    "Advanced and not yet accounted for"
                )
                    .in("a.payment_currency"),
                shows(date, "planned_on", "t.planned_on", "When it is expected").sorted(),
                shows(text, "cancel_reason", "t.cancel_reason", "Why it was given up"),
            },
        .children =
            {{"conditions", &tranche_condition_resource(),
              "c.condition_set = t.condition_set and c.tranche_id = ?"},
             {"disbursement_requests", &disbursement_request_resource(), "q.tranche_id"}},
        .dated_figures = true,
        .state_sql = "a.state",
    };
    return declared;
}

}  // namespace tranche::persistence
