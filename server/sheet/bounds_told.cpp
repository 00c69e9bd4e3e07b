#include "server/sheet/bounds_told.hpp"

#include "server/sheet/bounds.hpp"

namespace tranche::server {

std::string counted(std::uint64_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
        text.insert(static_cast<std::size_t>(at), 1, ',');
    }
    return text;
}

std::string sized(std::uint64_t bytes) {
    constexpr std::uint64_t mebibyte = 1'048'576;
    return bytes != 0 && bytes % mebibyte == 0 ? counted(bytes / mebibyte) + " MiB"
                                               : counted(bytes) + " bytes";
}

std::string told_bounds(const sheet_limits& limits) {
    return counted(limits.columns) + " columns, " + counted(limits.cell) +
        " bytes of UTF-8 in a cell";
}

std::string told_workbook_bounds() {
    return "A workbook unpacks to at most " + sized(unpacked_at_most) + " in " +
        counted(parts_at_most) + " parts; its shared texts are at most " + counted(shared_at_most) +
        " of together " + sized(shared_bytes_at_most) + ", all cells of a sheet " +
        sized(unpacked_at_most) + ", the XML of each part " + counted(elements_at_most) +
        " elements " + counted(depth_at_most) + " deep, its number formats " +
        counted(formats_at_most) + ", its relations " + counted(relations_at_most) +
        "; the first " + counted(sheets_at_most) + " sheets are looked at.";
}

}  // namespace tranche::server
