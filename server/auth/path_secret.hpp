// Who asks, known by a secret in the path instead of a token (server/api/secret_path).
#pragma once

#include "persistence/session.hpp"
#include "server/api/request.hpp"

#include <optional>

namespace tranche::server {

/// Nothing for a secret that opens nothing, for whatever reason.
std::optional<principal> who_by_path(const api_request& request, persistence::session& staff);

}  // namespace tranche::server
