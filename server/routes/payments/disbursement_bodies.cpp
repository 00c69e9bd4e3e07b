#include "server/routes/payments/disbursement_bodies.hpp"

namespace tranche::server {

const object_schema<new_disbursement_request>& wire<new_disbursement_request>::schema() {
    using body = new_disbursement_request;
    static const auto declared = object<body>(
        "new_disbursement_request", "A tranche is asked for",
        field("tranche", &body::tranche, "Tranche, e.g. GT-2009-001:T1"),
        field(
            "amount", &body::amount, "In the agreement's currency or the one it is paid in",
            positive()
        ),
        field(
            "kind", &body::kind, "reimbursement: of what is due on the tranche; else the tranche's",
            one_of({"advance", "reimbursement", "direct_payment"})
        ),
        field("requested_on", &body::requested_on, "Day of the request")
    );
    return declared;
}

const object_schema<certification_body>& wire<certification_body>::schema() {
    static const auto declared = object<certification_body>(
        "certification", "Activities justify the request",
        field("certified_on", &certification_body::certified_on, "Day of the act")
    );
    return declared;
}

const object_schema<disbursement_approval_body>& wire<disbursement_approval_body>::schema() {
    using body = disbursement_approval_body;
    static const auto declared = object<body>(
        "disbursement_approval", "May be paid, whole or less",
        field("approved_on", &body::approved_on, "Day of the decision"),
        field("amount", &body::amount, "Less than asked; needs a reason", positive()),
        field("reason", &body::reason, "Why less", length(1, 500))
    );
    return declared;
}

const object_schema<refusal_body>& wire<refusal_body>::schema() {
    using body = refusal_body;
    static const auto declared = object<body>(
        "disbursement_refusal", "Not to be paid",
        field("reason", &body::reason, "Why", length(1, 500)),
        field("on", &body::on, "Day of the decision")
    );
    return declared;
}

const object_schema<payment_body>& wire<payment_body>::schema() {
    using body = payment_body;
    static const auto declared = object<body>(
        "disbursement_payment", "The bank has paid",
        field("paid_on", &body::paid_on, "Day of the payment; its rate counts"),
        field("bank_reference", &body::bank_reference, "Of the transfer", length(1, 100))
    );
    return declared;
}

}  // namespace tranche::server
