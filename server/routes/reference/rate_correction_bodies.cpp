#include "server/routes/reference/rate_correction_bodies.hpp"

namespace tranche::server {

const object_schema<corrected_rate>& wire<corrected_rate>::schema() {
    using body = corrected_rate;
    static const auto declared = object<body>(
        "corrected_rate", "A recorded rate and what it should have been",
        field("series", &body::series, "Code of its series", length(1, 40)),
        field("currency", &body::currency, "The currency quoted"),
        field("quoted_on", &body::quoted_on, "Day of the quotation"),
        field("rate", &body::rate, "Right: units of it per unit of the series' base", as_rate()),
        field(
            "valid_from", &body::valid_from,
            "First day it holds, where several were quoted on that day"
        )
    );
    return declared;
}

const object_schema<rate_correction_body>& wire<rate_correction_body>::schema() {
    using body = rate_correction_body;
    static const auto declared = object<body>(
        "rate_correction_body", "Rates that were recorded wrongly, as one list",
        field("reason", &body::reason, "Why they were wrong", length(1, 1000)),
        field("rates", &body::rates, "The right ones", items(1, 6000))
    );
    return declared;
}

const object_schema<rate_correction_approval>& wire<rate_correction_approval>::schema() {
    static const auto declared = object<rate_correction_approval>(
        "rate_correction_approval", "The list as it was proposed, whole"
    );
    return declared;
}

const object_schema<rate_correction_refusal>& wire<rate_correction_refusal>::schema() {
    using body = rate_correction_refusal;
    static const auto declared = object<body>(
        "rate_correction_refusal", "Why the rates stay as they are",
        field("reason", &body::reason, "Why", length(1, 1000))
    );
    return declared;
}

}  // namespace tranche::server
