// What callers send about expenditure reports, their review and refunds.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct expenditure_line_body {
    std::string document;
    domain::date spent_on;
    std::string budget_line, payee;
    std::optional<std::string> description;
    domain::money amount;
};

struct new_expenditure_report {
    reference agreement;
    std::string code;
    domain::date period_first, period_last;
    bool final = false;
    std::vector<expenditure_line_body> lines;
};

struct revision_body {
    std::vector<expenditure_line_body> lines;
};
struct report_submission_body {
    domain::date submitted_on;
};

struct sending_back_body {
    domain::date sent_back_on;
    std::string reason;
};

struct rejection_body {
    std::string document;
    std::optional<std::string> budget_line;
    std::optional<domain::money> amount;
    std::string reason;
};

struct review_body {
    domain::date reviewed_on;
    std::optional<std::string> reason;
    std::vector<rejection_body> rejections;
};

struct refund_body {
    domain::money amount;
    domain::date received_on;
    std::string bank_reference;
};

template <>
struct wire<expenditure_line_body> {
    static const object_schema<expenditure_line_body>& schema();
};
template <>
struct wire<new_expenditure_report> {
    static const object_schema<new_expenditure_report>& schema();
};
template <>
struct wire<revision_body> {
    static const object_schema<revision_body>& schema();
};
template <>
struct wire<report_submission_body> {
    static const object_schema<report_submission_body>& schema();
};
template <>
struct wire<sending_back_body> {
    static const object_schema<sending_back_body>& schema();
};
template <>
struct wire<rejection_body> {
    static const object_schema<rejection_body>& schema();
};
template <>
struct wire<review_body> {
    static const object_schema<review_body>& schema();
};
template <>
struct wire<refund_body> {
    static const object_schema<refund_body>& schema();
};

}  // namespace tranche::server
