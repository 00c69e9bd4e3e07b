// Which declared column each heading of a sheet means.
#pragma once

#include "server/sheet/table.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// Without case, accents, blanks and punctuation: "Date d'émission" and "date_d_emission" are one.
std::string folded(std::string_view heading);

struct understood_headings {
    std::size_t row = 0;                                // of the sheet, from 0
    std::vector<std::optional<std::size_t>> column_of;  // declared column -> column of the sheet
    std::vector<domain::violation> problems;
    std::vector<domain::violation> unknown;  // of a free sheet: passed over
};

// Whoever wrote a heading that is none is told of those there are, in this language.
understood_headings understand_headings(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
);

// How many of the columns the best row among the first names.
std::size_t headings_recognised(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
);

}  // namespace tranche::server
