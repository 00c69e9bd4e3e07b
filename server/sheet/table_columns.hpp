// The cells of a table's rows, read column by column: how numbers and days are written is decided
// from all cells of their column. For table.cpp alone.
#pragma once

#include "server/sheet/table.hpp"

#include <cstddef>
#include <span>

namespace tranche::server {

// The first 500 are kept, all are counted.
void note_problem(table& of, domain::violation problem);

// Reads one of the columns that the sheet has into the rows of the table, which knows its headings.
void read_column(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms, table& made,
    std::size_t column
);

}  // namespace tranche::server
