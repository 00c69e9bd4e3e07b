// Financial closure of a project.
#pragma once

#include "domain/posting_rules.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/funding/money_sources.hpp"
#include "server/routes/projects/project_bodies.hpp"

namespace tranche::server {

// R59, R60, R62: everything settled, what is left goes back to the lines it came from, or is
// given up where it is little.
receipt close_project(command_run& run, const closing_body& body);

// R59, R62: what an agreement sets free after its project was closed goes on to the lines at once,
// less what was lost on exchange since, and by the same command. Posted beside the entry that sets
// it free. Below zero is taken back again what exchange took, when its loss is taken back.
void return_late_release(
    command_run& run, const persistence::row& agreement, domain::date on,
    std::span<const domain::obligation_line> released,
    const std::vector<persistence::state_share>& shares, std::optional<domain::money> lost_now = {}
);

// A row for each line, of what it got back (waiting money of tied contributions included) or of
// what was given up.
void insert_closures(
    command_run& run, const source_document& closure, const persistence::rows& allocated,
    domain::money rest, bool is_written_off = false
);

}  // namespace tranche::server
