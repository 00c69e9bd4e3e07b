// What callers send about projects.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct benefiting_state_body {
    std::string state;
    std::optional<domain::percentage> share;
    bool member = true;
};

struct new_project {
    std::string code;
    std::optional<std::string> prima_id;
    std::string title_en;
    std::optional<std::string> title_fr, title_es;
    reference instrument;
    std::optional<std::string> project_type;
    std::string coverage;
    std::optional<std::string> sector;
    std::optional<domain::date> start_on, end_on;
    std::string date_precision = "day";
    bool protection = false;
    std::optional<std::string> focal_point;
    std::string origin = "current";
    std::optional<std::string> state;
    bool illustrative = false;
    std::optional<domain::money> published_amount;
    std::optional<std::int64_t> published_year;
    std::optional<std::string> note;
    std::vector<benefiting_state_body> states;
};

struct new_phase {
    std::string code, name_en;
    std::optional<std::string> name_fr, name_es;
    std::optional<domain::money> amount;
    std::optional<domain::date> start_on, end_on;
};

struct endorsement_body {
    std::string kind;
    std::optional<std::string> state;
    domain::date endorsed_on;
    std::string document;
};

struct submission_body {
    domain::date submitted_on;
};
struct approval_body {
    domain::date approved_on;
};
struct activation_body {
    domain::date activated_on;
};
struct completion_body {
    domain::date completed_on;
};
struct closing_body {
    domain::date closed_on;
    bool write_off_residue = false;
};

struct focal_point_body {
    std::string focal_point;
    domain::date named_on;
};

template <>
struct wire<benefiting_state_body> {
    static const object_schema<benefiting_state_body>& schema();
};
template <>
struct wire<new_project> {
    static const object_schema<new_project>& schema();
};
template <>
struct wire<new_phase> {
    static const object_schema<new_phase>& schema();
};
template <>
struct wire<endorsement_body> {
    static const object_schema<endorsement_body>& schema();
};
template <>
struct wire<submission_body> {
    static const object_schema<submission_body>& schema();
};
template <>
struct wire<approval_body> {
    static const object_schema<approval_body>& schema();
};
template <>
struct wire<activation_body> {
    static const object_schema<activation_body>& schema();
};
template <>
struct wire<completion_body> {
    static const object_schema<completion_body>& schema();
};
template <>
struct wire<closing_body> {
    static const object_schema<closing_body>& schema();
};
template <>
struct wire<focal_point_body> {
    static const object_schema<focal_point_body>& schema();
};

}  // namespace tranche::server
