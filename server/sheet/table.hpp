// A sheet read by declared columns: headings in three languages, and the forms of numbers and days
// decided column by column. For every import there is, of the office and of partners.
#pragma once

#include "domain/currency.hpp"
#include "domain/error.hpp"
#include "domain/message_catalogue.hpp"
#include "server/sheet/date_form.hpp"
#include "server/sheet/number_form.hpp"
#include "server/sheet/sheet.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tranche::server {

enum class cell_type {
    text,
    identifier,  // text that a spreadsheet may have spoilt as a number
    number,
    whole_number,
    day,
    flag,     // yes or no, in any of the languages
    list,     // words between bars: "MV|ER"
    currency  // "GTQ", "US$", "quetzales"
};

struct sheet_column {
    std::string_view stem;
    std::string_view en, fr, es;
    cell_type type = cell_type::text;
    // The heading must be there; whether a cell may be blank is for whoever takes the row.
    bool required = false;
    // More names between bars, as people use them.
    std::string_view also = {};
};

/// The heading in one of the languages.
std::string_view heading_in(domain::language language, const sheet_column& column);

// What the sender says for columns that do not decide it themselves, and reads.
struct sheet_forms {
    std::optional<decimal_mark> mark = {};
    std::optional<day_order> order = {};
    domain::language language = domain::language::en;
    // How the sender's country writes: decides where a column contradicts itself, so that the cells
    // that differ are named; never where nothing decides.
    std::optional<decimal_mark> usual_mark = {};
    std::optional<day_order> usual_order = {};
    // A sheet as people keep it: titles above the headings, blank rows, totals, further columns.
    bool is_free = false;
    // Headings the sender explained before, folded, with the stems they mean.
    std::map<std::string, std::string, std::less<>> known_headings = {};
    // Whose symbol may stand beside a number, and behind a heading: numbers are amounts, and never
    // per cent.
    std::optional<domain::currency> unit = {};
};

/// How one column was read, and what decided it: "column", "answer" or "country".
struct decided_form {
    std::size_t column;
    std::variant<decimal_mark, day_order> form;
    std::string_view by;
};

/// A row that adds up others: not a line.
struct total_row {
    std::size_t number = 0;
    std::string label;
    std::string typed;  // its sum; empty where it has none
    cell_kind kind = cell_kind::text;
};

struct table_row {
    std::size_t number = 0;  // as a spreadsheet counts
    // By declared column, in one form: "1234.56", "2026-03-31", "true". Nothing for a blank cell.
    std::vector<std::optional<std::string>> cells;
};

struct table {
    std::vector<table_row> rows;
    // The heading as the sender wrote it, by declared column; empty where the sheet has none.
    std::vector<std::string> headings;
    std::vector<domain::violation> problems;
    std::size_t problem_count = 0;  // also those that were too many to be kept
    // Of a free sheet: what was passed over, and how the rest was read.
    std::vector<domain::violation> remarks = {};
    std::vector<total_row> totals = {};  // the first 500
    std::vector<decided_form> forms = {};
    std::size_t heading_row = 0;  // as a spreadsheet counts
    // Declared column -> column of the sheet.
    std::vector<std::optional<std::size_t>> column_of = {};
    std::size_t remark_count = 0;  // also those that were too many to be kept
};

// Blank rows are left out. Every problem is noted at its cell; rows with problems are given without
// the cells in question. Throws domain::refusal when the headings cannot be understood at all.
table read_table(
    const sheet& from, std::span<const sheet_column> columns, const sheet_forms& forms = {}
);

}  // namespace tranche::server
