#include "server/report_sheets/report_sheet.hpp"

#include "domain/entity.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace tranche::server {
namespace json = boost::json;

using enum report_column;

std::span<const sheet_column, report_columns> report_sheet_columns() {
    using enum cell_type;
    static constexpr std::array<sheet_column, report_columns> all{{
        {"line_id", "Line (leave as it is)", "Ligne (ne pas modifier)", "Registro (no modificar)",
         identifier, false, "id|line id|identificador|identifiant"},
        {"document_type", "Type of document", "Type de pièce", "Tipo de documento", text, false,
         "document type|tipo doc|tipo|type"},
        {"document_series", "Series", "Série", "Serie", identifier, false,
         "series of the document|serie fel|serie factura"},
        {"document", "Document", "Pièce", "Documento", identifier, true,
         "no documento|numero de documento|num documento|n documento|factura|no factura|"
         "numero de factura|comprobante|no comprobante|voucher|invoice|invoice number|document no|"
         "document number|facture|no de facture|numero de piece|no piece|dte|numero dte"},
        {"supplier_tax_id", "Supplier's tax number", "Numéro fiscal du fournisseur",
         "NIT del proveedor", identifier, false, "nit|tax id|tax number|ruc|nif|rfc"},
        {"spent_on", "Date", "Date", "Fecha", day, true,
         "spent on|depense le|gastado el|date of expense|fecha del gasto|fecha de gasto|fecha documento|fecha factura|"
         "date de la depense"},
        {"budget_line", "Budget line", "Ligne budgétaire", "Línea presupuestaria", identifier, true,
         "linea|partida|rubro|renglon|partida presupuestaria|linea de presupuesto|line|ligne"},
        {"payee", "Paid to", "Payé à", "Pagado a", text, true,
         "payee|supplier|vendor|proveedor|beneficiario|fournisseur|beneficiaire"},
        {"description", "What for", "Objet", "Concepto", text, false,
         "description|descripcion|detalle|libelle"},
        {"amount", "Amount", "Montant", "Monto", number, true,
         "importe|valor|monto total|total pagado|amount paid|value"},
        {"currency", "Currency", "Monnaie", "Moneda", cell_type::currency, false, "divisa|devise"},
        {"document_total", "Total of the document", "Total de la pièce", "Total del documento",
         number},
        {"tax", "Tax contained", "Taxe comprise", "Impuesto incluido", number, false,
         "iva|vat|tva|impuesto"},
        {"service_first", "Service from", "Service du", "Servicio desde", day},
        {"service_last", "Service until", "Service au", "Servicio hasta", day},
        {"sub_partner", "Sub-partner", "Sous-partenaire", "Subasociado", identifier, false,
         "sub partner|subpartner|subsocio|socio local|spent by|gastado por|depense par"},
        {"corrects", "Corrects line", "Corrige la ligne", "Corrige el registro", identifier},
        {"problem", "Problem", "Problème", "Problema", text},
        {"hint", "What to do", "Que faire", "Qué hacer", text},
        {"code", "Code of the problem", "Code du problème", "Código del problema", text},
    }};
    return all;
}

std::string_view pointer_of(report_column which) {
    switch (which) {
        case document_type:
            return "/document_type";
        case document_series:
            return "/document_series";
        case document:
            return "/document";
        case supplier_tax_id:
            return "/supplier_tax_id";
        case spent_on:
            return "/spent_on";
        case budget_line:
            return "/budget_line";
        case payee:
            return "/payee";
        case description:
            return "/description";
        case amount:
            return "/amount";
        case report_column::currency:
            return "/amount/currency";
        case document_total:
            return "/document_total";
        case tax:
            return "/tax";
        case service_first:
            return "/service_first";
        case service_last:
            return "/service_last";
        case sub_partner:
            return "/sub_partner";
        case corrects:
            return "/corrects";
        default:
            return {};
    }
}

std::optional<report_column> column_at(std::string_view pointer) {
    std::optional<report_column> best;
    for (std::size_t i = 0; i < said_columns; ++i) {
        const auto which = static_cast<report_column>(i);
        const auto known = pointer_of(which);
        if (known.empty() || !pointer.starts_with(known)) {
            continue;
        }
        if (pointer.size() == known.size()) {
            return which;
        }
        if (pointer[known.size()] == '/' && (!best || which == report_column::amount)) {
            best = which;
        }
    }
    return best;
}

std::optional<sheet_mode> sheet_mode_of(std::string_view text) {
    for (const auto mode : {sheet_mode::add, sheet_mode::replace, sheet_mode::amend}) {
        if (text == name(mode)) {
            return mode;
        }
    }
    return std::nullopt;
}

