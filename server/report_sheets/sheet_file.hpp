// A partner's file of expenses as it came, and as it goes back.
#pragma once

#include "server/report_sheets/report_sheet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// By its first bytes. Throws domain::refusal for a file of another sort.
file_format format_of(std::string_view bytes);
std::string_view media_type(file_format format);

// Limits of a report's sheet: as many rows, and as large, as anybody sends at once.
sheet_limits report_sheet_limits();

// What there is to read: of a workbook what its parts unpack to, as announced, which is checked
// when they are read.
std::uint64_t unpacked_size(std::string_view bytes);

read_sheet read_report_file(std::string_view bytes, const sheet_forms& forms);

// What is said beside a row of an annotated file.
struct row_note {
    std::size_t row;
    std::string problem, hint, code;
};

// The same file with three further columns, in the format, separator and encoding it came in.
std::string annotated_csv(
    std::string_view bytes, const read_sheet& from, const std::vector<row_note>& notes,
    domain::language language
);
std::string annotated_xlsx(
    std::string_view bytes, const read_sheet& from, const std::vector<row_note>& notes,
    domain::language language
);

}  // namespace tranche::server
