// What callers send about visits, spot checks, audits and what they found.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct assurance_activity_body {
    std::string code, kind;
    std::optional<std::string> agreement;
    domain::date done_on;
    std::optional<domain::date> period_first, period_last;
    std::string conducted_by, document;
};

struct finding_line_body {
    std::string line;
    domain::money amount;
};

struct finding_body {
    std::optional<std::string> agreement;
    std::string severity, finding;
    std::optional<std::string> recommendation;
    std::optional<domain::money> amount;
    std::vector<finding_line_body> lines;
    domain::date made_on, answer_due_on;
};

struct finding_answer_body {
    std::string answer;
    std::optional<std::string> document;
};

struct finding_clearance_body {
    domain::date cleared_on;
    std::string kind;
    std::optional<domain::money> amount;
    std::string document, reason;
};

template <>
struct wire<assurance_activity_body> {
    static const object_schema<assurance_activity_body>& schema();
};
template <>
struct wire<finding_line_body> {
    static const object_schema<finding_line_body>& schema();
};
template <>
struct wire<finding_body> {
    static const object_schema<finding_body>& schema();
};
template <>
struct wire<finding_answer_body> {
    static const object_schema<finding_answer_body>& schema();
};
template <>
struct wire<finding_clearance_body> {
    static const object_schema<finding_clearance_body>& schema();
};

}  // namespace tranche::server
