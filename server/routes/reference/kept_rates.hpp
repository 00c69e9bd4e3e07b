// What a correction of rates does not value anew: receipts, refunds, interest and the office's own
// expenses keep the rate they were recorded at until somebody takes them back (decision 0038).
#pragma once

#include "domain/calendar.hpp"
#include "domain/money.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tranche::server {

struct kept_rate {
    std::int64_t entry_id;
    std::string event, project, agreement;
    domain::date effective_on;
    domain::money amount, counted, change;
};

// Their journal entries at the old rates of a correction, but those that were reversed.
persistence::query entries_at_old_rates(std::int64_t correction);
std::vector<kept_rate> kept_rates(const persistence::rows& entries);

}  // namespace tranche::server
