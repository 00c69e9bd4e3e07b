// What was to be told to whom, what became of it, and programs that are told: for administrators.
#pragma once

#include "server/api/endpoint.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {

endpoints delivery_endpoints();
endpoints webhook_endpoints();

}  // namespace tranche::server
