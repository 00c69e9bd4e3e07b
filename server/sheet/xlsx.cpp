#include "server/sheet/xlsx.hpp"

#include "domain/calendar.hpp"
#include "server/json/text.hpp"
#include "server/sheet/xlsx_cells.hpp"
#include "server/sheet/xlsx_parts.hpp"
#include "server/sheet/xml_reader.hpp"
#include "server/sheet/zip_file.hpp"

#include <algorithm>
#include <set>

namespace tranche::server {
namespace {

using domain::error_kind;

// What a workbook may unpack to.
constexpr std::uint64_t unpacked_at_most = std::uint64_t{256} << 20;
constexpr std::size_t rows_of_a_sheet = 1'048'576;
constexpr std::size_t foreign_at_most = 100'000;  // formulas that cells share

[[noreturn]] void refuse(error_kind kind, const char* code, domain::message_args args = {}) {
    throw domain::refusal{kind, code, std::move(args)};
}

template <class Reader>
void read_part(const zip_reader& file, const std::string& name, Reader& reader) {
    file.read(name, [&](std::string_view piece) { reader.feed(piece); });
    reader.finish();
}

// Control characters are written as "_x000D_"; of them only line ends occur.
std::string plain_text(std::string_view text) {
    std::string out{text};
    for (auto at = out.find("_x000D_"); at != std::string::npos; at = out.find("_x000D_", at)) {
        out.erase(at, 7);
    }
    std::erase(out, '\r');
    return std::string{trimmed(out)};
}

class sheet_reader : public xml_reader {
public:
    sheet_reader(
        const sheet_limits& limits, const shared_texts& texts, const std::vector<bool>& days,
        bool is_1904
    )
        : limits_{limits},
          texts_{texts},
          days_{days},
          is_1904_{is_1904} {}

    sheet made;
    std::size_t formulas = 0;
    std::size_t hidden = 0;
    std::vector<std::size_t> merged;  // first rows of what is merged over several

    void end_sheet() {
        finish();
        if (columns_ > 0) {
            made.end_row();
        }
    }

private:
    void begin(std::string_view name, const xml_attributes& attributes) override {
        if (name == "row") {
            if (++told_rows_ > rows_of_a_sheet) {
                refuse(
                    error_kind::too_large, "sheet_too_many_rows",
                    {{"max", std::to_string(limits_.rows)}}
                );
            }
            row_ = number_in(attributes.find("r"), row_ + 1);
            column_ = 0;
            is_hidden_ = is_true(attributes.find("hidden"));
        } else if (name == "c") {
            begin_cell(attributes);
        } else if (name == "v" || name == "t") {
            into_ = aside_ == 0 ? &value_ : nullptr;
        } else if (name == "f") {
            has_formula_ = true;
            shared_ = attributes.find("t") == "shared"
                ? std::optional{number_in(attributes.find("si"), 0)}
                : std::nullopt;
            into_ = &formula_;
        } else if (name == "rPh") {
            ++aside_;
        } else if (name == "mergeCell") {
            note_merged(attributes.find("ref").value_or(""));
        }
    }

    void end(std::string_view name) override {
        into_ = nullptr;
        if (name == "c") {
            end_cell();
        } else if (name == "rPh") {
            --aside_;
        }
    }

    void text(std::string_view piece) override {
        if (into_ != nullptr) {
            *into_ += piece;
            if (into_->size() > 4 * limits_.cell + 64) {
                refuse(
                    error_kind::too_large, "sheet_cell_too_long",
                    {{"max", std::to_string(limits_.cell)}, {"row", std::to_string(row_)}}
                );
            }
        }
    }

    void begin_cell(const xml_attributes& attributes) {
        const auto reference = attributes.find("r");
        const auto named = reference ? column_of_reference(*reference) : std::optional{column_};
        if (!named) {
            refuse(error_kind::malformed, "workbook_unreadable");
        }
        column_ = *named;
        type_ = attributes.find("t").value_or("n");
        const auto style = number_in(attributes.find("s"), 0);
        is_day_ = style < days_.size() && days_[style];
        value_.clear();
        formula_.clear();
        has_formula_ = false;
        shared_.reset();
    }

    void end_cell() {
        const auto [text, kind] = content();
        if (!text.empty()) {
            place(text, kind);
        }
        ++column_;
    }

