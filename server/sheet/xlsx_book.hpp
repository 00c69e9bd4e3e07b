// A workbook as it is written, row by row: what is behind a row is no longer held in memory. The
// same calls make the same bytes.
#pragma once

#include "domain/calendar.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

namespace tranche::server {

enum class cell_look : std::uint8_t { plain, heading, text, day, number, locked, bold };
inline constexpr std::size_t cell_looks = 7;

// How a workbook shows days and numbers: "dd/mm/yyyy", "#,##0.00".
struct book_formats {
    std::string day, number;
};

class xlsx_sheet_writer {
public:
    void text(std::size_t column, cell_look look, std::string_view text);
    void day(std::size_t column, domain::date on);
    // A decimal of at most 15 digits, which is what a spreadsheet keeps.
    void number(std::size_t column, std::string_view decimal);
    void end_row() { ++row_; }

    void set_column(std::size_t column, double width, cell_look look, bool hidden = false);
    void freeze_headings();
    // Unlocked cells and their forms may be changed, rows added and taken out, and all be sorted.
    void protect();
    // What may be chosen below the headings: from cells, as "Lists!$A$1:$A$9". Only warned of,
    // other texts are possible.
    void offer(std::size_t column, std::size_t rows, const std::string& cells, bool only_warns);
    void warn_outside(std::size_t column, std::size_t rows, domain::date first, domain::date last);

private:
    friend class xlsx_book;
    xlsx_sheet_writer(lxw_worksheet* sheet, std::array<lxw_format*, cell_looks> looks)
        : sheet_{sheet},
          looks_{looks} {}
    [[nodiscard]] lxw_format* format_of(cell_look look) const {
        return looks_.at(static_cast<std::size_t>(look));
    }

    lxw_worksheet* sheet_;
    std::array<lxw_format*, cell_looks> looks_;
    std::uint32_t row_ = 0;
};

class xlsx_book {
public:
    explicit xlsx_book(const book_formats& formats);
    ~xlsx_book();
    xlsx_book(const xlsx_book&) = delete;
    xlsx_book& operator=(const xlsx_book&) = delete;

    xlsx_sheet_writer add_sheet(const std::string& name, bool hidden = false);
    // Ends the book.
    std::string bytes();

private:
    class file;

    std::unique_ptr<file> file_;
    lxw_workbook* book_;
    std::array<lxw_format*, cell_looks> looks_{};
};

}  // namespace tranche::server
