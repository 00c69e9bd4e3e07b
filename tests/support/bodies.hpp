// Bodies of commands in the small world that many tests send.
#pragma once

#include "tests/support/api.hpp"
#include "tests/support/sql.hpp"

#include <string>

namespace tranche::tests {

/// An expense of the office on a project, as finance records it; line "1".
boost::json::object expense(
    const std::string& document, const std::string& spent_on, const std::string& amount = "10.00",
    const std::string& project = "P1"
);
/// The project's own final report, handed in and accepted that day (R59 asks for it).
void accepted_final_report(
    api& server, const std::string& project = "P1", const std::string& on = "2026-06-29"
);
/// One of the agreement's accepted reports was marked as its final one, without which it does not
/// close.
void marked_final(sql_connection& db, const std::string& agreement);
/// The right rate of the quetzal, in the series MONTHLY, for a day it was quoted on: proposed, not
/// approved; the correction's id.
std::string proposed_rate(
    api& server, const std::string& rate, const std::string& quoted_on = "2026-04-30"
);
/// And approved.
std::string corrected_rate(
    api& server, const std::string& rate, const std::string& quoted_on = "2026-04-30"
);
/// The outcome "1" of a project, with the indicator "children".
boost::json::object matched_effort();
boost::json::object children_result();
/// What was reached of it in March.
boost::json::object children_reached();

}  // namespace tranche::tests
