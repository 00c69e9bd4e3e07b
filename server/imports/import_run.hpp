// A whole sheet in one transaction: all or nothing, every problem at once, safe to repeat.
#pragma once

#include "server/command/command_run.hpp"
#include "server/imports/import_kind.hpp"

namespace tranche::server {

// Compares with what is recorded, runs the commands that are left, and says what became of each
// row. Throws domain::refusal "sheet_invalid" with the problems by row and column.
receipt run_import(
    command_run& run, const import_kind& kind, const table& from,
    std::span<const acknowledgement> acknowledged
);

}  // namespace tranche::server
