#include "server/report_sheets/sheet_template.hpp"

#include "server/report_sheets/sheet_file.hpp"
#include "server/sheet/currency_form.hpp"
#include "server/sheet/headings.hpp"
#include "server/sheet/xlsx_book.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

using domain::language;

constexpr double column_width = 18;

cell_look look_of(std::size_t column) {
    switch (report_sheet_columns()[column].type) {
        case cell_type::day:
            return cell_look::day;
        case cell_type::number:
            return cell_look::number;
        default:
            return column == 0 ? cell_look::locked : cell_look::text;
    }
}

book_formats formats_of(const template_about& about) {
    const bool is_month_first = usual_order_of(about.country) == day_order::month_first;
    const auto decimals = static_cast<std::size_t>(about.currency.exponent());
    return {
        is_month_first ? "mm/dd/yyyy" : "dd/mm/yyyy",
        "#,##0" + (decimals == 0 ? "" : "." + std::string(decimals, '0'))};
}

void write_line(xlsx_sheet_writer& sheet, const line_cells& cells) {
    for (std::size_t i = 0; i < said_columns; ++i) {
        if (!cells.at(i)) {
            continue;
        }
        const auto& cell = *cells.at(i);
        const auto look = look_of(i);
        const auto on = look == cell_look::day ? domain::parse_date(cell) : std::nullopt;
        if (on) {
            sheet.day(i, *on);
        } else if (look == cell_look::number) {
            sheet.number(i, cell);
        } else {
            sheet.text(i, look, cell);
        }
    }
    sheet.end_row();
}

// Below the headings, as far as anybody may fill in.
void offer_choices(xlsx_sheet_writer& sheet, const template_about& about) {
    const auto rows = report_sheet_limits().rows;
    const auto column = [](report_column which) {
        return static_cast<std::size_t>(which);
    };
    const auto cells = [](const char* letter, std::size_t count) {
        return std::string{"Lists!$"} + letter + "$1:$" + letter + '$' + std::to_string(count);
    };
    sheet.offer(
        column(report_column::budget_line), rows,
        cells("A", std::max<std::size_t>(about.budget_lines.size(), 1)), false
    );
    // Another currency is possible, and asked about.
    sheet.offer(
        column(report_column::currency), rows, cells("B", about.currency == about.base ? 1 : 2),
        true
    );
    sheet.warn_outside(
        column(report_column::spent_on), rows, about.agreement_first, about.agreement_last
    );
}

void write_data(
    xlsx_sheet_writer sheet, const template_about& about, std::span<const recorded_line> lines
) {
    for (std::size_t i = 0; i < said_columns; ++i) {
        sheet.set_column(i, column_width, look_of(i), i == 0);
        sheet.text(i, cell_look::heading, heading_in(about.language, report_sheet_columns()[i]));
    }
    sheet.end_row();
    for (const auto& line : lines) {
        write_line(sheet, line.cells);
    }
    sheet.freeze_headings();
    sheet.protect();
    offer_choices(sheet, about);
}

struct note {
    std::string_view en, fr, es;

    [[nodiscard]] std::string_view in(language which) const {
        return which == language::fr ? fr : which == language::es ? es : en;
    }
};

constexpr std::array notes{
    note{
        "One row for each document and budget line.", "Une ligne par pièce et ligne budgétaire.",
        "Una fila por documento y línea presupuestaria."},
    note{
        "A blank cell takes nothing away from what is recorded.",
        "Une cellule vide n'enlève rien à ce qui est enregistré.",
        "Una celda vacía no quita nada de lo registrado."},
    note{
        "The hidden first column tells recorded lines apart: leave it as it is.",
        "La première colonne, masquée, identifie les lignes enregistrées : n'y touchez pas.",
        "La primera columna, oculta, identifica las líneas registradas: no la modifique."},
    note{
        "Document numbers are text, so that no zero is lost.",
        "Les numéros de pièces sont du texte, afin qu'aucun zéro ne se perde.",
        "Los números de documento son texto, para que no se pierda ningún cero."},
    note{
        "Negative amounts correct an accepted line, which the last column names.",
        "Un montant négatif corrige une ligne acceptée, que nomme la dernière colonne.",
        "Un importe negativo corrige una línea aceptada, que se indica en la última columna."},
    note{
        "Support cost is worked out and never typed.",
        "Les frais d'appui sont calculés et ne se saisissent pas.",
        "Los costos de apoyo se calculan y no se escriben."}};

constexpr note agreement_title{"Agreement", "Accord", "Acuerdo"};
constexpr note period_title{"Period", "Période", "Período"};
constexpr note currency_title{"Currency", "Monnaie", "Moneda"};
constexpr note lines_title{"Budget lines", "Lignes budgétaires", "Líneas presupuestarias"};
constexpr note data_title{"Expenses", "Dépenses", "Gastos"};
constexpr note notes_title{"Notes", "Notes et aide", "Notas"};

void write_notes(xlsx_sheet_writer sheet, const template_about& about) {
    sheet.set_column(0, 24, cell_look::plain);
    sheet.set_column(1, 60, cell_look::plain);
    const auto line = [&](std::string_view first, std::string_view second, cell_look look) {
        sheet.text(0, look, first);
        if (!second.empty()) {
            sheet.text(1, cell_look::plain, second);
        }
        sheet.end_row();
    };
    const auto in = about.language;
    line(agreement_title.in(in), about.agreement, cell_look::bold);
    line(
        period_title.in(in),
        domain::to_string(about.period_first) + " / " + domain::to_string(about.period_last),
        cell_look::bold
    );
    line(currency_title.in(in), about.currency.code(), cell_look::bold);
    for (const auto& one : notes) {
        line(one.in(in), {}, cell_look::plain);
    }
    line(lines_title.in(in), {}, cell_look::bold);
    for (const auto& [code, name] : about.budget_lines) {
        line(code, name, cell_look::plain);
    }
}

void write_lists(xlsx_sheet_writer sheet, const template_about& about) {
    const std::array units{about.currency, about.base};
    for (std::size_t i = 0; i < std::max(about.budget_lines.size(), units.size()); ++i) {
        if (i < about.budget_lines.size()) {
            sheet.text(0, cell_look::text, about.budget_lines[i].first);
        }
        if (i < units.size()) {
            sheet.text(1, cell_look::text, units.at(i).code());
        }
        sheet.end_row();
    }
}

}  // namespace

std::string template_xlsx(const template_about& about, std::span<const recorded_line> lines) {
    xlsx_book book{formats_of(about)};
    const auto in = about.language;
    write_data(book.add_sheet(std::string{data_title.in(in)}), about, lines);
    write_notes(book.add_sheet(std::string{notes_title.in(in)}), about);
    write_lists(book.add_sheet("Lists", true), about);
    return book.bytes();
}

}  // namespace tranche::server
