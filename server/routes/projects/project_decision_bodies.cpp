#include "server/routes/projects/project_decisions.hpp"

namespace tranche::server {

const object_schema<proposal_body>& wire<proposal_body>::schema() {
    static const auto declared = object<proposal_body>(
        "proposal", "A concept becomes a proposal",
        field("drafted_on", &proposal_body::drafted_on, "Day the proposal was begun")
    );
    return declared;
}

const object_schema<project_decision_body>& wire<project_decision_body>::schema() {
    using body = project_decision_body;
    static const auto declared = object<body>(
        "project_decision", "A decision on a project",
        field("decided_on", &body::decided_on, "Day of the decision"),
        field("reason", &body::reason, "Why", length(1, 2000), multiline())
    );
    return declared;
}

const object_schema<recorded_approval_body>& wire<recorded_approval_body>::schema() {
    using body = recorded_approval_body;
    static const auto declared = object<body>(
        "recorded_approval", "A decision that was taken on paper",
        field("approved_on", &body::approved_on, "Day of the decision"),
        field("document", &body::document, "Reference of the letter or minutes", length(1, 300))
    );
    return declared;
}

const object_schema<termination_body>& wire<termination_body>::schema() {
    using body = termination_body;
    static const auto declared = object<body>(
        "termination", "A project ends before its time",
        field("terminated_on", &body::terminated_on, "Its last day"),
        field("reason", &body::reason, "Why", length(1, 2000), multiline()),
        field("document", &body::document, "Reference of the letter or minutes", length(1, 300))
    );
    return declared;
}

const object_schema<project_dates_body>& wire<project_dates_body>::schema() {
    using body = project_dates_body;
    static const auto declared = object<body>(
        "project_dates", "The days a project is to run, before it does",
        field("planned_on", &body::planned_on, "Day this was agreed"),
        field("start_on", &body::start_on, "First day"), field("end_on", &body::end_on, "Last day"),
        field("reason", &body::reason, "Why they changed", length(1, 2000), multiline())
    );
    return declared;
}

const object_schema<extension_body>& wire<extension_body>::schema() {
    using body = extension_body;
    static const auto declared = object<body>(
        "extension", "A project runs longer than was agreed",
        field("filed_on", &body::filed_on, "Day it was asked for (R22)"),
        field("agreed_on", &body::agreed_on, "Day it was agreed"),
        field("end_on", &body::end_on, "The new last day"),
        field("reason", &body::reason, "Why", length(1, 2000), multiline()),
        field("document", &body::document, "Reference of the request or letter", length(1, 300))
    );
    return declared;
}

}  // namespace tranche::server
