// One record of CSV as RFC 4180 writes it: quoted only where it must be, so that the same row comes
// out the same whether PostgreSQL or this function wrote it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::reports {

/// Appends the record and its CRLF. An absent cell is empty.
void append_csv_record(std::string& out, std::span<const std::optional<std::string>> cells);

/// Text that a spreadsheet would run as a formula, made harmless by a leading apostrophe. Never for
/// numbers: "-6634.00" is one.
std::string formula_safe(std::string_view text);

}  // namespace tranche::reports
