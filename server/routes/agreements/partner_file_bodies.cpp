#include "server/routes/agreements/partner_file_bodies.hpp"

namespace tranche::server {

const object_schema<partner_identifier_body>& wire<partner_identifier_body>::schema() {
    using body = partner_identifier_body;
    static const auto declared = object<body>(
        "new_partner_identifier", "A number by which others know a partner",
        field(
            "kind", &body::kind, "Whose number",
            one_of({"tax", "registration", "iati", "un_vendor", "other"})
        ),
        field("value", &body::value, "The number; nobody else's", length(1, 100))
    );
    return declared;
}

const object_schema<partner_assessment_body>& wire<partner_assessment_body>::schema() {
    using body = partner_assessment_body;
    static const auto declared = object<body>(
        "new_partner_assessment", "How far a partner is trusted, until when (R30)",
        field("risk", &body::risk, "Rating", one_of({"low", "medium", "significant", "high"})),
        field("assessed_on", &body::assessed_on, "Day it was made"),
        field("expires_on", &body::expires_on, "Its last day"),
        field("document", &body::document, "Where it is written", length(1, 300))
    );
    return declared;
}

const object_schema<bank_account_body>& wire<bank_account_body>::schema() {
    using body = bank_account_body;
    static const auto declared = object<body>(
        "new_bank_account", "Where a partner's money is to go",
        field("holder", &body::holder, "In whose name", length(1, 200)),
        field("bank", &body::bank, "Bank", length(1, 200)),
        field("account", &body::account, "Number of the account", length(1, 60)),
        field("bic", &body::bic, "The bank's identifier (ISO 9362)", length(8, 11)),
        field("reason", &body::reason, "Why, and how the partner said so", length(1, 500))
    );
    return declared;
}

const object_schema<bank_account_confirmation>& wire<bank_account_confirmation>::schema() {
    using body = bank_account_confirmation;
    static const auto declared = object<body>(
        "bank_account_confirmation", "Payments go there from now on",
        field(
            "checked", &body::checked, "How it was checked, by another way than it came",
            length(1, 500)
        )
    );
    return declared;
}

const object_schema<bank_account_refusal>& wire<bank_account_refusal>::schema() {
    using body = bank_account_refusal;
    static const auto declared = object<body>(
        "bank_account_refusal", "The account before stays",
        field("reason", &body::reason, "Why", length(1, 500))
    );
    return declared;
}

const object_schema<authorised_officer_body>& wire<authorised_officer_body>::schema() {
    using body = authorised_officer_body;
    static const auto declared = object<body>(
        "new_authorised_officer", "Somebody who signs for a partner",
        field("name", &body::name, "Name", length(1, 200)),
        field("position", &body::position, "What they are there", length(1, 200)),
        field("user", &body::user, "Whom they sign in as, if they do", length(1, 100)),
        field("valid_from", &body::valid_from, "First day"),
        field("valid_until", &body::valid_until, "Last day; else until somebody ends it"),
        field("document", &body::document, "The letter that names them", length(1, 300))
    );
    return declared;
}

const object_schema<officer_end_body>& wire<officer_end_body>::schema() {
    using body = officer_end_body;
    static const auto declared = object<body>(
        "authorised_officer_end", "Somebody signs for a partner no more",
        field("ended_on", &body::ended_on, "First day they do not"),
        field("reason", &body::reason, "Why", length(1, 500))
    );
    return declared;
}

}  // namespace tranche::server
