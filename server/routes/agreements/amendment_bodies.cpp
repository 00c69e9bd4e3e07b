#include "server/routes/agreements/amendment_bodies.hpp"

namespace tranche::server {

const object_schema<amended_line_body>& wire<amended_line_body>::schema() {
    using body = amended_line_body;
    static const auto declared = object<body>(
        "amended_line", "A budget line as it is to be",
        field("budget_line", &body::budget_line, "Line number", matches_code()),
        field("amount", &body::amount, "Up to; nothing takes it out", non_negative())
    );
    return declared;
}

const object_schema<amended_tranche_body>& wire<amended_tranche_body>::schema() {
    using body = amended_tranche_body;
    static const auto declared = object<body>(
        "amended_tranche", "An instalment as it is to be; a new code adds one",
        field("code", &body::code, "Short code", matches_code()),
        field(
            "kind", &body::kind, "Of a new one: how it is paid",
            one_of({"advance", "reimbursement", "direct_payment"})
        ),
        field("amount", &body::amount, "How much; nothing takes it out", non_negative()),
        field("planned_on", &body::planned_on, "When it is planned")
    );
    return declared;
}

const object_schema<amended_terms_body>& wire<amended_terms_body>::schema() {
    using body = amended_terms_body;
    static const auto declared = object<body>(
        "amended_terms", "Terms that change; what is left out stays",
        field("support_percent", &body::support_percent, "Support cost (R32)"),
        field("liquidation_percent", &body::liquidation_percent, "Of the last advance (R36)"),
        field("earlier_percent", &body::earlier_percent, "Of each advance before the last (R36)"),
        field("retention_percent", &body::retention_percent, "Held back to the end (R40)"),
        field(
            "amendment_percent", &body::amendment_percent, "Moved without a full approval at most"
        ),
        field(
            "liquidation_basis", &body::liquidation_basis, "When expenditure counts",
            one_of({"accepted", "submitted"})
        ),
        field(
            "overdue_months", &body::overdue_months, "An advance open longer is overdue (R37)",
            between(1, 60)
        ),
        field(
            "overdue_scope", &body::overdue_scope, "Whose advances (R37)",
            one_of({"agreement", "instrument", "partner"})
        ),
        field(
            "rate_rule", &body::rate_rule, "Which rate values an expense from then on (R42)",
            one_of({"month_of_expense", "advance", "transfer", "fixed", "period_average"})
        ),
        field(
            "fixed_rate", &body::fixed_rate,
            "Units of the currency of payment for one of the fund's; with the rule `fixed`",
            as_rate()
        )
    );
    return declared;
}

const object_schema<amendment_body>& wire<amendment_body>::schema() {
    using body = amendment_body;
    static const auto declared = object<body>(
        "new_amendment",
        "What is to change of an agreement; everything left out stays. Its kind and route are "
        "computed",
        field("reason", &body::reason, "Why", length(1, 2000), multiline()),
        field("title", &body::title, "Title", length(1, 400)),
        field(
            "results_change", &body::results_change, "What becomes of the results, in words",
            length(1, 2000), multiline()
        ),
        field("start_on", &body::start_on, "First day"), field("end_on", &body::end_on, "Last day"),
        field("terms_from", &body::terms_from, "When its terms begin; else when it is signed"),
        field("lines", &body::lines, "Lines that change", items(0, 200), may_be_absent()),
        field(
            "tranches", &body::tranches, "Instalments that change", items(0, 60), may_be_absent()
        ),
        field("terms", &body::terms, "Terms that change")
    );
    return declared;
}

const object_schema<amendment_submission_body>& wire<amendment_submission_body>::schema() {
    static const auto declared = object<amendment_submission_body>(
        "amendment_submission", "It is to be decided",
        field("submitted_on", &amendment_submission_body::submitted_on, "Day it was filed")
    );
    return declared;
}

const object_schema<amendment_approval_body>& wire<amendment_approval_body>::schema() {
    static const auto declared = object<amendment_approval_body>(
        "amendment_approval", "It may be signed",
        field("approved_on", &amendment_approval_body::approved_on, "Day of the decision")
    );
    return declared;
}

const object_schema<amendment_remark_body>& wire<amendment_remark_body>::schema() {
    static const auto declared = object<amendment_remark_body>(
        "amendment_remark", "Why it goes no further",
        field("reason", &amendment_remark_body::reason, "Why", length(1, 500))
    );
    return declared;
}

const object_schema<amendment_signing_body>& wire<amendment_signing_body>::schema() {
    using body = amendment_signing_body;
    static const auto declared = object<body>(
        "amendment_signing", "Both sides have signed; from the later day on it counts",
        field("partner_signed_on", &body::partner_signed_on, "The partner's signature"),
        field(
            "partner_signatory", &body::partner_signatory,
            "Who signed for it; one of its officers on that day, where it has named any",
            length(1, 200)
        ),
        field("office_signed_on", &body::office_signed_on, "The office's signature")
    );
    return declared;
}

}  // namespace tranche::server
