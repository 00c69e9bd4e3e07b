// Whose money leaves a pool, for any pool.
#include "domain/money_source.hpp"

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tranche::domain {
namespace {

std::vector<holding> any_holdings(bool ahead = false) {
    const auto count = *rc::gen::inRange(1, 7);
    std::vector<holding> all;
    for (int i = 0; i < count; ++i) {
        holding one;
        if (i > 0) one.contribution = i;
        one.left = *rc::gen::inRange<std::int64_t>(-50, 2'000);
        one.received_in_year = *rc::gen::inRange<std::int64_t>(-50, 3'000);
        one.received_by_then = *rc::gen::arbitrary<bool>();
        if (ahead) one.promised = *rc::gen::inRange<std::int64_t>(0, 1'000);
        all.push_back(one);
    }
    return all;
}

// What can be given of each: what is left, and what is promised beyond it.
std::int64_t with_promises(const std::vector<holding>& all) {
    return std::accumulate(all.begin(), all.end(), std::int64_t{0}, [](auto sum, const auto& one) {
        return sum + std::max<std::int64_t>(one.left + one.promised, 0);
    });
}

std::int64_t there(const std::vector<holding>& all) {
    return std::accumulate(all.begin(), all.end(), std::int64_t{0}, [](auto sum, const auto& one) {
        return sum + std::max<std::int64_t>(one.left, 0);
    });
}

std::int64_t sum_of(const std::vector<drawn>& parts) {
    return std::accumulate(
        parts.begin(), parts.end(), std::int64_t{0},
        [](auto sum, const auto& p) { return sum + p.amount; }
    );
}

}  // namespace

RC_GTEST_PROP(MoneySourceProperty, PartsAddToTheAmountWhileThePoolHoldsIt, ()) {
    const auto all = any_holdings();
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 9'000);
    RC_ASSERT(sum_of(draw(amount, all)) == std::min(amount, there(all)));
}

RC_GTEST_PROP(MoneySourceProperty, R26NobodyGivesMoreThanIsLeftOfIt, ()) {
    const auto all = any_holdings();
    for (const auto& part : draw(*rc::gen::inRange<std::int64_t>(0, 9'000), all)) {
        const auto of = std::ranges::find(all, part.contribution, &holding::contribution);
        RC_ASSERT(part.amount > 0);
        RC_ASSERT(part.amount <= of->left);
    }
}

RC_GTEST_PROP(MoneySourceProperty, R23PromisesAddToWhatAPoolHolds, ()) {
    const auto all = any_holdings(true);
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 15'000);
    const auto parts = draw(amount, all);
    RC_ASSERT(sum_of(parts) == std::min(amount, with_promises(all)));
    for (const auto& part : parts) {
        const auto of = std::ranges::find(all, part.contribution, &holding::contribution);
        RC_ASSERT(part.amount > 0);
        RC_ASSERT(part.amount <= of->left + of->promised);
    }
}

RC_GTEST_PROP(MoneySourceProperty, R23NoPromiseIsTakenWhileThereIsMoney, ()) {
    const auto all = any_holdings(true);
    const auto amount = *rc::gen::inRange<std::int64_t>(0, 15'000);
    std::int64_t money = 0;
    for (const auto& part : draw(amount, all)) {
        const auto of = std::ranges::find(all, part.contribution, &holding::contribution);
        money += std::min(part.amount, std::max<std::int64_t>(of->left, 0));
    }
    RC_ASSERT(money == std::min(amount, there(all)));
}

}  // namespace tranche::domain
