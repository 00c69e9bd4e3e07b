// Tokens that programs show instead of a person. Kept as SHA-256 only: the secret is seen once,
// when it is made. A token may do less than its person, never more.
#pragma once

#include "persistence/people.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

// What every token's secret begins with.
constexpr std::string_view token_prefix = "trn_";

struct token_scope {
    // Only these of the person's roles; nothing: all that the person has, now and later.
    std::optional<std::vector<std::string>> roles;
    bool read_only = false;
};

struct new_token {
    std::int64_t id;
    std::string secret;
    std::string label;
    int days;
    token_scope scope;
};

// Changes one row, or none when no active user has the name.
query insert_token(std::string_view user_name, const new_token& one);

// The secret of a new token, to be shown once. Throws std::invalid_argument for an unknown user.
std::string create_token(
    session& with, std::string_view user_name, std::string_view label, int days_valid,
    const token_scope& scope = {}
);
// How many tokens of the user were still valid and no longer are.
std::int64_t revoke_tokens(session& with, std::string_view user_name);

struct token_bearer {
    // With the roles the token leaves.
    person who;
    bool read_only;
    bool limited;  // to some roles
};

// Whom a valid token of an active user belongs to.
std::optional<token_bearer> bearer_of_token(session& with, std::string_view secret);

// Those of a person that are valid: id, label, created_at and expires_at in seconds since 1970,
// roles (separated by blanks; null: all), read_only.
query list_tokens(std::int64_t user_id);
// Changes one row when the token is the user's and was valid.
query revoke_token(std::int64_t user_id, std::int64_t id);

}  // namespace tranche::persistence
