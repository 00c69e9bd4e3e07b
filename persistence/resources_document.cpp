#include "persistence/resources.hpp"

namespace tranche::persistence {

using domain::entity;
using enum column_type;

const resource& attachment_resource() {
    static const resource declared{
        .what = entity::attachment,
        .about = "A file that hangs on a record",
        .from =
            "document.attachment t join document.content c on c.id = t.content_id"
            " left join people.user_account u1 on u1.id = t.attached_by"
            " left join people.user_account u2 on u2.id = t.removed_by",
        .id_sql = "t.id",
        .version_sql = "t.version",
        .partner_sql = "t.partner_id",
        .default_sort = "file_name",
        .columns =
            {
                shows(text, "subject_type", "t.subject_type", "Sort of record").filtered(),
                shows(subject, "subject", "t.subject_id", "Which record")
                    .in("t.subject_type")
                    .filtered(),
                shows(
                    text, "line_document", "t.line_document",
                    "The document of a report's lines that it is a copy of"
                )
                    .filtered(),
                shows(text, "file_name", "t.file_name", "As its sender called it").sorted(),
                shows(text, "title", "t.title", "What it is"),
                shows(text, "media_type", "c.media_type", "What its first bytes say it is"),
                shows(integer, "size", "c.size", "Bytes"),
                shows(text, "sha256", "encode(c.sha256, 'hex')", "Of its bytes").filtered(),
                shows(
                    truth, "internal", "t.partner_id is null", "Whether the office only reads it"
                ),
                shows(text, "attached_by", "u1.name", "Who attached it"),
                shows(timestamp, "attached_at", "t.attached_at", "When"),
                shows(text, "removed_by", "u2.name", "Who removed it"),
                shows(date, "removed_on", "t.removed_on", "Day it was removed"),
                shows(text, "removal_reason", "t.removal_reason", "Why"),
            },
        .state_sql = "case when t.removed_by is null then 'attached' else 'removed' end",
    };
    return declared;
}

}  // namespace tranche::persistence
