// What is due as a calendar (RFC 5545): one whole-day event for each obligation nobody has handed
// in yet.
#pragma once

#include "domain/calendar.hpp"
#include "domain/message_catalogue.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tranche::reports {

struct calendar_request {
    domain::date on;  // as it stands at the end of this day
    std::optional<std::int64_t> instrument, project;
    std::optional<std::int64_t> partner;  // whose own reports are all that is shown
    domain::language language = domain::language::en;
    std::string stamp;  // 20260331T120000Z
    std::string software;
};

/// An event keeps its UID when its day changes, so that a calendar moves it.
std::string obligation_calendar(persistence::session& with, const calendar_request& asked);

}  // namespace tranche::reports
