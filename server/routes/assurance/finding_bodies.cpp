#include "server/routes/assurance/finding_bodies.hpp"

namespace tranche::server {

const object_schema<assurance_activity_body>& wire<assurance_activity_body>::schema() {
    using body = assurance_activity_body;
    static const auto declared = object<body>(
        "new_assurance_activity", "Somebody looked at a partner's work or books",
        field("code", &body::code, "Number of the report", matches_code()),
        field(
            "kind", &body::kind, "What was done",
            one_of({"programmatic_visit", "spot_check", "audit"})
        ),
        field("agreement", &body::agreement, "Only this agreement; else the partner as a whole"),
        field("done_on", &body::done_on, "Day it was done, or of the report"),
        field("period_first", &body::period_first, "First day that was looked at"),
        field("period_last", &body::period_last, "Last day that was looked at"),
        field("conducted_by", &body::conducted_by, "Who did it", length(1, 200)),
        field("document", &body::document, "Where it is written", length(1, 300))
    );
    return declared;
}

const object_schema<finding_line_body>& wire<finding_line_body>::schema() {
    using body = finding_line_body;
    static const auto declared = object<body>(
        "new_finding_line", "A line of an expenditure report that is questioned",
        field("line", &body::line, "Id of the line"),
        field("amount", &body::amount, "How much of it", positive())
    );
    return declared;
}

const object_schema<finding_body>& wire<finding_body>::schema() {
    using body = finding_body;
    static const auto declared = object<body>(
        "new_finding", "Something that was found, and until when the partner answers",
        field("agreement", &body::agreement, "Its agreement; else that of the activity"),
        field("severity", &body::severity, "How grave", one_of({"low", "medium", "high"})),
        field("finding", &body::finding, "What was found", length(1, 4000), multiline()),
        field(
            "recommendation", &body::recommendation, "What should be done", length(1, 4000),
            multiline()
        ),
        field(
            "amount", &body::amount,
            "What is not supported, in the currency of payment; else it is not about money",
            positive()
        ),
        field(
            "lines", &body::lines, "Lines it is about, of no more than its amount", items(0, 200),
            may_be_absent()
        ),
        field("made_on", &body::made_on, "Day of the finding"),
        field("answer_due_on", &body::answer_due_on, "Last day for the partner's answer")
    );
    return declared;
}

const object_schema<finding_answer_body>& wire<finding_answer_body>::schema() {
    using body = finding_answer_body;
    static const auto declared = object<body>(
        "finding_answer", "What the partner says to a finding; the last answer counts",
        field("answer", &body::answer, "The answer", length(1, 4000), multiline()),
        field("document", &body::document, "The letter or the file", length(1, 300))
    );
    return declared;
}

const object_schema<finding_clearance_body>& wire<finding_clearance_body>::schema() {
    using body = finding_clearance_body;
    static const auto declared = object<body>(
        "finding_clearance", "What of a finding needs not be paid back",
        field("cleared_on", &body::cleared_on, "Day of the decision"),
        field(
            "kind", &body::kind,
            "supported by documents that came later, justified as it was, or, where it is not about"
            " money, implemented",
            one_of({"supported", "justified", "implemented"})
        ),
        field("amount", &body::amount, "How much; else all that is left", positive()),
        field("document", &body::document, "On what it rests", length(1, 300)),
        field("reason", &body::reason, "Why", length(1, 1000), multiline())
    );
    return declared;
}

}  // namespace tranche::server
