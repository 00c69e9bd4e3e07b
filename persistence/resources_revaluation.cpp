// What corrected rates changed of accepted reports.
#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

const resource& revaluation_line_resource() {
    static const resource declared{
        .what = entity::expenditure_line,
        .about = "A line valued anew: its right rates, and what they change",
        .from =
            "partner.revaluation_line w join partner.revaluation v on v.id = w.revaluation_id"
            " join partner.expenditure_line x on x.id = w.line_id"
            " join partner.expenditure_report e on e.id = x.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.budget_line b on b.id = x.budget_line_id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "position",
        .columns =
            {
                shows(integer, "position", "x.position", "Row of the report").sorted(),
                shows(text, "document", "x.document", "Voucher or invoice"),
                shows(text, "budget_line", "b.code", "Line number"),
                shows(number, "frozen_rate", "trim_scale(x.rate)", "As the report was handed in"),
                shows(number, "rate", "trim_scale(w.rate)", "Valid for it from now on"),
                shows(
                    number, "paid_rate", "trim_scale(w.spent_rate)",
                    "Of the currency it was paid in, where that is another"
                ),
                shows(money, "change", "w.amount", "In the currency of the disbursement")
                    .in("x.currency"),
                shows(money, "base_change", "w.base_amount", "In base currency")
                    .in("i.base_currency"),
            },
        .row_name = "revaluation_line",
    };
    return declared;
}

}  // namespace

const resource& revaluation_resource() {
    static const resource declared{
        .what = entity::revaluation,
        .about =
            "What a correction of rates changed of an accepted report, which stays as handed in",
        .from =
            "partner.revaluation v join partner.expenditure_report e on e.id = v.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " left join people.user_account u on u.id = v.decided_by",
        .id_sql = "v.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "revalued_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "report", "e.code", "Code within the agreement").filtered(),
                shows(integer, "number", "v.number", "Within the report"),
                shows(id, "rate_correction", "v.correction_id", "The correction of rates behind it")
                    .naming(entity::rate_correction)
                    .filtered(),
                shows(date, "revalued_on", "v.revalued_on", "It counts from then").sorted(),
                shows(text, "decided_by", "u.name", "Who decided it"),
                shows(integer, "count", "v.line_count", "How many lines"),
                shows(money, "change", "v.amount", "Of its lines, in the currency of the report")
                    .in("v.currency"),
                shows(money, "base_change", "v.base_amount", "In base currency")
                    .in("i.base_currency"),
                shows(money, "support_change", "v.support_amount", "Of the support cost (R32)")
                    .in("v.currency"),
                shows(money, "support_base_change", "v.support_base", "In base currency")
                    .in("i.base_currency"),
                shows(id, "receivable", "v.receivable_id", "What the partner owes for it")
                    .naming(entity::receivable),
            },
        .children = {{"lines", &revaluation_line_resource(), "w.revaluation_id"}},
    };
    return declared;
}

}  // namespace tranche::persistence
