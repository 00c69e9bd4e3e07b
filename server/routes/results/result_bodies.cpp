#include "server/routes/results/result_bodies.hpp"

namespace tranche::server {

const object_schema<new_target>& wire<new_target>::schema() {
    using body = new_target;
    static const auto declared = object<body>(
        "new_target", "What an indicator is to reach",
        field("period_first", &body::period_first, "First day of the period"),
        field("period_last", &body::period_last, "Last day of the period"),
        field("value", &body::value, "To be reached, at most 4 decimals"),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
    );
    return declared;
}

const object_schema<revised_target>& wire<revised_target>::schema() {
    using body = revised_target;
    static const auto declared = object<body>(
        "revised_target", "What an indicator is to reach from now on",
        field("period_first", &body::period_first, "First day of the period"),
        field("period_last", &body::period_last, "Last day of the period"),
        field("value", &body::value, "To be reached, at most 4 decimals"),
        field(
            "reason", &body::reason,
            "Why it changes; left out where the period has no target yet. The first one stays beside "
            "it",
            length(1, 1000), multiline()
        ),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
    );
    return declared;
}

const object_schema<new_indicator>& wire<new_indicator>::schema() {
    using body = new_indicator;
    static const auto declared = object<body>(
        "new_indicator", "What is measured",
        field("code", &body::code, "Code within its result", matches_code()),
        field("title_en", &body::title_en, "English title", length(1, 500)),
        field("title_fr", &body::title_fr, "French title", length(1, 500)),
        field("title_es", &body::title_es, "Spanish title", length(1, 500)),
        field("unit_en", &body::unit_en, "English unit", length(1, 100)),
        field("unit_fr", &body::unit_fr, "French unit", length(1, 100)),
        field("unit_es", &body::unit_es, "Spanish unit", length(1, 100)),
        field(
            "measure", &body::measure, "Sort of measure",
            one_of({"unit", "percentage", "nominal", "ordinal", "qualitative"}), defaults_to("unit")
        ),
        field(
            "aggregation", &body::aggregation, "How its periods add up (R56)",
            one_of({"sum", "max", "latest"})
        ),
        field(
            "counts", &body::counts,
            "What each period counts, of units: new ones (sum), those present or all since the start "
            "(max, latest)",
            one_of({"new", "present", "cumulative"})
        ),
        field(
            "nature", &body::nature,
            "capacity: what there is room for, not what was achieved (R57)",
            one_of({"achievement", "capacity"}), defaults_to("achievement")
        ),
        field(
            "counts_people", &body::counts_people,
            "Small figures are not published (R63); left out: true for counted units of achievement"
        ),
        field(
            "categories", &body::categories,
            "Kinds its values are broken down by; only these may be reported, and published",
            items(0, 50), length(1, 40), may_be_absent()
        ),
        field("ascending", &body::ascending, "Whether more is better", defaults_to(true)),
        field("baseline", &body::baseline, "Value at the start; left out means unknown"),
        field("target", &body::target, "What it is to reach"),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false)),
        field("note", &body::note, "Remark", length(1, 1000), multiline())
    );
    return declared;
}

const object_schema<new_result>& wire<new_result>::schema() {
    using body = new_result;
    static const auto declared = object<body>(
        "new_result", "An outcome or output of a project",
        field("code", &body::code, "Number in the results matrix, e.g. 1.1", matches_code()),
        field("parent", &body::parent, "Code of the result it contributes to", length(1, 40)),
        field(
            "result_type", &body::result_type, "Its level",
            one_of({"outcome", "output", "impact", "other"})
        ),
        field("title_en", &body::title_en, "English title", length(1, 500)),
        field("title_fr", &body::title_fr, "French title", length(1, 500)),
        field("title_es", &body::title_es, "Spanish title", length(1, 500)),
        field("indicators", &body::indicators, "How it is measured", items(0, 100), may_be_absent())
    );
    return declared;
}

const object_schema<new_actual>& wire<new_actual>::schema() {
    using body = new_actual;
    static const auto declared = object<body>(
        "new_actual", "What an indicator measured in a period",
        field("period_first", &body::period_first, "First day of the period"),
        field("period_last", &body::period_last, "Last day of the period"),
        field("value", &body::value, "Measured, at most 4 decimals"),
        field("source", &body::source, "What the figure rests on (R55)", length(1, 300)),
        field(
            "disaggregation", &body::disaggregation,
            "Counts by kind; of a count they add up to it (R55)", non_negative(), items(0, 50),
            may_be_absent()
        ),
        field("reported_on", &body::reported_on, "Day of the report"),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false)),
        field("note", &body::note, "Remark", length(1, 1000), multiline())
    );
    return declared;
}

const object_schema<actual_verification>& wire<actual_verification>::schema() {
    using body = actual_verification;
    static const auto declared = object<body>(
        "actual_verification", "A second person has seen the evidence",
        field("verified_on", &body::verified_on, "Day of verification"),
        field("evidence", &body::evidence, "What was seen, and where it is kept", length(1, 500))
    );
    return declared;
}

const object_schema<actual_return>& wire<actual_return>::schema() {
    using body = actual_return;
    static const auto declared = object<body>(
        "actual_return",
        "A value is taken back: it counts no more, and its period can be reported again",
        field("returned_on", &body::returned_on, "Day it was taken back"),
        field("reason", &body::reason, "What is wrong with it", length(1, 1000), multiline())
    );
    return declared;
}

}  // namespace tranche::server
