// What is read of a report and its partner for a sheet: the lines as they stand, how the partner
// writes, and the file itself.
#pragma once

#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/command/command_run.hpp"
#include "server/report_sheets/report_sheet.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

// Period, state, partner and country of a report.
persistence::query report_to_fill(std::int64_t report);
// Its version, which stays while the transaction lasts.
persistence::query version_locked(std::int64_t report);
// The same for who holds the project already, and so does not wait for a look at the report.
persistence::query version_locked_at_once(std::int64_t report);
// All that a sheet says of the lines of its current round.
persistence::query report_sheet_lines(std::int64_t report);
// Of those of these lines that belong to earlier rounds of the report.
persistence::query earlier_lines(std::int64_t report, const std::vector<std::int64_t>& ids);
persistence::query interest_of_round(std::int64_t report);
// How the partner writes, by the newest version: one row for each heading, and one at least.
persistence::query sheet_habits(std::int64_t partner);

std::vector<recorded_line> recorded_lines(const persistence::rows& found);
std::vector<reported_interest_body> interest_bodies(const persistence::rows& found);
sheet_ground ground_of(const persistence::row& report);

// How the file is read: as whoever sends it says, else as was said before, else as its country
// writes where a column contradicts itself.
sheet_forms forms_of(
    const persistence::row& report, const persistence::rows& habits,
    std::optional<decimal_mark> mark, std::optional<day_order> order, domain::language language
);

// A look is named by a token that only whoever looked can use: it is no record of its own.
std::string token_of(std::int64_t preview);
std::optional<std::int64_t> preview_of(std::string_view token);

std::optional<decimal_mark> mark_named(std::optional<std::string_view> text);
std::optional<day_order> order_named(std::optional<std::string_view> text);
std::string_view name(decimal_mark mark);
std::string_view name(day_order order);

}  // namespace tranche::server
