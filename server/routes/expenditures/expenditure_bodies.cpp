#include "server/routes/expenditures/expenditure_bodies.hpp"

namespace tranche::server {

const object_schema<expenditure_line_body>& wire<expenditure_line_body>::schema() {
    using body = expenditure_line_body;
    static const auto declared = object<body>(
        "new_expenditure_line", "One expense of a partner",
        field(
            "document", &body::document, "Number of the supporting document (R41)", length(1, 100)
        ),
        field("spent_on", &body::spent_on, "Day of the expense; its month's rate counts (R42)"),
        field("budget_line", &body::budget_line, "Line number", matches_code()),
        field("payee", &body::payee, "Sort of payee or supplier", length(1, 200)),
        field("description", &body::description, "What for", length(0, 500)),
        field(
            "amount", &body::amount,
            "Our share of the document, in the currency it was paid in; negative for a correction"
        ),
        field("corrects", &body::corrects, "The accepted line it corrects, at that line's rate"),
        field(
            "supplier_tax_id", &body::supplier_tax_id, "Of whoever issued the document (R46)",
            length(1, 40)
        ),
        field("document_type", &body::document_type, "invoice, receipt ...", length(1, 40)),
        field("document_series", &body::document_series, "Series of its number", length(1, 40)),
        field(
            "document_total", &body::document_total, "All of the document, where we have a share",
            positive()
        ),
        field("tax", &body::tax, "Tax contained in the amount"),
        field("service_first", &body::service_first, "First day of what was bought"),
        field("service_last", &body::service_last, "Last day of it"),
        field(
            "sub_partner", &body::sub_partner, "Who spent it, where money was passed on: its code",
            length(1, 40)
        )
    );
    return declared;
}

const object_schema<reported_interest_body>& wire<reported_interest_body>::schema() {
    using body = reported_interest_body;
    static const auto declared = object<body>(
        "reported_interest", "Interest the partner's bank credited on advances (R47)",
        field("credited_on", &body::credited_on, "Day the bank credited it"),
        field("amount", &body::amount, "In the currency of the disbursement", positive()),
        field("document", &body::document, "Statement of the bank", length(1, 100))
    );
    return declared;
}

const object_schema<new_expenditure_report>& wire<new_expenditure_report>::schema() {
    using body = new_expenditure_report;
    static const auto declared = object<body>(
        "new_expenditure_report",
        "What a partner spent in a period; support cost is derived, never typed (R32)",
        field("agreement", &body::agreement, "Agreement"),
        field("code", &body::code, "Short code, e.g. R1", matches_code()),
        field("period_first", &body::period_first, "First day"),
        field("period_last", &body::period_last, "Last day"),
        field("final", &body::final, "The last report of the agreement", defaults_to(false)),
        field(
            "lines", &body::lines, "Its expenses; none where a sheet brings them", items(0, 5000),
            may_be_absent()
        ),
        field(
            "interest", &body::interest, "Earned on advances; to be accounted for once reviewed",
            items(0, 100), may_be_absent()
        )
    );
    return declared;
}

const object_schema<revision_body>& wire<revision_body>::schema() {
    static const auto declared = object<revision_body>(
        "report_revision", "All lines of the next round; the earlier round is kept",
        field("lines", &revision_body::lines, "Its expenses", items(1, 5000)),
        field(
            "interest", &revision_body::interest, "Earned on advances", items(0, 100),
            may_be_absent()
        )
    );
    return declared;
}

const object_schema<report_submission_body>& wire<report_submission_body>::schema() {
    static const auto declared = object<report_submission_body>(
        "report_submission", "Certified and handed in by the authorised officer",
        field("submitted_on", &report_submission_body::submitted_on, "Day it was handed in"),
        field(
            "language", &report_submission_body::language,
            "Of the certification that is signed; else the caller's", one_of({"en", "fr", "es"})
        )
    );
    return declared;
}

const object_schema<withdrawal_body>& wire<withdrawal_body>::schema() {
    using body = withdrawal_body;
    static const auto declared = object<body>(
        "report_withdrawal", "Taken back before somebody looked at it; a draft again",
        field("withdrawn_on", &body::withdrawn_on, "Day of the act"),
        field("reason", &body::reason, "Why", length(1, 2000), multiline())
    );
    return declared;
}

const object_schema<beginning_of_review_body>& wire<beginning_of_review_body>::schema() {
    static const auto declared = object<beginning_of_review_body>(
        "beginning_of_review", "Somebody looks at the report from now on"
    );
    return declared;
}

const object_schema<review_remark_body>& wire<review_remark_body>::schema() {
    using body = review_remark_body;
    static const auto declared = object<body>(
        "new_review_remark", "A remark on the report, on a line or on a field of it",
        field(
            "document", &body::document,
            "Document of the line; with neither it nor a line: the report", length(1, 100)
        ),
        field(
            "budget_line", &body::budget_line, "Needed when the document stands on several lines",
            matches_code()
        ),
        field("line", &body::line, "Its id: where two suppliers have one number on a budget line"),
        field(
            "field", &body::field, "The field of the line",
            one_of(
                {"document", "supplier_tax_id", "document_type", "document_series",
                 "document_total", "spent_on", "service", "budget_line", "payee", "description",
                 "amount", "tax", "corrects"}
            )
        ),
        field(
            "code", &body::code, "Sort of remark",
            one_of(
                {"document_missing", "amount_differs", "wrong_budget_line", "not_in_budget",
                 "outside_period", "not_supported", "explain", "other"}
            )
        ),
        field("remark", &body::remark, "For the partner to read", length(1, 2000), multiline())
    );
    return declared;
}

const object_schema<remark_answer_body>& wire<remark_answer_body>::schema() {
    using body = remark_answer_body;
    static const auto declared = object<body>(
        "remark_answer", "What the partner did about a remark",
        field("kind", &body::kind, "What was done", one_of({"changed", "explained"})),
        field("answer", &body::answer, "In words", length(1, 2000), multiline())
    );
    return declared;
}

const object_schema<line_query_body>& wire<line_query_body>::schema() {
    using body = line_query_body;
    static const auto declared = object<body>(
        "line_query", "Questions about lines; the report stays with the office",
        field("remarks", &body::remarks, "Each names a line, and wants an answer", items(1, 1000))
    );
    return declared;
}

const object_schema<sending_back_body>& wire<sending_back_body>::schema() {
    using body = sending_back_body;
    static const auto declared = object<body>(
        "sending_back", "Back to the partner; the due clock runs on (R51)",
        field("sent_back_on", &body::sent_back_on, "Day of the act"),
        field("reason", &body::reason, "What is to be mended", length(1, 2000), multiline()),
        field(
            "remarks", &body::remarks, "One by one; each wants an answer", items(0, 1000),
            may_be_absent()
        )
    );
    return declared;
}

const object_schema<rejection_body>& wire<rejection_body>::schema() {
    using body = rejection_body;
    static const auto declared = object<body>(
        "line_rejection", "A line, or a part of it, that is not accepted",
        field("document", &body::document, "Its document", length(1, 100)),
        field(
            "budget_line", &body::budget_line, "Needed when the document stands on several lines",
            matches_code()
        ),
        field("line", &body::line, "Its id: where two suppliers have one number on a budget line"),
        field("amount", &body::amount, "The rejected part; else all", positive()),
        field("accepted", &body::accepted, "Or the accepted part", positive()),
        field("reason", &body::reason, "Why", length(1, 500))
    );
    return declared;
}

const object_schema<review_body>& wire<review_body>::schema() {
    using body = review_body;
    static const auto declared = object<body>(
        "report_review", "Everything that is not rejected is accepted",
        field("reviewed_on", &body::reviewed_on, "Day of the act; the acceptance counts from then"),
        field("reason", &body::reason, "Remark", length(1, 2000), multiline()),
        field(
            "rejections", &body::rejections, "What is not accepted", items(0, 5000), may_be_absent()
        )
    );
    return declared;
}

const object_schema<refund_body>& wire<refund_body>::schema() {
    using body = refund_body;
    static const auto declared = object<body>(
        "refund", "A partner paid back what it owed",
        field(
            "amount", &body::amount,
            "As it came; in another currency than the debt's it counts at the day's rates",
            positive()
        ),
        field("received_on", &body::received_on, "Day it arrived; its rate counts"),
        field("bank_reference", &body::bank_reference, "Of the transfer", length(1, 100))
    );
    return declared;
}

}  // namespace tranche::server
