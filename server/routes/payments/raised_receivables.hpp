// A debt for each advance that money was taken from.
#pragma once

#include "domain/journal.hpp"
#include "domain/liquidation.hpp"
#include "persistence/ledger.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

struct debt_cause {
    domain::entry_subject subject;
    std::optional<std::int64_t> report;
    domain::date on;
    std::string reason;
};

// Their public ids, in the order of the advances.
std::vector<std::string> raise_receivables(
    command_run& run, const debt_cause& cause, std::span<const domain::layer_piece> taken,
    const std::vector<persistence::state_share>& shares
);

}  // namespace tranche::server
