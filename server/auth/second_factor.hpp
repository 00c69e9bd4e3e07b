// Whether a code is one of a person's second factor: of the authenticator app, or a recovery code.
// Either is taken once.
#pragma once

#include "persistence/second_factors.hpp"
#include "server/api/handler_context.hpp"

#include <cstdint>
#include <string_view>

namespace tranche::server {

// Throws std::runtime_error when the secret is sealed with a key this server does not have.
bool takes_app_code(
    handler_context& context, std::int64_t user_id, const persistence::second_factor& factor,
    std::string_view code
);
bool takes_code(
    handler_context& context, std::int64_t user_id, const persistence::second_factor& factor,
    std::string_view code
);

}  // namespace tranche::server
