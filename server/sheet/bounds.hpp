// How large a sheet or a workbook may be, in one place: for the readers that refuse more, and for
// the API's description that tells it. Limits of a sheet's rows and cells: sheet_limits.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tranche::server {

// What a workbook may unpack to, and all cells of a sheet together.
inline constexpr std::uint64_t unpacked_at_most = std::uint64_t{256} << 20;
// Rows beside those of the table: titles, headings and totals.
inline constexpr std::size_t rows_besides = 100;
inline constexpr std::size_t parts_at_most = 2'000;
inline constexpr std::size_t shared_bytes_at_most = std::size_t{64} << 20;
inline constexpr std::size_t shared_at_most = 5'000'000;
inline constexpr std::size_t sheets_at_most = 50;
inline constexpr std::size_t relations_at_most = 10'000;
inline constexpr std::size_t formats_at_most = 100'000;
// Of each part.
inline constexpr std::size_t elements_at_most = 20'000'000;
inline constexpr int depth_at_most = 64;

// What one answer lists; all is counted.
inline constexpr std::size_t problems_told = 500;
inline constexpr std::size_t remarks_told = 200;
inline constexpr std::size_t rows_told = 200;

}  // namespace tranche::server
