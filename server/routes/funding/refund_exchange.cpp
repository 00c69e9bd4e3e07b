#include "server/routes/funding/refund_exchange.hpp"

#include "domain/contract.hpp"
#include "server/routes/service/facts.hpp"

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
    auto rest = loss - by_itself;
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
    // What of its own was left to the pool bears it before others do.
    const auto released = std::ranges::find_if(holdings, [&](const auto& one) {
        return one.contribution == of.contribution && of.pot != pool && one.left > 0;
    });
    if (released != holdings.end()) {
        const auto part = min(rest, money{released->left, loss.currency_unit()});
        parts.push_back({pool, of.contribution, part});
        rest -= part;
    }
    std::erase_if(holdings, [&](const auto& one) { return one.contribution == of.contribution; });
    for (const auto& one : domain::draw(rest.minor(), holdings)) {
        parts.push_back({pool, one.contribution, money{one.amount, loss.currency_unit()}});
    }
    auto borne = nothing;
    for (const auto& one : parts) {
        borne += one.amount;
    }
    domain::ensures(borne == loss, "an exchange loss is borne to the cent");
    // In the order in which everybody locks givers.
    std::ranges::sort(parts, [](const auto& one, const auto& other) {
        return std::tie(one.pot, one.contribution) < std::tie(other.pot, other.contribution);
    });
    return parts;
}

}  // namespace tranche::server
