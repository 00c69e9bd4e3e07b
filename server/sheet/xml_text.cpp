#include "server/sheet/xml_text.hpp"

namespace tranche::server {

std::string xml_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char one : text) {
        switch (one) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                if (static_cast<unsigned char>(one) >= 0x20 || one == '\n' || one == '\t') {
                    out += one;
                }
        }
    }
    return out;
}

}  // namespace tranche::server
