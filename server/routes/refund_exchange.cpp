#include "server/routes/refund_exchange.hpp"

#include "server/routes/facts.hpp"

#include <algorithm>
#include <tuple>

namespace tranche::server {

using domain::money;

std::vector<borne_part> exchange_borne(
    command_run& run, const whose_refund& of, money loss, money own, const pooled_money& pooled
) {
    std::vector<borne_part> parts;
    const auto nothing = money{0, loss.currency_unit()};
    const auto by_itself = min(loss, max(own, nothing));
    if (!by_itself.is_zero()) {
        parts.push_back({of.pot, of.contribution, by_itself});
    }
    const auto rest = loss - by_itself;
    if (!rest.is_positive()) {
        return parts;
    }
    const auto left = of.pot == pool ? pooled.available - by_itself : pooled.available;
    run.rule(
        domain::rule_id::r1, rest <= left, "", "amount_exceeds_available",
        {{"amount", shown(rest)}, {"available", shown(left)}}
    );
    run.settle();
    auto holdings = pooled.holdings;
    std::erase_if(holdings, [&](const auto& one) { return one.contribution == of.contribution; });
    for (const auto& one : domain::draw(rest.minor(), holdings)) {
        parts.push_back({pool, one.contribution, money{one.amount, loss.currency_unit()}});
    }
    // In the order in which everybody locks givers.
    std::ranges::sort(parts, [](const auto& one, const auto& other) {
        return std::tie(one.pot, one.contribution) < std::tie(other.pot, other.contribution);
    });
    return parts;
}

}  // namespace tranche::server
