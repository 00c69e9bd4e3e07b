// The lines a sheet makes of a report, put to the API's own command: the same rules, the same walls
// of the database, under a savepoint.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/expenditures/report_checks.hpp"
#include "server/routes/expenditures/sheet_work.hpp"

#include <boost/json/array.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct sheet_trial {
    // What the report's checks would say of it, and each budget line before and after.
    std::vector<told_finding> checks;
    boost::json::array budget_lines;
};

// Adds what is wrong to the plan's problems; nothing remains written and nothing locked. Nothing
// when the report is no longer as it was planned for.
std::optional<sheet_trial> try_sheet(
    command_run& run, std::int64_t report, const sheet_facts& facts, sheet_at_work& work
);

// Writes them; answers the state of the report.
std::string take_sheet(command_run& run, const sheet_facts& facts, sheet_at_work& work);

// Refuses with every problem of the plan, if there is any.
void refuse_if_problems(const sheet_plan& plan);

}  // namespace tranche::server
