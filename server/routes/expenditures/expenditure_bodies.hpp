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
    // R46: the document as its supplier numbers it; the amount is our share of its total.
    std::optional<std::string> supplier_tax_id, document_type, document_series;
    std::optional<domain::money> document_total, tax;
    std::optional<domain::date> service_first, service_last;
    std::optional<std::string> sub_partner;
    std::optional<reference> corrects;
};

struct reported_interest_body {
    domain::date credited_on;
    domain::money amount;
    std::optional<std::string> document;
};

struct new_expenditure_report {
    reference agreement;
    std::string code;
    domain::date period_first, period_last;
    bool final = false;
    std::vector<expenditure_line_body> lines;
    std::vector<reported_interest_body> interest;
};

struct revision_body {
    std::vector<expenditure_line_body> lines;
    std::vector<reported_interest_body> interest;
};
struct report_submission_body {
    domain::date submitted_on;
    std::optional<std::string> language;
};

struct withdrawal_body {
    domain::date withdrawn_on;
    std::optional<std::string> reason;
};

struct beginning_of_review_body {};

struct review_remark_body {
    std::optional<reference> line;
    std::optional<std::string> document, budget_line, field;
    std::string code, remark;
};

struct line_query_body {
    std::vector<review_remark_body> remarks;
};

struct sending_back_body {
    domain::date sent_back_on;
    std::string reason;
    std::vector<review_remark_body> remarks;
};

struct remark_answer_body {
    std::string kind, answer;
};

struct rejection_body {
    std::optional<reference> line;
    std::string document;
    std::optional<std::string> budget_line;
    std::optional<domain::money> amount, accepted;
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
struct wire<reported_interest_body> {
    static const object_schema<reported_interest_body>& schema();
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
struct wire<withdrawal_body> {
    static const object_schema<withdrawal_body>& schema();
};
template <>
struct wire<beginning_of_review_body> {
    static const object_schema<beginning_of_review_body>& schema();
};
template <>
struct wire<review_remark_body> {
    static const object_schema<review_remark_body>& schema();
};
template <>
struct wire<remark_answer_body> {
    static const object_schema<remark_answer_body>& schema();
};
template <>
struct wire<line_query_body> {
    static const object_schema<line_query_body>& schema();
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
