// Whose money it is that leaves a pool several donors filled. Each allocation names its sources
// once, when it is made; they are stored and summed, never computed again.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tranche::domain {

/// What one giver's money holds of a line's pool, in minor units of the line's currency.
struct holding {
    std::optional<std::int64_t> contribution;  // none: money of the line without a gift on record
    std::int64_t left = 0;                     // below zero after a receipt was taken back
    std::int64_t received_in_year = 0;         // by the day of the draw, in its year
    bool received_by_then = false;
    std::int64_t promised = 0;  // signed and not yet received; counts only where terms allow it
};

struct drawn {
    std::optional<std::int64_t> contribution;
    std::int64_t amount = 0;

    auto operator<=>(const drawn&) const = default;
};

/// Parts of `amount` by the largest remainder: first in proportion to what each received in the
/// year of the draw, then to what is left of earlier receipts, then to anything left, last to what
/// is promised. No part is more than its giver has left (R26) and promised. The parts add to
/// `amount`, or to less where all of them together do not hold it.
std::vector<drawn> draw(std::int64_t amount, std::span<const holding> holdings);

}  // namespace tranche::domain
