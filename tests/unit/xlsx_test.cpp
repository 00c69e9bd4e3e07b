// Workbooks as Excel and LibreOffice save them: exact numbers, days, what is passed over and what
// is refused.
#include "server/sheet/xlsx.hpp"

#include "server/sheet/xlsx_cells.hpp"
#include "server/sheet/zip_file.hpp"
#include "tests/support/small_workbook.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::server {
namespace {

using row = std::vector<std::string>;

using tests::bytes_of;
using tests::tried_book;

xlsx_sheet read(const tried_book& tried, const sheet_limits& limits = {}) {
    return read_xlsx(bytes_of(tried), limits, [](const sheet& one) { return one.rows(); });
}

row cells_of(const sheet& from, std::size_t which) {
    row all;
    for (std::size_t i = 0; i < from.cells_in(which); ++i) {
        all.emplace_back(from.cell(which, i));
    }
    return all;
}

std::string refusal(const tried_book& tried, const sheet_limits& limits = {}) {
    try {
        read(tried, limits);
    } catch (const domain::refusal& refused) {
        return refused.why().code;
    }
    return "";
}

std::vector<std::string> remarks(const xlsx_sheet& from) {
    std::vector<std::string> all;
    for (const auto& one : from.remarks) {
        all.push_back(one.code);
    }
    return all;
}

}  // namespace

TEST(Xlsx, MakesExactDecimalsOfTheTextOfBinaryNumbers) {
    for (const auto& [stored, exact] :
         {std::pair{"12500.1", "12500.1"}, std::pair{"8450.1000000000004", "8450.1"},
          std::pair{"0.30000000000000004", "0.3"}, std::pair{"8449.9999999999995", "8450"},
          std::pair{"1.25E4", "12500"}, std::pair{"1.5E-2", "0.015"}, std::pair{"-0.5", "-0.5"},
          std::pair{"100", "100"}, std::pair{"0", "0"}, std::pair{"-0", "0"},
          std::pair{"9.9999999999999997E-2", "0.1"},
          std::pair{"123456789012345", "123456789012345"}}) {
        EXPECT_EQ(exact_decimal(stored), exact) << stored;
    }
    for (const char* none : {"", "abc", "1,5", "1e999", ".", "1e", "--1", "INF"}) {
        EXPECT_EQ(exact_decimal(none), std::nullopt) << none;
    }
}

TEST(Xlsx, CountsDaysInBothSystems) {
    EXPECT_EQ(day_of_serial("40018", false), "2009-07-24");
    EXPECT_EQ(day_of_serial("38556", true), "2009-07-24");
    EXPECT_EQ(day_of_serial("40018.75", false), "2009-07-24");
    EXPECT_EQ(day_of_serial("59", false), "1900-02-28");
    EXPECT_EQ(day_of_serial("60", false), std::nullopt);
    EXPECT_EQ(day_of_serial("61", false), "1900-03-01");
    EXPECT_EQ(day_of_serial("-1", false), std::nullopt);
}

TEST(Xlsx, KnowsADayByItsFormat) {
    EXPECT_TRUE(is_day_format("dd/mm/yyyy"));
    EXPECT_TRUE(is_day_format("[$-100A]d \"de\" mmmm"));
    EXPECT_FALSE(is_day_format("#,##0.00"));
    EXPECT_FALSE(is_day_format("[Red]0.00"));
    EXPECT_FALSE(is_day_format("0.00\" days\""));
    EXPECT_TRUE(is_built_in_day_format(14));
    EXPECT_FALSE(is_built_in_day_format(4));
}

TEST(Xlsx, ReadsTextsNumbersDaysAndTruths) {
    const auto book = read(
        {R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>)"
         R"(<row r="3"><c r="A3"><v>12500.099999999999</v></c><c r="B3" s="2"><v>40018</v></c>)"
         R"(<c r="C3" t="inlineStr"><is><t> a </t></is></c><c r="D3" t="b"><v>1</v></c></row>)"}
    );
    EXPECT_EQ(book.name, "Gastos");
    ASSERT_EQ(book.cells.rows(), 3U);
    EXPECT_EQ(cells_of(book.cells, 0), (row{"Monto", "", "Niñez"}));
    EXPECT_EQ(cells_of(book.cells, 1), row{});
    EXPECT_EQ(cells_of(book.cells, 2), (row{"12500.1", "2009-07-24", "a", "true"}));
    EXPECT_EQ(book.cells.kind(2, 0), cell_kind::number);
    EXPECT_EQ(book.cells.kind(2, 1), cell_kind::day);
    EXPECT_EQ(book.cells.kind(2, 2), cell_kind::text);
}

TEST(Xlsx, TakesFormulasAsLastWorkedOutAndSaysSo) {
    const auto book =
        read({R"(<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>2+2</f></c>)"
              R"(<c r="C1" t="e"><v>#N/A</v></c><c r="D1"><f>[1]Hoja!A1</f><v>7</v></c></row>)"});
    EXPECT_EQ(cells_of(book.cells, 0), (row{"2", "=2+2", "#N/A", "=[1]Hoja!A1"}));
    EXPECT_EQ(book.cells.kind(0, 1), cell_kind::broken);
    EXPECT_EQ(book.cells.kind(0, 2), cell_kind::broken);
    EXPECT_EQ(book.cells.kind(0, 3), cell_kind::foreign);
    EXPECT_EQ(remarks(book), std::vector<std::string>{"formulas_taken"});
}

TEST(Xlsx, ReadsHiddenRowsAndNamesMergedOnes) {
    const auto book = read(
        {R"(<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>)",
         R"(<mergeCells><mergeCell ref="A1:A3"/><mergeCell ref="A5:C5"/></mergeCells>)"}
    );
    EXPECT_EQ(remarks(book), (std::vector<std::string>{"hidden_rows_read", "cells_merged"}));
}

