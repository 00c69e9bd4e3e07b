#include "server/report_sheets/sheet_file.hpp"

#include "server/sheet/bounds.hpp"
#include "server/sheet/csv.hpp"
#include "server/sheet/headings.hpp"
#include "server/sheet/text_encoding.hpp"
#include "server/sheet/xlsx.hpp"
#include "server/sheet/zip_file.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace tranche::server {
namespace {

using domain::error_kind;

constexpr std::size_t beginning = std::size_t{64} << 10;

// Whole rows from the front of a text: a line that ends inside quotes ends none.
std::string_view first_rows(std::string_view text) {
    if (text.size() <= beginning) {
        return text;
    }
    text = text.substr(0, beginning);
    std::size_t end = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        quoted = quoted != (text[i] == '"');
        if (text[i] == '\n' && !quoted) {
            end = i + 1;
        }
    }
    return end == 0 ? text : text.substr(0, end);
}

// The mark that makes headings out of a line, for titles above them may hold any.
char separator_by_headings(std::string_view text, const sheet_forms& forms) {
    const auto lines = first_rows(text);
    char best = ',';
    std::size_t most = 0;
    for (const char mark : separators) {
        try {
            const auto found = headings_recognised(
                read_csv(lines, report_sheet_limits(), mark), report_sheet_columns(), forms
            );
            if (found > most) {
                most = found;
                best = mark;
            }
        } catch (const domain::refusal&) {
            continue;  // with that mark it is no sheet
        }
    }
    return best;
}

char separator_in(std::string_view text, const sheet_forms& forms) {
    const bool is_declared = text.starts_with("sep=") && text.size() > 4;
    return is_declared ? text[4] : separator_by_headings(text, forms);
}

void append_cell(std::string& out, char mark, std::string_view text) {
    out += mark;
    const bool is_plain = text.find_first_of("\"\r\n,;\t") == text.npos;
    out += is_plain ? "" : "\"";
    for (const char one : text) {
        out += one;
        out += one == '"' ? "\"" : "";
    }
    out += is_plain ? "" : "\"";
}

}  // namespace

file_format format_of(std::string_view bytes) {
    if (bytes.starts_with("PK\x03\x04")) {
        return file_format::xlsx;
    }
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
        throw domain::refusal{error_kind::unsupported_media, "sheet_old_or_locked"};
    }
    return file_format::csv;
}

std::string_view media_type(file_format format) {
    return format == file_format::csv
        ? "text/csv"
        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

sheet_limits report_sheet_limits() {
    return {.bytes = file_at_most, .rows = 100'000, .columns = 200, .cell = 4'000};
}

std::uint64_t unpacked_size(std::string_view bytes) {
    return format_of(bytes) == file_format::xlsx ? zip_reader{bytes, unpacked_at_most}.announced()
                                                 : bytes.size();
}

read_sheet read_report_file(std::string_view bytes, const sheet_forms& forms) {
    const auto columns = report_sheet_columns();
    if (format_of(bytes) == file_format::xlsx) {
        auto cells = read_xlsx(bytes, report_sheet_limits(), [&](const sheet& candidate) {
            return headings_recognised(candidate, columns, forms);
        });
        auto meant = read_table(cells.cells, columns, forms);
        meant.remark_count += cells.remarks.size();
        std::ranges::move(cells.remarks, std::back_inserter(meant.remarks));
        return {std::move(cells.cells), std::move(meant),     file_format::xlsx, ',',
                std::move(cells.name),  std::move(cells.part)};
    }
    // The whole: what is cut inside a letter is in no encoding.
    const auto mark = separator_in(decoded(bytes), forms);
    auto cells = read_csv(bytes, report_sheet_limits(), mark);
    auto meant = read_table(cells, columns, forms);
    return {std::move(cells), std::move(meant), file_format::csv, mark};
}

std::string annotated_csv(
    std::string_view bytes, const read_sheet& from, const std::vector<row_note>& notes,
    domain::language language
) {
    const auto encoding = encoding_of(bytes);
    const auto text = as_utf8(bytes, encoding);
    const auto mark = from.mark;
    std::map<std::size_t, const row_note*> of_row;
    for (const auto& one : notes) {
        of_row.emplace(one.row, &one);
    }
    std::size_t width = 0;
    for (std::size_t row = 0; row < from.cells.rows(); ++row) {
        width = std::max(width, from.cells.cells_in(row));
    }
    const auto columns = report_sheet_columns();
    const auto title = [&](report_column which) {
        return heading_in(language, columns[static_cast<std::size_t>(which)]);
    };
    std::string out;
    std::size_t row = 1;
    const auto end_row = [&] {
        const auto found = of_row.find(row);
        const bool is_heading = row == from.meant.heading_row;
        if (is_heading || found != of_row.end()) {
            const auto cells = row <= from.cells.rows() ? from.cells.cells_in(row - 1) : 0;
            out.append(width - std::min(width, std::max<std::size_t>(cells, 1)), mark);
            const row_note heading{
                row, std::string{title(report_column::problem)},
                std::string{title(report_column::hint)}, std::string{title(report_column::code)}};
            const auto& note = is_heading ? heading : *found->second;
            for (const auto& one : {note.problem, note.hint, note.code}) {
                append_cell(out, mark, one);
            }
        }
        ++row;
    };
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char one = text[i];
        quoted = quoted != (one == '"');
        const bool ends = !quoted && (one == '\n' || one == '\r');
        if (ends) {
            end_row();
        }
        out += one;
        if (ends && one == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
            out += text[++i];
        }
    }
    if (!text.empty() && text.back() != '\n' && text.back() != '\r') {
        end_row();
    }
    return in_encoding(out, encoding);
}

}  // namespace tranche::server
