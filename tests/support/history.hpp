// A small world in which every kind of thing has happened once: payments, a report accepted in
// part, a receivable, direct expenditure, an actual. For tests of what the tables refuse.
#pragma once

#include "tests/support/api.hpp"

namespace tranche::tests {

/// Continues a small world (P1 with agreement A1).
void make_history(api& server);

}  // namespace tranche::tests
