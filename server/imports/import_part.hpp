// One command as a part of an import: decided by the API's own function, written in the import's
// transaction, its problems told by the cells they come from.
#pragma once

#include "server/command/command_run.hpp"
#include "server/imports/import_kind.hpp"

#include <map>
#include <string>
#include <vector>

namespace tranche::server {

// The ids of what a group's commands made, by stem: "instrument".
using made_things = std::map<std::string, std::string, std::less<>>;

// Empty when it was done. Throws what no other row could make good: outages, conflicts of
// transactions.
std::vector<domain::violation> run_part(
    handler_context& whole, const import_step& step, const table& from, made_things& made,
    std::span<const acknowledgement> acknowledged
);

}  // namespace tranche::server
