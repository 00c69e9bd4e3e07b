// Loading rates: from when to when each holds by its series' convention, and what is known already.
#pragma once

#include "server/command/command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct rate_row {
    domain::currency currency;
    domain::date quoted_on;
    decimal_text rate;
    // Given for a series whose validity is explicit, and for no other.
    std::optional<domain::date> valid_from, valid_to;
};

struct rate_load {
    std::string series;
    std::vector<rate_row> rates;
};

// A row that is known already is left alone, so that a file may be loaded again; the receipt counts
// the new ones.
receipt load_rates(command_run& run, const rate_load& body);

template <>
struct wire<rate_row> {
    static const object_schema<rate_row>& schema();
};
template <>
struct wire<rate_load> {
    static const object_schema<rate_load>& schema();
};

}  // namespace tranche::server
