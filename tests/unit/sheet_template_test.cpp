// The workbook a partner fills in: beside the expenses a sheet that says what it is for and how it
// is filled in, in the partner's language.
#include "server/report_sheets/sheet_template.hpp"

#include "server/sheet/xlsx.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::server {
namespace {

using domain::language;

template_about about_shelter(language in) {
    return {
        .agreement = "GT-2009-001",
        .report = "R2",
        .period_first = *domain::parse_date("2009-07-01"),
        .period_last = *domain::parse_date("2009-09-30"),
        .agreement_first = *domain::parse_date("2009-04-01"),
        .agreement_last = *domain::parse_date("2010-03-31"),
        .currency = *domain::currency::from_code("GTQ"),
        .base = *domain::currency::from_code("USD"),
        .country = "GT",
        .language = in,
        .budget_lines = {{"1.3", "Coordinadora"}, {"3.5", "Capacitación"}}};
}

// The sheet whose first cell says so.
xlsx_sheet sheet_that_begins(const std::string& bytes, const std::string& first) {
    return read_xlsx(bytes, {}, [&](const sheet& one) {
        return one.rows() > 0 && one.cell(0, 0) == first ? 1U : 0U;
    });
}

std::vector<std::string> lines_of(const sheet& from) {
    std::vector<std::string> all;
    for (std::size_t row = 0; row < from.rows(); ++row) {
        const auto second = std::string{from.cell(row, 1)};
        all.push_back(std::string{from.cell(row, 0)} + (second.empty() ? "" : " = " + second));
    }
    return all;
}

}  // namespace

TEST(SheetTemplate, SaysInItsNotesWhatItIsForAndHowItIsFilledIn) {
    const auto notes = sheet_that_begins(template_xlsx(about_shelter(language::es), {}), "Acuerdo");
    EXPECT_EQ(notes.name, "Notas");
    EXPECT_EQ(
        lines_of(notes.cells),
        (std::vector<std::string>{
            "Acuerdo = GT-2009-001", "Período = 2009-07-01 / 2009-09-30", "Moneda = GTQ",
            "Una fila por documento y línea presupuestaria.",
            "Una celda vacía no quita nada de lo registrado.",
            "La primera columna, oculta, identifica las líneas registradas: no la modifique.",
            "Los números de documento son texto, para que no se pierda ningún cero.",
            "Un importe negativo corrige una línea aceptada, que se indica en la última columna.",
            "Los costos de apoyo se calculan y no se escriben.", "Líneas presupuestarias",
            "1.3 = Coordinadora", "3.5 = Capacitación"})
    );
}

TEST(SheetTemplate, SpeaksThePartnersLanguageOnBothSheets) {
    const std::pair<language, std::vector<std::string>> languages[] = {
        {language::en,
         {"Agreement", "Notes", "Expenses", "Support cost is worked out and never typed."}},
        {language::fr,
         {"Accord", "Notes et aide", "Dépenses",
          "Les frais d'appui sont calculés et ne se saisissent pas."}},
        {language::es,
         {"Acuerdo", "Notas", "Gastos", "Los costos de apoyo se calculan y no se escriben."}}};
    for (const auto& [in, said] : languages) {
        const auto bytes = template_xlsx(about_shelter(in), {});
        const auto notes = sheet_that_begins(bytes, said[0]);
        EXPECT_EQ(notes.name, said[1]);
        EXPECT_EQ(notes.cells.cell(8, 0), said[3]);
        // Nothing but the first sheet has the columns of a report.
        const auto expenses = read_xlsx(bytes, {}, [](const sheet& one) {
            return one.rows() > 0 ? one.cells_in(0) : 0U;
        });
        EXPECT_EQ(expenses.name, said[2]);
    }
}

TEST(SheetTemplate, IsReadAgainAsAReportWithoutLines) {
    const auto bytes = template_xlsx(about_shelter(language::es), {});
    const auto read = read_xlsx(bytes, {}, [](const sheet& one) {
        return one.rows() > 0 ? one.cells_in(0) : 0U;
    });
    EXPECT_EQ(read.cells.rows(), 1U);
    EXPECT_EQ(read.cells.cells_in(0), said_columns);
}

}  // namespace tranche::server
