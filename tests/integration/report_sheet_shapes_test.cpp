// The files partners really send: alphabets, separators, workbooks, totals and headings of their
// own; and the limits.
#include "server/report_sheets/sheet_file.hpp"
#include "server/report_sheets/sheet_template.hpp"
#include "server/sheet/csv.hpp"
#include "server/sheet/zip_file.hpp"
#include "tests/support/expense_sheet_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tranche::tests {
namespace {

std::string replaced(std::string in, const std::string& what, const std::string& by) {
    for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size())) {
        in.replace(at, what.size(), by);
    }
    return in;
}

}  // namespace

TEST_F(ReportSheets, AreReadInEveryAlphabetAndWithEverySeparator) {
    const auto lines = shelter_lines();
    const auto plain = sheet_of({lines[4], lines[15]});
    for (const auto encoding :
         {server::text_encoding::utf8_marked, server::text_encoding::windows_1252,
          server::text_encoding::utf16_le, server::text_encoding::utf16_be}) {
        const auto shown = look(server::in_encoding(plain, encoding));
        EXPECT_EQ(counts(shown), "2 0 0 0") << shown;
        // And given back in it.
        const auto noted = server.as("preparer", "NGO")
                               .get(sheet() + '/' + shown.field("token") + "/annotated?lang=es");
        EXPECT_EQ(server::encoding_of(noted.body), encoding);
        EXPECT_EQ(
            replaced(
                server::as_utf8(noted.body, encoding), ";Problema;Qué hacer;Código del problema", ""
            ),
            plain
        );
    }
    EXPECT_EQ(counts(look(replaced(plain, ";", "\t"))), "2 0 0 0");
    EXPECT_EQ(counts(look(replaced(plain, "\n", "\r\n"))), "2 0 0 0");
    const auto quoted = replaced(replaced(plain, "5,800.00", "\"5,800.00\""), ";", ",");
    EXPECT_EQ(counts(look(replaced(quoted, "6,200.00", "\"6,200.00\""))), "2 0 0 0");
}

TEST_F(ReportSheets, MayHoldTotalsRepeatedHeadingsBlankRowsAndColumnsOfTheirOwn) {
    const auto shown = look(
        "Informe;;;;;\n;;;;;\n"
        "Factura;Fecha;Rubro;Proveedor;Monto (GTQ);Archivo\n"
        "A-1;24/03/2026;3.1;taller;Q 10.50;a.pdf\n"
        "SUBTOTAL;;;;10.50;\n\n"
        "Factura;Fecha;Rubro;Proveedor;Monto (GTQ);Archivo\n"
        "A-2;25/03/2026;3.1;taller;GTQ 1,000.00;\n"
        "TOTAL GENERAL;;;;1,010.00;\n"
    );
    EXPECT_EQ(counts(shown), "2 0 0 0") << shown;
    EXPECT_EQ(
        found(shown, "remarks"),
        (std::vector<std::string>{
            "3 Archivo column_unknown", "5 Monto (GTQ) sheet_total_agrees",
            "9 Monto (GTQ) sheet_total_differs"})
    );
}

TEST_F(ReportSheets, AsWorkbooksComeBackWithTheProblemsBesideTheirRows) {
    taken(sheet_of(shelter_lines()));
    auto book = server.as("preparer", "NGO").get(sheet() + "?format=xlsx&lang=es").body;
    const std::string part = "xl/worksheets/sheet1.xml";
    auto text = server::zip_reader{book, 10'000'000}.text(part);
    EXPECT_NE(text.find("<dataValidation type=\"list\""), std::string::npos);
    EXPECT_NE(text.find("<sheetProtection"), std::string::npos);
    text = replaced(text, "<v>15250.00</v>", "<v>15300.5</v>");
    text = replaced(text, ">V-0031<", ">V-0032<");
    text = replaced(text, ">3.5<", ">3.8<");
    book = server::with_part(book, part, text);
    const auto shown = look(book);
    EXPECT_EQ(counts(shown), "0 2 20 0") << shown;
    EXPECT_EQ(
        found(shown, "errors"),
        std::vector<std::string>{"16 Línea presupuestaria line_not_of_agreement"}
    );
    const auto noted = server.as("preparer", "NGO")
                           .get(sheet() + '/' + shown.field("token") + "/annotated?lang=es");
    ASSERT_EQ(noted.status, 200) << noted.body;
    const auto after = server::zip_reader{noted.body, 10'000'000}.text(part);
    EXPECT_NE(
        after.find("<c r=\"T16\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                   "line_not_of_agreement</t>"),
        std::string::npos
    ) << after;
    // Corrected, it is read with those columns passed over; the ids still match.
    const auto again = look(server::with_part(noted.body, part, replaced(after, ">3.8<", ">3.5<")));
    EXPECT_EQ(counts(again), "0 2 20 0") << again;
    EXPECT_EQ(found(again, "errors"), std::vector<std::string>{});
    EXPECT_EQ(take(again).status, 200);
    EXPECT_EQ(reported(), 18255000 + 5050);
}

TEST_F(ReportSheets, AreRefusedBeyondTheirLimits) {
    std::string long_sheet = "Documento,Fecha,Línea,Pagado a,Monto\n";
    for (int n = 0; n <= 100'000; ++n) {
        long_sheet += "D,2026-03-24,3.1,t,1\n";
    }
    EXPECT_EQ(look(long_sheet).code(), "sheet_too_many_rows");
    EXPECT_EQ(look("\xD0\xCF\x11\xE0 old").code(), "sheet_old_or_locked");
    EXPECT_EQ(look("PK\x03\x04 nothing").code(), "workbook_unreadable");
    EXPECT_EQ(look("").code(), "body_required");
    EXPECT_EQ(look("Documento\n" + std::string(5'000, 'x')).code(), "sheet_cell_too_long");
}

TEST_F(ReportSheets, MayHaveMoreLinesThanOneRequest) {
    std::string many = "Documento,Fecha,Línea,Pagado a,Monto\n";
    for (int n = 0; n < 6'000; ++n) {
        many += "D-" + std::to_string(n) + ",2026-03-24,3.1,t,1.00\n";
    }
    const auto given = taken(many);
    EXPECT_EQ(counts(given), "6000 0 0 0");
    EXPECT_EQ(reported(), 600'000);
    EXPECT_EQ(counts(look(many)), "0 0 6000 0");
}

TEST_F(ReportSheets, ThatWereNeverHandedInAreAnotherPartnersSecret) {
    const auto shown = look(sheet_of({shelter_lines()[0]}));
    partner(server, "OTHER");
    const auto other = server.as("preparer", "OTHER");
    for (const std::string& path :
         {sheet(), sheet() + '/' + shown.field("token") + "/annotated",
          std::string{"/api/v1/agreements/SHELTER/expenditure-template?period_first=2026-03-01"
                      "&period_last=2026-05-31"}}) {
        auto asking = other;
        EXPECT_EQ(asking.get(path).status, 404) << path;
    }
    for (const char* table : {"sheet_habit", "sheet_heading", "sheet_preview"}) {
        EXPECT_EQ(
            db.sql().number(
                std::string{"select count(*) from pg_class c where relrowsecurity and oid ="
                            " 'partner."} +
                table + "'::regclass"
            ),
            1
        );
    }
}

}  // namespace tranche::tests
