// What callers send about budgets.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct budget_line_body {
    std::string code, title_en;
    std::optional<std::string> title_fr, title_es;
    std::string kind, category;
    std::optional<std::string> phase, result;
    decimal_text quantity;
    domain::money unit_price;
    std::optional<domain::percentage> flexibility_percent;
};

struct new_budget_version {
    std::string reason;
    std::vector<budget_line_body> lines;
};

struct budget_remark_body {
    std::string reason;
};

template <>
struct wire<budget_line_body> {
    static const object_schema<budget_line_body>& schema();
};
template <>
struct wire<new_budget_version> {
    static const object_schema<new_budget_version>& schema();
};

template <>
struct wire<budget_remark_body> {
    static const object_schema<budget_remark_body>& schema();
};

}  // namespace tranche::server
