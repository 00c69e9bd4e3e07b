// CSV as programs and people write it: commas, semicolons or tabs between cells, with or without a
// byte order mark, in UTF-8 or else in Windows' Latin alphabet, line breaks inside quotes.
#pragma once

#include "server/sheet/sheet.hpp"

#include <string>
#include <string_view>

namespace tranche::server {

// Cells without blanks around them. Throws domain::refusal: kind malformed for text that is no
// sheet, kind too_large for one beyond a limit.
sheet read_csv(std::string_view bytes, const sheet_limits& limits = {});

// The text in UTF-8 with plain line ends; the first step of read_csv.
std::string decoded(std::string_view bytes);

}  // namespace tranche::server
