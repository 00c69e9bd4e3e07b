// What the commands on corrections of rates are sent.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct corrected_rate {
    std::string series;
    domain::currency currency;
    domain::date quoted_on;
    decimal_text rate;
    std::optional<domain::date> valid_from;
};

struct rate_correction_body {
    std::string reason;
    std::vector<corrected_rate> rates;
};

struct rate_correction_approval {};

struct rate_correction_refusal {
    std::string reason;
};

template <>
struct wire<corrected_rate> {
    static const object_schema<corrected_rate>& schema();
};

template <>
struct wire<rate_correction_body> {
    static const object_schema<rate_correction_body>& schema();
};

template <>
struct wire<rate_correction_approval> {
    static const object_schema<rate_correction_approval>& schema();
};

template <>
struct wire<rate_correction_refusal> {
    static const object_schema<rate_correction_refusal>& schema();
};

}  // namespace tranche::server
