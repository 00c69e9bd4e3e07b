// What a partner has left of its advances, claimed back.
#pragma once

#include "domain/calendar.hpp"
#include "domain/money.hpp"
#include "server/command/command_run.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct unspent_claim_body {
    domain::date claimed_on;
    std::optional<domain::money> amount;
    std::string reason;
};

receipt claim_unspent(command_run& run, const unspent_claim_body& body);

}  // namespace tranche::server
