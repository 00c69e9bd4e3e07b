// Changes to what people sign in with: written in one transaction with their audit event. They do
// not go through command_run, which would keep the answer, and with it the secret, for a repeat.
#pragma once

#include "persistence/query.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/response.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

// The event is about the account `user_id` and names who asked. Throws persistence::sql_failure
// with nothing written.
void write_audited(
    handler_context& context, std::int64_t user_id, std::vector<persistence::query> writes,
    const std::vector<std::pair<std::string, std::string>>& notes = {}
);

// As before when the first of `writes` changes a row; else writes and notes nothing, and is false.
bool write_audited_if_changed(
    handler_context& context, std::int64_t user_id, std::vector<persistence::query> writes,
    const std::vector<std::pair<std::string, std::string>>& notes = {}
);

// The browser session the request came with. Throws domain::refusal (forbidden) when it came
// with a token: a token that leaked must not make itself at home.
std::int64_t needed_session(const handler_context& context);

api_response nothing_to_say();

}  // namespace tranche::server
