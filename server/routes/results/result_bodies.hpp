// What is sent to enter results, indicators, targets and actual values; part of the result
// endpoints.
#pragma once

#include "server/json/schema.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct new_target {
    domain::date period_first, period_last;
    decimal_text value;
    bool illustrative = false;
};

struct revised_target {
    domain::date period_first, period_last;
    decimal_text value;
    std::optional<std::string> reason;
    bool illustrative = false;
};

struct new_indicator {
    std::string code, title_en;
    std::optional<std::string> title_fr, title_es;
    std::string unit_en;
    std::optional<std::string> unit_fr, unit_es;
    std::string measure, aggregation;
    std::optional<std::string> counts;
    std::string nature;
    std::optional<bool> counts_people;
    std::vector<std::string> categories;
    bool ascending = true;
    std::optional<decimal_text> baseline;
    std::optional<new_target> target;
    bool illustrative = false;
    std::optional<std::string> note;
};

struct new_result {
    std::string code;
    std::optional<std::string> parent;
    std::string result_type, title_en;
    std::optional<std::string> title_fr, title_es;
    std::vector<new_indicator> indicators;
};

struct new_actual {
    domain::date period_first, period_last;
    decimal_text value;
    std::string source;
    std::map<std::string, std::int64_t> disaggregation;
    domain::date reported_on;
    bool illustrative = false;
    std::optional<std::string> note;
};

struct actual_verification {
    domain::date verified_on;
    std::string evidence;
};

struct actual_return {
    domain::date returned_on;
    std::string reason;
};

template <>
struct wire<new_target> {
    static const object_schema<new_target>& schema();
};
template <>
struct wire<revised_target> {
    static const object_schema<revised_target>& schema();
};
template <>
struct wire<new_indicator> {
    static const object_schema<new_indicator>& schema();
};
template <>
struct wire<new_result> {
    static const object_schema<new_result>& schema();
};
template <>
struct wire<new_actual> {
    static const object_schema<new_actual>& schema();
};
template <>
struct wire<actual_verification> {
    static const object_schema<actual_verification>& schema();
};
template <>
struct wire<actual_return> {
    static const object_schema<actual_return>& schema();
};

}  // namespace tranche::server
