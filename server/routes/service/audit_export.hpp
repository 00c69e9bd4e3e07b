// The audit trail as one CSV file, for those who read it elsewhere.
#pragma once

#include "server/api/endpoint.hpp"

namespace tranche::server {

endpoint audit_export();

}  // namespace tranche::server
