#include "server/sheet/xlsx_rows.hpp"

#include "domain/calendar.hpp"
#include "domain/error.hpp"
#include "server/json/text.hpp"
#include "server/sheet/bounds.hpp"
#include "server/sheet/xlsx.hpp"
#include "server/sheet/xlsx_cells.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::error_kind;

constexpr std::size_t rows_of_a_sheet = 1'048'576;
constexpr std::size_t foreign_at_most = 100'000;  // formulas that cells share

[[noreturn]] void refuse(error_kind kind, const char* code, domain::message_args args = {}) {
    throw domain::refusal{kind, code, std::move(args)};
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

}  // namespace

void sheet_reader::end_sheet() {
    finish();
    if (columns_ > 0) {
        made.end_row();
    }
}

void sheet_reader::begin(std::string_view name, const xml_attributes& attributes) {
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

void sheet_reader::end(std::string_view name) {
    into_ = nullptr;
    if (name == "c") {
        end_cell();
    } else if (name == "rPh") {
        --aside_;
    }
}

void sheet_reader::text(std::string_view piece) {
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

void sheet_reader::begin_cell(const xml_attributes& attributes) {
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

void sheet_reader::end_cell() {
    const auto [text, kind] = content();
    if (!text.empty()) {
        place(text, kind);
    }
    ++column_;
}

std::pair<std::string, cell_kind> sheet_reader::content() {
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

std::pair<std::string, cell_kind> sheet_reader::iso_day_content() const {
    if (value_.empty()) {
        return {};
    }
    const bool is_day = value_.size() <= 10 || value_[10] == 'T';
    const auto day =
        is_day ? domain::parse_date(std::string_view{value_}.substr(0, 10)) : std::nullopt;
    return day ? std::pair{domain::to_string(*day), cell_kind::day}
               : std::pair{value_, cell_kind::broken};
}

std::pair<std::string, cell_kind> sheet_reader::number_content() const {
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

void sheet_reader::place(std::string_view text, cell_kind kind) {
    const auto max_rows = limits_.rows + rows_besides;
    if (row_ == 0 || row_ <= made.rows() || (row_ == made.rows() + 1 && column_ < columns_)) {
        refuse(error_kind::malformed, "workbook_unreadable");
    }
    if (row_ > max_rows + 1) {
        refuse(
            error_kind::too_large, "sheet_too_many_rows", {{"max", std::to_string(limits_.rows)}}
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
            error_kind::too_large, "workbook_too_large", {{"max", std::to_string(unpacked_at_most)}}
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

void sheet_reader::note_merged(std::string_view reference) {
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

}  // namespace tranche::server
