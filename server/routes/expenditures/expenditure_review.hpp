// The review of a submitted report: accepts, rejects, discharges advances and raises receivables.
#pragma once

#include "domain/liquidation.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"

namespace tranche::server {

persistence::query report_facts(std::int64_t report);
// The lines of the report's current round.
persistence::query report_lines(std::int64_t report);
domain::support_cost support_on_reported(
    const persistence::rows& lines, const persistence::row& agreement
);

receipt review_report(command_run& run, const review_body& body);

}  // namespace tranche::server
