#include "server/sheet/loose_rows.hpp"

#include "server/sheet/headings.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

constexpr std::array<std::string_view, 8> words{"total", "subtotal", "totales",   "totaux",
                                                "suma",  "somme",    "grantotal", "sum"};

// Whether the text is one of the words, alone or before something else: "TOTAL 182,550.00".
bool says_total(std::string_view text) {
    const auto end = text.find_first_of("0123456789");
    const auto said = folded(text.substr(0, end));
    return std::ranges::any_of(words, [&](std::string_view word) {
        return said == word || (word.size() > 4 && said.starts_with(word) && text.size() < 40);
    });
}

bool is_number_like(std::string_view text) {
    return text.find_first_of("0123456789") != text.npos;
}

// Whether the row names a record, a document or a budget line elsewhere than in its label.
bool names_an_expense(
    const sheet& from, std::size_t row, std::size_t label, std::span<const sheet_column> columns,
    std::span<const std::optional<std::size_t>> column_of
) {
    constexpr std::array<std::string_view, 3> stems{"line_id", "document", "budget_line"};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (column_of[i] && *column_of[i] != label && !from.cell(row, *column_of[i]).empty() &&
            std::ranges::find(stems, columns[i].stem) != stems.end()) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<total_row> total_in(
    const sheet& from, std::size_t row, std::span<const sheet_column> columns,
    std::span<const std::optional<std::size_t>> column_of
) {
    std::optional<std::size_t> word;
    for (std::size_t i = 0; i < from.cells_in(row) && !word; ++i) {
        if (says_total(from.cell(row, i))) {
            word = i;
        }
    }
    if (!word || names_an_expense(from, row, *word, columns, column_of)) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].type == cell_type::day && column_of[i] && *column_of[i] != *word &&
            is_number_like(from.cell(row, *column_of[i]))) {
            return std::nullopt;  // an expense whose payee is called so
        }
    }
    total_row made{row + 1, std::string{from.cell(row, *word)}, {}, cell_kind::text};
    const auto take = [&](std::size_t at) {
        if (made.typed.empty() && at != *word && is_number_like(from.cell(row, at))) {
            made.typed = from.cell(row, at);
            made.kind = from.kind(row, at);
        }
    };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].type == cell_type::number && column_of[i]) {
            take(*column_of[i]);
        }
    }
    for (std::size_t i = 0; i < from.cells_in(row); ++i) {
        take(i);
    }
    if (const auto at = made.label.find_first_of("0123456789");
        made.typed.empty() && at != std::string::npos) {
        made.typed = made.label.substr(at);
    }
    return made;
}

bool repeats_headings(const sheet& from, std::size_t headings, std::size_t row) {
    std::size_t alike = 0;
    for (std::size_t i = 0; i < from.cells_in(row); ++i) {
        if (from.cell(row, i) != from.cell(headings, i)) {
            return false;
        }
        alike += from.cell(row, i).empty() ? 0U : 1U;
    }
    return alike > 2;
}

}  // namespace tranche::server
