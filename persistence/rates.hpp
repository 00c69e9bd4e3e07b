// Exchange rates in force. A rate counts when a second person has confirmed it and only between its
// two dates (R42): outside them there is none, not the latest one. One that a correction replaced
// counts for nothing new.
#pragma once

#include "domain/exchange_rate.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"

#include <optional>
#include <string>

namespace tranche::persistence {

// Read the answer with rate_of. One unit of a currency against itself needs no row.
query rate_in_force(
    const std::optional<std::string>& series, domain::currency wanted, domain::date on
);

// Empty when none is in force.
std::optional<domain::exchange_rate> rate_of(const rows& answer, domain::currency wanted);

}  // namespace tranche::persistence
