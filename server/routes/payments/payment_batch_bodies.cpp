#include "server/routes/payments/payment_batch_bodies.hpp"

namespace tranche::server {

const object_schema<new_payer_account>& wire<new_payer_account>::schema() {
    using body = new_payer_account;
    static const auto declared = object<body>(
        "new_payer_account", "An account the office pays from",
        field("code", &body::code, "Short code", matches_code()),
        field("holder", &body::holder, "In whose name", length(1, 140)),
        field("bank", &body::bank, "Bank", length(1, 140)),
        field("bic", &body::bic, "Its identifier (ISO 9362)", length(8, 11)),
        field("account", &body::account, "IBAN, or number of the account", length(1, 60)),
        field("currency", &body::currency, "It is kept in"),
        field("valid_from", &body::valid_from, "First day it is paid from")
    );
    return declared;
}

const object_schema<payer_account_end>& wire<payer_account_end>::schema() {
    using body = payer_account_end;
    static const auto declared = object<body>(
        "payer_account_end", "It is paid from no more",
        field("ended_on", &body::ended_on, "First day it is not"),
        field("reason", &body::reason, "Why", length(1, 500))
    );
    return declared;
}

const object_schema<new_payment_batch>& wire<new_payment_batch>::schema() {
    using body = new_payment_batch;
    static const auto declared = object<body>(
        "new_payment_batch", "Payments to go to the bank together",
        field("code", &body::code, "Short code", matches_code()),
        field("payer_account", &body::payer_account, "The account they are paid from"),
        field("pay_on", &body::pay_on, "The day the bank is asked to pay; its rates count"),
        field(
            "requests", &body::requests, "Approved requests; more may follow", items(0, 500),
            may_be_absent()
        )
    );
    return declared;
}

const object_schema<gathered_requests>& wire<gathered_requests>::schema() {
    using body = gathered_requests;
    static const auto declared = object<body>(
        "gathered_requests", "More approved requests",
        field("requests", &body::requests, "Their ids", items(1, 500))
    );
    return declared;
}

const object_schema<payment_batch_release>& wire<payment_batch_release>::schema() {
    using body = payment_batch_release;
    static const auto declared = object<body>(
        "payment_batch_release", "May go to the bank as it is",
        field("released_on", &body::released_on, "Day of the decision")
    );
    return declared;
}

const object_schema<batch_leaving>& wire<batch_leaving>::schema() {
    using body = batch_leaving;
    static const auto declared = object<body>(
        "batch_leaving", "Does not go to the bank", field("on", &body::on, "Day of the decision"),
        field("reason", &body::reason, "Why", length(1, 500))
    );
    return declared;
}

const object_schema<bank_answer_body>& wire<bank_answer_body>::schema() {
    using body = bank_answer_body;
    static const auto declared = object<body>(
        "bank_answer", "What the bank says became of a payment",
        field(
            "status", &body::status, "What became of it", one_of({"paid", "rejected", "returned"})
        ),
        field("on", &body::on, "Day it was paid, refused or sent back"),
        field("amount", &body::amount, "What was paid; as it was sent", positive()),
        field("bank_reference", &body::bank_reference, "Of the transfer", length(1, 100)),
        field("rate", &body::rate, "At which the bank changed money, if it did", as_rate()),
        field("charges", &body::charges, "What it charged for it", positive()),
        field("reason", &body::reason, "Why it was refused or sent back", length(1, 500))
    );
    return declared;
}

}  // namespace tranche::server
