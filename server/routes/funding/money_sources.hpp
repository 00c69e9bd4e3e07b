// Whose money moves on a line: read before a draw on a pot, stored with the document that made it.
#pragma once

#include "domain/money_source.hpp"
#include "domain/posting_rules.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tranche::server {

inline constexpr std::int64_t pool = 0;

// Whoever draws on a pot queues for it, so that what each giver has left is read as it stands. Not
// the balance's own lock: that is ledger.post's alone.
persistence::query lock_pot(std::int64_t line, std::int64_t pot);
// What each giver has left in a line's pool, received until the day in the fund's year (the day's,
// where none is named), and has promised.
persistence::query holdings_of(
    std::int64_t line, domain::date on, std::optional<std::int64_t> year = {}
);
std::vector<domain::holding> holdings_in(const persistence::rows& found, bool ahead = false);

// The document that moves the pot.
struct source_document {
    std::string_view type;
    std::int64_t id;
    domain::date on;
    std::int64_t number = 1;
};
// Positive: it came to the line.
struct source_part {
    std::int64_t line;
    std::int64_t pot;
    std::optional<std::int64_t> contribution;
    std::int64_t amount;
    bool held = false;
};
void store_source(command_run& run, const source_document& of, const source_part& part);

// The giver named, or everybody by rule. R26: a giver gives no more than was received of it.
std::vector<domain::drawn> drawn_from_pool(
    command_run& run, const std::vector<domain::holding>& holdings, domain::money amount,
    std::optional<std::int64_t> named
);

// What came back of a project, by whose money it had: to pools at once, and of a tied contribution
// to where it waits for its donor.
persistence::query allocated_by_source(std::int64_t project);
std::vector<domain::returned_to_line> returned_by_source(
    const persistence::rows& allocated, domain::money rest
);
void store_returned_sources(
    command_run& run, const source_document& closure, const persistence::rows& allocated,
    domain::money rest
);

}  // namespace tranche::server
