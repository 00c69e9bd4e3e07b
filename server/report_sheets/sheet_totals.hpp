// What the totals of a file say, beside the sums of its rows.
#pragma once

#include "server/report_sheets/report_sheet.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tranche::server {

struct summed_row {
    std::size_t row;
    std::optional<std::string> amount;
    std::optional<std::string> other_currency;  // than the report's
};

// A remark on each total that is a number: whether it agrees with all rows above it, or with those
// since the total before. Where rows are in another currency it says so.
std::vector<domain::violation> remarks_on_totals(
    const read_sheet& from, domain::currency unit, std::span<const summed_row> rows
);

}  // namespace tranche::server
