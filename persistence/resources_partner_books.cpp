// What partners state and keep: their cash period by period, and things that last.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& cash_book_resource() {
    static const resource declared{
        .what = entity::cash_book,
        .about = "A partner's cash in a period, as its book has it; the last turn counts",
        .from =
            "partner.cash_book c join partner.agreement a on a.id = c.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " left join people.user_account u on u.id = c.stated_by",
        .id_sql = "c.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "period_first",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(date, "period_first", "c.period_first", "First day").sorted(),
                shows(date, "period_last", "c.period_last", "Last day").sorted(),
                shows(integer, "turn", "c.turn", "How often it was stated"),
                shows(money, "opening", "c.opening", "At the beginning").in("c.currency"),
                shows(money, "received", "c.received", "From the fund").in("c.currency"),
                shows(money, "interest", "c.interest", "From the bank").in("c.currency"),
                shows(money, "spent", "c.spent", "Paid out").in("c.currency"),
                shows(money, "refunded", "c.refunded", "Paid back").in("c.currency"),
                shows(money, "closing", "c.closing", "What is left").in("c.currency"),
                shows(id, "bank_statement", "c.bank_statement_id", "The bank's statement")
                    .naming(entity::attachment),
                shows(text, "note", "c.note", "What explains a difference"),
                shows(date, "stated_on", "c.stated_on", "When it was stated").sorted(),
                shows(text, "stated_by", "u.name", "Who stated it"),
            },
    };
    return declared;
}

const resource& asset_resource() {
    static constexpr const char* state =
        "case when x.disposed_on is null then 'kept' else 'gone' end";
    static const resource declared{
        .what = entity::asset,
        .about = "A thing that was bought and lasts",
        .from =
            "partner.asset x join partner.expenditure_line l"
            " on l.id = coalesce(partner.line_now(x.line_id), x.line_id)"
            " join partner.expenditure_report e on e.id = l.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " left join people.user_account u1 on u1.id = x.listed_by"
            " left join people.user_account u2 on u2.id = x.disposed_by",
        .id_sql = "x.id",
        .version_sql = "x.version",
        .partner_sql = "a.partner_id",
        .default_sort = "-listed_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "state", state, "kept or gone").filtered(),
                shows(id, "line", "l.id", "The expense, as reported last")
                    .naming(entity::expenditure_line),
                shows(text, "document", "l.document", "Its voucher"),
                shows(money, "amount", "l.amount", "What was paid").in("l.currency"),
                shows(text, "description", "x.description", "What it is"),
                shows(text, "serial", "x.serial", "Its number"),
                shows(integer, "quantity", "x.quantity", "How many"),
                shows(text, "located_at", "x.located_at", "Where it is kept"),
                shows(text, "kept_by", "x.kept_by", "Who answers for it"),
                shows(date, "listed_on", "x.listed_on", "When it was listed").sorted(),
                shows(text, "listed_by", "u1.name", "Who listed it"),
                shows(date, "disposed_on", "x.disposed_on", "Since when it is gone").sorted(),
                shows(text, "disposed_as", "x.disposed_as", "handed_over, returned, sold ..."),
                shows(text, "disposal_document", "x.disposal_document", "What shows it"),
                shows(text, "disposed_by", "u2.name", "Who said so"),
            },
        .state_sql = state,
        .since_sql = "x.listed_on",
    };
    return declared;
}

}  // namespace tranche::persistence
