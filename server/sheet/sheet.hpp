// A sheet as people send it: a heading and rows of text cells. One text holds all cells, so that a
// large file costs little more than its own size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct sheet_limits {
    std::size_t bytes = std::size_t{8} << 20;
    std::size_t rows = 10'000;  // without the heading
    std::size_t columns = 100;
    std::size_t cell = 4'000;  // bytes of one cell
};

class sheet {
public:
    // Filled cell by cell; `end_row` ends the row whether it has cells or not.
    void add_cell(std::string_view text);
    void end_row();

    // Rows are counted as a spreadsheet shows them, from 0; blank ones count too.
    [[nodiscard]] std::size_t rows() const { return row_ends_.size(); }
    [[nodiscard]] std::size_t cells_in(std::size_t row) const;
    // "" beyond the last cell of the row.
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const;
    [[nodiscard]] bool is_blank(std::size_t row) const;

private:
    [[nodiscard]] std::size_t first_cell(std::size_t row) const {
        return row == 0 ? 0 : row_ends_[row - 1];
    }

    std::string text_;
    std::vector<std::uint32_t> cell_ends_;
    std::vector<std::uint32_t> row_ends_;
};

}  // namespace tranche::server
