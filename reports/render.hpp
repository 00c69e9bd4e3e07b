// Writes a report in the form asked for, from the database to the sink, in pieces: memory does not
// grow with the number of rows. All reads of one report see the same moment.
#pragma once

#include "persistence/session.hpp"
#include "reports/report.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tranche::reports {

using sink = std::function<void(std::string_view)>;

/// When and by what the report was made, as text. Left out where empty.
struct stamp {
    std::string generated_at;
    std::string software;
};

/// Throws persistence::sql_failure and database_outage, and whatever the sink throws; what the sink
/// has taken by then is not a whole report.
void render(
    persistence::session& with, const report& which, const request& asked, const stamp& made,
    const sink& out
);

/// A name that says what is inside: "disbursements_instrument-1035_year-2009.csv".
std::string file_name(const report& which, const request& asked);

/// Every report with its question, parameters, groups and columns, as JSON.
std::string describe_reports(domain::language language);

}  // namespace tranche::reports
