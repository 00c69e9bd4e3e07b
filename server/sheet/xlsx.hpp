// Workbooks of Excel and LibreOffice (ECMA-376): the one sheet that holds the data, read within
// limits that a small file cannot make large.
#pragma once

#include "domain/error.hpp"
#include "server/sheet/bounds.hpp"
#include "server/sheet/sheet.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct xlsx_sheet {
    sheet cells;
    std::string name;  // of the sheet in its workbook
    std::string part;  // and of its file in the container
    // What was passed over or taken as it was last worked out.
    std::vector<domain::violation> remarks;
};

// The visible sheet that `suits` best; the first of equals. Numbers become exact decimals by the
// text in the file, rounded to the 15 digits a spreadsheet shows; days become "2026-03-31" by their
// number formats. A formula's cell is what was last worked out. Throws domain::refusal: malformed
// for what is no workbook, has macros or is locked, too_large for one beyond a limit.
xlsx_sheet read_xlsx(
    std::string_view bytes, const sheet_limits& limits,
    const std::function<std::size_t(const sheet&)>& suits
);

}  // namespace tranche::server
