// A report as somebody asked for it: filters, grouping, language and form, checked and with every
// code already turned into an id.
#pragma once

#include "domain/calendar.hpp"
#include "domain/message_catalogue.hpp"
#include "persistence/reference.hpp"
#include "persistence/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::reports {

struct report;

enum class format { json, csv, text };

/// "json", "csv", "text".
std::optional<format> format_from(std::string_view name);
std::string_view media_type_of(format which);

struct request {
    format as = format::json;
    domain::language language = domain::language::en;
    /// Asked for by name, so that codes are shown as words.
    bool language_given = false;
    /// CSV: column titles for people instead of stems; a byte order mark for spreadsheets.
    bool labels = false;
    bool bom = false;

    std::optional<std::int64_t> instrument, line, project, partner, agreement, expenditure_report,
        payment, entry;
    std::optional<std::int64_t> donor_named, contribution, statement, layout;
    std::optional<std::string> state;
    std::optional<std::int64_t> year;
    std::optional<domain::date> since, until;  // both days included
    std::optional<domain::date> from, to;      // days in the first and last month of a forecast
    std::optional<domain::date> as_known_on;   // recorded by the end of that day, UTC
    std::optional<std::int64_t> period;        // sets the days above
    bool as_reported = false;                  // ... and as_known_on to what the period reported
    bool reported = false;
    bool published = false;  // small figures of persons withheld, as in what the public reads
    std::int64_t late_days = 30;
    std::optional<std::int64_t> from_version, to_version;  // numbers of budget versions
    std::optional<std::int64_t> forecast;                  // number of a forecast
    std::vector<std::string> group_by;

    /// Only projects this donor's money reached.
    std::optional<std::int64_t> donor;
    /// ... and of them only those of which a grant opens this part to it.
    std::string_view opened = {};

    /// Parameters as they were typed, for the heading and the file name.
    std::vector<std::pair<std::string, std::string>> given;

    [[nodiscard]] bool groups(std::string_view by) const;
};

using name_values = std::vector<std::pair<std::string, std::string>>;

/// Reads parameters as typed in a query or on a command line. Throws domain::refusal (malformed,
/// "bad_query") with one violation for each that is unknown, wrong or repeated.
request read_request(
    const report& of, const name_values& parameters, persistence::session& with,
    persistence::reference_finder& references
);

}  // namespace tranche::reports
