#include "server/imports/import_outcome.hpp"

#include "server/json/values.hpp"
#include "server/sheet/bounds.hpp"

namespace tranche::server {
void import_outcome::count(const import_kind& kind, const import_row& row) {
    ++counts_.at(static_cast<std::size_t>(row.fate));
    if (row.fate == row_fate::unchanged || told_rows_++ >= rows_told) {
        return;
    }
    lines_ += lines_.empty() ? "" : ",";
    lines_ += "{\"row\":" + std::to_string(row.number) + ",\"outcome\":\"";
    lines_ += row.fate == row_fate::added ? "new\"" : "changed\"";
    if (row.fate == row_fate::changed) {
        lines_ += ",\"changes\":[";
        for (std::size_t i = 0; i < kind.columns.size(); ++i) {
            tell_change(kind, row, i);
        }
        lines_ += ']';
    }
    lines_ += '}';
}

void import_outcome::tell_change(
    const import_kind& kind, const import_row& row, std::size_t column
) {
    const auto& given = (*row.given)[column];
    const auto& known = (*row.recorded)[column];
    if (kind.columns[column].agrees(given, known)) {
        return;
    }
    lines_ += lines_.ends_with('[') ? "{\"column\":" : ",{\"column\":";
    write_value(lines_, kind.columns[column].sheet.stem);
    lines_ += ",\"recorded\":";
    write_value(lines_, std::string_view{known ? *known : ""});
    lines_ += ",\"given\":";
    write_value(lines_, std::string_view{*given});
    lines_ += '}';
}

receipt import_outcome::told(command_run& run) const {
    const auto number = [&](row_fate fate) {
        return counts_.at(static_cast<std::size_t>(fate));
    };
    receipt done;
    done.rows = number(row_fate::added) + number(row_fate::changed);
    for (const auto& [name, fate] :
         {std::pair{"new", row_fate::added}, std::pair{"changed", row_fate::changed},
          std::pair{"unchanged", row_fate::unchanged}}) {
        done.more += ",\"" + std::string{name} + "\":" + std::to_string(number(fate));
        run.note(name, std::to_string(number(fate)));
    }
    done.more += ",\"items\":[" + lines_ + ']';
    return done;
}

}  // namespace tranche::server
