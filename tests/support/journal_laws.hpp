// What must be true of the money in any database, after any history: the laws of domain/README.md
// as SQL over the tables, so that they see what was stored and not what a command meant to store.
#pragma once

#include "tests/support/sql.hpp"

#include <string>

namespace tranche::tests {

/// One line per broken law with its first offenders; empty when all laws hold.
std::string broken_laws(sql_connection& owner);

}  // namespace tranche::tests
