#include "server/routes/expenditures/attachment_bodies.hpp"

namespace tranche::server {

const object_schema<new_evidence>& wire<new_evidence>::schema() {
    using body = new_evidence;
    static const auto declared = object<body>(
        "new_evidence", "A file that was sent, as evidence",
        field("upload", &body::upload, "The file, all of it sent", length(1, 40)),
        field("title", &body::title, "What it is", length(1, 200)),
        field(
            "line_document", &body::line_document,
            "Of a report: the document of its lines that this is a copy of", length(1, 100)
        )
    );
    return declared;
}

const object_schema<new_document>& wire<new_document>::schema() {
    using body = new_document;
    static const auto declared = object<body>(
        "new_document", "A file that was sent, to be kept with a record",
        field("upload", &body::upload, "The file, all of it sent", length(1, 40)),
        field("title", &body::title, "What it is", length(1, 200)),
        field("internal", &body::internal, "The partner does not see it", defaults_to(true))
    );
    return declared;
}

const object_schema<attachment_removal>& wire<attachment_removal>::schema() {
    static const auto declared = object<attachment_removal>(
        "attachment_removal", "Why a file is taken off a record",
        field(
            "reason", &attachment_removal::reason, "Stays with its name and hash", length(1, 500),
            multiline()
        )
    );
    return declared;
}

}  // namespace tranche::server
