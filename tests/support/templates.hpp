// Databases that are prepared once and copied by every test: one with the schema only, one with the
// small world of builders.hpp, one on which the demo's story was told. Shared by all test processes
// of a cluster, and named by what they were made from, so that a changed migration or program makes
// a new one.
#pragma once

#include <string>

namespace tranche::tests {

enum class starting_point { empty_schema, small_world, demo };

/// Its name; made now if no process has made it yet.
std::string template_database(starting_point which);

}  // namespace tranche::tests
