// Rows of a sheet that are no data: sums below it, and headings repeated at the top of each page.
#pragma once

#include "server/sheet/table.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace tranche::server {

// A row that says "total" or the like and has no day, no document and no budget line.
std::optional<total_row> total_in(
    const sheet& from, std::size_t row, std::span<const sheet_column> columns,
    std::span<const std::optional<std::size_t>> column_of
);

bool repeats_headings(const sheet& from, std::size_t headings, std::size_t row);

}  // namespace tranche::server
