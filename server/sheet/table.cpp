#include "server/sheet/table.hpp"

#include "server/sheet/headings.hpp"
#include "server/sheet/loose_rows.hpp"
#include "server/sheet/table_columns.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

constexpr std::size_t remarks_kept = 500;
constexpr std::size_t totals_kept = 500;

class table_reader {
public:
    table_reader(const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms)
        : from_{from},
          columns_{columns},
          forms_{forms},
          headings_{understand_headings(from, columns, forms)} {}

    table read() {
        for (auto& one : headings_.problems) {
            note_problem(made_, std::move(one));
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto at = headings_.column_of[i];
            made_.headings.emplace_back(at ? from_.cell(headings_.row, *at) : std::string_view{});
        }
        made_.heading_row = headings_.row + 1;
        made_.remarks = std::move(headings_.unknown);
        made_.remark_count = made_.remarks.size();
        made_.column_of = headings_.column_of;
        for (auto row = headings_.row + 1; row < from_.rows(); ++row) {
            if (!from_.is_blank(row) && !(forms_.is_free && is_passed_over(row))) {
                made_.rows.push_back(
                    {row + 1, std::vector<std::optional<std::string>>(columns_.size())}
                );
                check_nothing_beyond(row);
            }
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (made_.column_of[i]) {
                read_column(from_, columns_, forms_, made_, i);
            }
        }
        std::ranges::stable_sort(made_.problems, {}, [](const auto& one) { return one.cell->row; });
        return std::move(made_);
    }

private:
    bool is_passed_over(std::size_t row) {
        if (repeats_headings(from_, headings_.row, row)) {
            return true;
        }
        auto total = total_in(from_, row, columns_, headings_.column_of);
        if (total && made_.totals.size() < totals_kept) {
            made_.totals.push_back(std::move(*total));
        }
        return total.has_value();
    }

    // A cell under no heading is a slip that would be lost silently.
    void check_nothing_beyond(std::size_t row) {
        for (std::size_t i = 0; i < from_.cells_in(row); ++i) {
            const auto typed = from_.cell(row, i);
            if (!typed.empty() && from_.cell(headings_.row, i).empty()) {
                domain::violation problem{"", "cell_without_heading", {}};
                problem.cell = domain::sheet_cell{row + 1, {}, std::string{typed}};
                if (!forms_.is_free) {
                    note_problem(made_, std::move(problem));
                } else if (++made_.remark_count <= remarks_kept) {
                    made_.remarks.push_back(std::move(problem));
                }
            }
        }
    }

    const sheet& from_;
    std::span<const sheet_column> columns_;
    const sheet_forms& forms_;
    understood_headings headings_;
    table made_;
};

}  // namespace

table read_table(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms
) {
    return table_reader{from, columns, forms}.read();
}

}  // namespace tranche::server
