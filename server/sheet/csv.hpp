// CSV as programs and people write it: commas, semicolons or tabs between cells, with or without a
// byte order mark, in UTF-8, UTF-16 or else in Windows' Latin alphabet, line breaks inside quotes.
#pragma once

#include "server/sheet/sheet.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

// Cells without blanks around them. Throws domain::refusal: kind malformed for text that is no
// sheet, kind too_large for one beyond a limit.
sheet read_csv(
    std::string_view bytes, const sheet_limits& limits = {}, std::optional<char> mark = {}
);

inline constexpr std::array separators{',', ';', '\t'};

}  // namespace tranche::server
