// What callers send about agreements and their tranches.
#pragma once

#include "server/json/schema.hpp"
#include "server/routes/agreements/tranche_condition_body.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct agreement_terms_body {
    domain::percentage support_percent;
    std::optional<std::string> support_line;
    domain::percentage liquidation_percent;
    domain::percentage earlier_percent;
    std::string liquidation_basis = "accepted";
    std::int64_t overdue_months = 6;
    std::string overdue_scope = "agreement";
    domain::percentage flexibility_percent;
    domain::percentage retention_percent;
    domain::percentage amendment_percent;
    std::string rate_rule = "month_of_expense";
    std::optional<decimal_text> fixed_rate;
    std::optional<std::string> rate_series;
    std::string exchange_difference_borne_by = "fund";
    std::string interest_rule = "added";
};

struct agreement_line_body {
    std::string budget_line;
    domain::money amount;
};

struct tranche_body {
    std::string code, kind;
    domain::money amount;
    std::optional<domain::date> planned_on;
    std::vector<condition_body> conditions;
};

struct new_agreement {
    std::string code;
    reference project, partner;
    std::optional<reference> phase, funding_line;
    std::string title;
    std::optional<domain::currency> payment_currency;
    domain::date start_on, end_on;
    bool illustrative = false;
    agreement_terms_body terms;
    std::vector<agreement_line_body> lines;
    std::vector<tranche_body> tranches;
};

struct signing_body {
    domain::date partner_signed_on, office_signed_on;
};

struct cancellation_body {
    std::optional<domain::money> amount;
    std::string reason;
    domain::date cancelled_on;
};

struct interest_body {
    domain::money amount;
    domain::date credited_on;
};

template <>
struct wire<agreement_terms_body> {
    static const object_schema<agreement_terms_body>& schema();
};
template <>
struct wire<agreement_line_body> {
    static const object_schema<agreement_line_body>& schema();
};
template <>
struct wire<tranche_body> {
    static const object_schema<tranche_body>& schema();
};
template <>
struct wire<new_agreement> {
    static const object_schema<new_agreement>& schema();
};
template <>
struct wire<signing_body> {
    static const object_schema<signing_body>& schema();
};
template <>
struct wire<cancellation_body> {
    static const object_schema<cancellation_body>& schema();
};
template <>
struct wire<interest_body> {
    static const object_schema<interest_body>& schema();
};

}  // namespace tranche::server
