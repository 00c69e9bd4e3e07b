// What the office's own obligations and expenses share: the line they are on, and how far it bends.
#pragma once

#include "server/command/command_run.hpp"

#include <optional>
#include <string>

namespace tranche::server {

// One row: id, kind, available, floor; none for a line the project does not have.
persistence::query own_line_facts(std::int64_t project, const std::string& code);

// R21: a line bends to its flexibility. An exception lets it go further, but never beyond what the
// whole project has left: the rest is other projects' money. The floor the line needs then.
std::optional<domain::money> further_floor(
    command_run& run, domain::money available, domain::money floor, domain::money taken,
    std::int64_t project
);

}  // namespace tranche::server
