// The steps of a project's life from proposal to completion, and the facts they all read.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/project_bodies.hpp"

namespace tranche::server {

persistence::query project_facts(std::int64_t project);

receipt endorse_project(command_run& run, const endorsement_body& body);
receipt submit_project(command_run& run, const submission_body& body);
receipt approve_project(command_run& run, const approval_body& body);
receipt name_focal_point(command_run& run, const focal_point_body& body);
receipt activate_project(command_run& run, const activation_body& body);
receipt complete_project(command_run& run, const completion_body& body);

}  // namespace tranche::server
