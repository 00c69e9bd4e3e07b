#include "reports/json_line.hpp"

namespace tranche::reports {

void append_json_text(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char one : text) {
        const auto byte = static_cast<unsigned char>(one);
        if (one == '"' || one == '\\') {
            out += '\\';
            out += one;
        } else if (one == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 0x0f];
        } else {
            out += one;
        }
    }
    out += '"';
}

void append_json_name(std::string& out, std::string_view name) {
    if (!out.empty() && out.back() != '{') out += ',';
    append_json_text(out, name);
    out += ':';
}

}  // namespace tranche::reports
