// Workbooks as they are written: read again they say the same, to the last digit.
#include "server/sheet/xlsx_book.hpp"

#include "server/sheet/xlsx.hpp"
#include "server/sheet/zip_file.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::server {
namespace {

using namespace std::chrono_literals;

std::string book_of(const std::string& amount) {
    xlsx_book book{{"dd/mm/yyyy", "#,##0.00"}};
    auto sheet = book.add_sheet("Gastos");
    sheet.set_column(0, 12, cell_look::locked, true);
    sheet.text(0, cell_look::heading, "Documento");
    sheet.end_row();
    sheet.text(0, cell_look::text, " =A&B <1> ");
    sheet.day(1, domain::date{2026y / std::chrono::March / 31});
    sheet.number(2, amount);
    sheet.end_row();
    sheet.protect();
    sheet.offer(0, 100'000, "Lists!$A$1:$A$2", false);
    book.add_sheet("Lists", true).text(0, cell_look::plain, "3.1");
    return book.bytes();
}

xlsx_sheet read(const std::string& bytes) {
    return read_xlsx(bytes, {}, [](const sheet& one) { return one.rows(); });
}

}  // namespace

TEST(XlsxBook, IsReadAgainAsItWasWritten) {
    const auto found = read(book_of("8450.10"));
    EXPECT_EQ(found.name, "Gastos");
    EXPECT_EQ(found.cells.cell(0, 0), "Documento");
    EXPECT_EQ(found.cells.cell(1, 0), "=A&B <1>");
    EXPECT_EQ(found.cells.cell(1, 1), "2026-03-31");
    EXPECT_EQ(found.cells.kind(1, 1), cell_kind::day);
    EXPECT_EQ(found.cells.cell(1, 2), "8450.1");
    EXPECT_EQ(found.cells.kind(1, 2), cell_kind::number);
}

TEST(XlsxBook, KeepsEveryAmountOfFifteenDigits) {
    for (const std::string amount :
         {"0.01", "0.1", "8.95", "9007199254740.93", "999999999999999", "-1234567890123.45", "0.07",
          "1.005", "123456789012.345"}) {
        EXPECT_EQ(read(book_of(amount)).cells.cell(1, 2), amount);
    }
}

TEST(XlsxBook, IsTheSameBytesForTheSameCalls) {
    EXPECT_EQ(book_of("8450.10"), book_of("8450.10"));
}

TEST(XlsxBook, OffersChoicesAndLocksWhatIsNotToBeChanged) {
    const auto text = zip_reader{book_of("1"), 1'000'000}.text("xl/worksheets/sheet1.xml");
    EXPECT_NE(text.find("<formula1>Lists!$A$1:$A$2</formula1>"), std::string::npos) << text;
    EXPECT_NE(text.find("sqref=\"A2:A100001\""), std::string::npos) << text;
    EXPECT_NE(text.find("<sheetProtection sheet=\"1\""), std::string::npos) << text;
    EXPECT_NE(text.find("hidden=\"1\""), std::string::npos) << text;
}

}  // namespace tranche::server
