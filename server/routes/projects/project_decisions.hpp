// What turns a project aside from its straight way: a decision with its day and its reason. And the
// days it is agreed to run.
#pragma once

#include "server/command/command_run.hpp"
#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct proposal_body {
    domain::date drafted_on;
};
struct project_decision_body {
    domain::date decided_on;
    std::string reason;
};
struct recorded_approval_body {
    domain::date approved_on;
    std::string document;
};
struct termination_body {
    domain::date terminated_on;
    std::string reason, document;
};
struct project_dates_body {
    domain::date planned_on, start_on, end_on;
    std::optional<std::string> reason;
};
struct extension_body {
    domain::date filed_on, agreed_on, end_on;
    std::string reason;
    std::optional<std::string> document;
};

template <>
struct wire<proposal_body> {
    static const object_schema<proposal_body>& schema();
};
template <>
struct wire<project_decision_body> {
    static const object_schema<project_decision_body>& schema();
};
template <>
struct wire<recorded_approval_body> {
    static const object_schema<recorded_approval_body>& schema();
};
template <>
struct wire<termination_body> {
    static const object_schema<termination_body>& schema();
};
template <>
struct wire<project_dates_body> {
    static const object_schema<project_dates_body>& schema();
};
template <>
struct wire<extension_body> {
    static const object_schema<extension_body>& schema();
};

receipt cancel_project(command_run& run, const project_decision_body& body);

}  // namespace tranche::server
