// Money a partner gives back, over the bank or set off against a payment: the row, what it settles
// of the debt, and the entry.
#pragma once

#include "domain/exchange_rate.hpp"
#include "domain/money.hpp"
#include "persistence/ledger.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// What is open of a debt, and the tranche its money came from.
persistence::query receivable_facts(std::int64_t receivable);
// What a part of it was valued at; the last part takes what rounding leaves.
domain::money part_of_debt(domain::money amount, domain::money open, domain::money open_base);
domain::money debt_base(
    const persistence::row& receivable, domain::money amount, domain::currency base
);
// So many bytes of a text at most, and no half letter.
std::string beginning_of(std::string_view text, std::size_t bytes);

struct money_back {
    std::string_view kind;  // refund, offset
    std::int64_t receivable;
    std::optional<std::int64_t> tranche;
    domain::date on;
    domain::money settled;       // currency of the debt
    domain::money debt_base;     // what that part was valued at
    domain::money paid;          // as it came
    domain::exchange_rate rate;  // base currency to that of `paid`
    std::string bank_reference;
    std::optional<std::int64_t> proposal = std::nullopt;
};

// The id of the payment's row.
std::int64_t record_money_back(
    command_run& run, const persistence::row& agreement, const money_back& back,
    const std::vector<persistence::state_share>& shares
);

}  // namespace tranche::server
