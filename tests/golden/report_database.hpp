// A session to the test database, and a report rendered from it into a string.
#pragma once

#include "persistence/session.hpp"
#include "reports/render.hpp"

#include <string>

namespace tranche::reports {

/// A copy of the database on which the demo's story was told, one per process.
persistence::session& test_database();

/// Without time and version, so that the text is always the same.
std::string rendered(const report& which, const name_values& parameters);
std::string rendered(const report& which, const request& asked);

}  // namespace tranche::reports
