// How much a person may approve (R39): a fund's levels, each up to an amount, and which of them the
// person holds. A fund without levels leaves it to every approver.
#pragma once

#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tranche::domain {

struct approval_level {
    std::int64_t number = 0;
    std::optional<money> up_to;  // none: any amount
    bool held = false;
};

struct approval_verdict {
    bool allowed = true;
    std::optional<std::int64_t> level;  // the highest held
    std::optional<money> limit;         // of that level; none: any amount
    // The lowest level that would do, when the person's does not; none: no level does.
    std::optional<std::int64_t> needed;
};

// `levels` in any order; their limits grow with their numbers. All amounts in base currency.
approval_verdict approval_by_level(std::span<const approval_level> levels, money amount);

// Whether limits grow with the numbers, and only the highest level may have none.
bool limits_grow(std::span<const approval_level> levels);

}  // namespace tranche::domain
