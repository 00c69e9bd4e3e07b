#include "server/routes/payments/disbursement_bodies.hpp"

namespace tranche::server {

const object_schema<payee_body>& wire<payee_body>::schema() {
    using body = payee_body;
    static const auto declared = object<body>(
        "payee", "A third party that is paid on a partner's behalf",
        field("name", &body::name, "In whose name the account is", length(1, 140)),
        field("bank", &body::bank, "Bank", length(1, 140)),
        field("bic", &body::bic, "Its identifier (ISO 9362)", length(8, 11)),
        field("account", &body::account, "IBAN, or number of the account", length(1, 60)),
        field("document", &body::document, "The invoice it is for", length(1, 100))
    );
    return declared;
}

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
        field("requested_on", &body::requested_on, "Day of the request"),
        field("covers_from", &body::covers_from, "First day of the needs; else the day asked"),
        field(
            "covers_until", &body::covers_until, "Their last day; else as far as R38 lets it reach"
        ),
        field(
            "signed_by", &body::signed_by, "Of a request on paper: the officer's name (R38)",
            length(1, 200)
        ),
        field(
            "language", &body::language, "Of the certification that is signed; else the caller's",
            one_of({"en", "fr", "es"})
        ),
        field("payee", &body::payee, "Of a direct payment: whom it pays")
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
        field("bank_reference", &body::bank_reference, "Of the transfer", length(1, 100)),
        field(
            "amount", &body::amount, "What the bank says it paid; anything else is refused",
            positive()
        ),
        field(
            "bank_rate", &body::bank_rate, "At which the bank changed money, if it did", as_rate()
        ),
        field("charges", &body::charges, "What the bank charged for it", positive())
    );
    return declared;
}

}  // namespace tranche::server
