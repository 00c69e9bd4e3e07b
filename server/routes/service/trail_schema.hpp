// The shape of GET /api/v1/trail/{subject} in the API's description.
#pragma once

#include "server/api/endpoint.hpp"

#include <boost/json/fwd.hpp>

namespace tranche::server {

boost::json::value describe_trail(component_registry& registry);

endpoint trail_endpoint();

}  // namespace tranche::server
