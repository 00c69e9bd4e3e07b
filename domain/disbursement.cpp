#include "domain/disbursement.hpp"

#include "domain/contract.hpp"

namespace tranche::domain {

payment_amounts amounts_of_payment(
    money approved, currency agreement, currency payment, currency base, const exchange_rate& rate
) {
    expects(
        agreement == base || agreement == payment,
        "an agreement is in base currency or in the currency it is paid in"
    );
    const auto in = [&](currency wanted) {
        return approved.currency_unit() == wanted ? approved : rate.convert(approved, wanted);
    };
    return {in(agreement), in(payment), in(base)};
}

money needed_of(const advance_account& advance, percentage percent) {
    return {percent.of(advance.paid.minor()), advance.paid.currency_unit()};
}

std::vector<advance_account> less(std::vector<advance_account> advances, money amount) {
    for (auto& one : advances) {
        const auto counted = min(one.open, amount);
        if (counted.is_positive()) {
            one.open -= counted;
            amount -= counted;
        }
    }
    return advances;
}

std::optional<money> missing_liquidation(
    std::span<const advance_account> advances, percentage last, percentage earlier
) {
    if (advances.empty()) {
        return std::nullopt;
    }
    money missing{0, advances.front().paid.currency_unit()};
    const auto zero = missing;
    for (const auto& one : advances) {
        const auto percent = &one == &advances.back() ? last : earlier;
        missing += max(needed_of(one, percent) - (one.paid - one.open), zero);
    }
    return missing.is_zero() ? std::nullopt : std::optional{missing};
}

}  // namespace tranche::domain
