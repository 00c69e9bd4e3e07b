#include "server/report_sheets/sheet_template.hpp"

#include "reports/csv_line.hpp"
#include "server/sheet/currency_form.hpp"
#include "server/sheet/headings.hpp"
#include "server/sheet/xlsx_cells.hpp"
#include "server/sheet/xml_text.hpp"
#include "server/sheet/zip_file.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

using domain::language;

// Of cellXfs below.
struct cell_style {
    static constexpr int plain = 0;
    static constexpr int heading = 1;
    static constexpr int text = 2;
    static constexpr int day = 3;
    static constexpr int number = 4;
    static constexpr int locked = 5;
    static constexpr int bold = 6;
};

int style_of(std::size_t column) {
    switch (report_sheet_columns()[column].type) {
        case cell_type::day:
            return cell_style::day;
        case cell_type::number:
            return cell_style::number;
        default:
            return column == 0 ? cell_style::locked : cell_style::text;
    }
}

std::string open_element(std::size_t column, std::size_t row, int style) {
    return "<c r=\"" + column_name(column) + std::to_string(row) + "\" s=\"" +
        std::to_string(style) + "\"";
}

std::string text_cell(std::size_t column, std::size_t row, int style, std::string_view text) {
    return open_element(column, row, style) + " t=\"inlineStr\"><is><t xml:space=\"preserve\">" +
        xml_text(text) + "</t></is></c>";
}

std::string number_cell(std::size_t column, std::size_t row, int style, std::string_view number) {
    return open_element(column, row, style) + "><v>" + std::string{number} + "</v></c>";
}

std::string serial_of(domain::date on) {
    using namespace std::chrono;
    return std::to_string(domain::days_between(domain::date{1899y / December / 30}, on));
}

std::string line_row(const line_cells& cells, std::size_t row) {
    std::string out = "<row r=\"" + std::to_string(row) + "\">";
    for (std::size_t i = 0; i < said_columns; ++i) {
        if (!cells.at(i)) {
            continue;
        }
        const auto& cell = *cells.at(i);
        const auto style = style_of(i);
        const auto on = style == cell_style::day ? domain::parse_date(cell) : std::nullopt;
        out += on                         ? number_cell(i, row, style, serial_of(*on))
            : style == cell_style::number ? number_cell(i, row, style, cell)
                                          : text_cell(i, row, style, cell);
    }
    return out + "</row>";
}

constexpr std::string_view declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view main_namespace =
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::string list_of_choices(
    const std::string& cells, const std::string& formula, const char* rest = ""
) {
    return "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\"" +
        std::string{rest} + " sqref=\"" + cells + "\"><formula1>" + formula +
        "</formula1></dataValidation>";
}

std::string cells_down(report_column which) {
    const auto name = column_name(static_cast<std::size_t>(which));
    return name + "2:" + name + "100001";
}

std::string choices(const template_about& about) {
    std::string out = "<dataValidations count=\"3\">";
    out += list_of_choices(
        cells_down(report_column::budget_line),
        "Lists!$A$1:$A$" + std::to_string(std::max<std::size_t>(about.budget_lines.size(), 1))
    );
    // Another currency is possible, and asked about.
    out += list_of_choices(
        cells_down(report_column::currency),
        "Lists!$B$1:$B$" + std::string{about.currency == about.base ? "1" : "2"},
        " errorStyle=\"warning\""
    );
    out +=
        "<dataValidation type=\"date\" errorStyle=\"warning\" operator=\"between\""
        " allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"" +
        cells_down(report_column::spent_on) + "\"><formula1>" + serial_of(about.agreement_first) +
        "</formula1><formula2>" + serial_of(about.agreement_last) +
        "</formula2></dataValidation></dataValidations>";
    return out;
}

