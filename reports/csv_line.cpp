#include "reports/csv_line.hpp"

#include <csv.h>

namespace tranche::reports {

void append_csv_record(std::string& out, std::span<const std::optional<std::string>> cells) {
    bool first = true;
    for (const auto& cell : cells) {
        if (!first) out += ',';
        first = false;
        if (!cell) continue;
        if (cell->find_first_of(",\"\r\n") == std::string::npos) {
            out += *cell;
            continue;
        }
        const auto needed = csv_write2(nullptr, 0, cell->data(), cell->size(), '"');
        const auto at = out.size();
        out.resize(at + needed);
        csv_write2(out.data() + at, needed, cell->data(), cell->size(), '"');
    }
    out += "\r\n";
}

std::string formula_safe(std::string_view text) {
    constexpr std::string_view dangerous = "=+-@\t\r";
    std::string out;
    if (!text.empty() && dangerous.find(text.front()) != std::string_view::npos) out = '\'';
    out += text;
    return out;
}

}  // namespace tranche::reports
