// What a partner owes, kept back from a payment: shown gross, with the set-off as a row of its own,
// and paid net (R45).
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/money.hpp"
#include "persistence/ledger.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tranche::server {

// The approved set-offs that wait for the payment of a request.
persistence::query set_offs_of(std::int64_t request);

struct gross_payment {
    domain::money paid;
    domain::exchange_rate rate;
    domain::date on;
    std::string bank_reference;
};
// Refuses what is above the payment or above what is still owed.
void keep_back(
    command_run& run, const persistence::rows& set_offs, const persistence::row& agreement,
    const gross_payment& payment, const std::vector<persistence::state_share>& shares
);

}  // namespace tranche::server
