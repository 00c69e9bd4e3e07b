// The end of an agreement, and the interest a partner earned on the way there.
#pragma once

#include "domain/posting_rules.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/agreements/agreement_bodies.hpp"
#include "server/routes/projects/project_bodies.hpp"

namespace tranche::server {

// Everything paid, reported and settled: what is still obligated goes back to the budget.
receipt close_agreement(command_run& run, const closing_body& body);

// Of a closed agreement so much is obligated as is owed of what was found since. What settles a
// debt frees it, and it goes where it would have gone at the closing.
struct settled_after_closing {
    std::int64_t receivable;
    domain::date on;
    domain::money freed, lost;  // base currency; lost on exchange by the same command
    // What the same command takes of the obligations.
    std::span<const domain::cost_on_line> spent = {};
};
void release_of_closed(
    command_run& run, const persistence::row& agreement, const settled_after_closing& settled,
    const std::vector<persistence::state_share>& shares
);

// R47: interest is money to account for, from the day the bank credited it.
receipt declare_interest(command_run& run, const interest_body& body);

}  // namespace tranche::server
