// Sealing at once what a test has stored, and asking what of it is broken.
#pragma once

#include "persistence/seal_check.hpp"
#include "persistence/sealer.hpp"
#include "tests/support/test_database.hpp"

#include <string>

namespace tranche::tests {

/// Until nothing waits to be sealed: transactions of other tests in the cluster may be open.
void seal_everything(const test_database& db);

/// Statements as they stand, several with ";" between them.
void run(persistence::session& with, const std::string& statements);

/// One line per broken chain or law, as `tranche verify` says it, seen by this session.
std::string everything_broken(persistence::session& with);

}  // namespace tranche::tests
