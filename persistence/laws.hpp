// What must be true of the money in any database, after any history: the laws of domain/README.md
// as SQL over the tables, so that they see what was stored and not what a command meant to store.
#pragma once

#include "persistence/session.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::persistence {

struct law {
    std::string_view name;
    std::string_view offenders;  // selects one text per row that breaks the law
};

std::span<const law> laws();

// The whole statement that finds the first offenders.
std::string query_of(const law& one, int at_most);

// Empty when the law holds. Throws sql_failure and database_outage.
std::vector<std::string> offenders_against(session& with, const law& one, int at_most);

}  // namespace tranche::persistence
