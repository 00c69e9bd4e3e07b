// Financial closure of a project, and the facts all project commands read.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/project_bodies.hpp"

namespace tranche::server {

persistence::query project_facts(std::int64_t project);

// R59, R62: everything settled, what is left goes back to the lines it came from.
receipt close_project(command_run& run, const closing_body& body);

}  // namespace tranche::server
