// What the endpoints about people answer, for the API's description.
#pragma once

#include "server/api/endpoint.hpp"

namespace tranche::server {

describe_fn describe_profile();
describe_fn describe_sessions();
describe_fn describe_tokens();
describe_fn describe_new_token();
describe_fn describe_calendar_address();
describe_fn describe_new_calendar_address();
describe_fn describe_second_factor();
describe_fn describe_proposed_factor();
describe_fn describe_recovery_codes();
describe_fn describe_delegation();
describe_fn describe_delegations();
describe_fn describe_approval_levels();

}  // namespace tranche::server
