// Plain inserts and updates from column names. The names come from the program's own text, never
// from a request; each distinct statement is built once and kept.
#pragma once

#include "persistence/query.hpp"

#include <string_view>
#include <vector>

namespace tranche::persistence {

statement insert_into(std::string_view table, const std::vector<std::string_view>& columns);
// Sets the columns of the row with id $last and raises its version; what the columns were and are
// goes into the transaction's audit event.
statement update_versioned(std::string_view table, const std::vector<std::string_view>& columns);

// Keeps a text for the life of the program under a short, stable name.
statement interned(std::string_view label, std::string text);

}  // namespace tranche::persistence
