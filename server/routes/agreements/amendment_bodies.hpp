// What callers send about amendments.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct amended_line_body {
    std::string budget_line;
    domain::money amount;
};

struct amended_tranche_body {
    std::string code;
    std::optional<std::string> kind;
    std::optional<domain::money> amount;
    std::optional<domain::date> planned_on;
};

// Of the terms, those that an amendment may change; what is left out stays.
struct amended_terms_body {
    std::optional<domain::percentage> support_percent, liquidation_percent, earlier_percent,
        retention_percent, amendment_percent;
    std::optional<std::string> liquidation_basis;
    std::optional<std::int64_t> overdue_months;
    std::optional<std::string> overdue_scope;
    std::optional<std::string> rate_rule;
    std::optional<decimal_text> fixed_rate;
};

struct amendment_body {
    std::string reason;
    std::optional<std::string> title, results_change;
    std::optional<domain::date> start_on, end_on, terms_from;
    std::vector<amended_line_body> lines;
    std::vector<amended_tranche_body> tranches;
    std::optional<amended_terms_body> terms;
};

struct amendment_submission_body {
    domain::date submitted_on;
};

struct amendment_approval_body {
    domain::date approved_on;
};

struct amendment_remark_body {
    std::string reason;
};

struct amendment_signing_body {
    domain::date partner_signed_on;
    std::string partner_signatory;
    domain::date office_signed_on;
};

template <>
struct wire<amended_line_body> {
    static const object_schema<amended_line_body>& schema();
};
template <>
struct wire<amended_tranche_body> {
    static const object_schema<amended_tranche_body>& schema();
};
template <>
struct wire<amended_terms_body> {
    static const object_schema<amended_terms_body>& schema();
};
template <>
struct wire<amendment_body> {
    static const object_schema<amendment_body>& schema();
};
template <>
struct wire<amendment_submission_body> {
    static const object_schema<amendment_submission_body>& schema();
};
template <>
struct wire<amendment_approval_body> {
    static const object_schema<amendment_approval_body>& schema();
};
template <>
struct wire<amendment_remark_body> {
    static const object_schema<amendment_remark_body>& schema();
};
template <>
struct wire<amendment_signing_body> {
    static const object_schema<amendment_signing_body>& schema();
};

}  // namespace tranche::server
