#include "domain/rounding.hpp"
#include "domain/split.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <vector>

namespace tranche::domain {
namespace {

using parts = std::vector<std::int64_t>;
constexpr auto largest = std::numeric_limits<std::int64_t>::max();

int128 sum(const parts& values) {
    int128 total = 0;
    for (const auto value : values)
        total += value;
    return total;
}

/// Small weights make ties, wide ones make products of 126 bits; some are zero.
parts any_weights() {
    const auto weight = rc::gen::weightedOneOf<std::int64_t>(
        {{5, rc::gen::inRange<std::int64_t>(0, 10)},
         {3, rc::gen::inRange<std::int64_t>(0, 1'000'000)},
         {1, rc::gen::inRange<std::int64_t>(0, largest)}}
    );
    auto weights = *rc::gen::nonEmpty(rc::gen::container<parts>(weight));
    if (sum(weights) == 0) weights.front() = 1;
    return weights;
}

std::int64_t any_total() {
    return *rc::gen::oneOf(
        rc::gen::inRange<std::int64_t>(-100, 101), rc::gen::inRange<std::int64_t>(-largest, largest)
    );
}

RC_GTEST_PROP(SplitProperty, PartsAddUpToTheTotal, ()) {
    const auto total = any_total();
    const auto weights = any_weights();
    const auto result = split_by_largest_remainder(total, weights);
    RC_ASSERT(result.size() == weights.size());
    RC_ASSERT(sum(result) == int128{total});
}

RC_GTEST_PROP(SplitProperty, EachPartIsLessThanOneUnitFromItsShare, ()) {
    const auto total = any_total();
    const auto weights = any_weights();
    const auto weight_sum = sum(weights);
    // The sum of wide weights times a wide part leaves 128 bits; the bound needs no such width.
    RC_PRE(weight_sum <= int128{largest});
    const auto result = split_by_largest_remainder(total, weights);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const int128 off = int128{result[i]} * weight_sum - int128{total} * weights[i];
        RC_ASSERT(off < weight_sum);
        RC_ASSERT(off > -weight_sum);
    }
}

RC_GTEST_PROP(SplitProperty, NoPartRoundedUpHadASmallerRemainderThanOneRoundedDown, ()) {
    const auto total = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto weights =
        *rc::gen::nonEmpty(rc::gen::container<parts>(rc::gen::inRange<std::int64_t>(1, 1'000)));
    const auto weight_sum = static_cast<std::int64_t>(sum(weights));
    const auto result = split_by_largest_remainder(total, weights);
    for (std::size_t up = 0; up < weights.size(); ++up) {
        if (result[up] == total * weights[up] / weight_sum) continue;
        for (std::size_t down = 0; down < weights.size(); ++down) {
            if (result[down] != total * weights[down] / weight_sum) continue;
            const auto gained = total * weights[up] % weight_sum;
            const auto passed = total * weights[down] % weight_sum;
            RC_ASSERT(gained > passed || (gained == passed && up < down));
        }
    }
}

RC_GTEST_PROP(SplitProperty, NegativeTotalsMirrorPositiveOnes, ()) {
    const auto total = any_total();
    const auto weights = any_weights();
    auto mirrored = split_by_largest_remainder(-total, weights);
    for (auto& part : mirrored)
        part = -part;
    RC_ASSERT(mirrored == split_by_largest_remainder(total, weights));
}

RC_GTEST_PROP(SplitProperty, WeightsOfZeroGetNothing, ()) {
    const auto weights = any_weights();
    const auto result = split_by_largest_remainder(any_total(), weights);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] == 0) RC_ASSERT(result[i] == 0);
    }
}

}  // namespace
}  // namespace tranche::domain
