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

std::optional<money> missing_liquidation(
    std::span<const advance_account> advances, percentage percent
) {
    if (advances.empty()) {
        return std::nullopt;
    }
    const auto currency = advances.front().paid.currency_unit();
    money missing{0, currency};
    for (std::size_t i = 0; i + 1 < advances.size(); ++i) {
        missing += advances[i].open;
    }
    const auto& last = advances.back();
    const money needed{percent.of(last.paid.minor()), currency};
    const auto accepted = last.paid - last.open;
    if (accepted < needed) {
        missing += needed - accepted;
    }
    return missing.is_zero() ? std::nullopt : std::optional{missing};
}

}  // namespace tranche::domain
