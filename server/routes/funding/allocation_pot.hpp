// Which pot money for a project comes from, and whether its gift may be used for it (R25).
#pragma once

#include "server/command/command_run.hpp"

#include <cstdint>
#include <optional>

namespace tranche::server {

struct wanted_money {
    domain::money amount;
    bool historical;
};

persistence::query contribution_pot(
    std::optional<std::int64_t> contribution, std::int64_t line, std::int64_t project,
    domain::date on
);
// A tied contribution's own, or the line's pool. `found` is the answer of contribution_pot.
std::int64_t pot_of(
    command_run& run, const persistence::rows& found, std::optional<std::int64_t> contribution,
    std::int64_t project, const wanted_money& wanted
);

}  // namespace tranche::server
