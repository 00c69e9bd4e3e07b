// From what PostgreSQL refused to the answer a caller gets: the single table between constraint
// names and error codes. Most refusals are made in C++ before; this is for the race that was lost
// and for whatever C++ forgot.
#pragma once

#include "domain/error.hpp"
#include "persistence/round_trip.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace tranche::persistence {

struct constraint_meaning {
    std::string_view constraint;
    domain::error_kind kind;
    std::string_view code;
    bool has_values = false;  // the function that refuses gives them in the hint
};

std::span<const constraint_meaning> constraint_meanings();

// Empty when the failure is not the caller's doing: an outage or a mistake of ours.
std::optional<domain::error> meaning_of(const sql_failure& failure);

}  // namespace tranche::persistence
