#include "domain/money_source.hpp"

#include "domain/split.hpp"

#include <algorithm>

namespace tranche::domain {
namespace {

struct place {
    std::int64_t weight;
    std::int64_t room;
};

// Takes as much of `rest` as the places hold, in proportion to their weights; what one cannot give
// the others give.
void fill(std::int64_t& rest, std::vector<place> places, std::vector<drawn>& parts) {
    const auto open = [](const place& one) {
        return one.weight > 0 && one.room > 0;
    };
    while (rest > 0 && std::ranges::any_of(places, open)) {
        std::vector<std::int64_t> weights;
        for (const auto& one : places) {
            weights.push_back(open(one) ? one.weight : 0);
        }
        const auto wanted = split_by_largest_remainder(rest, weights);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto taken = std::min(wanted[i], std::max<std::int64_t>(places[i].room, 0));
            places[i].room -= taken;
            parts[i].amount += taken;
            rest -= taken;
        }
    }
}

}  // namespace

std::vector<drawn> draw(std::int64_t amount, std::span<const holding> holdings) {
    std::vector<drawn> parts;
    for (const auto& one : holdings) {
        parts.push_back({one.contribution, 0});
    }
    auto rest = amount;
    const auto take = [&](auto weight_of, auto room_of) {
        std::vector<place> places;
        for (std::size_t i = 0; i < holdings.size(); ++i) {
            const auto room = room_of(holdings[i]) - parts[i].amount;
            places.push_back({weight_of(holdings[i], room), room});
        }
        fill(rest, std::move(places), parts);
    };
    const auto left = [](const holding& one) {
        return std::max<std::int64_t>(one.left, 0);
    };
    take(
        [](const holding& one, std::int64_t) {
            return std::max<std::int64_t>(one.received_in_year, 0);
        },
        left
    );
    take(
        [](const holding& one, std::int64_t room) { return one.received_by_then ? room : 0; }, left
    );
    take([](const holding&, std::int64_t room) { return room; }, left);
    take(
        [](const holding&, std::int64_t room) { return room; },
        [](const holding& one) { return std::max<std::int64_t>(one.left + one.promised, 0); }
    );
    std::erase_if(parts, [](const drawn& one) { return one.amount == 0; });
    return parts;
}

}  // namespace tranche::domain
