// Where the tests find PostgreSQL: deploy/test says it in TRANCHE_TEST_DATABASE_URL, a connection
// string of the owner's role, which may create databases.
#pragma once

#include <string>
#include <string_view>

namespace tranche::tests {

/// The same cluster, another database and role. Throws std::runtime_error when the variable is
/// missing: a test that needs a database must not pass without one.
std::string database_url(std::string_view database, std::string_view role);

inline constexpr std::string_view owner_role = "tranche_owner";
/// The role the server runs under.
inline constexpr std::string_view staff_role = "tranche_staff";
/// The roles its requests for people of a partner or a donor run under.
inline constexpr std::string_view partner_role = "tranche_partner";
inline constexpr std::string_view donor_role = "tranche_donor";

/// A file of the source tree, by its path from the top folder. Throws when it cannot be read.
std::string source_file(std::string_view path);

}  // namespace tranche::tests
