// The whole check of a database, as of one moment: every law of the money, every link of every
// chain.
#pragma once

#include "persistence/seal_check.hpp"

#include <span>
#include <string>
#include <vector>

namespace tranche::persistence {

struct broken_law {
    std::string name;
    std::string first;  // the first row that breaks it
};

struct verification {
    std::vector<chain_state> chains;
    std::vector<broken_law> broken_laws;
    std::vector<std::string> contradicted;  // what witnesses say otherwise, the earliest first

    [[nodiscard]] bool holds() const;
};

// Reads everything, in two sessions that see the same snapshot; writes nothing. `witnesses` are
// seals somebody wrote down outside the database. Throws sql_failure and database_outage.
verification verify(
    const std::string& connection_info, std::span<const witnessed_seal> witnesses = {}
);

}  // namespace tranche::persistence
