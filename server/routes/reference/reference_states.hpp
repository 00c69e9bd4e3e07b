// Member States and what was known of them from a day on; part of the reference endpoints.
#pragma once

#include "server/routes/routes.hpp"

namespace tranche::server {

endpoints member_state_endpoints();
/// GET /member-states: by name, and which of them a line may fund.
endpoint member_states_endpoint();

}  // namespace tranche::server