    std::pair<std::string, cell_kind> content() {
        if (has_formula_) {
            // A link to another file is written "[1]Sheet!A1".
            const bool links =
                formula_.find('[') != std::string::npos && formula_.find('!') != std::string::npos;
            if (links && shared_) {
                foreign_.insert(*shared_);
                if (foreign_.size() > foreign_at_most) {
                    refuse(error_kind::malformed, "workbook_unreadable");
                }
            }
            if (links || (shared_ && foreign_.contains(*shared_))) {
                return {'=' + formula_.substr(0, 80), cell_kind::foreign};
            }
            if (value_.empty() && type_ != "str") {
                return {'=' + formula_.substr(0, 80), cell_kind::broken};
            }
            ++formulas;
        }
        if (type_ == "s") {
            const auto found = texts_.at(number_in(value_, static_cast<std::size_t>(-1)));
            if (!found) {
                refuse(error_kind::malformed, "workbook_unreadable");
            }
            return {plain_text(*found), cell_kind::text};
        }
        if (type_ == "str" || type_ == "inlineStr") {
            return {plain_text(value_), cell_kind::text};
        }
        if (type_ == "e") {
            return {value_, cell_kind::broken};
        }
        if (type_ == "b") {
            return {value_ == "1" ? "true" : "false", cell_kind::text};
        }
        if (type_ == "d") {
            return iso_day_content();
        }
        return number_content();
    }

    // "2026-03-31", with or without a time behind it.
    std::pair<std::string, cell_kind> iso_day_content() const {
        if (value_.empty()) {
            return {};
        }
        const bool is_day = value_.size() <= 10 || value_[10] == 'T';
        const auto day =
            is_day ? domain::parse_date(std::string_view{value_}.substr(0, 10)) : std::nullopt;
        return day ? std::pair{domain::to_string(*day), cell_kind::day}
                   : std::pair{value_, cell_kind::broken};
    }

    std::pair<std::string, cell_kind> number_content() const {
        if (value_.empty()) {
            return {};
        }
        if (is_day_) {
            const auto day = day_of_serial(value_, is_1904_);
            return day ? std::pair{*day, cell_kind::day} : std::pair{value_, cell_kind::broken};
        }
        const auto exact = exact_decimal(value_);
        return exact ? std::pair{*exact, cell_kind::number} : std::pair{value_, cell_kind::broken};
    }

    // Only cells with something in them make rows: a format may reach to the last of a million.
    void place(std::string_view text, cell_kind kind) {
        const auto max_rows = limits_.rows + 100;  // titles, headings and totals besides
        if (row_ == 0 || row_ <= made.rows() || (row_ == made.rows() + 1 && column_ < columns_)) {
            refuse(error_kind::malformed, "workbook_unreadable");
        }
        if (row_ > max_rows + 1) {
            refuse(
                error_kind::too_large, "sheet_too_many_rows",
                {{"max", std::to_string(limits_.rows)}}
            );
        }
        if (column_ >= limits_.columns) {
            refuse(
                error_kind::too_large, "sheet_too_many_columns",
                {{"max", std::to_string(limits_.columns)}, {"row", std::to_string(row_)}}
            );
        }
        if (text.size() > limits_.cell) {
            refuse(
                error_kind::too_large, "sheet_cell_too_long",
                {{"max", std::to_string(limits_.cell)}, {"row", std::to_string(row_)}}
            );
        }
        if (!is_utf8(text)) {
            refuse(error_kind::malformed, "workbook_unreadable");
        }
        // A text that cells share is in the file once.
        placed_ += text.size();
        if (placed_ > unpacked_at_most) {
            refuse(
                error_kind::too_large, "workbook_too_large",
                {{"max", std::to_string(unpacked_at_most)}}
            );
        }
        while (made.rows() + 1 < row_) {
            made.end_row();
            columns_ = 0;
        }
        hidden += is_hidden_ && columns_ == 0 ? 1U : 0U;
        for (; columns_ < column_; ++columns_) {
            made.add_cell({});
        }
        made.add_cell(text, kind);
        ++columns_;
    }

    void note_merged(std::string_view reference) {
        const auto colon = reference.find(':');
        const auto row_in = [](std::string_view cell) {
            const auto digits = std::min(cell.find_first_of("0123456789"), cell.size());
            return number_in(cell.substr(digits), 0);
        };
        if (colon == reference.npos || merged.size() >= 100) {
            return;
        }
        const auto first = row_in(reference.substr(0, colon));
        if (row_in(reference.substr(colon + 1)) > first) {
            merged.push_back(first);
        }
    }

