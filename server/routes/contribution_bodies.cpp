#include "server/routes/contribution_bodies.hpp"

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
        field("project", &body::project, "The one project it is for"),
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
