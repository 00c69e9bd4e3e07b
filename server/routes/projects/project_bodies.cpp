#include "server/routes/projects/project_bodies.hpp"

namespace tranche::server {

const object_schema<benefiting_state_body>& wire<benefiting_state_body>::schema() {
    using body = benefiting_state_body;
    static const auto declared = object<body>(
        "benefiting_state", "A State that benefits",
        field("state", &body::state, "ISO 3166 alpha-2", length(2, 2)),
        field("share", &body::share, "Percent; the shares of member States add to 100"),
        field("member", &body::member, "False for other countries that benefit", defaults_to(true))
    );
    return declared;
}

const object_schema<new_project>& wire<new_project>::schema() {
    using body = new_project;
    static const auto declared = object<body>(
        "new_project", "A project proposed, or a historical record carried over",
        field("code", &body::code, "Project code", matches_code()),
        field("prima_id", &body::prima_id, "PRIMA code", length(1, 40)),
        field("title_en", &body::title_en, "English title", length(1, 400)),
        field("title_fr", &body::title_fr, "French title", length(1, 400)),
        field("title_es", &body::title_es, "Spanish title", length(1, 400)),
        field("instrument", &body::instrument, "Fund it belongs to"),
        field("project_type", &body::project_type, "Two-letter type", length(2, 2)),
        field(
            "coverage", &body::coverage, "How far it reaches",
            one_of({"national", "regional", "multi_regional", "global"})
        ),
        field("sector", &body::sector, "DAC purpose code", length(3, 5)),
        field("start_on", &body::start_on, "First day"), field("end_on", &body::end_on, "Last day"),
        field(
            "date_precision", &body::date_precision, "What the dates are exact to",
            one_of({"day", "month", "year"}), defaults_to("day")
        ),
        field(
            "protection", &body::protection, "Shows its country, never a site", defaults_to(false)
        ),
        field("focal_point", &body::focal_point, "Of the government (R12)", length(1, 200)),
        field(
            "origin", &body::origin, "historical: from before Tranche, rules not checked",
            one_of({"current", "historical"}), defaults_to("current")
        ),
        field(
            "state", &body::state, "concept, or the state of a historical record",
            one_of({"concept", "active", "activities_completed", "financially_closed"})
        ),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false)),
        field(
            "published_amount", &body::published_amount, "As a public listing states it", positive()
        ),
        field(
            "published_year", &body::published_year, "Allocation year as published",
            between(1951, 2999)
        ),
        field("note", &body::note, "Remark", length(1, 2000), multiline()),
        field("states", &body::states, "Benefiting States", items(1, 200))
    );
    return declared;
}

const object_schema<new_phase>& wire<new_phase>::schema() {
    using body = new_phase;
    static const auto declared = object<body>(
        "new_phase", "A part of a project",
        field("code", &body::code, "Short code", matches_code()),
        field("name_en", &body::name_en, "English name", length(1, 200)),
        field("name_fr", &body::name_fr, "French name", length(1, 200)),
        field("name_es", &body::name_es, "Spanish name", length(1, 200)),
        field("amount", &body::amount, "What it is to cost", positive()),
        field("start_on", &body::start_on, "First day"), field("end_on", &body::end_on, "Last day")
    );
    return declared;
}

const object_schema<endorsement_body>& wire<endorsement_body>::schema() {
    using body = endorsement_body;
    static const auto declared = object<body>(
        "endorsement_body", "A step of the review",
        field(
            "kind", &body::kind, "Whose step",
            one_of({"government_letter", "regional_office", "fund_review"})
        ),
        field("state", &body::state, "Whose letter; for letters only", length(2, 2)),
        field("endorsed_on", &body::endorsed_on, "Its date"),
        field("document", &body::document, "Reference of the document", length(1, 300))
    );
    return declared;
}

const object_schema<submission_body>& wire<submission_body>::schema() {
    static const auto declared = object<submission_body>(
        "submission", "Handed in",
        field("submitted_on", &submission_body::submitted_on, "Day it was handed in")
    );
    return declared;
}

const object_schema<approval_body>& wire<approval_body>::schema() {
    static const auto declared = object<approval_body>(
        "approval", "Approved",
        field("approved_on", &approval_body::approved_on, "Day of the decision")
    );
    return declared;
}

const object_schema<activation_body>& wire<activation_body>::schema() {
    static const auto declared = object<activation_body>(
        "activation", "Implementation starts",
        field("activated_on", &activation_body::activated_on, "First day of implementation")
    );
    return declared;
}

const object_schema<completion_body>& wire<completion_body>::schema() {
    static const auto declared = object<completion_body>(
        "completion", "Activities are complete",
        field("completed_on", &completion_body::completed_on, "Last day of activities")
    );
    return declared;
}

const object_schema<closing_body>& wire<closing_body>::schema() {
    static const auto declared = object<closing_body>(
        "closing", "Closed", field("closed_on", &closing_body::closed_on, "Day of closure"),
        field(
            "write_off_residue", &closing_body::write_off_residue,
            "Give up the unspent balance instead of returning it, up to the line's term (R60)",
            defaults_to(false)
        )
    );
    return declared;
}

const object_schema<focal_point_body>& wire<focal_point_body>::schema() {
    using body = focal_point_body;
    static const auto declared = object<body>(
        "focal_point", "The government names whom to talk to (R12)",
        field("focal_point", &body::focal_point, "Office or functional mailbox", length(1, 200)),
        field("named_on", &body::named_on, "Day it was named")
    );
    return declared;
}

}  // namespace tranche::server
