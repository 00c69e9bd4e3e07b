// The text form: a heading, a table, totals and notes. What is the same in every row is said once
// in the heading. The rows are read twice, first to measure and then to print, so that a table of
// any length is aligned without being held in memory.
#include "persistence/row_stream.hpp"
#include "reports/parameters.hpp"
#include "reports/plan.hpp"
#include "reports/renderers.hpp"
#include "reports/text_cells.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace tranche::reports {

namespace {

using persistence::row;

struct measured {
    const column* of;
    int at;
    std::size_t width = 0;
    bool constant = true;
    std::optional<std::string> value = {};  // of the first row
};

struct table {
    std::vector<measured> columns;
    std::size_t rows = 0;
};

// Only words are said once above the table: a figure belongs to its row.
bool may_be_lifted(const measured& one) {
    return one.constant && !is_number(one.of->type);
}

bool in_table(const measured& one, const table& of) {
    return one.of->where != shown::in_heading && !(of.rows > 1 && may_be_lifted(one));
}

table measure(const rendering& of) {
    table made;
    for (std::size_t i = 0; i < of.planned.columns.size(); ++i) {
        const auto& one = of.planned.columns[i];
        if (one.where == shown::nowhere || one.where == shown::in_json) continue;
        made.columns.push_back({&one, static_cast<int>(i)});
    }
    persistence::stream_rows(
        of.with, rows_sql(of.planned), of.planned.values,
        [&](const row& each) {
            ++made.rows;
            for (auto& one : made.columns) {
                std::optional<std::string> cell;
                if (!each.is_null(one.at)) {
                    cell = cell_text(*one.of, each.at(one.at), of.asked.language);
                    one.width = std::max(one.width, display_width(*cell));
                }
                if (made.rows == 1) one.value = cell;
                one.constant = one.constant && cell == one.value;
            }
        }
    );
    for (auto& one : made.columns) {
        one.width = std::max(one.width, longest_word(one.of->label.in(of.asked.language)));
    }
    std::erase_if(made.columns, [&](const measured& one) {
        return one.constant && !one.value && !is_number(one.of->type) && made.rows > 0;
    });
    return made;
}

void append_line(
    std::string& out, domain::language language, std::string_view label, std::string_view value
) {
    out += label;
    out += language == domain::language::fr ? "\u00A0: " : ": ";
    out += value;
    out += '\n';
}

std::string parameter_text(const rendering& of, std::string_view name, const std::string& value) {
    if (find_parameter(name)->type == parameter_type::flag) {
        constexpr trilingual yes{"yes", "oui", "sí"};
        constexpr trilingual no{"no", "non", "no"};
        return std::string{(value == "true" ? yes : no).in(of.asked.language)};
    }
    if (name != "group_by") return value;
    std::string out;
    for (const auto& group : of.asked.group_by) {
        const auto choice = std::ranges::find(of.which.group_by, group, &group_choice::name);
        out += (out.empty() ? "" : ", ") + std::string{choice->label.in(of.asked.language)};
    }
    return out;
}

void append_heading(const rendering& of, const table& measured_table) {
    const auto language = of.asked.language;
    auto& out = of.out.text();
    const auto title = of.which.title.in(language);
    out += title;
    out += '\n';
    out += std::string(display_width(title), '=') + '\n';
    out += of.which.question.in(language);
    out += "\n\n";
    for (const auto& [name, value] : of.asked.given) {
        const auto* declared = find_parameter(name);
        const bool repeated = std::ranges::any_of(measured_table.columns, [&](const measured& one) {
            return measured_table.rows > 1 && may_be_lifted(one) &&
                one.of->label.in(language) == declared->label.in(language);
        });
        if (!repeated) {
            append_line(
                out, language, declared->label.in(language), parameter_text(of, name, value)
            );
        }
    }
    for (const auto& one : measured_table.columns) {
        const bool lifted = measured_table.rows > 0 && may_be_lifted(one) && one.value &&
            !in_table(one, measured_table);
        if (lifted) append_line(out, language, one.of->label.in(language), *one.value);
    }
    if (is_provisional(of)) {
        constexpr trilingual label{"Provisional", "Provisoire", "Provisional"};
        constexpr trilingual why{
            "what is recorded later may change it", "des écritures ultérieures peuvent le modifier",
            "asientos posteriores pueden cambiarlo"};
        append_line(out, language, label.in(language), why.in(language));
    }
    if (!of.made.generated_at.empty()) {
        constexpr trilingual label{"Made", "Établi le", "Elaborado"};
        append_line(
            out, language, label.in(language),
            of.made.generated_at + (of.made.software.empty() ? "" : ", " + of.made.software)
        );
    }
    out += '\n';
}

// Labels stand on the last line of the header; long ones begin above it.
void append_header(const rendering& of, const table& measured_table) {
    auto& out = of.out.text();
    std::vector<std::vector<std::string>> labels;
    std::size_t height = 0;
    for (const auto& one : measured_table.columns) {
        if (!in_table(one, measured_table)) continue;
        labels.push_back(wrapped(one.of->label.in(of.asked.language), one.width));
        height = std::max(height, labels.back().size());
    }
    std::string rule;
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        std::size_t at = 0;
        for (const auto& one : measured_table.columns) {
            if (!in_table(one, measured_table)) continue;
            const auto& label = labels[at++];
            const auto above = height - label.size();
            text +=
                padded(line < above ? "" : label[line - above], one.width, is_number(one.of->type));
            text += "  ";
            if (line == 0) rule += std::string(one.width, '-') + "  ";
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + '\n';
    }
    rule.erase(rule.find_last_not_of(' ') + 1);
    out += rule + '\n';
}

void append_rows(const rendering& of, const table& measured_table) {
    auto& out = of.out.text();
    persistence::stream_rows(
        of.with, rows_sql(of.planned), of.planned.values,
        [&](const row& each) {
            std::string text;
            for (const auto& one : measured_table.columns) {
                if (!in_table(one, measured_table)) continue;
                const auto cell = each.is_null(one.at)
                    ? std::string{}
                    : cell_text(*one.of, each.at(one.at), of.asked.language);
                text += padded(cell, one.width, is_number(one.of->type)) + "  ";
            }
            text.erase(text.find_last_not_of(' ') + 1);
            out += text + '\n';
            of.out.spill();
        }
    );
}

void append_totals(const rendering& of) {
    if (of.planned.totals.empty()) return;
    auto& out = of.out.text();
    const auto language = of.asked.language;
    const auto& totals = of.planned.totals;
    persistence::stream_rows(
        of.with, totals_sql(of.planned), of.planned.values,
        [&](const row& each) {
            std::vector<std::string> cells;
            std::size_t label_width = 0;
            std::size_t width = 0;
            for (std::size_t i = 0; i < totals.size(); ++i) {
                const int at = static_cast<int>(i) + totals_names(of.planned);
                cells.push_back(
                    each.is_null(at)
                        ? ""
                        : number_text(each.at(at), totals[i].type == cell_type::money, language)
                );
                width = std::max(width, display_width(cells.back()));
                label_width = std::max(label_width, display_width(totals[i].label.in(language)));
            }
            out += "\nTotal " + std::string{each.at(0)};
            if (!of.planned.totals_also_by.empty()) out.append(", ").append(each.at(1));
            out += '\n';
            for (std::size_t i = 0; i < totals.size(); ++i) {
                out += "  " + padded(totals[i].label.in(language), label_width, false) + "  " +
                    padded(cells[i], width, true) + '\n';
            }
        }
    );
}

}  // namespace

void render_text(const rendering& of) {
    const auto measured_table = measure(of);
    append_heading(of, measured_table);
    auto& out = of.out.text();
    if (measured_table.rows == 0) {
        constexpr trilingual nothing{
            "Nothing matches.", "Aucune ligne ne correspond.", "Ninguna fila coincide."};
        out += nothing.in(of.asked.language);
        out += '\n';
        return;
    }
    append_header(of, measured_table);
    append_rows(of, measured_table);
    append_totals(of);
    if (!of.planned.notes.empty()) out += '\n';
    for (const auto& note : of.planned.notes) {
        constexpr std::size_t readable = 100;
        for (const auto& line : wrapped(note.in(of.asked.language), readable)) {
            out += line;
            out += '\n';
        }
    }
}

}  // namespace tranche::reports
