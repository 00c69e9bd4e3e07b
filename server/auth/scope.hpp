// What a token may do, in words: "read" for looking only, and names of roles. No word: all that its
// person may.
#pragma once

#include "domain/role.hpp"
#include "persistence/access_tokens.hpp"

#include <string>
#include <vector>

namespace tranche::server {

constexpr std::string_view read_scope = "read";

// Whether each word is "read" or a role.
bool is_scope(std::string_view word);

// The words as they are stored: "read" alone leaves every role.
persistence::token_scope scope_of(const std::vector<std::string>& words);

}  // namespace tranche::server
