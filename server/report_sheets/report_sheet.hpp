// The sheet of expenses a partner fills in: its columns, the lines that are recorded already in the
// same form, and what a file would make of them.
#pragma once

#include "domain/error.hpp"
#include "domain/money.hpp"
#include "persistence/rows.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/sheet/currency_form.hpp"
#include "server/sheet/table.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// In the order they stand in a template. The last three are what an annotated file says of its
// rows; read again, they are passed over.
enum class report_column : std::uint8_t {
    line_id,
    document_type,
    document_series,
    document,
    supplier_tax_id,
    spent_on,
    budget_line,
    payee,
    description,
    amount,
    currency,
    document_total,
    tax,
    service_first,
    service_last,
    sub_partner,
    corrects,
    problem,
    hint,
    code
};
inline constexpr std::size_t report_columns = 20;
inline constexpr std::size_t said_columns = 17;  // without what is annotated

std::span<const sheet_column, report_columns> report_sheet_columns();
// The member of a line's body: "/amount/currency" for the currency; empty where it has none.
std::string_view pointer_of(report_column which);
// The column a pointer below a line means ("/amount").
std::optional<report_column> column_at(std::string_view pointer);

using line_cells = std::array<std::optional<std::string>, report_columns>;
inline std::optional<std::string>& at(line_cells& line, report_column which) {
    return line.at(static_cast<std::size_t>(which));
}
inline const std::optional<std::string>& at(const line_cells& line, report_column which) {
    return line.at(static_cast<std::size_t>(which));
}

// A line of the report's current round.
struct recorded_line {
    line_cells cells;
    domain::money reported;  // in the currency of the disbursement
};
// From rows of report_sheet_lines().
recorded_line recorded_of(const persistence::row& row);

enum class sheet_mode : std::uint8_t { add, replace, amend };
std::optional<sheet_mode> sheet_mode_of(std::string_view text);
std::string_view name(sheet_mode mode);

enum class line_fate : std::uint8_t { unchanged, added, changed, removed, untouched };

struct planned_line {
    line_cells cells;
    std::size_t row = 0;  // as a spreadsheet counts; 0: not in the file
    std::optional<std::size_t> recorded = {};
    line_fate fate = line_fate::untouched;
    // Columns whose cells could not be read or are missing: something stands in for them.
    std::bitset<report_columns> stands_in = {};
};

// What is to be known of the report besides its lines.
struct sheet_ground {
    domain::currency currency;
    domain::date period_first, period_last, agreement_first, agreement_last;
    // Documents and budget lines of lines of earlier rounds, by their public id.
    std::map<std::string, std::pair<std::string, std::string>> earlier = {};
    std::vector<std::string> budget_lines = {};  // codes of the agreement's
};

struct sheet_plan {
    std::vector<planned_line> lines;  // in the order they would have
    std::vector<planned_line> removed;
    std::vector<domain::violation> problems;
    // Asked, and answered before anything is taken over.
    std::vector<domain::violation> questions;  // of a currency once
    std::vector<domain::violation> remarks;
    // Also those that were too many to be kept.
    std::size_t problem_count = 0;
    std::size_t remark_count = 0;

    [[nodiscard]] std::size_t count(line_fate fate) const;
    [[nodiscard]] bool changes_something() const;
};

// A file as it was read: its cells, and what they mean by our columns.
enum class file_format : std::uint8_t { csv, xlsx };

struct read_sheet {
    sheet cells;
    table meant;
    file_format format = file_format::csv;
    char mark = ',';        // between the cells of a CSV file
    std::string name = {};  // of the workbook's sheet
    std::string part = {};  // and of its file in the container

    [[nodiscard]] std::string_view typed(std::size_t row, report_column which) const;
    [[nodiscard]] std::string heading(report_column which) const;
};

// Takes the cells of the rows out of what was read; what was typed stays.
sheet_plan plan_of(
    read_sheet& from, std::span<const recorded_line> recorded, sheet_mode mode,
    const sheet_ground& ground
);

// The line's body by the field table of the API; what is wrong is added at its pointer below `at`.
expenditure_line_body body_of(
    const line_cells& cells, std::size_t position, std::vector<domain::violation>& problems
);

// What "/lines/3/amount" speaks of: the line, and the column where one is meant.
struct line_place {
    std::size_t line = 0;
    std::optional<report_column> column;
};
std::optional<line_place> line_place_of(std::string_view pointer);

// A problem of the body at its cell in the file; of the whole row where no cell is meant.
domain::violation at_its_cell(
    domain::violation problem, const read_sheet& from, std::span<const planned_line* const> lines
);

}  // namespace tranche::server