    const sheet_limits& limits_;
    const shared_texts& texts_;
    const std::vector<bool>& days_;
    bool is_1904_;
    std::size_t told_rows_ = 0;  // with or without cells
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::size_t columns_ = 0;   // cells of the row that is being made
    std::uint64_t placed_ = 0;  // bytes of all cells
    int aside_ = 0;
    bool is_hidden_ = false;
    bool is_day_ = false;
    bool has_formula_ = false;
    std::optional<std::size_t> shared_;
    std::set<std::size_t> foreign_;
    std::string type_, value_, formula_;
    std::string* into_ = nullptr;
};

// "worksheets/sheet1.xml", told from the folder of the workbook.
std::string placed(const std::string& beside, std::string_view target) {
    if (target.starts_with('/')) {
        return std::string{target.substr(1)};
    }
    const auto slash = beside.rfind('/');
    return (slash == std::string::npos ? std::string{} : beside.substr(0, slash + 1)) +
        std::string{target};
}

domain::violation remark(std::string code, domain::message_args args, std::size_t row = 0) {
    domain::violation made{"", std::move(code), std::move(args)};
    made.cell = domain::sheet_cell{row, {}, {}};
    return made;
}

void note_reading(xlsx_sheet& found, const sheet_reader& reader) {
    if (reader.formulas > 0) {
        found.remarks.push_back(
            remark("formulas_taken", {{"count", std::to_string(reader.formulas)}})
        );
    }
    if (reader.hidden > 0) {
        found.remarks.push_back(
            remark("hidden_rows_read", {{"count", std::to_string(reader.hidden)}})
        );
    }
    for (const auto row : reader.merged) {
        found.remarks.push_back(remark("cells_merged", {}, row));
    }
}

void refuse_macros(const zip_reader& file) {
    for (const auto& name : file.names()) {
        if (name.ends_with("vbaProject.bin") || name.starts_with("xl/macrosheets/")) {
            refuse(error_kind::unsupported_media, "workbook_has_macros");
        }
    }
}

}  // namespace

xlsx_sheet read_xlsx(
    std::string_view bytes, const sheet_limits& limits,
    const std::function<std::size_t(const sheet&)>& suits
) {
    if (bytes.size() > limits.bytes) {
        refuse(error_kind::too_large, "body_too_large", {{"limit", std::to_string(limits.bytes)}});
    }
    const zip_reader file{bytes, unpacked_at_most};
    refuse_macros(file);
    relations root;
    read_part(file, "_rels/.rels", root);
    const auto main = placed({}, root.document.empty() ? "xl/workbook.xml" : root.document);
    workbook_parts book;
    read_part(file, main, book);
    relations parts;
    read_part(file, placed(main, "_rels/") + main.substr(main.rfind('/') + 1) + ".rels", parts);
    day_styles styles;
    if (const auto name = placed(main, "styles.xml"); file.has(name)) {
        read_part(file, name, styles);
    }
    shared_texts texts;
    if (const auto name = placed(main, "sharedStrings.xml"); file.has(name)) {
        read_part(file, name, texts);
    }
    xlsx_sheet best;
    std::optional<std::size_t> most;
    std::string others;
    std::set<std::string> seen;
    for (const auto& listed : book.sheets) {
        const auto target = parts.targets.find(listed.relation);
        if (!listed.visible || target == parts.targets.end()) {
            continue;
        }
        const auto part = placed(main, target->second);
        if (!file.has(part) || part.find("worksheets/") == std::string::npos ||
            !seen.insert(part).second) {
            continue;
        }
        sheet_reader reader{limits, texts, styles.styles, book.is_1904};
        file.read(part, [&](std::string_view piece) { reader.feed(piece); });
        reader.end_sheet();
        const auto fit = suits(reader.made);
        const bool is_best = !most || fit > *most;
        const auto& passed = is_best ? best.name : listed.name;
        if (most) {
            others += (others.empty() ? "" : ", ") + passed;
        }
        if (is_best) {
            most = fit;
            xlsx_sheet found{std::move(reader.made), listed.name, part, {}};
            note_reading(found, reader);
            best = std::move(found);
        }
    }
    if (!most || best.cells.rows() == 0) {
        refuse(error_kind::malformed, "sheet_empty");
    }
    if (!others.empty()) {
        best.remarks.push_back(
            remark("sheets_passed_over", {{"sheet", best.name}, {"others", others}})
        );
    }
    return best;
}

}  // namespace tranche::server
