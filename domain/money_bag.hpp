// A sum of amounts that may have several currencies: one total per currency, never converted.
// Totals of reports and balances over many contributions are bags.
#pragma once

#include "domain/money.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace tranche::domain {

class money_bag {
public:
    /// Adds to the total of the amount's currency. Throws money_overflow when that total does not
    /// fit and contract_violation for an amount of no currency; the bag is then unchanged.
    void add(money amount);

    /// Adds every total of another bag.
    void add(const money_bag& other);

    /// The total in one currency; zero when nothing of that currency was added.
    money amount(currency unit) const;

    /// The currencies added so far, alphabetical, including those whose total is back at zero.
    std::vector<currency> currencies() const;

    /// Whether the total of every currency is zero; true for an empty bag.
    bool is_zero() const;

private:
    std::map<currency, std::int64_t> minor_by_currency_;
};

}  // namespace tranche::domain
