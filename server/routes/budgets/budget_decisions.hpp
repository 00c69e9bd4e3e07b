// What becomes of a drafted version of a budget: notice given, sent to be approved, sent back,
// approved, withdrawn.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/budgets/budget_bodies.hpp"
#include "server/routes/projects/project_bodies.hpp"

namespace tranche::server {

// A version with its project: state, persons, currency and what no line has yet.
persistence::query budget_version_facts(std::int64_t version);

// A change within the flexibility of its lines is in force at once (R21); any other waits for
// approval.
receipt submit_budget_version(command_run& run, const submission_body& body);
receipt approve_budget_version(command_run& run, const approval_body& body);
receipt send_back_budget_version(command_run& run, const budget_remark_body& body);
receipt withdraw_budget_version(command_run& run, const budget_remark_body& body);

}  // namespace tranche::server
