// Member States and what was known of them from a day on; part of the reference endpoints.
#pragma once

#include "server/routes/routes.hpp"

namespace tranche::server {

endpoints member_state_endpoints();

}  // namespace tranche::server
