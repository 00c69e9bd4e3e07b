// What people say to each other about a record.
#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& comment_resource() {
    static const resource declared{
        .what = entity::comment,
        .about = "What somebody said about a record; a thread is internal or with the partner",
        .from =
            "document.comment c left join people.user_account u on u.id = c.written_by"
            " left join lateral (select s.kind, s.decided_on, s.reason, w.name"
            " from document.comment_resolution s left join people.user_account w on w.id = s.decided_by"
            " where s.comment_id = c.id order by s.recorded_at desc, s.id limit 1) s on true",
        .id_sql = "c.id",
        .version_sql = "c.version",
        .partner_sql = "c.partner_id",
        .default_sort = "written_at",
        .columns =
            {
                shows(text, "subject_type", "c.subject_type", "Sort of record").filtered(),
                shows(subject, "subject", "c.subject_id", "Which record")
                    .in("c.subject_type")
                    .filtered(),
                shows(text, "about", "c.about", "What people call it, or what it belongs to")
                    .filtered(),
                shows(id, "thread", "coalesce(c.thread_id, c.id)", "The comment that began it")
                    .naming(entity::comment)
                    .filtered(),
                shows(truth, "internal", "(c.partner_id is null)", "Only the office reads it"),
                shows(text, "state", "c.state", "open, resolved; of an answer: said").filtered(),
                shows(text, "comment", "c.comment", "What was said"),
                shows(
                    json, "mentions",
                    "(select coalesce(json_agg(v.name order by v.name), '[]')"
                    " from document.comment_mention m join people.user_account v on v.id = m.user_id"
                    " where m.comment_id = c.id)",
                    "Who was named"
                ),
                shows(text, "written_by", "u.name", "Who said it"),
                shows(timestamp, "written_at", "c.written_at", "When").sorted(),
                shows(date, "withdrawn_on", "c.withdrawn_on", "When it was taken back"),
                shows(text, "withdrawal_reason", "c.withdrawal_reason", "Why"),
                shows(text, "last_decision", "s.kind", "Resolved or reopened, last"),
                shows(text, "decided_by", "s.name", "By whom"),
                shows(date, "decided_on", "s.decided_on", "When"),
                shows(text, "decision_reason", "s.reason", "What came of it, or why not"),
            },
        .state_sql = "c.state",
    };
    return declared;
}

}  // namespace tranche::persistence
