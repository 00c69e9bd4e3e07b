#include "server/routes/agreements/agreement_bodies.hpp"

namespace tranche::server {

const object_schema<agreement_terms_body>& wire<agreement_terms_body>::schema() {
    using body = agreement_terms_body;
    static const auto declared = object<body>(
        "agreement_terms", "Terms of an agreement from its first day on",
        field(
            "support_percent", &body::support_percent, "Support cost on accepted direct cost (R32)",
            defaults_to("0")
        ),
        field(
            "support_line", &body::support_line, "Budget line of the support cost", matches_code()
        ),
        field(
            "liquidation_percent", &body::liquidation_percent,
            "Of the last advance, before the next (R36)", defaults_to("80")
        ),
        field(
            "earlier_percent", &body::earlier_percent, "Of each advance before the last (R36)",
            defaults_to("100")
        ),
        field(
            "liquidation_basis", &body::liquidation_basis,
            "Whether expenditure counts once accepted, or once handed in",
            one_of({"accepted", "submitted"}), defaults_to("accepted")
        ),
        field(
            "overdue_months", &body::overdue_months, "An advance open longer is overdue (R37)",
            between(1, 60), defaults_to(6)
        ),
        field(
            "overdue_scope", &body::overdue_scope,
            "Whose: of this agreement, of all with the partner in the fund, or of all with it (R37)",
            one_of({"agreement", "instrument", "partner"}), defaults_to("agreement")
        ),
        field(
            "flexibility_percent", &body::flexibility_percent, "How far a line may bend (R21)",
            defaults_to("0")
        ),
        field(
            "retention_percent", &body::retention_percent, "Held back to the end (R40)",
            defaults_to("0")
        ),
        field(
            "amendment_percent", &body::amendment_percent,
            "Of the value that an amendment may move without a full approval", defaults_to("20")
        ),
        field(
            "rate_rule", &body::rate_rule,
            "Which rate values an expense (R42): of its month, of the advance it comes out of, of "
            "the last transfer, fixed, or the average of the report's period",
            one_of({"month_of_expense", "advance", "transfer", "fixed", "period_average"}),
            defaults_to("month_of_expense")
        ),
        field(
            "fixed_rate", &body::fixed_rate,
            "Units of the currency of payment for one of the fund's; with the rule `fixed`",
            as_rate()
        ),
        field(
            "rate_series", &body::rate_series, "Series of rates; else the instrument's",
            length(1, 40)
        ),
        field(
            "exchange_difference_borne_by", &body::exchange_difference_borne_by, "Who bears it",
            one_of({"fund"}), defaults_to("fund")
        ),
        field(
            "interest_rule", &body::interest_rule, "What becomes of interest (R47)",
            one_of({"added"}), defaults_to("added")
        )
    );
    return declared;
}

const object_schema<agreement_line_body>& wire<agreement_line_body>::schema() {
    using body = agreement_line_body;
    static const auto declared = object<body>(
        "new_agreement_line", "A budget line the partner may spend on",
        field("budget_line", &body::budget_line, "Line number", matches_code()),
        field("amount", &body::amount, "Up to", positive())
    );
    return declared;
}

const object_schema<tranche_body>& wire<tranche_body>::schema() {
    using body = tranche_body;
    static const auto declared = object<body>(
        "new_tranche", "One instalment",
        field("code", &body::code, "Short code, e.g. T1", matches_code()),
        field(
            "kind", &body::kind, "How it is paid",
            one_of({"advance", "reimbursement", "direct_payment"})
        ),
        field("amount", &body::amount, "How much", positive()),
        field("planned_on", &body::planned_on, "When it is planned"),
        field(
            "conditions", &body::conditions, "What must be true before it is asked for",
            items(0, 20), may_be_absent()
        )
    );
    return declared;
}

const object_schema<new_agreement>& wire<new_agreement>::schema() {
    using body = new_agreement;
    static const auto declared = object<body>(
        "new_agreement",
        "A contract with a partner; its value is the sum of its lines and of its tranches (R31)",
        field("code", &body::code, "Agreement number", matches_code()),
        field("project", &body::project, "Project"), field("partner", &body::partner, "Partner"),
        field("phase", &body::phase, "Phase"),
        field(
            "funding_line", &body::funding_line,
            "Line its money is from; else the project's only one"
        ),
        field("title", &body::title, "Title", length(1, 400)),
        field(
            "payment_currency", &body::payment_currency, "Paid and reported in; else the budget's"
        ),
        field("start_on", &body::start_on, "First day"), field("end_on", &body::end_on, "Last day"),
        field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false)),
        field("terms", &body::terms, "Its terms"),
        field("lines", &body::lines, "What it may be spent on", items(1, 200)),
        field("tranches", &body::tranches, "Its instalments, in order", items(1, 60))
    );
    return declared;
}

const object_schema<signing_body>& wire<signing_body>::schema() {
    using body = signing_body;
    static const auto declared = object<body>(
        "signing", "Both sides have signed",
        field("partner_signed_on", &body::partner_signed_on, "The partner's signature"),
        field("office_signed_on", &body::office_signed_on, "The office's signature")
    );
    return declared;
}

const object_schema<cancellation_body>& wire<cancellation_body>::schema() {
    using body = cancellation_body;
    static const auto declared = object<body>(
        "tranche_cancellation", "What is not to be paid any more",
        field("amount", &body::amount, "How much; else all that is unpaid", positive()),
        field("reason", &body::reason, "Why", length(1, 500)),
        field("cancelled_on", &body::cancelled_on, "Day of the decision")
    );
    return declared;
}

const object_schema<interest_body>& wire<interest_body>::schema() {
    using body = interest_body;
    static const auto declared = object<body>(
        "interest", "Interest a partner earned on advances (R47)",
        field("amount", &body::amount, "In the currency of its account", positive()),
        field("credited_on", &body::credited_on, "Day the bank credited it")
    );
    return declared;
}

}  // namespace tranche::server
