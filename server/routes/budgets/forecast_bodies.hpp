// What callers send about forecasts.
#pragma once

#include "server/json/schema.hpp"

#include <string>
#include <vector>

namespace tranche::server {

struct forecast_amount_body {
    std::string quarter, budget_line;
    domain::money amount;
};

struct forecast_explanation_body {
    std::string quarter, text;
};

struct new_forecast {
    domain::date made_on;
    std::string reason;
    std::vector<forecast_amount_body> amounts;
    std::vector<forecast_explanation_body> explanations;
};

template <>
struct wire<forecast_amount_body> {
    static const object_schema<forecast_amount_body>& schema();
};
template <>
struct wire<forecast_explanation_body> {
    static const object_schema<forecast_explanation_body>& schema();
};
template <>
struct wire<new_forecast> {
    static const object_schema<new_forecast>& schema();
};

}  // namespace tranche::server
