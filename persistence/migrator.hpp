// Brings a database to the schema this program expects. Forward only; each step once, in one
// transaction, under an advisory lock; a step that was changed after it ran is refused.
#pragma once

#include "persistence/session.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

struct migration_state {
    int expected;  // steps this program knows
    int applied;   // of these, steps the database has
};

// Names of the steps applied now. Throws std::runtime_error that says which step failed and why.
std::vector<std::string> migrate(
    const std::string& connection_info, const std::function<void(std::string_view step)>& on_step
);

// For readiness: does the schema fit this program? Asks through the runtime connection.
migration_state schema_state(session& with);

}  // namespace tranche::persistence
