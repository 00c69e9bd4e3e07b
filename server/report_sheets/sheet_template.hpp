// The sheet a partner fills in, with the lines that are recorded already: as CSV in the form of its
// country, or as a workbook with choices, days as days, and the ids of lines out of the way.
#pragma once

#include "server/report_sheets/report_sheet.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

struct template_about {
    std::string agreement, report;  // codes; no report yet: empty
    domain::date period_first, period_last, agreement_first, agreement_last;
    domain::currency currency, base;
    std::string country;
    domain::language language = domain::language::en;
    std::vector<std::pair<std::string, std::string>> budget_lines;  // codes and names
};

std::string template_csv(const template_about& about, std::span<const recorded_line> lines);
std::string template_xlsx(const template_about& about, std::span<const recorded_line> lines);

}  // namespace tranche::server
