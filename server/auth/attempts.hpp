// How often a password or code may be tried: counted per account name, whether there is such an
// account or not, and per address the attempts come from, for all servers together.
#pragma once

#include "persistence/query.hpp"
#include "server/api/handler_context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// Where a request comes from: the last address a trusted proxy names, else the connection's.
std::string client_address(const api_request& request, const sign_in_settings& settings);

// Throws domain::refusal (too_many_requests) with the seconds to wait.
void count_attempt(handler_context& context, std::string_view user_name);

// Whether it is the password of the person who asks; counted as an attempt.
bool is_own_password(handler_context& context, std::string_view password);

// To be written when the attempt succeeded.
std::vector<persistence::query> forgive_attempt(
    const handler_context& context, std::string_view user_name
);

}  // namespace tranche::server
