// The alphabets sheets come in, by their byte order marks; without one UTF-8 or else Windows'
// Latin.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::server {

enum class text_encoding : std::uint8_t { utf8, utf8_marked, windows_1252, utf16_le, utf16_be };

// UTF-16 only with its byte order mark.
text_encoding encoding_of(std::string_view bytes);
// In UTF-8, line ends as they are.
std::string as_utf8(std::string_view bytes, text_encoding from);
// Back again; a letter the encoding has not becomes "?".
std::string in_encoding(std::string_view utf8, text_encoding to);

// The text in UTF-8 with plain line ends; the first step of read_csv.
std::string decoded(std::string_view bytes);

}  // namespace tranche::server
