// Acts on donors' money that are taken back: the row with the other sign, the sources as they were,
// and what stands in the way when others have that money by now (R26).
#pragma once

#include "server/routes/service/correction_rows.hpp"

#include <string_view>

namespace tranche::server {

// Who did it, and what write_back needs. Locks the contribution.
persistence::query donor_act_behind(domain::correction how, std::int64_t source);

// Refuses to take back what its givers gave on since, and names what has it. Their pots are locked.
void check_givers_still_have_it(
    command_run& run, domain::correction how, std::int64_t source, domain::date on
);
// The same for the part of a receipt that was held unapplied.
void check_still_unapplied(command_run& run, std::int64_t receipt);

taken_back take_back_donor_act(
    command_run& run, const taking_back& asked, const persistence::row& behind
);
// The sources of the new row: those of the one it takes back, with the other sign. After the
// posting: givers are locked behind balances.
void give_sources_back(command_run& run, const taking_back& asked, const taken_back& made);

}  // namespace tranche::server
