// How accepted and rejected expenditure discharges what a partner holds: advances oldest first, one
// for one in the currency of the disbursement; each gives up its own base amount in proportion, the
// last piece the remainder (R42, R45). What the advances do not cover falls due.
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tranche::domain {

// One advance or interest credit still held by a partner, in order of age.
struct advance_layer {
    std::int64_t advance_id;
    std::int64_t tranche_id;  // zero for interest
    money open;
    money open_base;
};

struct layer_piece {
    std::int64_t advance_id;
    std::int64_t tranche_id;
    money amount;
    money base;
};

// Takes `amount` from the layers, oldest first, and lowers them. Takes less when they hold less.
std::vector<layer_piece> take_oldest_first(std::vector<advance_layer>& layers, money amount);

// A tranche with money not yet paid, to which accepted expenditure beyond the advances falls due.
struct unpaid_tranche {
    std::int64_t tranche_id;
    money unpaid;
};

struct due_piece {
    std::int64_t tranche_id;
    money from_tranche;  // currency of the agreement
    money due;           // currency of the disbursement
    money base;
};

// A reviewed report in figures: direct cost accepted and rejected, support cost derived (R32).
struct reviewed_amounts {
    money accepted;
    money accepted_base;
    money rejected;
};

struct liquidation {
    std::vector<layer_piece> discharged;     // from advances, by accepted expenditure
    std::vector<due_piece> due;              // accepted and not advanced
    std::vector<layer_piece> to_receivable;  // rejected and advanced
    money settled;                           // currency of the disbursement
    money settled_base;
    money exchange_difference;  // base currency; positive is a loss
    money beyond;               // accepted beyond advances and unpaid tranches: not allowed
};

// `on_acceptance` is the rate on the day of acceptance, at which what falls due is valued.
liquidation liquidate(
    const reviewed_amounts& reviewed, std::vector<advance_layer> layers,
    std::span<const unpaid_tranche> tranches, const exchange_rate& on_acceptance
);

// Support cost on direct cost, in both currencies: it has no rate of its own (R32).
struct support_cost {
    money amount;
    money base;
};
support_cost support_cost_on(money direct, money direct_base, percentage rate);

}  // namespace tranche::domain
