// What a look at a sheet is answered with, as JSON members: counts, problems, questions and remarks
// at their cells, and every row that would change with what was typed beside what was read.
#pragma once

#include "server/report_sheets/report_sheet.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

boost::json::object told_plan(
    const sheet_plan& plan, const read_sheet& from, const sheet_forms& forms,
    std::span<const recorded_line> recorded, domain::language language
);

// The members of a counting answer alone.
boost::json::object told_counts(const sheet_plan& plan);

// Problems, questions and remarks as they are kept for the file that goes back, and read again.
std::string kept_findings(const sheet_plan& plan);
struct kept_finding {
    domain::violation what;
    std::string severity;
};
std::vector<kept_finding> findings_kept(std::string_view text);

}  // namespace tranche::server
