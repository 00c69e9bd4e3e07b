#include "domain/liquidation.hpp"

#include "domain/contract.hpp"
#include "domain/rounding.hpp"

#include <algorithm>

namespace tranche::domain {

std::vector<layer_piece> take_oldest_first(std::vector<advance_layer>& layers, money amount) {
    expects(!amount.is_negative(), "what is taken from advances is not negative");
    std::vector<layer_piece> pieces;
    for (auto& layer : layers) {
        if (amount.is_zero()) {
            break;
        }
        const auto taken = min(amount, layer.open);
        if (taken.is_zero()) {
            continue;
        }
        const auto base = taken == layer.open
            ? layer.open_base
            : money{
                  mul_div_round(layer.open_base.minor(), taken.minor(), layer.open.minor()),
                  layer.open_base.currency_unit()};
        pieces.push_back({layer.advance_id, layer.tranche_id, taken, base});
        layer.open -= taken;
        layer.open_base -= base;
        amount -= taken;
    }
    return pieces;
}

namespace {

// Fills tranches in the order given. The last piece takes what rounding leaves of the base amount.
money spread_over_tranches(
    liquidation& result, money rest, std::span<const unpaid_tranche> tranches,
    const exchange_rate& rate, currency base_currency
) {
    for (const auto& one : tranches) {
        if (rest.is_zero()) {
            break;
        }
        if (one.unpaid.is_zero()) {
            continue;
        }
        const auto agreement_currency = one.unpaid.currency_unit();
        auto from_tranche = rest.currency_unit() == agreement_currency
            ? rest
            : rate.convert(rest, agreement_currency);
        auto due = rest;
        if (from_tranche > one.unpaid) {
            from_tranche = one.unpaid;
            due = rest.currency_unit() == agreement_currency
                ? from_tranche
                : min(rest, rate.convert(from_tranche, rest.currency_unit()));
        }
        // Less than a minor unit of the tranche's currency still falls due; nothing does not.
        if (due.is_zero()) {
            continue;
        }
        const auto base =
            agreement_currency == base_currency ? from_tranche : rate.convert(due, base_currency);
        result.due.push_back({one.tranche_id, from_tranche, due, base});
        rest -= due;
    }
    return rest;
}

}  // namespace

liquidation liquidate(
    const reviewed_amounts& reviewed, std::vector<advance_layer> layers,
    std::span<const unpaid_tranche> tranches, const exchange_rate& on_acceptance
) {
    const auto local = reviewed.accepted.currency_unit();
    const auto base = reviewed.accepted_base.currency_unit();
    liquidation result;
    result.settled = money{0, local};
    result.settled_base = reviewed.accepted_base;
    result.exchange_difference = money{0, base};

    result.discharged = take_oldest_first(layers, reviewed.accepted);
    for (const auto& piece : result.discharged) {
        result.settled += piece.amount;
        result.exchange_difference += piece.base;
    }
    result.beyond = spread_over_tranches(
        result, reviewed.accepted - result.settled, tranches, on_acceptance, base
    );
    for (const auto& piece : result.due) {
        result.settled_base -= piece.base;
    }
    result.exchange_difference -= result.settled_base;
    // A correction that is not accepted leaves nothing to claim.
    result.to_receivable = take_oldest_first(layers, max(reviewed.rejected, money{0, local}));
    return result;
}

support_cost support_cost_on(money direct, money direct_base, percentage rate) {
    return {
        money{rate.of(direct.minor()), direct.currency_unit()},
        money{rate.of(direct_base.minor()), direct_base.currency_unit()}};
}

}  // namespace tranche::domain
