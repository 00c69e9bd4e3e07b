// The partner's own workbook with what was found beside its rows: cells are put into the sheet's
// text where each row ends, and everything else stays as it was.
#include "server/report_sheets/sheet_file.hpp"
#include "server/sheet/headings.hpp"
#include "server/sheet/xlsx.hpp"
#include "server/sheet/xlsx_cells.hpp"
#include "server/sheet/xml_reader.hpp"
#include "server/sheet/xml_text.hpp"
#include "server/sheet/zip_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace tranche::server {
namespace {

constexpr std::size_t columns_of_a_sheet = 16'384;

// Where each row ends in the text, and how far its cells reach.
struct row_ends : xml_reader {
    struct place {
        std::size_t at;
        bool is_closed_at_once;  // "<row/>"
    };
    std::map<std::size_t, place> rows;
    std::size_t width = 0;

    void begin(std::string_view name, const xml_attributes& attributes) override {
        if (name == "row") {
            const auto number = attributes.find("r").value_or("");
            const auto* end = number.data() + number.size();
            if (number.empty() || std::from_chars(number.data(), end, row_).ec != std::errc{}) {
                ++row_;
            }
            column_ = 0;
        } else if (name == "c") {
            const auto reference = attributes.find("r");
            column_ = reference ? column_of_reference(*reference).value_or(column_) : column_;
            width = std::max(width, ++column_);
        }
    }
    void end(std::string_view name) override {
        if (name == "row") {
            rows.emplace(row_, place{position(), event_size() == 0});
        }
    }

private:
    std::size_t row_ = 0;
    std::size_t column_ = 0;
};

// "x:" where the sheet's elements are called so.
std::string prefix_at(std::string_view text, std::size_t end_of_row) {
    const auto tag = text.substr(end_of_row, 40);
    const auto name = tag.find("row");
    return tag.starts_with("</") && name != tag.npos ? std::string{tag.substr(2, name - 2)}
                                                     : std::string{};
}

std::string cells_of(
    const std::string& prefix, std::size_t row, std::size_t column, const row_note& note
) {
    std::string out;
    const auto element = [&](const char* before, const char* name) -> std::string& {
        return out.append(before).append(prefix).append(name);
    };
    for (const auto& text : {note.problem, note.hint, note.code}) {
        element("<", "c r=\"").append(column_name(column++)).append(std::to_string(row));
        element("\" t=\"inlineStr\"><", "is>");
        element("<", "t xml:space=\"preserve\">").append(xml_text(text));
        element("</", "t>");
        element("</", "is>");
        element("</", "c>");
    }
    return out;
}

}  // namespace

std::string annotated_xlsx(
    std::string_view bytes, const read_sheet& from, const std::vector<row_note>& notes,
    domain::language language
) {
    const auto text = zip_reader{bytes, unpacked_at_most}.text(from.part);
    row_ends ends;
    ends.feed(text);
    ends.finish();
    if (ends.width + 3 > columns_of_a_sheet || text.starts_with("\xFF\xFE") ||
        text.starts_with("\xFE\xFF")) {
        throw domain::refusal{domain::error_kind::malformed, "workbook_unreadable"};
    }
    const auto columns = report_sheet_columns();
    const auto title = [&](report_column which) {
        return std::string{heading_in(language, columns[static_cast<std::size_t>(which)])};
    };
    std::map<std::size_t, row_note> of_row;
    of_row.emplace(
        from.meant.heading_row,
        row_note{
            from.meant.heading_row, title(report_column::problem), title(report_column::hint),
            title(report_column::code)}
    );
    for (const auto& one : notes) {
        of_row.emplace(one.row, one);
    }
    std::string out;
    std::size_t taken = 0;
    std::string prefix;
    for (const auto& [row, place] : ends.rows) {
        prefix = place.is_closed_at_once ? prefix : prefix_at(text, place.at);
        const auto note = of_row.find(row);
        if (note == of_row.end()) {
            continue;
        }
        const auto cells = cells_of(prefix, row, ends.width, note->second);
        if (place.is_closed_at_once) {
            out += text.substr(taken, place.at - 2 - taken);
            out.append(">").append(cells).append("</").append(prefix).append("row>");
        } else {
            out += text.substr(taken, place.at - taken);
            out += cells;
        }
        taken = place.at;
    }
    out += text.substr(taken);
    return with_part(bytes, from.part, out);
}

}  // namespace tranche::server
