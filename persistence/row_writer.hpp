// Plain inserts and updates from column names. The names come from the program's own text, never
// from a request; each distinct statement is built once and kept.
#pragma once

#include "persistence/query.hpp"

#include <string_view>
#include <vector>

namespace tranche::persistence {

statement insert_into(std::string_view table, const std::vector<std::string_view>& columns);
// `update table set ..., version = version + 1 where id = $last`.
statement update_versioned(std::string_view table, const std::vector<std::string_view>& columns);

// Keeps a text for the life of the program under a short, stable name.
statement interned(std::string_view label, std::string text);

}  // namespace tranche::persistence
