// A small world in which every kind of thing has happened once: payments, a report accepted in
// part, a receivable, direct expenditure, an actual. For tests of what the tables refuse.
#pragma once

#include "tests/support/api.hpp"
#include "tests/support/sql.hpp"

#include <string>

namespace tranche::tests {

/// A1 is advanced 1,000.00, reports 400.00 and 250.00, and owes the latter: the receivable's id.
std::string partly_rejected_report(api& server);

/// Continues a small world (P1 with agreement A1).
void make_history(api& server);

/// Requests in a batch that gathers and, of what waits, the last in a released one. The database's
/// checks of batches are off from then on.
void batches_under_way(sql_connection& owner);

/// Money before its signature, applied, asked back, and moved to another line.
void give_and_take(api& server);

/// A spot check with a finding, a paper, a comment shared with it, and a list with the name of NGO.
void look_at_partner(api& server);

/// And a line in quetzales, accepted at a rate that is corrected afterwards.
void make_history_with_revaluation(api& server);

}  // namespace tranche::tests
