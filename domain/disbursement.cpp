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

std::vector<advance_standing> standing_of(
    std::span<const advance_account> advances, percentage last, percentage earlier
) {
    std::vector<advance_standing> all;
    for (const auto& one : advances) {
        const auto needed = needed_of(one, &one == &advances.back() ? last : earlier);
        const auto reached = one.paid - one.open;
        all.push_back({needed, reached, max(needed - reached, one.paid - one.paid)});
    }
    return all;
}

std::optional<money> missing_liquidation(
    std::span<const advance_account> advances, percentage last, percentage earlier
) {
    std::optional<money> missing;
    for (const auto& one : standing_of(advances, last, earlier)) {
        missing = missing ? *missing + one.missing : one.missing;
    }
    return missing && !missing->is_zero() ? missing : std::nullopt;
}

}  // namespace tranche::domain
