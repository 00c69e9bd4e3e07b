// Of a closed agreement exactly so much is obligated as is owed of it. What settles a debt frees
// it, and it goes where the rest of the agreement went; what opens a debt again takes it back from
// there.
#pragma once

#include "domain/posting_rules.hpp"
#include "server/command/command_run.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace tranche::server {

struct settled_after_closing {
    std::int64_t receivable;
    domain::date on;
    // Base currency; lost on exchange by the same command. Documents may be worth more than the
    // debt they settle: then less than nothing.
    domain::money freed, lost;
    // What the same command takes of the obligations, by an entry posted after this.
    std::span<const domain::cost_on_line> spent = {};
    // What the same command freed of other debts before; nothing of it is in the books yet.
    std::span<const domain::obligation_line> freed_before = {};
};
// What each line got; of an agreement that is not closed nothing.
std::vector<domain::obligation_line> release_of_closed(
    command_run& run, const persistence::row& agreement, const settled_after_closing& settled,
    const std::vector<persistence::state_share>& shares
);

struct opened_after_closing {
    std::int64_t entry;  // that settled the debt, and is taken back
    domain::date on;
    domain::money owed;  // base currency: so much more than before
    // What the entry's own reversal obligates again.
    std::vector<domain::obligation_line> restored;
};
// Refused where a line has spent or promised what it got. Posted after the reversal. What
// documents' own command had released is reversed as well, line by line.
void obligate_again(
    command_run& run, const persistence::row& agreement, const opened_after_closing& opened,
    const std::vector<persistence::state_share>& shares
);

}  // namespace tranche::server
