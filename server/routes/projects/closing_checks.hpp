// What stands in the way of completing and of closing a project, each with its amount.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/projects/project_bodies.hpp"

namespace tranche::server {

// R58: activities are complete only when no advance is on its way. `row` is of project_facts().
void check_completion(
    command_run& run, std::int64_t project, const persistence::row& row, domain::date on
);

// R59. One row, of which check_settled() asks everything.
persistence::query open_ends(std::int64_t project);
void check_settled(command_run& run, const persistence::row& ends, domain::currency base);
// No row, or the final report that is not accepted by that day.
persistence::query final_report_owed(std::int64_t project, domain::date on);
void check_final_report(command_run& run, const persistence::rows& owed);

// R60. One row: waiver.
persistence::query residue_waived(std::int64_t project, domain::date on);
void check_residue(
    command_run& run, const closing_body& body, domain::money rest, domain::money waiver
);

// What somebody still works on, and what could not be undone on a closed project. No exception
// opens these: each has its own act that ends it.
void check_nothing_pending(command_run& run, const persistence::row& ends, domain::currency base);

}  // namespace tranche::server