std::string data_sheet(const template_about& about, std::span<const recorded_line> lines) {
    std::string out{declaration};
    out += "<worksheet xmlns=\"" + std::string{main_namespace} +
        "\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\""
        " activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>";
    for (std::size_t i = 0; i < said_columns; ++i) {
        const auto place = std::to_string(i + 1);
        out += "<col min=\"" + place + "\" max=\"" + place + "\" width=\"18\" style=\"" +
            std::to_string(style_of(i)) + "\" customWidth=\"1\"" + (i == 0 ? " hidden=\"1\"" : "") +
            "/>";
    }
    out += "</cols><sheetData><row r=\"1\">";
    for (std::size_t i = 0; i < said_columns; ++i) {
        out += text_cell(
            i, 1, cell_style::heading, heading_in(about.language, report_sheet_columns()[i])
        );
    }
    out += "</row>";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out += line_row(lines[i].cells, i + 2);
    }
    out +=
        "</sheetData><sheetProtection sheet=\"1\" formatCells=\"0\" formatColumns=\"0\""
        " formatRows=\"0\" insertRows=\"0\" deleteRows=\"0\" sort=\"0\" autoFilter=\"0\"/>";
    return out + choices(about) + "</worksheet>";
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

std::string notes_sheet(const template_about& about) {
    std::string out{declaration};
    out += "<worksheet xmlns=\"" + std::string{main_namespace} +
        "\"><cols><col min=\"1\" max=\"1\" width=\"24\" customWidth=\"1\"/><col min=\"2\" "
        "max=\"2\" width=\"60\" customWidth=\"1\"/></cols><sheetData>";
    std::size_t row = 0;
    const auto line = [&](std::string_view first, std::string_view second, int style) {
        ++row;
        out += "<row r=\"" + std::to_string(row) + "\">" + text_cell(0, row, style, first);
        out += second.empty() ? "" : text_cell(1, row, cell_style::plain, second);
        out += "</row>";
    };
    const auto in = about.language;
    line(agreement_title.in(in), about.agreement, cell_style::bold);
    line(
        period_title.in(in),
        domain::to_string(about.period_first) + " / " + domain::to_string(about.period_last),
        cell_style::bold
    );
    line(currency_title.in(in), about.currency.code(), cell_style::bold);
    for (const auto& one : notes) {
        line(one.in(in), {}, cell_style::plain);
    }
    line(lines_title.in(in), {}, cell_style::bold);
    for (const auto& [code, name] : about.budget_lines) {
        line(code, name, cell_style::plain);
    }
    return out + "</sheetData></worksheet>";
}

std::string lists_sheet(const template_about& about) {
    std::string out{declaration};
    out += "<worksheet xmlns=\"" + std::string{main_namespace} + "\"><sheetData>";
    const std::array units{about.currency, about.base};
    for (std::size_t i = 0; i < std::max<std::size_t>(about.budget_lines.size(), 2); ++i) {
        out += "<row r=\"" + std::to_string(i + 1) + "\">";
        if (i < about.budget_lines.size()) {
            out += text_cell(0, i + 1, cell_style::text, about.budget_lines[i].first);
        }
        if (i < units.size()) {
            out += text_cell(1, i + 1, cell_style::text, units.at(i).code());
        }
        out += "</row>";
    }
    return out + "</sheetData></worksheet>";
}

std::string styles(const template_about& about) {
    const bool is_month_first = usual_order_of(about.country) == day_order::month_first;
    const auto decimals = static_cast<std::size_t>(about.currency.exponent());
    const auto number = "#,##0" + (decimals == 0 ? "" : "." + std::string(decimals, '0'));
    const auto unlocked = [](int format) {
        return "<xf numFmtId=\"" + std::to_string(format) +
            "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\""
            " applyProtection=\"1\"><protection locked=\"0\"/></xf>";
    };
    std::string out{declaration};
    out += "<styleSheet xmlns=\"" + std::string{main_namespace} +
        "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"" +
        (is_month_first ? "mm/dd/yyyy" : "dd/mm/yyyy") +
        "\"/><numFmt numFmtId=\"165\" formatCode=\"" + number +
        "\"/></numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
        "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"3\">"
        "<fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
        "patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor "
        "rgb=\"FFDDE6F0\"/></patternFill></fill></fills><borders count=\"1\"><border/></borders>"
        "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"7\">"
        "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" "
        "applyFont=\"1\" applyFill=\"1\"/>";
    out += unlocked(49) + unlocked(164) + unlocked(165);
    out +=
        "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"2\" borderId=\"0\" xfId=\"0\"/>"
        "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        "</cellXfs></styleSheet>";
    return out;
}

