// Writing journal entries: the one statement that calls ledger.post, and the reads of balances.
#pragma once

#include "domain/entity.hpp"
#include "domain/journal.hpp"
#include "domain/percentage.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tranche::persistence {

// A benefiting State's share of a project on the day of an entry. None: attributed to no State.
struct state_share {
    std::string state;
    domain::percentage share;
};

// Posts the entry; the answer has one column, entry_id. Base and state amounts are split here,
// once, by largest remainder, and stored. Throws contract_violation for an entry that does not
// balance.
query post_entry(
    const domain::journal_entry& entry, std::int64_t actor_id, std::span<const state_share> shares
);

// Locks the money of the project that a thing belongs to, for this transaction. Every command that
// moves it asks this first, and reads its facts in later statements.
query lock_project_of(domain::entity what, std::int64_t id);

// Shares valid on a day, of the project that a thing belongs to; the answer is read by shares_of.
query shares_of_project_of(domain::entity what, std::int64_t id, domain::date on);
std::vector<state_share> shares_of(const rows& answer);

}  // namespace tranche::persistence
