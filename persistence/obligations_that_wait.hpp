// Of the reports and plans that are due (R49 to R53), those that wait for somebody at the end of a
// day: computed, so without a life of their own. Those that have waited longest come first.
#pragma once

#include "domain/calendar.hpp"
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>

namespace tranche::persistence {

/// All of these answer with "_id" and "_state" of whatever owes it, "_since", project, agreement
/// (null for what a project owes), kind, number, due_on and state.
query project_obligations_that_wait(domain::date on, std::int64_t at_most);
/// What a partner has not begun: a draft, or what was sent back, waits as the report that it is.
query own_reports_that_wait(domain::date on, std::int64_t partner, std::int64_t at_most);
/// What partners are late with.
query late_reports_of_partners(domain::date on, std::int64_t at_most);

}  // namespace tranche::persistence
