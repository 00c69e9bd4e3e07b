#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& obligation_submission_resource() {
    static const resource declared{
        .what = entity::obligation_submission,
        .about = "A report or plan that was due and is handed in",
        .from =
            "funding.obligation_submission b join funding.project p on p.id = b.project_id"
            " join people.user_account u1 on u1.id = b.submitted_by"
            " left join people.user_account u2 on u2.id = b.decided_by",
        .id_sql = "b.id",
        .version_sql = "b.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-submitted_on",
        .columns =
            {
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "kind", "b.kind", "interim_report, final_report ...").filtered(),
                shows(integer, "number", "b.number", "Which of its kind"),
                shows(text, "state", "b.state", "submitted, accepted, sent_back").filtered(),
                shows(date, "submitted_on", "b.submitted_on", "Day it was handed in").sorted(),
                shows(text, "submitted_by", "u1.name", "Who handed it in"),
                shows(text, "document", "b.document", "Reference of the document"),
                shows(date, "decided_on", "b.decided_on", "Day it was taken or sent back"),
                shows(text, "decided_by", "u2.name", "Who took it or sent it back"),
                shows(text, "reason", "b.reason", "Why it was sent back"),
            },
        .state_sql = "b.state",
        .since_sql = "b.submitted_on",
    };
    return declared;
}

const resource& project_terms_resource() {
    static const resource declared{
        .what = entity::instrument,
        .about = "What a fund asks of projects that start from a day on",
        .from = "funding.project_terms t",
        .id_sql = "t.instrument_id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "valid_from",
        .columns =
            {
                shows(date, "valid_from", "t.valid_from", "Projects that start from then on"),
                shows(json, "obligations", "to_json(t.obligations)", "What is owed at all"),
                shows(integer, "interim_from_months", "t.interim_from_months", "R49"),
                shows(integer, "interim_period_months", "t.interim_period_months", "R49"),
                shows(integer, "interim_due_weeks", "t.interim_due_weeks", "R49"),
                shows(integer, "final_due_months", "t.final_due_months", "R49"),
                shows(integer, "framework_due_months", "t.framework_due_months", "R52"),
                shows(date, "evaluation_from", "t.evaluation_from", "R53"),
                shows(integer, "evaluation_after_months", "t.evaluation_after_months", "R53"),
                shows(integer, "evaluation_before_months", "t.evaluation_before_months", "R53"),
                shows(integer, "remind_days", "t.remind_days", "Days before, people are reminded"),
                shows(json, "code_forms", "to_json(t.code_forms)", "Forms of codes it gives"),
                shows(truth, "short_review", "t.short_review", "Approvals on paper are recorded"),
                shows(text, "source", "t.source", "Where the terms stand"),
                shows(truth, "illustrative", "t.illustrative", "Invented for the demo"),
            },
        .row_name = "project_terms_row",
    };
    return declared;
}

}  // namespace tranche::persistence
