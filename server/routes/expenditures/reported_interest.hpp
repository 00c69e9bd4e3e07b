// Interest that a partner reports with its expenditure (R47): kept with the round, and money to
// account for once the report is reviewed.
#pragma once

#include "domain/journal.hpp"
#include "domain/liquidation.hpp"
#include "persistence/ledger.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

void write_interest(
    command_run& run, std::int64_t report, std::int64_t round, domain::currency local,
    const std::vector<reported_interest_body>& interest
);

// Of the report's current round, each with the rate of its day.
persistence::query interest_reported(std::int64_t report, const std::optional<std::string>& series);

// Opens a layer for each, in its place among the layers that are told with their days; split by the
// shares of the day it counts on.
void credit_interest(
    command_run& run, const domain::entry_subject& subject, domain::currency base,
    domain::date reviewed_on, const persistence::rows& interest, const persistence::rows& advances,
    std::vector<domain::advance_layer>& layers
);

}  // namespace tranche::server
