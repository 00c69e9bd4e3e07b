#include "server/sheet/text_encoding.hpp"

#include "domain/error.hpp"
#include "server/json/text.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

[[noreturn]] void not_text() {
    throw domain::refusal{domain::error_kind::malformed, "sheet_not_text"};
}

// What Windows-1252 has where Latin-1 has control characters; 0 where it has nothing either.
constexpr std::array<char16_t, 32> windows_1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, char32_t point) {
    if (point >= 0x10000) {
        out += static_cast<char>(0xF0 | (point >> 18));
        out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | (point >> 6));
        out += static_cast<char>(0x80 | (point & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (point >> 12));
        out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (point & 0x3F));
    }
}

std::string from_latin(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (const char one : bytes) {
        const auto byte = static_cast<unsigned char>(one);
        const bool is_special = byte >= 0x80 && byte < 0xA0;
        const auto point = is_special ? windows_1252.at(byte - 0x80U) : char16_t{byte};
        if (point == 0) {
            not_text();
        }
        append_utf8(out, point);
    }
    return out;
}

std::string from_utf16(std::string_view bytes, bool little) {
    if (bytes.size() % 2 != 0) {
        not_text();
    }
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(little ? first | second << 8 : first << 8 | second);
    };
    std::string out;
    for (std::size_t at = 2; at < bytes.size(); at += 2) {  // behind the mark
        auto point = unit(at);
        if (point >= 0xD800 && point < 0xDC00 && at + 2 < bytes.size()) {
            const auto low = unit(at += 2);
            point = low >= 0xDC00 && low < 0xE000
                ? 0x10000 + ((point - 0xD800) << 10) + low - 0xDC00
                : 0;
        }
        if (point == 0 || (point >= 0xD800 && point < 0xE000)) {
            not_text();
        }
        append_utf8(out, point);
    }
    return out;
}

// The code point that starts at `at`, which moves behind it. Of well-formed UTF-8.
char32_t next_point(std::string_view utf8, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    auto more = lead < 0x80 ? 0U : lead < 0xE0 ? 1U : lead < 0xF0 ? 2U : 3U;
    char32_t point = more == 0 ? lead : lead & (0x3FU >> more);
    for (; more > 0 && at < utf8.size(); --more) {
        point = point << 6 | (static_cast<unsigned char>(utf8[at++]) & 0x3FU);
    }
    return point;
}

char latin_of(char32_t point) {
    if (point < 0x80 || (point >= 0xA0 && point < 0x100)) {
        return static_cast<char>(point);
    }
    const auto* found = std::ranges::find(windows_1252, static_cast<char16_t>(point));
    return point < 0x10000 && found != windows_1252.end()
        ? static_cast<char>(0x80 + (found - windows_1252.begin()))
        : '?';
}

}  // namespace

text_encoding encoding_of(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE")) {
        return text_encoding::utf16_le;
    }
    if (bytes.starts_with("\xFE\xFF")) {
        return text_encoding::utf16_be;
    }
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        return text_encoding::utf8_marked;
    }
    return is_utf8(bytes) ? text_encoding::utf8 : text_encoding::windows_1252;
}

std::string as_utf8(std::string_view bytes, text_encoding from) {
    if (from == text_encoding::utf16_le || from == text_encoding::utf16_be) {
        return from_utf16(bytes, from == text_encoding::utf16_le);
    }
    if (from == text_encoding::utf8_marked) {
        bytes.remove_prefix(3);
    }
    if (bytes.find('\0') != std::string_view::npos) {
        not_text();
    }
    return is_utf8(bytes) ? std::string{bytes} : from_latin(bytes);
}

std::string in_encoding(std::string_view utf8, text_encoding to) {
    if (to == text_encoding::utf8 || to == text_encoding::utf8_marked) {
        return (to == text_encoding::utf8 ? "" : "\xEF\xBB\xBF") + std::string{utf8};
    }
    std::string out;
    const auto put = [&](char32_t unit) {
        const auto low = static_cast<char>(unit & 0xFF);
        const auto high = static_cast<char>(unit >> 8);
        out += to == text_encoding::utf16_le ? low : high;
        out += to == text_encoding::utf16_le ? high : low;
    };
    if (to != text_encoding::windows_1252) {
        put(0xFEFF);
    }
    for (std::size_t at = 0; at < utf8.size();) {
        const auto point = next_point(utf8, at);
        if (to == text_encoding::windows_1252) {
            out += latin_of(point);
        } else if (point >= 0x10000) {
            put(0xD800 + ((point - 0x10000) >> 10));
            put(0xDC00 + ((point - 0x10000) & 0x3FF));
        } else {
            put(point);
        }
    }
    return out;
}

std::string decoded(std::string_view bytes) {
    auto text = as_utf8(bytes, encoding_of(bytes));
    // "\r\n" and the lone "\r" of old programs are one line end.
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r') {
            text[kept++] = '\n';
            at += at + 1 < text.size() && text[at + 1] == '\n' ? 1U : 0U;
        } else {
            text[kept++] = text[at];
        }
    }
    text.resize(kept);
    return text;
}

}  // namespace tranche::server
