// What can be brought in by a sheet: its columns, what of it is recorded already, and which
// commands make the rest. The commands are those of the API, so a rule is written once.
#pragma once

#include "domain/access.hpp"
#include "server/api/request.hpp"
#include "server/sheet/table.hpp"

#include <boost/json/object.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct import_column {
    sheet_column sheet;
    // The member of the command's body: "/amount/currency". Empty: the kind takes it itself.
    std::string_view into = {};
    // Which of several objects that member is in: "line". Of a group's head all rows say the same.
    std::string_view part = {};
    bool is_head = false;
    // The columns that tell one row from another, here and in what is recorded.
    bool is_key = false;
    // Says where something began, or is told by the record only: never a difference.
    bool is_compared = true;
    // Given, it says that the row replaces its recorded counterpart once that was taken back.
    bool renews = false;
    // The recorded value is in minor units of the currency in this column.
    std::string_view minor_of = {};

    // A blank cell says nothing: it does not take away what is recorded.
    [[nodiscard]] bool agrees(
        const std::optional<std::string>& given, const std::optional<std::string>& known
    ) const;
};

enum class row_fate { unchanged, added, changed };

using cells = std::vector<std::optional<std::string>>;

struct import_row {
    std::size_t number;  // as a spreadsheet counts
    const cells* given;
    std::optional<cells> recorded;
    row_fate fate = row_fate::added;
};

// A command one group of rows leads to.
struct import_step {
    struct place {
        std::string pointer;
        std::size_t row;     // its number
        std::size_t column;  // declared; or no_column
    };
    static constexpr auto no_column = static_cast<std::size_t>(-1);

    std::string_view operation;
    // Of the path. Empty text: the thing the group's last command on one of its sort made. What
    // this file makes is never named by its code: a code is remembered, also of a dry run.
    name_values path;
    boost::json::object body;
    std::vector<place> places;
    std::size_t row;                      // whose problem it is when no place is
    std::size_t path_column = no_column;  // what the path names was read here
};

struct import_kind;

struct import_group {
    const import_kind& kind;
    std::vector<import_row> rows;
    // Recorded under the same key of the group, and not in the file.
    std::vector<cells> others = {};

    [[nodiscard]] bool is_new() const;
    // Of any recorded row.
    [[nodiscard]] std::optional<std::string> known(std::string_view stem) const;
    // The cell of a column by its stem; what is recorded stands in for a blank.
    [[nodiscard]] std::optional<std::string> cell(std::size_t row, std::string_view stem) const;
    // The first row that says something.
    [[nodiscard]] std::optional<std::string> head(std::string_view stem) const;
    // Puts the row's cells of `part` into the object, and notes where they came from.
    void fill(
        boost::json::object& into, import_step& step, std::size_t row, std::string_view part,
        const std::string& at = {}
    ) const;
};

struct import_kind {
    std::string_view name;  // "exchange-rates"
    std::string_view title;
    domain::action action;
    std::vector<import_column> columns;
    // How many of the key's columns, from the first, hold rows together.
    std::size_t group_columns;
    // One array of text per column of the key, $1 and on; answers rows with columns named by stems.
    // The newest of a key first; with a column that renews, `taken_back` besides.
    std::string_view recorded_sql;
    // Commands that make what the group's rows say and is not recorded.
    std::vector<import_step> (*steps)(const import_group& group);
    // Whether a row that differs from what is recorded is a change rather than a problem. With a
    // part: only its columns.
    bool may_change = false;
    std::string_view changing_part = {};
    // What is one thing and one command may have more rows than the settings allow.
    std::size_t rows_at_least = 0;

    [[nodiscard]] std::size_t column(std::string_view stem) const;
    [[nodiscard]] std::optional<std::size_t> renewing() const;
    [[nodiscard]] std::vector<std::size_t> key() const;
    [[nodiscard]] std::vector<sheet_column> sheet_columns() const;
};

std::span<const import_kind> import_kinds();

import_kind exchange_rate_import();
import_kind rate_correction_import();
import_kind project_import();
import_kind budget_import();
import_kind indicator_import();
import_kind instrument_import();
import_kind direct_expenditure_import();
import_kind obligation_import();
import_kind accounting_statement_import();
import_kind bank_answer_import();
import_kind sanctions_list_import();

// What stands between the bars of a list.
std::vector<std::string> words_of(std::string_view list);

// Whether two cells of one column say the same, and a recorded value as a cell.
bool same_cell(cell_type type, const std::string& left, const std::string& right);

}  // namespace tranche::server
