// What was to be told to whom, and what became of it: for administrators.
#pragma once

#include "server/api/endpoint.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {

endpoints delivery_endpoints();

}  // namespace tranche::server
