#include "server/routes/budgets/forecast_bodies.hpp"

namespace tranche::server {

const object_schema<forecast_amount_body>& wire<forecast_amount_body>::schema() {
    using body = forecast_amount_body;
    static const auto declared = object<body>(
        "forecast_amount", "What one budget line will cost in one quarter",
        field("quarter", &body::quarter, "Calendar quarter, like 2026-Q3", length(7, 7)),
        field("budget_line", &body::budget_line, "Line number", matches_code()),
        field("amount", &body::amount, "In the project's currency", non_negative())
    );
    return declared;
}

const object_schema<forecast_explanation_body>& wire<forecast_explanation_body>::schema() {
    using body = forecast_explanation_body;
    static const auto declared = object<body>(
        "forecast_explanation", "Why a quarter that is over went otherwise than forecast",
        field("quarter", &body::quarter, "Calendar quarter, like 2026-Q2", length(7, 7)),
        field("text", &body::text, "Why", length(1, 2000), multiline())
    );
    return declared;
}

const object_schema<new_forecast>& wire<new_forecast>::schema() {
    using body = new_forecast;
    static const auto declared = object<body>(
        "new_forecast", "What a project will spend, from the quarter of that day on",
        field("made_on", &body::made_on, "Day it was made"),
        field("reason", &body::reason, "On what it rests", length(1, 1000), multiline()),
        field("amounts", &body::amounts, "By quarter and budget line", items(1, 2000)),
        field(
            "explanations", &body::explanations,
            "Of quarters of the last forecast that are over; where they differ by more than the "
            "fund's forecast_variance_percent one is needed",
            items(0, 40), may_be_absent()
        )
    );
    return declared;
}

}  // namespace tranche::server
