// People who use the service and the tokens they show. Tokens are kept as SHA-256 only: the secret
// is seen once, when it is made.
#pragma once

#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

struct person {
    std::int64_t id;
    std::string name;
    std::vector<std::string> roles;
    std::optional<std::int64_t> partner_id;
    std::optional<std::int64_t> donor_id;
};

struct new_person {
    std::string name;
    std::string display_name;
    std::vector<std::string> roles;
    std::optional<std::int64_t> partner_id;
    std::optional<std::int64_t> donor_id;
};

// Throws sql_failure (people's constraints say what is wrong) or std::invalid_argument.
std::int64_t add_person(session& with, const new_person& one);
bool person_exists(session& with, std::string_view name);
std::optional<person> person_named(session& with, std::string_view name);

// The secret of a new token, to be shown once. Throws std::invalid_argument for an unknown user.
std::string create_token(
    session& with, std::string_view user_name, std::string_view label, int days_valid
);
// How many tokens of the user were still valid and no longer are.
std::int64_t revoke_tokens(session& with, std::string_view user_name);

// Whom a valid token of an active user belongs to.
std::optional<person> person_of_token(session& with, std::string_view secret);

}  // namespace tranche::persistence
