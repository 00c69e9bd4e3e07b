// A partner's sheet of expenses as its accountant keeps it: report 2 of the shelter's story in the
// calendar of the small world, with headings in Spanish.
#pragma once

#include "tests/support/api.hpp"

#include <string>
#include <vector>

namespace tranche::tests {

struct sheet_line {
    std::string document, day, budget_line, payee, amount;
    std::string currency = "GTQ";
};

/// The 22 rows; days as 24/03/2026 and amounts as 15,250.00.
std::vector<sheet_line> shelter_lines();
/// With its headings, a title above and whatever stands below the rows.
std::string sheet_of(const std::vector<sheet_line>& lines, const std::string& below = "");

/// The signed agreement SHELTER of NGO, paid in GTQ, with the lines 1.3, 2.2 and 3.1 to 3.6, and
/// its report R2 of March to May without lines; the report's id.
std::string shelter_report(api& server);

}  // namespace tranche::tests
