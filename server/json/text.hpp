// Questions about text of the wire: is it UTF-8, how long is it for a reader, what surrounds it,
// and which known name did the sender mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes);

/// Number of code points of well-formed UTF-8.
std::size_t count_characters(std::string_view utf8);

/// The known name nearest to `name`, or all of them when none is near.
std::string suggest_name(std::string_view name, const std::vector<std::string_view>& known);

/// Without blanks around it: ASCII ones and U+00A0, which spreadsheets paste around names.
std::string_view trimmed(std::string_view text);

/// Whether it holds a C0 or C1 control character or DEL; line breaks and tabs may be allowed.
bool has_control_character(std::string_view text, bool lines_allowed);

/// Letters, digits and . _ - / only, starting with a letter or digit.
bool is_code(std::string_view text);

/// Something, one @, and a host with a dot. The only proof of an address is a message to it.
bool is_email(std::string_view text);

/// Windows line ends as plain ones, so that one text has one form.
std::string without_carriage_returns(std::string_view text);

}  // namespace tranche::server
