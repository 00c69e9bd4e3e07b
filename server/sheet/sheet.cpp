#include "server/sheet/sheet.hpp"

namespace tranche::server {

void sheet::add_cell(std::string_view text, cell_kind kind) {
    text_ += text;
    kinds_.push_back(kind);
    cell_ends_.push_back(static_cast<std::uint32_t>(text_.size()));
}

void sheet::end_row() {
    row_ends_.push_back(static_cast<std::uint32_t>(cell_ends_.size()));
}

std::size_t sheet::cells_in(std::size_t row) const {
    return row_ends_[row] - first_cell(row);
}

std::string_view sheet::cell(std::size_t row, std::size_t column) const {
    if (column >= cells_in(row)) {
        return {};
    }
    const auto at = first_cell(row) + column;
    const auto begin = at == 0 ? 0 : cell_ends_[at - 1];
    return std::string_view{text_}.substr(begin, cell_ends_[at] - begin);
}

cell_kind sheet::kind(std::size_t row, std::size_t column) const {
    return column < cells_in(row) ? kinds_[first_cell(row) + column] : cell_kind::text;
}

bool sheet::is_blank(std::size_t row) const {
    for (std::size_t column = 0; column < cells_in(row); ++column) {
        if (!cell(row, column).empty()) {
            return false;
        }
    }
    return true;
}

}  // namespace tranche::server
