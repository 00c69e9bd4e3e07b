// What an allocation and a proposal are judged by: the dated terms of lines, and what is known of
// the States of a project.
#pragma once

#include "domain/allocation.hpp"
#include "domain/calendar.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

// A line with its terms in force on a day and what its pot holds from that day on.
persistence::query line_facts(
    std::int64_t line, std::int64_t project, std::int64_t pot, domain::date on
);
// The terms in force on a day of every line of a project's fund.
persistence::query terms_of_fund(std::int64_t project, domain::date on);
// Nothing when the line has no terms that day.
std::optional<domain::line_terms> terms_of(const persistence::row& row);

// The States that benefit on a day, what is known of them then, and whose letter there is.
persistence::query states_on(std::int64_t project, domain::date on);
std::vector<domain::state_of_project> states_of(const persistence::rows& found);
domain::state_facts facts_of_state(const persistence::row& row);

// All of it as JSON, to be kept with the allocation (R11).
std::string snapshot_of(
    const std::vector<domain::state_of_project>& states, bool excludes_article_4
);

}  // namespace tranche::server
