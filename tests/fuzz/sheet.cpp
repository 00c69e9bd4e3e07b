// A sheet from anywhere: refused with a reason, or cells that are text, numbers that are plain and
// days that exist.
#include "domain/calendar.hpp"
#include "domain/decimal.hpp"
#include "domain/error.hpp"
#include "server/json/text.hpp"
#include "server/sheet/csv.hpp"
#include "server/sheet/table.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool is_plain(std::string_view number) {
    if (number.starts_with('-')) {
        number.remove_prefix(1);
    }
    const auto point = number.find('.');
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789") == part.npos;
    };
    return digits(number.substr(0, point)) &&
        (point == number.npos || digits(number.substr(point + 1)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tranche;
    constexpr std::array columns{
        server::sheet_column{"text", "Text", "Texte", "Texto"},
        server::sheet_column{"number", "Number", "Nombre", "Número", server::cell_type::number},
        server::sheet_column{"day", "Day", "Jour", "Día", server::cell_type::day},
        server::sheet_column{"flag", "Flag", "Oui", "Sí", server::cell_type::flag}};
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    try {
        const auto sheet = server::read_csv(bytes, {.rows = 500, .columns = 20, .cell = 200});
        for (std::size_t row = 0; row < sheet.rows(); ++row) {
            for (std::size_t column = 0; column < sheet.cells_in(row); ++column) {
                demand(server::is_utf8(sheet.cell(row, column)));
            }
        }
        const auto table = server::read_table(sheet, columns);
        for (const auto& row : table.rows) {
            demand(!row.cells[1] || is_plain(*row.cells[1]));
            demand(!row.cells[2] || domain::parse_date(*row.cells[2]));
            demand(!row.cells[3] || *row.cells[3] == "true" || *row.cells[3] == "false");
        }
    } catch (const domain::refusal& refused) {
        demand(!refused.why().code.empty());
    }
    return 0;
}
