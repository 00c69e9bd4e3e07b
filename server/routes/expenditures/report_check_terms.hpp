// The terms of a fund that its report checks depend on.
#pragma once

#include "server/api/endpoint.hpp"

namespace tranche::server {

endpoint report_check_terms_endpoint();

}  // namespace tranche::server
