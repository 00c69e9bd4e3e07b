#include "server/sheet/xlsx_book.hpp"

#include "domain/contract.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace tranche::server {
namespace {

void check(lxw_error done) {
    if (done != LXW_NO_ERROR) {
        throw std::runtime_error{
            std::string{"a workbook could not be written: "} + lxw_strerror(done)};
    }
}

lxw_col_t column_number(std::size_t column) {
    return static_cast<lxw_col_t>(column);
}

lxw_datetime moment_of(domain::date on) {
    const std::chrono::year_month_day day{on};
    return {
        static_cast<int>(day.year()),
        static_cast<int>(static_cast<unsigned>(day.month())),
        static_cast<int>(static_cast<unsigned>(day.day())),
        0,
        0,
        0.0};
}

}  // namespace

// The library writes to a file with a name and nowhere else.
class xlsx_book::file {
public:
    file() : path_{std::filesystem::temp_directory_path() / "tranche-book-XXXXXX"} {
        const int opened = mkstemp(path_.data());
        if (opened < 0) {
            throw std::runtime_error{"there is no room for a workbook"};
        }
        close(opened);
    }
    file(const file&) = delete;
    file& operator=(const file&) = delete;
    ~file() { unlink(path_.c_str()); }

    [[nodiscard]] const char* path() const { return path_.c_str(); }
    [[nodiscard]] std::string content() const {
        std::ifstream from{path_, std::ios::binary};
        return {std::istreambuf_iterator<char>{from}, {}};
    }

private:
    std::string path_;
};

xlsx_book::xlsx_book(const book_formats& formats) : file_{std::make_unique<file>()} {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    book_ = workbook_new_opt(file_->path(), &options);
    if (book_ == nullptr) {
        throw std::runtime_error{"a workbook could not be begun"};
    }
    lxw_doc_properties about{};
    constexpr time_t noon_of_2000 = 946'728'000;  // one moment for all
    about.created = noon_of_2000;
    check(workbook_set_properties(book_, &about));
    for (auto& look : looks_) {
        look = workbook_add_format(book_);
    }
    const auto look = [&](cell_look which) {
        return looks_.at(static_cast<std::size_t>(which));
    };
    constexpr lxw_color_t shade = 0xDDE6F0;
    for (const auto which : {cell_look::heading, cell_look::text, cell_look::locked}) {
        format_set_num_format(look(which), "@");
    }
    format_set_num_format(look(cell_look::day), formats.day.c_str());
    format_set_num_format(look(cell_look::number), formats.number.c_str());
    for (const auto which : {cell_look::text, cell_look::day, cell_look::number}) {
        format_set_unlocked(look(which));
    }
    for (const auto which : {cell_look::heading, cell_look::locked}) {
        format_set_bg_color(look(which), shade);
    }
    for (const auto which : {cell_look::heading, cell_look::bold}) {
        format_set_bold(look(which));
    }
}

xlsx_book::~xlsx_book() {
    if (book_ != nullptr) {
        lxw_workbook_free(book_);
    }
}

xlsx_sheet_writer xlsx_book::add_sheet(const std::string& name, bool hidden) {
    auto* sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) {
        throw std::runtime_error{"a workbook has no sheet of that name"};
    }
    if (hidden) {
        worksheet_hide(sheet);
    }
    return {sheet, looks_};
}

std::string xlsx_book::bytes() {
    domain::expects(book_ != nullptr, "a workbook is ended once");
    check(workbook_close(std::exchange(book_, nullptr)));
    return file_->content();
}

void xlsx_sheet_writer::text(std::size_t column, cell_look look, std::string_view text) {
    check(worksheet_write_string(
        sheet_, row_, column_number(column), std::string{text}.c_str(), format_of(look)
    ));
}

void xlsx_sheet_writer::day(std::size_t column, domain::date on) {
    auto moment = moment_of(on);
    check(worksheet_write_datetime(
        sheet_, row_, column_number(column), &moment, format_of(cell_look::day)
    ));
}

void xlsx_sheet_writer::number(std::size_t column, std::string_view decimal) {
    double value = 0;
    const auto* end = decimal.data() + decimal.size();
    const auto [rest, failure] = std::from_chars(decimal.data(), end, value);
    domain::expects(failure == std::errc{} && rest == end, "a number cell holds a number");
    check(worksheet_write_number(
        sheet_, row_, column_number(column), value, format_of(cell_look::number)
    ));
}

void xlsx_sheet_writer::set_column(std::size_t column, double width, cell_look look, bool hidden) {
    lxw_row_col_options options{};
    options.hidden = hidden ? LXW_TRUE : LXW_FALSE;
    check(worksheet_set_column_opt(
        sheet_, column_number(column), column_number(column), width, format_of(look), &options
    ));
}

void xlsx_sheet_writer::freeze_headings() {
    worksheet_freeze_panes(sheet_, 1, 0);
}

void xlsx_sheet_writer::protect() {
    lxw_protection allowed{};
    for (auto* one :
         {&allowed.format_cells, &allowed.format_columns, &allowed.format_rows,
          &allowed.insert_rows, &allowed.delete_rows, &allowed.sort, &allowed.autofilter}) {
        *one = LXW_TRUE;
    }
    worksheet_protect(sheet_, nullptr, &allowed);
}

void xlsx_sheet_writer::offer(
    std::size_t column, std::size_t rows, const std::string& cells, bool only_warns
) {
    auto formula = '=' + cells;
    lxw_data_validation choice{};
    choice.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    choice.value_formula = formula.data();
    choice.error_type =
        only_warns ? LXW_VALIDATION_ERROR_TYPE_WARNING : LXW_VALIDATION_ERROR_TYPE_STOP;
    check(worksheet_data_validation_range(
        sheet_, 1, column_number(column), static_cast<lxw_row_t>(rows), column_number(column),
        &choice
    ));
}

void xlsx_sheet_writer::warn_outside(
    std::size_t column, std::size_t rows, domain::date first, domain::date last
) {
    lxw_data_validation range{};
    range.validate = LXW_VALIDATION_TYPE_DATE;
    range.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    range.minimum_datetime = moment_of(first);
    range.maximum_datetime = moment_of(last);
    range.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    check(worksheet_data_validation_range(
        sheet_, 1, column_number(column), static_cast<lxw_row_t>(rows), column_number(column),
        &range
    ));
}

}  // namespace tranche::server
