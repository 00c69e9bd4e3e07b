// How large a workbook may be in each respect: what is at a limit is read, one more is not.
#include "server/report_sheets/sheet_file.hpp"
#include "server/sheet/csv.hpp"
#include "server/sheet/xlsx.hpp"
#include "server/sheet/xlsx_parts.hpp"
#include "server/sheet/zip_file.hpp"
#include "tests/support/small_workbook.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::server {
namespace {

using tests::bytes_of;
using tests::tried_book;

const std::string one_cell = R"(<row r="1"><c r="A1"><v>1</v></c></row>)";

xlsx_sheet read(const std::string& bytes, const sheet_limits& limits = {}) {
    return read_xlsx(bytes, limits, [](const sheet& one) { return one.rows(); });
}

// "", or the code of the refusal and the limit it names.
template <class Act>
std::string refusal_of(Act act) {
    try {
        act();
    } catch (const domain::refusal& refused) {
        auto said = refused.why().code;
        for (const auto& [name, value] : refused.why().args) {
            said += name == "max" ? ' ' + value : "";
        }
        return said;
    }
    return "";
}

// Elements are told and forgotten.
struct counting_reader : xml_reader {
    std::size_t seen = 0;

private:
    void begin(std::string_view, const xml_attributes&) override { ++seen; }
    void end(std::string_view) override {}
};

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    all.reserve(count * text.size());
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

}  // namespace

TEST(XlsxLimits, AreTwoThousandPartsInOneFile) {
    const auto with_parts = [](std::size_t count) {
        tried_book tried{one_cell};
        const auto needed = zip_reader{bytes_of(tried), 1'000'000}.names().size();
        for (auto i = needed; i < count; ++i) {
            tried.more.push_back({"xl/media/" + std::to_string(i), "x"});
        }
        return bytes_of(tried);
    };
    EXPECT_EQ(refusal_of([&] { read(with_parts(2'000)); }), "");
    EXPECT_EQ(refusal_of([&] { read(with_parts(2'001)); }), "workbook_unreadable");
}

TEST(XlsxLimits, HoldForWhatAPartUnpacksToWhateverItAnnounces) {
    auto bytes = zipped({{"part", std::string(1'000'000, 'x')}});
    EXPECT_EQ(unpacked_size(bytes), 1'000'000U);
    // Little-endian, in the part's own header and in the directory at the end.
    const auto announce = [&](const char* header, std::size_t offset) {
        bytes.replace(bytes.find(header) + offset, 4, std::string{"\x10\0\0\0", 4});
    };
    announce("PK\x03\x04", 22);
    announce("PK\x01\x02", 24);
    EXPECT_EQ(unpacked_size(bytes), 16U);
    std::size_t given = 0;
    const zip_reader reader{bytes, 1'000'000};
    EXPECT_EQ(
        refusal_of([&] {
            reader.read("part", [&](std::string_view piece) { given += piece.size(); });
        }),
        "workbook_unreadable"
    );
    EXPECT_LE(given, 16U);
}

TEST(XlsxLimits, AreSixtyFourMebibytesOfSharedTexts) {
    constexpr std::size_t most = std::size_t{64} << 20;
    const auto book = bytes_of({one_cell});
    const auto with_texts = [&](std::size_t size) {
        return with_part(
            book, "xl/sharedStrings.xml",
            "<sst><si><t>" + std::string(size - 1, 'x') + "</t></si><si><t>y</t></si></sst>"
        );
    };
    EXPECT_EQ(refusal_of([&] { read(with_texts(most)); }), "");
    EXPECT_EQ(
        refusal_of([&] { read(with_texts(most + 1)); }),
        "workbook_too_large " + std::to_string(most)
    );
}

// A longer list is read so far and no further.
TEST(XlsxLimits, AreFiftySheets) {
    const auto best_of = [](std::size_t count) {
        tried_book tried{one_cell};
        tried.sheets = times(count - 1, R"(<sheet name="Portada" r:id="rId1"/>)") +
            R"(<sheet name="Gastos" r:id="rId2"/>)";
        tried.more = {
            {"xl/worksheets/sheet2.xml",
             R"(<worksheet><sheetData><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>)"}};
        return read(bytes_of(tried)).name;
    };
    EXPECT_EQ(best_of(50), "Gastos");
    EXPECT_EQ(best_of(51), "Portada");
}

TEST(XlsxLimits, AreTwentyMillionElementsOfOnePart) {
    constexpr std::size_t in_a_piece = 1'000'000;
    const auto piece = times(in_a_piece, "<a/>");
    counting_reader reader;
    reader.feed("<sst>");
    for (int i = 0; i < 19; ++i) {
        reader.feed(piece);
    }
    reader.feed(times(in_a_piece - 1, "<a/>"));
    EXPECT_EQ(reader.seen, 20'000'000U);
    EXPECT_EQ(refusal_of([&] { reader.feed("<a/>"); }), "workbook_too_large 80000000");
    EXPECT_EQ(reader.seen, 20'000'000U);
}

// A hundred rows are left for titles, headings and totals besides.
TEST(XlsxLimits, AreSoManyRowsWithDataAndAHundredMore) {
    const auto up_to = [](std::size_t row) {
        const auto n = std::to_string(row);
        return bytes_of({"<row r=\"" + n + "\"><c r=\"A" + n + "\"><v>1</v></c></row>"});
    };
    for (const std::size_t rows : {std::size_t{500}, sheet_limits{}.rows}) {
        const auto most = rows + 101;
        EXPECT_EQ(read(up_to(most), {.rows = rows}).cells.rows(), most);
        EXPECT_EQ(
            refusal_of([&] { read(up_to(most + 1), {.rows = rows}); }),
            "sheet_too_many_rows " + std::to_string(rows)
        );
    }
}

TEST(XlsxLimits, AreAHundredThousandLinesBelowTheHeadingsOfAReportAsText) {
    const auto limits = report_sheet_limits();
    EXPECT_EQ(limits.rows, 100'000U);
    const auto lines = [&](std::size_t count) {
        return read_csv("Documento,Monto\n" + times(count, "D,1\n"), limits, ',').rows() - 1;
    };
    EXPECT_EQ(lines(100'000), 100'000U);
    EXPECT_EQ(refusal_of([&] { lines(100'001); }), "sheet_too_many_rows 100000");
}

}  // namespace tranche::server
