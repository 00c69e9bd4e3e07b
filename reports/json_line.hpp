// JSON text, appended: this layer writes it and never reads it.
#pragma once

#include <string>
#include <string_view>

namespace tranche::reports {

/// Quoted and escaped as RFC 8259 asks; the text is UTF-8 already.
void append_json_text(std::string& out, std::string_view text);
/// `"name":`, with a comma before it unless it is the first member.
void append_json_name(std::string& out, std::string_view name);

}  // namespace tranche::reports
