// A sheet as people send it: a heading and rows of text cells. One text holds all cells, so that a
// large file costs little more than its own size.
#pragma once

#include "server/size_limits.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct sheet_limits {
    std::size_t bytes = body_at_most;
    std::size_t rows = 10'000;  // without the heading
    std::size_t columns = 100;
    std::size_t cell = 4'000;  // bytes of one cell
};

// What a spreadsheet knows of a cell besides its text. Cells of CSV files are all text.
enum class cell_kind : std::uint8_t {
    text,
    number,  // exact already: "-1234.56"
    day,     // "2026-03-31"
    broken,  // "#N/A" and the like, or a result that is not in the file
    foreign  // worked out from another file
};

class sheet {
public:
    // Filled cell by cell; `end_row` ends the row whether it has cells or not.
    void add_cell(std::string_view text, cell_kind kind = cell_kind::text);
    void end_row();

    // Rows are counted as a spreadsheet shows them, from 0; blank ones count too.
    [[nodiscard]] std::size_t rows() const { return row_ends_.size(); }
    [[nodiscard]] std::size_t cells_in(std::size_t row) const;
    // "" beyond the last cell of the row.
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
    // Text beyond the last cell.
    [[nodiscard]] cell_kind kind(std::size_t row, std::size_t column) const;
    [[nodiscard]] bool is_blank(std::size_t row) const;

private:
    [[nodiscard]] std::size_t first_cell(std::size_t row) const {
        return row == 0 ? 0 : row_ends_[row - 1];
    }

    std::string text_;
    std::vector<std::uint32_t> cell_ends_;
    std::vector<std::uint32_t> row_ends_;
    std::vector<cell_kind> kinds_;
};

}  // namespace tranche::server
