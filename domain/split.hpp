// Splitting an amount so that the parts add up to it exactly: the largest-remainder method.
// Used once per entry (shares of benefiting states, support cost over lines); the parts are
// stored and summed, never computed again.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tranche::domain {

/// Parts of `total` in proportion to `weights`, in their order. Each part is its exact share
/// rounded down or up by less than one unit; units left over go to the largest remainders, ties
/// to the lower index. A negative total gives the mirror image of the positive one, and a weight
/// of zero gets nothing. Throws contract_violation for a negative weight or a zero sum of weights.
std::vector<std::int64_t> split_by_largest_remainder(
    std::int64_t total, std::span<const std::int64_t> weights
);

}  // namespace tranche::domain
