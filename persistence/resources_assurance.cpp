// Who looked at partners, what was found, and how it ended.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

namespace {

constexpr std::string_view cleared =
    "case when f.amount is not null then (select coalesce(sum(l.amount), 0)::bigint"
    " from partner.finding_clearance l"
    " where l.finding_id = f.id) end";
constexpr std::string_view disallowed =
    "case when f.amount is not null then (select coalesce(sum(d.amount), 0)::bigint"
    " from partner.disallowance d"
    " where d.finding_id = f.id) end";
constexpr std::string_view owed =
    "case when f.amount is not null then (select coalesce(sum(b.amount), 0)::bigint"
    " from partner.disallowance d"
    " join ledger.account k on k.owner_id = d.receivable_id and k.kind = 'receivable'"
    " join ledger.balance b on b.account_id = k.id where d.finding_id = f.id) end";
constexpr std::string_view undecided =
    "(f.amount - (select coalesce(sum(l.amount), 0) from partner.finding_clearance l"
    " where l.finding_id = f.id) - (select coalesce(sum(d.amount), 0) from partner.disallowance d"
    " where d.finding_id = f.id))::bigint";

}  // namespace

const resource& finding_resource() {
    static const resource declared{
        .what = entity::finding,
        .about = "What a visit, a spot check or an audit found, and how it ended",
        .from =
            "partner.finding f join partner.assurance_activity v on v.id = f.activity_id"
            " join partner.agreement a on a.id = f.agreement_id"
            " join partner.partner r on r.id = v.partner_id"
            " join funding.project p on p.id = a.project_id"
            " left join lateral (select w.answer, w.document, w.answered_on, u.display_name"
            " from partner.finding_answer w left join people.user_account u on u.id = w.answered_by"
            " where w.finding_id = f.id order by w.recorded_at desc, w.id limit 1) w on true",
        .id_sql = "f.id",
        .version_sql = "f.version",
        .partner_sql = "v.partner_id",
        .default_sort = "-made_on",
        .columns =
            {
                shows(text, "code", "v.code || ':' || f.number", "The activity's code and number"),
                shows(text, "activity", "v.code", "Visit, spot check or audit").filtered(),
                shows(text, "kind", "v.kind", "programmatic_visit, spot_check, audit").filtered(),
                shows(text, "partner", "r.code", "Its partner").filtered(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Its agreement").filtered(),
                shows(text, "severity", "f.severity", "low, medium, high").filtered(),
                shows(text, "state", "f.state", "open, answered, decided").filtered(),
                shows(
                    truth, "is_settled", "partner.finding_is_settled(f.id, 'infinity')",
                    "Decided, and nothing is owed for it any more"
                )
                    .filtered(),
                shows(text, "finding", "f.finding", "What was found"),
                shows(text, "recommendation", "f.recommendation", "What should be done"),
                shows(date, "made_on", "f.made_on", "Day of the finding").sorted(),
                shows(date, "answer_due_on", "f.answer_due_on", "Last day for the answer").sorted(),
                shows(money, "amount", "f.amount", "Not supported").in("f.currency"),
                shows(money, "cleared", cleared, "Supported later, or justified").in("f.currency"),
                shows(money, "disallowed", disallowed, "Taken back (R45)").in("f.currency"),
                shows(money, "undecided", undecided, "Of neither sort yet").in("f.currency"),
                shows(money, "owed", owed, "Still to be paid back for it").in("f.currency"),
                shows(text, "answer", "w.answer", "The partner's last answer"),
                shows(text, "answer_document", "w.document", "Where it is written"),
                shows(text, "answered_by", "w.display_name", "Who answered"),
                shows(date, "answered_on", "w.answered_on", "When"),
            },
        .children =
            {{"lines", &expenditure_line_resource(),
              "x.id in (select n.line_id from partner.finding_line n where n.finding_id = ?)"}},
        .state_sql = "f.state",
        .since_sql = "coalesce(w.answered_on, f.made_on)",
    };
    return declared;
}

const resource& assurance_activity_resource() {
    static const resource declared{
        .what = entity::assurance_activity,
        .about = "A visit, a spot check or an audit of a partner",
        .from =
            "partner.assurance_activity v join partner.partner r on r.id = v.partner_id"
            " left join partner.agreement a on a.id = v.agreement_id",
        .id_sql = "v.id",
        .version_sql = "1",
        .partner_sql = "v.partner_id",
        .default_sort = "-done_on",
        .columns =
            {
                shows(text, "code", "v.code", "Number of the report").filtered().sorted(),
                shows(text, "kind", "v.kind", "programmatic_visit, spot_check, audit").filtered(),
                shows(text, "partner", "r.code", "Whose work was looked at").filtered(),
                shows(text, "agreement", "a.code", "Null: the partner as a whole").filtered(),
                shows(date, "done_on", "v.done_on", "When").sorted(),
                shows(date, "period_first", "v.period_first", "First day looked at"),
                shows(date, "period_last", "v.period_last", "Last day looked at"),
                shows(text, "conducted_by", "v.conducted_by", "Who did it"),
                shows(text, "document", "v.document", "Where it is written"),
            },
        .children = {{"findings", &finding_resource(), "f.activity_id"}},
    };
    return declared;
}

const resource& due_diligence_document_resource() {
    static const resource declared{
        .what = entity::due_diligence_document,
        .about = "A paper about a partner; the newest of a kind counts (R30)",
        .from =
            "partner.due_diligence_document d join partner.partner r on r.id = d.partner_id"
            " left join people.user_account u on u.id = d.recorded_by",
        .id_sql = "d.id",
        .version_sql = "1",
        .partner_sql = "d.partner_id",
        .default_sort = "-issued_on",
        .columns =
            {
                shows(text, "partner", "r.code", "Whom it is about").filtered(),
                shows(text, "kind", "d.kind", "registration, board, core_values ...").filtered(),
                shows(text, "document", "d.document", "Its number, or where it is"),
                shows(id, "attachment", "d.attachment_id", "The file").naming(entity::attachment),
                shows(date, "issued_on", "d.issued_on", "Its day").sorted(),
                shows(date, "expires_on", "d.expires_on", "Its last day; null: none").sorted(),
                shows(text, "recorded_by", "u.display_name", "Who recorded it"),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
