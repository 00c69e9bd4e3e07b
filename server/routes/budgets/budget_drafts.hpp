// Versions of a project's budget as they are written: all lines at once, one open at a time.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/budgets/budget_bodies.hpp"

namespace tranche::server {

receipt create_budget_version(command_run& run, const new_budget_version& body);
// A draft is written again under the next number; what it said before stays to be read.
receipt revise_budget_version(command_run& run, const new_budget_version& body);

}  // namespace tranche::server
