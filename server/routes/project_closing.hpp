// Financial closure of a project.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/project_bodies.hpp"

namespace tranche::server {

// R59, R62: everything settled, what is left goes back to the lines it came from.
receipt close_project(command_run& run, const closing_body& body);

}  // namespace tranche::server
