// Values as they are typed, in the form the database takes.
#pragma once

#include "server/command/command_run.hpp"
#include "server/json/schema.hpp"

#include <optional>
#include <string>

namespace tranche::server {

/// Empty for nothing; what is no measure is noted at its place.
std::optional<std::string> measure_given(
    command_run& run, const std::optional<decimal_text>& given, const std::string& place
);

}  // namespace tranche::server
