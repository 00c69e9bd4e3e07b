// What callers send about disbursement requests.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

// Whom a direct payment pays.
struct payee_body {
    std::string name, bank;
    std::optional<std::string> bic;
    std::string account, document;
};

struct new_disbursement_request {
    reference tranche;
    domain::money amount;
    std::optional<std::string> kind;
    domain::date requested_on;
    std::optional<domain::date> covers_from = {}, covers_until = {};
    std::optional<std::string> signed_by = {}, language = {};
    std::optional<payee_body> payee = {};
};

struct certification_body {
    domain::date certified_on;
};

struct disbursement_approval_body {
    domain::date approved_on;
    std::optional<domain::money> amount;
    std::optional<std::string> reason;
};

struct refusal_body {
    std::string reason;
    domain::date on;
};

struct payment_body {
    domain::date paid_on;
    std::string bank_reference;
    std::optional<domain::money> amount = {};
    std::optional<decimal_text> bank_rate = {};
    std::optional<domain::money> charges = {};
};

template <>
struct wire<payee_body> {
    static const object_schema<payee_body>& schema();
};
template <>
struct wire<new_disbursement_request> {
    static const object_schema<new_disbursement_request>& schema();
};
template <>
struct wire<certification_body> {
    static const object_schema<certification_body>& schema();
};
template <>
struct wire<disbursement_approval_body> {
    static const object_schema<disbursement_approval_body>& schema();
};
template <>
struct wire<refusal_body> {
    static const object_schema<refusal_body>& schema();
};
template <>
struct wire<payment_body> {
    static const object_schema<payment_body>& schema();
};

}  // namespace tranche::server
