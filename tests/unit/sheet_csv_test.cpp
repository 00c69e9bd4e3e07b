// CSV files as programs and people write them, taken apart into cells.
#include "domain/error.hpp"
#include "server/sheet/csv.hpp"
#include "server/sheet/text_encoding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::server {
namespace {

using row = std::vector<std::string>;

std::vector<row> rows_of(std::string_view bytes, const sheet_limits& limits = {}) {
    const auto read = read_csv(bytes, limits);
    std::vector<row> all;
    for (std::size_t i = 0; i < read.rows(); ++i) {
        all.emplace_back();
        for (std::size_t c = 0; c < read.cells_in(i); ++c) {
            all.back().emplace_back(read.cell(i, c));
        }
    }
    return all;
}

std::string code_of(std::string_view bytes, const sheet_limits& limits = {}) {
    try {
        read_csv(bytes, limits);
    } catch (const domain::refusal& refused) {
        return refused.why().code;
    }
    return "";
}

}  // namespace

TEST(SheetCsv, IsSeparatedByCommasSemicolonsOrTabs) {
    const std::vector<row> wanted{{"a", "b"}, {"1", "2"}};
    EXPECT_EQ(rows_of("a,b\n1,2\n"), wanted);
    EXPECT_EQ(rows_of("a;b\r\n1;2"), wanted);
    EXPECT_EQ(rows_of("a\tb\r1\t2\r"), wanted);
    EXPECT_EQ(rows_of("\"a,b\";c\n1;2")[0], (row{"a,b", "c"}));
}

TEST(SheetCsv, TakesTheSeparatorExcelDeclares) {
    EXPECT_EQ(rows_of("sep=;\na,b;c\n1,5;2").at(1), (row{"a,b", "c"}));
    EXPECT_EQ(code_of("sep=x\na,b"), "sheet_separator_unclear");
}

TEST(SheetCsv, DoesNotGuessBetweenTwoSeparators) {
    EXPECT_EQ(code_of("a,b;c\n1,2;3"), "sheet_separator_unclear");
}

TEST(SheetCsv, LeavesOutAByteOrderMark) {
    EXPECT_EQ(
        rows_of("\xEF\xBB\xBF"
                "a,b")[0],
        (row{"a", "b"})
    );
}

TEST(SheetCsv, ReadsWindowsLettersWhereItIsNoUtf8) {
    EXPECT_EQ(
        rows_of("Ni\xF1"
                "ez,\x80 5")[0],
        (row{"Niñez", "€ 5"})
    );
    EXPECT_EQ(rows_of("Niñez,€")[0], (row{"Niñez", "€"}));
    EXPECT_EQ(code_of("a\x81,b"), "sheet_not_text");
}

TEST(SheetCsv, ReadsTwoByteLettersByTheirMarkAndNoOthers) {
    for (const auto encoding : {text_encoding::utf16_le, text_encoding::utf16_be}) {
        const std::string text = "Niñez,€,\xF0\x9F\x98\x80";
        const auto bytes = in_encoding(text, encoding);
        EXPECT_EQ(encoding_of(bytes), encoding);
        EXPECT_EQ(rows_of(bytes)[0], (row{"Niñez", "€", "\xF0\x9F\x98\x80"}));
        EXPECT_EQ(as_utf8(bytes, encoding), text);
        EXPECT_EQ(code_of(bytes.substr(0, bytes.size() - 1)), "sheet_not_text");
    }
    EXPECT_EQ(in_encoding("Ñ€\xE2\x9C\x93", text_encoding::windows_1252), "\xD1\x80?");
    EXPECT_EQ(code_of(std::string_view{"a,\0b", 4}), "sheet_not_text");
}

TEST(SheetCsv, KeepsLineBreaksInsideQuotesAndCountsRowsAsASpreadsheet) {
    const auto rows = rows_of("a,b\r\n\"one\r\ntwo\",\"say \"\"so\"\"\"\r\n\r\n3,4");
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[1], (row{"one\ntwo", "say \"so\""}));
    EXPECT_EQ(rows[2], row{});
    EXPECT_EQ(rows[3], (row{"3", "4"}));
}

TEST(SheetCsv, SaysInWhichRowQuotesDoNotClose) {
    try {
        read_csv("a,b\n1,\"open\n2,3\n");
        FAIL();
    } catch (const domain::refusal& refused) {
        EXPECT_EQ(refused.why().code, "sheet_quotes");
        EXPECT_EQ(refused.why().args.front().second, "2");
    }
    EXPECT_EQ(code_of("a,b\n1,x\"y\"z\n"), "sheet_quotes");
}

TEST(SheetCsv, IsEmptyWithoutAHeading) {
    EXPECT_EQ(code_of(""), "sheet_empty");
    EXPECT_EQ(code_of(" \n\n"), "sheet_empty");
}

TEST(SheetCsv, KeepsItsLimits) {
    EXPECT_EQ(code_of("a\n1\n2\n", {.rows = 2}), "");
    EXPECT_EQ(code_of("a\n1\n2\n3\n", {.rows = 2}), "sheet_too_many_rows");
    EXPECT_EQ(code_of("a,b\n", {.columns = 2}), "");
    EXPECT_EQ(code_of("a,b,c\n", {.columns = 2}), "sheet_too_many_columns");
    EXPECT_EQ(code_of("a\nfour\n", {.cell = 4}), "");
    EXPECT_EQ(code_of("a\nfives\n", {.cell = 4}), "sheet_cell_too_long");
    EXPECT_EQ(code_of("abcdef", {.bytes = 5}), "body_too_large");
}

}  // namespace tranche::server
