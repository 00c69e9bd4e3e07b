// What the sheets of partners share with the API's own command about a report's lines.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {

// All lines of the report's next round.
receipt revise_report(command_run& run, const revision_body& body);

endpoints report_sheet_endpoints();
endpoints report_sheet_file_endpoints();
endpoints sheet_habit_endpoints();

}  // namespace tranche::server
