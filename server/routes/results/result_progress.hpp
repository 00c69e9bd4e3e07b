// How far an indicator has come, target by target; part of the result endpoints.
#pragma once

#include "server/api/endpoint.hpp"

namespace tranche::server {

// GET /api/v1/indicators/{indicator}/progress. Verified values count; ?reported=true takes all.
endpoint indicator_progress_endpoint();

}  // namespace tranche::server
