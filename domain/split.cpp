#include "domain/split.hpp"

#include "domain/rounding.hpp"

#include <algorithm>
#include <numeric>

namespace tranche::domain {

std::vector<std::int64_t> split_by_largest_remainder(
    std::int64_t total, std::span<const std::int64_t> weights
) {
    int128 weight_sum = 0;
    for (const auto weight : weights) {
        expects(weight >= 0, "a weight is negative");
        weight_sum += weight;
    }
    expects(weight_sum > 0, "the weights add to nothing");

    const int128 magnitude = total < 0 ? -static_cast<int128>(total) : total;
    std::vector<int128> parts;
    std::vector<int128> remainders;
    int128 left_over = magnitude;
    for (const auto weight : weights) {
        const int128 product = magnitude * weight;
        parts.push_back(product / weight_sum);
        remainders.push_back(product % weight_sum);
        left_over -= parts.back();
    }

    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return remainders[a] > remainders[b];
    });
    // The remainders are less than one unit each, so there are more of them than units left.
    for (std::size_t i = 0; left_over > 0; ++i, --left_over)
        parts[order[i]] += 1;

    std::vector<std::int64_t> result;
    result.reserve(parts.size());
    for (const auto part : parts)
        result.push_back(narrow(total < 0 ? -part : part));
    return result;
}

}  // namespace tranche::domain
