// How much a disbursement may be and what it is worth: pure arithmetic and limits of R34 and R36.
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/liquidation.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::domain {

// What a payment amounts to: in the agreement's currency, as paid, and in base currency.
struct payment_amounts {
    money from_tranche;
    money paid;
    money base;
};

// `rate` is between base and the payment's currency; the agreement's currency is one of the two.
payment_amounts amounts_of_payment(
    money approved, currency agreement, currency payment, currency base, const exchange_rate& rate
);

// One advance as far as its partner has accounted for it.
struct advance_account {
    money paid;
    money open;  // neither accepted nor given back
};

// What of an advance must be accounted for.
money needed_of(const advance_account& advance, percentage percent);

// Advances, oldest first, as far as they stay open when `amount` is counted as accounted for.
std::vector<advance_account> less(std::vector<advance_account> advances, money amount);

// Of one advance, by the percentage it needs.
struct advance_standing {
    money needed, reached, missing;
};
std::vector<advance_standing> standing_of(
    std::span<const advance_account> advances, percentage last, percentage earlier
);

// R36: of the last advance at least `last` and of each earlier one at least `earlier` must be
// accounted for. The amount that is missing; empty when nothing is.
std::optional<money> missing_liquidation(
    std::span<const advance_account> advances, percentage last,
    percentage earlier = percentage::from_scaled(1'000'000)
);

}  // namespace tranche::domain
