// Every parameter a report may take, once for all reports: type, titles and one line about it. A
// report names those it accepts; the API, the command line and the headings read them here.
#pragma once

#include "reports/report.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace tranche::reports {

enum class parameter_type { reference, state, year, date, flag, grouping };

struct parameter {
    std::string_view name;
    parameter_type type;
    trilingual label;
    std::string_view about;
};

/// Filters and grouping.
std::span<const parameter> all_parameters();
/// Nullptr for a name that is none.
const parameter* find_parameter(std::string_view name);
/// Whether the report takes it.
bool takes(const report& which, std::string_view parameter_name);

}  // namespace tranche::reports