std::string workbook(language in) {
    std::string out{declaration};
    out += "<workbook xmlns=\"" + std::string{main_namespace} +
        "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        "<sheets>";
    out += "<sheet name=\"" + std::string{data_title.in(in)} + "\" sheetId=\"1\" r:id=\"rId1\"/>";
    out += "<sheet name=\"" + std::string{notes_title.in(in)} + "\" sheetId=\"2\" r:id=\"rId2\"/>";
    out +=
        "<sheet name=\"Lists\" sheetId=\"3\" state=\"hidden\" r:id=\"rId3\"/></sheets>"
        "</workbook>";
    return out;
}

std::string relation(int id, std::string_view type, std::string_view target) {
    return "<Relationship Id=\"rId" + std::to_string(id) +
        "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" +
        std::string{type} + "\" Target=\"" + std::string{target} + "\"/>";
}

std::string relations_of(const std::string& all) {
    return std::string{declaration} +
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" +
        all + "</Relationships>";
}

std::string content_types() {
    const std::string office = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    std::string out{declaration};
    out +=
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        "<Default Extension=\"rels\" "
        "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" +
        office + "sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"" + office +
        "styles+xml\"/>";
    for (const char* number : {"1", "2", "3"}) {
        out += "<Override PartName=\"/xl/worksheets/sheet" + std::string{number} +
            ".xml\" ContentType=\"" + office + "worksheet+xml\"/>";
    }
    return out + "</Types>";
}

}  // namespace

std::string template_csv(const template_about& about, std::span<const recorded_line> lines) {
    const bool has_comma = usual_mark_of(about.country) == decimal_mark::comma;
    std::string out = "\xEF\xBB\xBF";
    std::vector<std::optional<std::string>> cells;
    // Where the decimals stand behind a comma, spreadsheets want a semicolon between cells.
    const auto end_row = [&] {
        if (!has_comma) {
            reports::append_csv_record(out, cells);
        } else {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                out += i == 0 ? "" : ";";
                std::string one;
                reports::append_csv_record(one, std::span{&cells[i], 1});
                one.resize(one.size() - 2);
                const bool is_quoted = one.starts_with('"');
                out += one.find(';') != std::string::npos && !is_quoted ? '"' + one + '"' : one;
            }
            out += "\r\n";
        }
        cells.clear();
    };
    for (std::size_t i = 0; i < said_columns; ++i) {
        cells.emplace_back(heading_in(about.language, report_sheet_columns()[i]));
    }
    end_row();
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < said_columns; ++i) {
            auto cell = line.cells.at(i);
            const bool is_number = report_sheet_columns()[i].type == cell_type::number;
            if (cell && is_number && has_comma) {
                std::ranges::replace(*cell, '.', ',');
            }
            cells.push_back(
                cell && !is_number ? std::optional{reports::formula_safe(*cell)} : cell
            );
        }
        end_row();
    }
    return out;
}

std::string template_xlsx(const template_about& about, std::span<const recorded_line> lines) {
    return zipped(
        {{"[Content_Types].xml", content_types()},
         {"_rels/.rels", relations_of(relation(1, "officeDocument", "xl/workbook.xml"))},
         {"xl/workbook.xml", workbook(about.language)},
         {"xl/_rels/workbook.xml.rels",
          relations_of(
              relation(1, "worksheet", "worksheets/sheet1.xml") +
              relation(2, "worksheet", "worksheets/sheet2.xml") +
              relation(3, "worksheet", "worksheets/sheet3.xml") +
              relation(4, "styles", "styles.xml")
          )},
         {"xl/styles.xml", styles(about)},
         {"xl/worksheets/sheet1.xml", data_sheet(about, lines)},
         {"xl/worksheets/sheet2.xml", notes_sheet(about)},
         {"xl/worksheets/sheet3.xml", lists_sheet(about)}}
    );
}

}  // namespace tranche::server
