// What the acts on a contribution read and share.
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/posting_rules_donor.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <string>

namespace tranche::server {

// Locks the contribution. The terms of its line are those of the day.
persistence::query contribution_facts(std::int64_t id, domain::date on);
// "pledged" or "committed".
std::string contribution_state(const persistence::row& contribution);
std::int64_t pot_of_contribution(const persistence::row& contribution, std::int64_t id);

// `applied` on its way to the line as `line_amount`, with what it was committed at and what the
// agency takes of it: a percentage of receipts, derived, never typed.
domain::line_filling filling_of(
    const persistence::row& contribution, std::int64_t id, domain::money applied,
    domain::money line_amount, std::string rate
);

// Asks for the rate of a contribution's currency on a day, or refuses at the field.
domain::exchange_rate rate_of_contribution(
    command_run& run, const persistence::row& contribution, domain::date on, std::string field
);

}  // namespace tranche::server
