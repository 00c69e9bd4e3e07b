// "tranche report NAME": a report on the standard output, by default as text for a person to read.
#pragma once

#include "persistence/session.hpp"
#include "reports/request.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

/// Names of the options a report may take ("group_by") with one line about each.
std::vector<std::pair<std::string, std::string>> report_option_names();

/// Writes the report to `out`, or to `problems` why not. Returns the exit code: 0, or 2 when the
/// name or an option is wrong. Without a name it lists the reports. Throws sql_failure,
/// database_outage.
int print_report(
    persistence::session& with, std::string_view name, reports::name_values options,
    std::ostream& out, std::ostream& problems
);

}  // namespace tranche::server
