// The laws of the money (persistence/laws.hpp), asked over a test's connection.
#pragma once

#include "tests/support/sql.hpp"

#include <string>

namespace tranche::tests {

/// One line per broken law with its first offenders; empty when all laws hold.
std::string broken_laws(sql_connection& owner);

}  // namespace tranche::tests
