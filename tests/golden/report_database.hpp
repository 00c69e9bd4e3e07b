// A session to the test database, and a report rendered from it into a string.
#pragma once

#include "persistence/session.hpp"
#include "reports/render.hpp"

#include <string>

namespace tranche::reports {

/// Throws std::runtime_error when TRANCHE_TEST_DATABASE_URL is not set: a test without its database
/// fails, it is not passed over.
persistence::session& test_database();

/// Without time and version, so that the text is always the same.
std::string rendered(const report& which, const name_values& parameters);
std::string rendered(const report& which, const request& asked);

}  // namespace tranche::reports
