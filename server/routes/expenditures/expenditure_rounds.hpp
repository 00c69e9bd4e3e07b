// The rounds of an expenditure report: handed in, taken back, looked at, sent back with remarks,
// answered, and compared.
#pragma once

#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/routes.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tranche::server {

// The report's last round, if it was ever handed in: its id, number, days and count of remarks.
persistence::query last_round(std::int64_t report);
// The day of its last step; what follows is not before it.
std::optional<domain::date> last_day(const persistence::rows& last);
// Remarks of that round which have no answer yet.
persistence::query unanswered_remarks(std::int64_t report);
// What an authorised officer certifies on that day.
persistence::query certification_on(std::string_view subject, domain::date day);

// A violation for each.
void require_answers(command_run& run, const persistence::rows& unanswered);
struct handed_in {
    std::int64_t report, partner, lines_round;
    domain::date on;
    std::optional<std::string> language;
};
// Writes the next round. Refuses while a remark has no answer, naming each, and who is no officer
// of the partner.
void hand_in(
    command_run& run, const handed_in& what, const persistence::rows& last,
    const persistence::rows& unanswered, const persistence::rows& texts
);
// How the round ended; the round is the row of last_round().
void end_round(
    command_run& run, const persistence::rows& last, const char* kind, domain::date on,
    const std::optional<std::string>& reason
);

// How a line is meant: by its document, and where that stands on several lines by more; or by its
// id alone.
struct meant_document {
    const std::string* document;  // none: the id says it
    const std::optional<std::string>& budget_line;
    const std::optional<reference>& line;
};
// Among lines with `id`, `document` and `code`. Nothing, with a violation below `at`, when it is
// none or not one.
std::optional<persistence::row> meant_line(
    command_run& run, const persistence::rows& lines, const meant_document& meant,
    const std::string& at
);

endpoints report_round_endpoints();
endpoint report_difference_endpoint();

}  // namespace tranche::server
