// What an indicator may be: how its periods add up follows from what it counts.
#pragma once

#include "domain/error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::domain {

/// An indicator as somebody wants it, in the words of the API.
struct indicator_design {
    /// unit, percentage, nominal, ordinal or qualitative.
    std::string_view measure;
    /// sum, max or latest (R56).
    std::string_view aggregation;
    /// new, present or cumulative; units only, and of them all.
    std::optional<std::string_view> counts = {};
    /// What there is room for, not what was achieved (R57).
    bool capacity = false;
    bool counts_people = false;
};

/// Everything that does not fit together, each at the field to be changed ("/counts").
std::vector<violation> problems_of(const indicator_design& wanted);

}  // namespace tranche::domain
