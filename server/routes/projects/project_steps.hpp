// The steps of a project's life from proposal to completion, and the facts they all read.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/projects/project_bodies.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

persistence::query project_facts(std::int64_t project);

// A project whose money is locked, with what is known of it.
struct locked_project {
    explicit locked_project(command_run& run);

    std::int64_t id;
    std::vector<persistence::rows> found;
    persistence::row row;
};

// A step of the lifecycle as it is remembered.
struct project_step {
    std::string_view action;
    domain::date on;
    std::optional<std::string> reason = {};
    std::optional<std::string> document = {};
    std::optional<domain::date> filed_on = {};
    std::optional<domain::date> start_on = {}, end_on = {};  // agreed with it
};

void remember_step(
    command_run& run, std::int64_t project, const project_step& taken, std::string_view from,
    std::string_view to
);

// Takes the step, with what changes besides the state.
receipt take_step(
    command_run& run, const locked_project& project, const project_step& taken,
    std::vector<command_run::column> more = {}
);

receipt endorse_project(command_run& run, const endorsement_body& body);
receipt submit_project(command_run& run, const submission_body& body);
receipt approve_project(command_run& run, const approval_body& body);
receipt name_focal_point(command_run& run, const focal_point_body& body);
receipt activate_project(command_run& run, const activation_body& body);
receipt complete_project(command_run& run, const completion_body& body);

}  // namespace tranche::server
