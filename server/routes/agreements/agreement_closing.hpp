// The end of an agreement, and the interest a partner earned on the way there.
#pragma once

#include "server/command/command_run.hpp"
#include "server/routes/agreements/agreement_bodies.hpp"
#include "server/routes/projects/project_bodies.hpp"

namespace tranche::server {

// Everything paid, reported and settled: what is still obligated goes back to the budget.
receipt close_agreement(command_run& run, const closing_body& body);

// R47: interest is money to account for, from the day the bank credited it.
receipt declare_interest(command_run& run, const interest_body& body);

}  // namespace tranche::server
