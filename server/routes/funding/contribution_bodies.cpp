#include "server/routes/funding/contribution_bodies.hpp"

namespace tranche::server {

const object_schema<new_contribution>& wire<new_contribution>::schema() {
    using body = new_contribution;
    static const auto declared = object<body>(
        "new_contribution", "A pledge of a donor to a line",
        field("code", &body::code, "Short code", matches_code()),
        field("donor", &body::donor, "Who gives"), field("line", &body::line, "Line it is for"),
        field("pledged", &body::pledged, "Announced; binds nobody (R23)", positive()),
        field("pledged_on", &body::pledged_on, "Day of the pledge"),
        field(
            "earmarking", &body::earmarking, "Grand Bargain category",
            one_of({"A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"}), defaults_to("A")
        ),
        field(
            "restriction", &body::restriction, "What it is tied to; needed from D on",
            length(1, 500)
        ),
        field("project", &body::project, "The one project it is for; from D on"),
        field(
            "region", &body::region,
            "Region of the States that benefit, as States name it; from D on", length(1, 100)
        ),
        field(
            "objective", &body::objective, "Prefix of the one type of project it is for; from D on",
            length(2, 2)
        ),
        field(
            "expected", &body::expected, "Instalments, in order; together what is pledged",
            items(0, 60), may_be_absent()
        ),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
    );
    return declared;
}

const object_schema<commitment_body>& wire<commitment_body>::schema() {
    using body = commitment_body;
    static const auto declared = object<body>(
        "commitment", "A contribution is signed (R23)",
        field("amount", &body::amount, "Firm amount", positive()),
        field("committed_on", &body::committed_on, "Day of signature")
    );
    return declared;
}

const object_schema<expected_receipt_body>& wire<expected_receipt_body>::schema() {
    using body = expected_receipt_body;
    static const auto declared = object<body>(
        "expected_receipt_body", "An instalment",
        field("expected_on", &body::expected_on, "Day it is expected"),
        field("amount", &body::amount, "How much", positive())
    );
    return declared;
}

const object_schema<commitment_change_body>& wire<commitment_change_body>::schema() {
    using body = commitment_change_body;
    static const auto declared = object<body>(
        "commitment_change_body", "Another amount was agreed",
        field("amount", &body::amount, "The whole amount from now on", non_negative()),
        field("changed_on", &body::changed_on, "Day it was agreed"),
        field("document", &body::document, "Where it is agreed", length(1, 300))
    );
    return declared;
}

const object_schema<schedule_body>& wire<schedule_body>::schema() {
    using body = schedule_body;
    static const auto declared = object<body>(
        "schedule", "When money is expected, in place of what was said before",
        field(
            "expected", &body::expected,
            "Instalments, in order; together what is pledged, once signed what is committed",
            items(1, 60)
        )
    );
    return declared;
}

const object_schema<application_body>& wire<application_body>::schema() {
    using body = application_body;
    static const auto declared = object<body>(
        "receipt_application_body", "Money beyond the signed amount is covered now (R24)",
        field("amount", &body::amount, "How much; absent: all that is covered", positive()),
        field("applied_on", &body::applied_on, "Day it counts for")
    );
    return declared;
}

const object_schema<donor_refund_body>& wire<donor_refund_body>::schema() {
    using body = donor_refund_body;
    static const auto declared = object<body>(
        "new_donor_refund", "Money is to go back to its donor",
        field("amount", &body::amount, "In the currency of the contribution", positive()),
        field(
            "taken_from", &body::taken_from,
            "line: what was not allocated; held: what came back of projects and waits for consent;"
            " unapplied: what was beyond the signed amount",
            one_of({"line", "held", "unapplied"}), defaults_to("line")
        ),
        field("reason", &body::reason, "Why", length(1, 1000))
    );
    return declared;
}

const object_schema<line_transfer_body>& wire<line_transfer_body>::schema() {
    using body = line_transfer_body;
    static const auto declared = object<body>(
        "new_line_transfer", "Money of a line's pool becomes another line's",
        field("to", &body::to, "Line of the same fund that gets it"),
        field("contribution", &body::contribution, "Named source; none: everybody's by rule"),
        field("amount", &body::amount, "How much", positive()),
        field("transferred_on", &body::transferred_on, "Day of the decision"),
        field("reason", &body::reason, "Why, and where it is decided", length(1, 1000))
    );
    return declared;
}

const object_schema<return_release_body>& wire<return_release_body>::schema() {
    using body = return_release_body;
    static const auto declared = object<body>(
        "return_release_body", "The donor leaves returned money to the line for another use",
        field("amount", &body::amount, "How much, currency of the line; absent: all", positive()),
        field("released_on", &body::released_on, "Day of the consent"),
        field("consent", &body::consent, "Where the donor agreed", length(1, 300))
    );
    return declared;
}

const object_schema<receipt_body>& wire<receipt_body>::schema() {
    using body = receipt_body;
    static const auto declared = object<body>(
        "contribution_receipt_body", "Money arrived",
        field("amount", &body::amount, "As it arrived", positive()),
        field("received_on", &body::received_on, "Day it arrived"),
        field(
            "external_reference", &body::external_reference, "Of the bank or the books",
            length(1, 100)
        ),
        field("corrects", &body::corrects, "The reversed receipt it replaces")
    );
    return declared;
}

const object_schema<opening_body>& wire<opening_body>::schema() {
    using body = opening_body;
    static const auto declared = object<body>(
        "new_opening_balance",
        "Money of a line without a record behind it: held when a running fund moved in, or recovered"
        " from or allocated to projects whose money is not in these books",
        field(
            "kind", &body::kind,
            "opening: carried in; recovered: came back that day (R62); allocated: given that day",
            one_of({"opening", "recovered", "allocated"}), defaults_to("opening")
        ),
        field("line", &body::line, "Line"),
        field("project", &body::project, "Recovered from, or allocated to: a historical project"),
        field("opened_on", &body::opened_on, "Day it counts for"),
        field("amount", &body::amount, "How much", positive()),
        field("source", &body::source, "What the figure rests on", length(1, 300)),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
    );
    return declared;
}

}  // namespace tranche::server
