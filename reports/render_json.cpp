// JSON: amounts, rates and percentages are decimal strings, exact in every reader; whole numbers
// are numbers; codes stay codes and their words stand with the column.
#include "persistence/row_stream.hpp"
#include "reports/json_line.hpp"
#include "reports/plan.hpp"
#include "reports/renderers.hpp"

namespace tranche::reports {

namespace {

void append_cell(std::string& out, const persistence::row& row, int at, cell_type type) {
    if (row.is_null(at)) {
        out += "null";
    } else if (type == cell_type::integer) {
        out += row.at(at);
    } else {
        append_json_text(out, row.at(at));
    }
}

void append_row(std::string& out, const plan& of, const persistence::row& row) {
    out += '{';
    for (std::size_t i = 0; i < of.columns.size(); ++i) {
        const auto& one = of.columns[i];
        if (one.where == shown::nowhere) continue;
        append_json_name(out, one.stem);
        append_cell(out, row, static_cast<int>(i), one.type);
    }
    out += '}';
}

void append_head(std::string& out, const rendering& of) {
    const auto language = of.asked.language;
    out += '{';
    append_json_name(out, "report");
    append_json_text(out, of.which.name);
    append_json_name(out, "title");
    append_json_text(out, of.which.title.in(language));
    append_json_name(out, "question");
    append_json_text(out, of.which.question.in(language));
    append_json_name(out, "language");
    append_json_text(out, domain::language_tag(language));
    append_json_name(out, "parameters");
    out += '{';
    for (const auto& [name, value] : of.asked.given) {
        append_json_name(out, name);
        append_json_text(out, value);
    }
    out += '}';
    append_json_name(out, "provisional");
    out += is_provisional(of) ? "true" : "false";
    if (!of.made.generated_at.empty()) {
        append_json_name(out, "generated_at");
        append_json_text(out, of.made.generated_at);
    }
    if (!of.made.software.empty()) {
        append_json_name(out, "software");
        append_json_text(out, of.made.software);
    }
    append_columns(out, of.planned, language);
}

void append_totals(const rendering& of) {
    if (of.planned.totals.empty()) return;
    auto& out = of.out.text();
    bool first = true;
    const auto& totals = of.planned.totals;
    persistence::stream_rows(
        of.with, totals_sql(of.planned), of.planned.values,
        [&](const persistence::row& row) {
            out += first ? "{" : ",{";
            first = false;
            append_json_name(out, of.planned.totals_by);
            append_cell(out, row, 0, cell_type::code);
            if (!of.planned.totals_also_by.empty()) {
                append_json_name(out, of.planned.totals_also_by);
                append_cell(out, row, 1, cell_type::code);
            }
            const int first_total = totals_names(of.planned);
            for (std::size_t i = 0; i < totals.size(); ++i) {
                append_json_name(out, totals[i].stem);
                append_cell(out, row, static_cast<int>(i) + first_total, totals[i].type);
            }
            out += '}';
        }
    );
}

}  // namespace

void append_columns(std::string& out, const plan& of, domain::language language) {
    append_json_name(out, "columns");
    out += '[';
    bool first = true;
    for (const auto& one : of.columns) {
        if (one.where == shown::nowhere) continue;
        out += first ? "{" : ",{";
        first = false;
        append_json_name(out, "name");
        append_json_text(out, one.stem);
        append_json_name(out, "label");
        append_json_text(out, one.label.in(language));
        append_json_name(out, "type");
        append_json_text(out, name(one.type));
        if (!one.words.empty()) {
            append_json_name(out, "words");
            out += '{';
            for (const auto& word : one.words) {
                append_json_name(out, word.code);
                append_json_text(out, word.label.in(language));
            }
            out += '}';
        }
        out += '}';
    }
    out += ']';
}

void render_json(const rendering& of) {
    auto& out = of.out.text();
    append_head(out, of);
    append_json_name(out, "rows");
    out += '[';
    bool first = true;
    persistence::stream_rows(
        of.with, rows_sql(of.planned), of.planned.values,
        [&](const persistence::row& row) {
            if (!first) out += ',';
            first = false;
            append_row(out, of.planned, row);
            of.out.spill();
        }
    );
    out += "],\"totals\":[";
    append_totals(of);
    out += "],\"notes\":[";
    for (std::size_t i = 0; i < of.planned.notes.size(); ++i) {
        if (i != 0) out += ',';
        append_json_text(out, of.planned.notes[i].in(of.asked.language));
    }
    out += "]}\n";
}

}  // namespace tranche::reports
