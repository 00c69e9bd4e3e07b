// Read models of the office's own obligations and of what its accounting systems say.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& obligation_resource() {
    static const resource declared{
        .what = entity::obligation,
        .about =
            "What the fund's own office ordered for a project: set aside until spent or released",
        .from =
            "funding.obligation x join funding.project p on p.id = x.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.budget_line l on l.id = x.budget_line_id"
            " left join ledger.account a on a.owner_id = x.id and a.kind = 'obligated'"
            " left join ledger.balance b on b.account_id = a.id",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "obligated_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "budget_line", "l.code", "Line number").filtered(),
                shows(text, "code", "p.code || ':' || x.code", "Code, with that of its project"),
                shows(
                    text, "state",
                    "case when coalesce(b.amount, 0) > 0 then 'open' else 'settled' end",
                    "open, settled"
                )
                    .filtered(),
                shows(date, "obligated_on", "x.obligated_on", "Day of the order").sorted(),
                shows(text, "payee_kind", "x.payee_kind", "Sort of payee, never a name"),
                shows(text, "description", "x.description", "What for"),
                shows(money, "amount", "x.amount", "As ordered").in("x.currency"),
                shows(number, "rate", "trim_scale(x.rate)", "Frozen rate"),
                shows(money, "base_amount", "x.base_amount", "Set aside, in base currency")
                    .in("i.base_currency"),
                shows(money, "open_amount", "coalesce(b.amount, 0)", "Neither spent nor released")
                    .in("i.base_currency"),
                shows(text, "source_system", "x.source_system", "Accounting system it comes from")
                    .filtered(),
                shows(text, "external_reference", "x.external_reference", "In that system")
                    .filtered(),
                shows(truth, "illustrative", "x.illustrative", "Invented for the demo"),
            },
        .state_sql = "case when coalesce(b.amount, 0) > 0 then 'open' else 'settled' end",
    };
    return declared;
}

const resource& accounting_statement_resource() {
    static const resource declared{
        .what = entity::accounting_statement,
        .about = "What an accounting system says was booked in a period",
        .from = "funding.accounting_statement x",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-last_day",
        .columns =
            {
                shows(text, "code", "x.code", "Short code"),
                shows(text, "source_system", "x.source_system", "Which system").filtered(),
                shows(date, "first_day", "x.first_day", "First day it covers"),
                shows(date, "last_day", "x.last_day", "Last day it covers").sorted(),
                shows(date, "recorded_on", "x.recorded_on", "Day it was brought in"),
                shows(
                    integer, "figures",
                    "(select count(*) from funding.accounting_figure f where f.statement_id = x.id)",
                    "How many bookings it has"
                ),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
