// Unapplied money that goes back at another rate than it came at: whose money bears the difference.
#pragma once

#include "server/routes/funding/money_sources.hpp"

#include <optional>
#include <vector>

namespace tranche::server {

struct pooled_money {
    std::vector<domain::holding> holdings;
    domain::money available;  // of the line's pool, from the day on
};

struct whose_refund {
    std::int64_t line, pot, contribution;
};

struct borne_part {
    std::int64_t pot;
    std::optional<std::int64_t> contribution;
    domain::money amount;  // below zero: a gain
};

// A gain is the contribution's. A loss is borne by what the contribution itself has on the line,
// `own`, and beyond that by the line's pool, which is everybody's by rule. R1: no more than is
// there. The cash of the fund stays what its lines have (law 9).
std::vector<borne_part> exchange_borne(
    command_run& run, const whose_refund& of, domain::money loss, domain::money own,
    const pooled_money& pooled
);

}  // namespace tranche::server
