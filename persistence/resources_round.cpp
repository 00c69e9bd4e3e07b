// Rounds of expenditure reports: each handing in as it was, and what was remarked and answered.
#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& report_round_resource() {
    static const resource declared{
        .what = entity::report_round,
        .about = "One handing in of an expenditure report, with its lines, remarks and end",
        .from =
            "partner.report_round n join partner.expenditure_report e on e.id = n.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " left join partner.round_outcome o on o.round_id = n.id"
            " left join people.user_account u1 on u1.id = n.submitted_by"
            " left join partner.authorised_officer f on f.id = n.officer_id"
            " left join people.user_account u2 on u2.id = o.decided_by"
            " left join lateral (select count(*) as lines, sum(l.amount)::bigint as reported"
            " from partner.expenditure_line l"
            " where l.report_id = n.report_id and l.round = n.lines_round) k on true",
        .id_sql = "n.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "submitted_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "report", "e.code", "Code within the agreement").filtered(),
                shows(integer, "number", "n.number", "Counts the times it was handed in").sorted(),
                shows(integer, "lines_round", "n.lines_round", "`round` of its lines"),
                shows(integer, "lines_count", "k.lines", "How many lines it had"),
                shows(money, "reported", "coalesce(k.reported, 0)", "Sum of its lines")
                    .in("e.currency"),
                shows(date, "submitted_on", "n.submitted_on", "Day it was handed in").sorted(),
                shows(text, "submitted_by", "u1.name", "Authorised officer who certified it"),
                shows(text, "officer", "f.name", "That officer as on file; null: nobody was then"),
                shows(timestamp, "recorded_at", "n.recorded_at", "When that was recorded"),
                shows(text, "language", "n.language", "Language of the certification"),
                shows(text, "certification", "n.certification", "The words that were signed")
                    .detailed(),
                shows(
                    text, "outcome", "o.kind",
                    "withdrawn, sent_back, reviewed; null: not decided yet"
                )
                    .filtered(),
                shows(date, "decided_on", "o.decided_on", "Day of that"),
                shows(text, "decided_by", "u2.name", "Who did"),
                shows(text, "reason", "o.reason", "What was said with it"),
            },
        .children =
            {{"lines", &expenditure_line_resource(),
              "(x.report_id, x.round) = (select w.report_id, w.lines_round"
              " from partner.report_round w where w.id = ?)"},
             {"remarks", &review_remark_resource(), "m.round_id"}},
    };
    return declared;
}

const resource& review_remark_resource() {
    static const resource declared{
        .what = entity::review_remark,
        .about = "What the office remarked on a report, a line or a field, and the answer",
        .from =
            "partner.review_remark m join partner.report_round n on n.id = m.round_id"
            " join partner.expenditure_report e on e.id = n.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " left join partner.expenditure_line x on x.id = m.line_id"
            " left join funding.budget_line b on b.id = x.budget_line_id"
            " left join people.user_account u1 on u1.id = m.made_by"
            " left join lateral (select r.kind, r.answer, r.answered_by, r.answered_on"
            " from partner.remark_answer r where r.remark_id = m.id"
            " order by r.recorded_at desc, r.id limit 1) w on true"
            " left join people.user_account u2 on u2.id = w.answered_by",
        .id_sql = "m.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "number",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "report", "e.code", "Code within the agreement").filtered(),
                shows(integer, "round", "n.number", "The handing in it is about").filtered(),
                shows(integer, "number", "m.number", "Within the round").sorted(),
                shows(id, "line", "m.line_id", "The line it is about; null: the report")
                    .naming(entity::expenditure_line),
                shows(text, "document", "x.document", "Document of that line"),
                shows(text, "budget_line", "b.code", "Budget line of that line"),
                shows(text, "field", "m.field", "The field of the line; null: all of it"),
                shows(text, "code", "m.code", "Sort of remark").filtered(),
                shows(text, "remark", "m.remark", "What was remarked"),
                shows(text, "made_by", "u1.name", "Who remarked"),
                shows(date, "made_on", "m.made_on", "When").sorted(),
                shows(truth, "is_answered", "(w.kind is not null)", "Has an answer").filtered(),
                shows(text, "answer_kind", "w.kind", "changed or explained"),
                shows(text, "answer", "w.answer", "The partner's last answer"),
                shows(text, "answered_by", "u2.name", "Who answered"),
                shows(date, "answered_on", "w.answered_on", "When"),
            },
        .state_sql = "e.state",
    };
    return declared;
}

const resource& disallowance_resource() {
    static const resource declared{
        .what = entity::disallowance,
        .about = "A part of an accepted line taken back later; the partner owes it",
        .from =
            "partner.disallowance d join partner.expenditure_line x on x.id = d.line_id"
            " join partner.expenditure_report e on e.id = x.report_id"
            " join partner.agreement a on a.id = e.agreement_id"
            " join funding.project p on p.id = a.project_id"
            " join funding.instrument i on i.id = p.instrument_id"
            " join funding.budget_line b on b.id = x.budget_line_id"
            " left join people.user_account u on u.id = d.decided_by",
        .id_sql = "d.id",
        .version_sql = "1",
        .partner_sql = "a.partner_id",
        .default_sort = "disallowed_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "report", "e.code", "Code within the agreement").filtered(),
                shows(id, "line", "d.line_id", "The line").naming(entity::expenditure_line),
                shows(text, "document", "x.document", "Voucher or invoice of the line"),
                shows(text, "budget_line", "b.code", "Line number"),
                shows(date, "disallowed_on", "d.disallowed_on", "It counts from then").sorted(),
                shows(money, "amount", "d.amount", "Of the line").in("d.currency"),
                shows(money, "base_amount", "d.base_amount", "At the rate of the line")
                    .in("i.base_currency"),
                shows(money, "support", "d.support_amount", "Support cost on it (R32)")
                    .in("d.currency"),
                shows(id, "receivable", "d.receivable_id", "What is owed for it")
                    .naming(entity::receivable),
                shows(text, "finding", "d.document", "Document of the finding"),
                shows(id, "settles", "d.finding_id", "The finding it settles")
                    .naming(entity::finding),
                shows(text, "reason", "d.reason", "Why"),
                shows(text, "decided_by", "u.name", "Who decided"),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
