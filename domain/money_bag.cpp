#include "domain/money_bag.hpp"

#include <algorithm>
#include <utility>

namespace tranche::domain {

void money_bag::add(money amount) {
    const auto unit = amount.currency_unit();
    expects(unit != currency{}, "an amount in a bag needs a currency");
    const money total = this->amount(unit) + amount;
    minor_by_currency_[unit] = total.minor();
}

void money_bag::add(const money_bag& other) {
    // Built aside and moved in, so that an overflow half way leaves this bag as it was.
    auto sum = *this;
    for (const auto& [unit, minor] : other.minor_by_currency_)
        sum.add(money(minor, unit));
    minor_by_currency_ = std::move(sum.minor_by_currency_);
}

money money_bag::amount(currency unit) const {
    const auto found = minor_by_currency_.find(unit);
    return {found == minor_by_currency_.end() ? 0 : found->second, unit};
}

std::vector<currency> money_bag::currencies() const {
    std::vector<currency> units;
    units.reserve(minor_by_currency_.size());
    for (const auto& [unit, minor] : minor_by_currency_)
        units.push_back(unit);
    return units;
}

bool money_bag::is_zero() const {
    return std::all_of(minor_by_currency_.begin(), minor_by_currency_.end(), [](const auto& total) {
        return total.second == 0;
    });
}

}  // namespace tranche::domain
