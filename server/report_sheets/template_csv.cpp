#include "reports/csv_line.hpp"
#include "server/report_sheets/sheet_template.hpp"
#include "server/sheet/currency_form.hpp"
#include "server/sheet/headings.hpp"

#include <algorithm>

namespace tranche::server {

std::string template_csv(const template_about& about, std::span<const recorded_line> lines) {
    const bool has_comma = usual_mark_of(about.country) == decimal_mark::comma;
    std::string out = "\xEF\xBB\xBF";
    std::vector<std::optional<std::string>> cells;
    // Where the decimals stand behind a comma, spreadsheets want a semicolon between cells.
    const auto end_row = [&] {
        if (!has_comma) {
            reports::append_csv_record(out, cells);
        } else {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                out += i == 0 ? "" : ";";
                std::string one;
                reports::append_csv_record(one, std::span{&cells[i], 1});
                one.resize(one.size() - 2);
                const bool is_quoted = one.starts_with('"');
                out += one.find(';') != std::string::npos && !is_quoted ? '"' + one + '"' : one;
            }
            out += "\r\n";
        }
        cells.clear();
    };
    for (std::size_t i = 0; i < said_columns; ++i) {
        cells.emplace_back(heading_in(about.language, report_sheet_columns()[i]));
    }
    end_row();
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < said_columns; ++i) {
            auto cell = line.cells.at(i);
            const bool is_number = report_sheet_columns()[i].type == cell_type::number;
            if (cell && is_number && has_comma) {
                std::ranges::replace(*cell, '.', ',');
            }
            cells.push_back(
                cell && !is_number ? std::optional{reports::formula_safe(*cell)} : cell
            );
        }
        end_row();
    }
    return out;
}

}  // namespace tranche::server
