// The two reads of a resource, list and single, made from its declaration.
#pragma once

#include "domain/access.hpp"
#include "persistence/resource.hpp"
#include "server/api/endpoint.hpp"

#include <string>
#include <vector>

namespace tranche::server {

// GET /api/v1/{collection} and GET /api/v1/{collection}/{stem}.
std::vector<endpoint> read_endpoints(
    const persistence::resource& of, domain::action action, std::string tag
);

}  // namespace tranche::server