std::string_view name(sheet_mode mode) {
    switch (mode) {
        case sheet_mode::add:
            return "add";
        case sheet_mode::replace:
            return "replace";
        case sheet_mode::amend:
            break;
    }
    return "amend";
}

recorded_line recorded_of(const persistence::row& row) {
    recorded_line made{{}, row.money("amount", "currency")};
    auto& cells = made.cells;
    const bool elsewhere = !row.is_null("spent_currency");
    const auto unit = row.currency(elsewhere ? "spent_currency" : "currency");
    const auto money_cell = [&](const char* column) {
        return row.is_null(column) ? std::nullopt
                                   : std::optional{row.money(column, unit).to_decimal()};
    };
    at(cells, line_id) = domain::public_id(domain::entity::expenditure_line, row.integer("id"));
    for (const auto& [which, column] :
         {std::pair{document_type, "document_type"}, std::pair{document_series, "document_series"},
          std::pair{document, "document"}, std::pair{supplier_tax_id, "supplier_tax_id"},
          std::pair{spent_on, "spent_on"}, std::pair{budget_line, "code"},
          std::pair{payee, "payee"}, std::pair{service_first, "service_first"},
          std::pair{service_last, "service_last"}, std::pair{sub_partner, "sub_partner"}}) {
        at(cells, which) = row.maybe_text(column);
    }
    if (const auto text = row.text("description"); !text.empty()) {
        at(cells, description) = text;
    }
    at(cells, amount) = money_cell(elsewhere ? "spent_amount" : "amount");
    at(cells, report_column::currency) = std::string{unit.code()};
    at(cells, document_total) = money_cell("document_total");
    at(cells, tax) = money_cell("tax_amount");
    if (const auto id = row.maybe_integer("corrects_line_id")) {
        at(cells, corrects) = domain::public_id(domain::entity::expenditure_line, *id);
    }
    return made;
}

expenditure_line_body body_of(
    const line_cells& cells, std::size_t position, std::vector<domain::violation>& problems
) {
    json::object line;
    const auto unit = at(cells, report_column::currency).value_or("");
    for (std::size_t i = 0; i < said_columns; ++i) {
        const auto which = static_cast<report_column>(i);
        const auto pointer = pointer_of(which);
        const auto& cell = cells.at(i);
        if (pointer.empty() || !cell || which == report_column::currency) {
            continue;
        }
        const bool is_money = which == amount || which == document_total || which == tax;
        line[pointer.substr(1)] = is_money
            ? json::value(json::object{{"amount", *cell}, {"currency", unit}})
            : json::value(*cell);
    }
    const parse_limits limits;
    reader in{limits};
    expenditure_line_body made;
    {
        const reader::step lines{in, "lines"};
        const reader::step one{in, position};
        wire<expenditure_line_body>::schema().read(in, line, made);
    }
    std::ranges::move(in.take(), std::back_inserter(problems));
    return made;
}

std::string_view read_sheet::typed(std::size_t row, report_column which) const {
    const auto& column = meant.column_of.at(static_cast<std::size_t>(which));
    return column ? cells.cell(row - 1, *column) : std::string_view{};
}

std::string read_sheet::heading(report_column which) const {
    const auto column = static_cast<std::size_t>(which);
    const auto& given = meant.headings.at(column);
    return given.empty() ? std::string{report_sheet_columns()[column].stem} : given;
}

std::optional<line_place> line_place_of(std::string_view pointer) {
    constexpr std::string_view prefix = "/lines/";
    if (!pointer.starts_with(prefix)) {
        return std::nullopt;
    }
    line_place place;
    const auto* end = pointer.data() + pointer.size();
    const auto [rest, failure] = std::from_chars(pointer.data() + prefix.size(), end, place.line);
    if (failure != std::errc{}) {
        return std::nullopt;
    }
    place.column = column_at({rest, static_cast<std::size_t>(end - rest)});
    return place;
}

domain::violation at_its_cell(
    domain::violation problem, const read_sheet& from, std::span<const planned_line* const> lines
) {
    const auto place = line_place_of(problem.field);
    if (!place || place->line >= lines.size()) {
        return problem;
    }
    const auto& line = *lines[place->line];
    domain::sheet_cell cell{line.row, {}, {}};
    if (const auto which = place->column) {
        cell.column = from.heading(*which);
        cell.typed = line.row == 0 ? at(line.cells, *which).value_or("")
                                   : std::string{from.typed(line.row, *which)};
    }
    problem.field.clear();
    problem.cell = std::move(cell);
    return problem;
}

}  // namespace tranche::server
