#include "server/routes/budgets/budget_bodies.hpp"

namespace tranche::server {

const object_schema<budget_line_body>& wire<budget_line_body>::schema() {
    using body = budget_line_body;
    static const auto declared = object<body>(
        "new_budget_line",
        "One line of a budget version; its code is its identity over all versions",
        field("code", &body::code, "Line number", matches_code()),
        field("title_en", &body::title_en, "English title", length(1, 300)),
        field("title_fr", &body::title_fr, "French title", length(1, 300)),
        field("title_es", &body::title_es, "Spanish title", length(1, 300)),
        field(
            "kind", &body::kind, "Sort of cost",
            one_of({"staff", "office", "operational", "evaluation", "support"})
        ),
        field("category", &body::category, "UNDG cost category", length(1, 10)),
        field("phase", &body::phase, "Code of the phase", matches_code()),
        field("result", &body::result, "Code of the result it serves", matches_code()),
        field("quantity", &body::quantity, "How many, at most three decimals", non_negative()),
        field("unit_price", &body::unit_price, "Price of one", non_negative()),
        field("flexibility_percent", &body::flexibility_percent, "How far it may bend (R21)")
    );
    return declared;
}

const object_schema<new_budget_version>& wire<new_budget_version>::schema() {
    using body = new_budget_version;
    static const auto declared = object<body>(
        "new_budget_version", "A draft of a project's budget",
        field("reason", &body::reason, "Why it is made", length(1, 1000), multiline()),
        field("lines", &body::lines, "All its lines", items(1, 500))
    );
    return declared;
}

const object_schema<budget_remark_body>& wire<budget_remark_body>::schema() {
    using body = budget_remark_body;
    static const auto declared = object<body>(
        "budget_remark", "Why a version goes back or is given up",
        field("reason", &body::reason, "Why", length(1, 1000), multiline())
    );
    return declared;
}

}  // namespace tranche::server
