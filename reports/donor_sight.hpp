// What a grant opens to a donor's viewers beside results and sums: the program's own wall before
// the views of the schema donor, which say the same to the database.
#pragma once

#include "persistence/session.hpp"
#include "reports/report.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::reports {

/// "partners", "lines", or "" for what needs no grant.
std::string_view part_of(donor_sight sight);

/// Whether any grant in force opens the part to the donor.
bool is_opened(persistence::session& with, std::int64_t donor, std::string_view part);

/// The condition that a grant in force opens the part of the project "p", which is never a
/// protection project.
std::string opened_sql(plan& to, std::int64_t donor, std::string_view part);

}  // namespace tranche::reports
