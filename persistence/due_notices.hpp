// What a day brings about and no act: that something is nearly due, that it is overdue, that
// somebody's letter of the day is to be written. Each is remembered once, however often and by
// however many servers it is looked for.
#pragma once

#include "domain/calendar.hpp"
#include "persistence/outbox.hpp"
#include "persistence/query.hpp"

#include <optional>
#include <string>

namespace tranche::persistence {

/// So long after its day it is still said of something that it is overdue: a server may have been
/// down, and an event is kept for longer.
constexpr int days_said_overdue = 30;

/// Events of what projects, and partners under agreements, owe.
query remember_what_projects_owe(domain::date today);
query remember_what_partners_owe(domain::date today);
/// Events of papers about partners that end, for the office and for the partner itself.
query remember_what_expires(domain::date today);
/// Events of findings that partners have to answer, and did not.
query remember_findings_to_answer(domain::date today);
/// One event for each person who wants a letter a day.
query remember_letters_of_the_day(domain::date day);
/// Its delivery to that person.
query deliver_letter_of_the_day(const outbox_event& one);

/// As facts_of_subject(); empty when it is not owed any more, or by another day.
std::optional<subject_facts> facts_of_what_is_due(
    session& with, const outbox_event& one, domain::date today
);

/// Whether a person is told by letters of the day: 'each' or 'digest'.
query set_notices(std::int64_t user_id, std::string_view wanted);
query notices_of(std::int64_t user_id);

}  // namespace tranche::persistence
