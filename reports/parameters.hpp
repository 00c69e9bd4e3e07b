// Every parameter a report may take, once for all reports: type, titles and one line about it. A
// report names those it accepts; the API, the command line and the headings read them here.
#pragma once

#include "reports/report.hpp"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace tranche::reports {

enum class parameter_type { reference, state, year, date, days, version, flag, reading, grouping };

struct parameter {
    std::string_view name;
    parameter_type type;
    trilingual label;
    std::string_view about;
};

/// The two readings of a closed period.
inline constexpr std::array<std::string_view, 2> readings{"as_corrected", "as_reported"};

/// Filters and grouping.
std::span<const parameter> all_parameters();
/// Nullptr for a name that is none.
const parameter* find_parameter(std::string_view name);
/// Whether the report takes it.
bool takes(const report& which, std::string_view parameter_name);

}  // namespace tranche::reports