TEST(Xlsx, TakesTheVisibleSheetThatSuitsBest) {
    tried_book tried{R"(<row r="1"><c r="A1"><v>1</v></c></row>)"};
    tried.sheets =
        R"(<sheet name="Oculta" state="hidden" r:id="rId2"/><sheet name="Portada" r:id="rId1"/>)"
        R"(<sheet name="Gastos" r:id="rId2"/>)";
    tried.more = {
        {"xl/worksheets/sheet2.xml",
         R"(<worksheet><sheetData><row r="4"><c r="A4"><v>4</v></c></row></sheetData></worksheet>)"}};
    const auto book = read(tried);
    EXPECT_EQ(book.name, "Gastos");
    EXPECT_EQ(remarks(book), std::vector<std::string>{"sheets_passed_over"});
}

TEST(Xlsx, CountsDaysAsItsWorkbookDoes) {
    const auto book = read(
        {R"(<row r="1"><c r="A1" s="1"><v>38556</v></c></row>)", "",
         R"(<workbookPr date1904="1"/>)"}
    );
    EXPECT_EQ(book.cells.cell(0, 0), "2009-07-24");
}

TEST(Xlsx, ReadsDaysAsTextOnlyWhereTheyAreDays) {
    const auto book = read({R"(<row r="1"><c r="A1" t="d"><v>2026-03-31T00:00:00</v></c>)"
                            R"(<c r="B1" t="d"><v>2026-02-31</v></c></row>)"});
    EXPECT_EQ(cells_of(book.cells, 0), (row{"2026-03-31", "2026-02-31"}));
    EXPECT_TRUE(book.cells.kind(0, 0) == cell_kind::day);
    EXPECT_TRUE(book.cells.kind(0, 1) == cell_kind::broken);
}

TEST(Xlsx, ReadsAPartOnceHoweverOftenItIsListed) {
    tried_book tried{R"(<row r="1"><c r="A1"><v>1</v></c></row>)"};
    tried.sheets = R"(<sheet name="Gastos" r:id="rId1"/><sheet name="Otra" r:id="rId1"/>)";
    const auto book = read(tried);
    EXPECT_EQ(book.name, "Gastos");
    EXPECT_EQ(remarks(book), std::vector<std::string>{});
}

TEST(Xlsx, RefusesWhatIsNestedTooDeep) {
    std::string nested;
    for (int i = 0; i < 70; ++i) {
        nested = "<a>" + nested + "</a>";
    }
    EXPECT_EQ(refusal({nested}), "workbook_unreadable");
}

TEST(Xlsx, KeepsToItsLimits) {
    const std::string far = R"(<row r="900"><c r="A900"><v>1</v></c></row>)";
    EXPECT_EQ(refusal({far}, {.rows = 500}), "sheet_too_many_rows");
    EXPECT_EQ(refusal({R"(<row r="1"><c r="ZZ1"><v>1</v></c></row>)"}), "sheet_too_many_columns");
    EXPECT_EQ(
        refusal(
            {R"(<row r="1"><c r="A1" t="str"><v>)" + std::string(50, 'x') + "</v></c></row>"},
            {.cell = 20}
        ),
        "sheet_cell_too_long"
    );
    EXPECT_EQ(refusal({far}, {.bytes = 100}), "body_too_large");
    // Formats alone make no rows, however far they reach.
    EXPECT_EQ(
        read(
            {R"(<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>)"}
        )
            .cells.rows(),
        1U
    );
}

TEST(Xlsx, UnpacksNoBomb) {
    tried_book tried{R"(<row r="1"><c r="A1"><v>1</v></c></row>)"};
    tried.more = {{"xl/media/image1.png", std::string(std::size_t{257} << 20, '0')}};
    EXPECT_LT(bytes_of(tried).size(), std::size_t{2} << 20);
    EXPECT_EQ(refusal(tried), "workbook_too_large");
}

TEST(Xlsx, RefusesMacrosAndWhatIsNoWorkbook) {
    tried_book tried{R"(<row r="1"><c r="A1"><v>1</v></c></row>)"};
    tried.more = {{"xl/vbaProject.bin", "x"}};
    EXPECT_EQ(refusal(tried), "workbook_has_macros");
    EXPECT_EQ(refusal({"<row r=\"1\"><c"}), "workbook_unreadable");
    EXPECT_EQ(
        refusal(
            {R"(<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>)"}
        ),
        "workbook_unreadable"
    );
    EXPECT_EQ(refusal({R"(<row r="1"><c r="A1" t="s"><v>9</v></c></row>)"}), "workbook_unreadable");
    EXPECT_EQ(refusal({""}), "sheet_empty");
    EXPECT_THROW(
        read_xlsx("PK\x03\x04 nothing", {}, [](const sheet&) { return 0U; }), domain::refusal
    );
}

TEST(Xlsx, KnowsNoEntitiesOfTheFilesOwn) {
    tried_book tried{R"(<row r="1"><c r="A1"><v>1</v></c></row>)"};
    tried.book = "</workbook><!DOCTYPE a [<!ENTITY b \"c\">]>";
    EXPECT_EQ(refusal(tried), "workbook_unreadable");
    auto bytes = with_part(
        bytes_of({R"(<row r="1"><c r="A1"><v>1</v></c></row>)"}), "xl/sharedStrings.xml",
        "<!DOCTYPE sst [<!ENTITY b \"c\">]><sst/>"
    );
    EXPECT_THROW(read_xlsx(bytes, {}, [](const sheet&) { return 1U; }), domain::refusal);
}

}  // namespace tranche::server
