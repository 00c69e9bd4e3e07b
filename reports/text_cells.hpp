// Cells of the aligned text form: how wide a text is on a screen, numbers as a language writes
// them, and labels broken over several lines.
#pragma once

#include "domain/message_catalogue.hpp"
#include "reports/report.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::reports {

/// Columns of a terminal: an accent that combines takes none, an East Asian sign takes two.
std::size_t display_width(std::string_view utf8);

/// Padded with blanks to the width, on the left for numbers.
std::string padded(std::string_view text, std::size_t width, bool to_the_right);

/// The cell for people: words for codes, thousands apart in amounts, one line.
std::string cell_text(const column& of, std::string_view raw, domain::language language);
/// A decimal "-6634.00" as the language writes it: "-6,634.00", « -6 634,00 ».
std::string number_text(std::string_view decimal, bool thousands, domain::language language);

/// Numbers stand to the right.
bool is_number(cell_type type);

/// The words of a label in lines no wider than asked, unless one word is.
std::vector<std::string> wrapped(std::string_view label, std::size_t width);
std::size_t longest_word(std::string_view label);

}  // namespace tranche::reports
