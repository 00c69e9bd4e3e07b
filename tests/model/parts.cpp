#include "tests/model/parts.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>
#include <vector>

namespace tranche::tests {

std::int64_t part_of(std::int64_t a, std::int64_t b, std::int64_t c) {
    const auto product = a * b;
    const auto twice = 2 * std::abs(product % c);
    return product / c + (twice >= c ? (product < 0 ? -1 : 1) : 0);
}

worth take(worth& from, std::int64_t amount) {
    const worth taken{
        amount, amount == from.amount ? from.base : part_of(from.base, amount, from.amount)};
    from.amount -= taken.amount;
    from.base -= taken.base;
    return taken;
}

amounts in_proportion(const amounts& weights, std::int64_t amount) {
    std::int64_t sum = 0;
    for (const auto& [line, weight] : weights) {
        sum += weight;
    }
    amounts parts;
    if (sum == 0) {
        return parts;
    }
    amount = std::min(amount, sum);
    std::vector<std::pair<std::int64_t, std::string>> remainders;
    std::int64_t given = 0;
    for (const auto& [line, weight] : weights) {
        parts[line] = amount * weight / sum;
        given += parts[line];
        remainders.emplace_back(-(amount * weight % sum), line);
    }
    std::ranges::stable_sort(remainders, {}, &std::pair<std::int64_t, std::string>::first);
    for (std::size_t i = 0; given < amount; ++i, ++given) {
        ++parts[remainders[i].second];
    }
    return parts;
}

}  // namespace tranche::tests
