// A workbook from anywhere: refused with a reason, or cells that are text, exact numbers and days.
#include "domain/calendar.hpp"
#include "domain/error.hpp"
#include "server/json/text.hpp"
#include "server/sheet/xlsx.hpp"
#include "server/sheet/zip_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void read(std::string_view bytes) {
    using namespace tranche;
    try {
        const auto book = server::read_xlsx(
            bytes, {.rows = 500, .columns = 20, .cell = 200},
            [](const server::sheet& one) { return one.rows(); }
        );
        for (std::size_t row = 0; row < book.cells.rows(); ++row) {
            for (std::size_t column = 0; column < book.cells.cells_in(row); ++column) {
                const auto cell = book.cells.cell(row, column);
                const auto kind = book.cells.kind(row, column);
                demand(server::is_utf8(cell));
                demand(
                    kind != server::cell_kind::number ||
                    cell.find_first_not_of("-.0123456789") == cell.npos
                );
            }
        }
    } catch (const domain::refusal& refused) {
        demand(!refused.why().code.empty());
    }
}

}  // namespace

// Half of the inputs are containers, half the text of a sheet inside a sound one: a fuzzer does not
// find its way through a checksum.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    if (bytes.starts_with("PK")) {
        read(bytes);
        return 0;
    }
    read(tranche::server::zipped(
        {{"_rels/.rels", "<Relationships/>"},
         {"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" id=\"a\"/></sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"a\" Target=\"worksheets/sheet1.xml\"/>"
          "</Relationships>"},
         {"xl/styles.xml",
          "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"
          "</styleSheet>"},
         {"xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"},
         {"xl/worksheets/sheet1.xml", std::string{bytes}}}
    ));
    return 0;
}
