// A dry run: writes everything inside the transaction, reads what the postings did to the kept
// balances, and shows it. The caller rolls back.
#pragma once

#include "domain/journal.hpp"
#include "persistence/query.hpp"
#include "persistence/session.hpp"
#include "server/api/response.hpp"
#include "server/command/receipt.hpp"

#include <vector>

namespace tranche::server {

api_response try_out(
    persistence::session& db, std::vector<persistence::query> writes,
    const std::vector<domain::journal_entry>& entries, const receipt& done
);

}  // namespace tranche::server
