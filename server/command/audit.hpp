// The audit event of a command: who, what, to which thing, from where.
#pragma once

#include "persistence/query.hpp"
#include "server/api/handler_context.hpp"
#include "server/command/receipt.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

persistence::query audit_event(
    const handler_context& context, std::string_view operation, const receipt& done,
    const std::vector<std::pair<std::string, std::string>>& notes
);

}  // namespace tranche::server
