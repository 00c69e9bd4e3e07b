// What callers send about partners.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct partner_identifier_body {
    std::string kind, value;
};

struct partner_assessment_body {
    std::string risk;
    domain::date assessed_on, expires_on;
    std::string document;
};

struct bank_account_body {
    std::string holder, bank, account, reason;
    std::optional<std::string> bic = {};
};

struct bank_account_confirmation {
    std::string checked;
};

struct bank_account_refusal {
    std::string reason;
};

struct authorised_officer_body {
    std::string name, position;
    std::optional<std::string> user;
    domain::date valid_from;
    std::optional<domain::date> valid_until;
    std::string document;
};

struct officer_end_body {
    domain::date ended_on;
    std::string reason;
};

template <>
struct wire<partner_identifier_body> {
    static const object_schema<partner_identifier_body>& schema();
};
template <>
struct wire<partner_assessment_body> {
    static const object_schema<partner_assessment_body>& schema();
};
template <>
struct wire<bank_account_body> {
    static const object_schema<bank_account_body>& schema();
};
template <>
struct wire<bank_account_confirmation> {
    static const object_schema<bank_account_confirmation>& schema();
};
template <>
struct wire<bank_account_refusal> {
    static const object_schema<bank_account_refusal>& schema();
};
template <>
struct wire<authorised_officer_body> {
    static const object_schema<authorised_officer_body>& schema();
};
template <>
struct wire<officer_end_body> {
    static const object_schema<officer_end_body>& schema();
};

}  // namespace tranche::server
