// What right rates make of expenditure that was accepted at wrong ones (R42, R48). Pure; which
// lines those are was found before.
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/expenditure.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tranche::domain {

// A line that was paid in another currency than its report is in: its amount in the report's own
// followed from two rates, and follows from the right ones.
struct spent_elsewhere {
    money spent;
    exchange_rate rate;        // as it is valued now: spent -> base ...
    exchange_rate right_rate;  // ... and as it should be
    exchange_rate local_rate;  // as it is valued now: base -> currency of the report
};

struct line_at_right_rate {
    std::int64_t line_id;
    std::int64_t budget_line_id;
    money open;                // accepted and not taken back, currency of the report
    money open_base;           // what that counts for
    exchange_rate right_rate;  // of the report's currency
    std::optional<spent_elsewhere> elsewhere = {};
};

struct revalued_line {
    std::int64_t line_id;
    std::int64_t budget_line_id;
    exchange_rate rate;
    std::optional<exchange_rate> spent_rate;
    money change;       // zero for what was paid in the currency of the report
    money base_change;  // positive: it counts for more
};

struct revaluation {
    std::vector<revalued_line> lines;
    support_cost support_change;  // R32: derived from the direct cost as it counts now
    money change, base_change;    // with support cost
};

// `direct` and `direct_base`: all of the report that is accepted and not taken back, the lines at
// wrong rates too.
revaluation revalue(
    std::span<const line_at_right_rate> lines, money direct, money direct_base, percentage support
);

// Changes per budget line, in base currency; the support cost on its own line.
std::vector<cost_on_line> changes_by_budget_line(
    const revaluation& done, std::int64_t support_line_id
);

}  // namespace tranche::domain
