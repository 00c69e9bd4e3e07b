#include "server/sheet/csv.hpp"

#include "domain/error.hpp"
#include "server/json/text.hpp"

#include <csv.h>

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

using domain::error_kind;

[[noreturn]] void refuse(error_kind kind, std::string code, domain::message_args args = {}) {
    throw domain::refusal{kind, std::move(code), std::move(args)};
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
            refuse(error_kind::malformed, "sheet_not_text");
        }
        append_utf8(out, point);
    }
    return out;
}

std::string from_utf16(std::string_view bytes, bool little) {
    if (bytes.size() % 2 != 0) {
        refuse(error_kind::malformed, "sheet_not_text");
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
            refuse(error_kind::malformed, "sheet_not_text");
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

// The separator the heading is written with: whichever of the three stands in it most often outside
// quotes. Excel's own "sep=;" in front of all decides without counting.
struct separator {
    char mark = ',';
    bool declared = false;
};

separator separator_of(std::string_view text) {
    constexpr auto marks = separators;
    if (text.starts_with("sep=") && text.size() > 5 && text[5] == '\n') {
        if (std::ranges::find(marks, text[4]) == marks.end()) {
            refuse(error_kind::malformed, "sheet_separator_unclear");
        }
        return {text[4], true};
    }
    std::array<std::size_t, marks.size()> counts{};
    bool quoted = false;
    for (const char one : text) {
        if (one == '"') {
            quoted = !quoted;
        } else if (one == '\n' && !quoted) {
            break;
        } else if (const auto* found = std::ranges::find(marks, one);
                   found != marks.end() && !quoted) {
            ++counts.at(static_cast<std::size_t>(found - marks.begin()));
        }
    }
    const auto most = *std::ranges::max_element(counts);
    if (most > 0 && std::ranges::count(counts, most) > 1) {
        refuse(error_kind::malformed, "sheet_separator_unclear");
    }
    const auto* found = std::ranges::find(counts, most);
    return {marks.at(static_cast<std::size_t>(found - counts.begin())), false};
}

// Callbacks of a C library: nothing is thrown through it, the first trouble is kept.
struct filling {
    sheet made;
    const sheet_limits& limits;
    bool cell_too_long = false;
    bool too_many_columns = false;
    std::size_t columns = 0;

    [[nodiscard]] bool is_over() const {
        // One row for the heading, one for "sep=": the caller counts what is left exactly.
        return cell_too_long || too_many_columns || made.rows() > limits.rows + 2;
    }
    static void on_cell(void* text, std::size_t size, void* self) {
        auto& fill = *static_cast<filling*>(self);
        const auto cell = trimmed({static_cast<const char*>(text), size});
        if (fill.is_over()) {
            return;
        }
        fill.cell_too_long = cell.size() > fill.limits.cell;
        fill.too_many_columns = ++fill.columns > fill.limits.columns;
        if (!fill.is_over()) {
            fill.made.add_cell(cell);
        }
    }
    static void on_row(int, void* self) {
        auto& fill = *static_cast<filling*>(self);
        if (!fill.is_over()) {
            fill.made.end_row();
            fill.columns = 0;
        }
    }
};

class parser {
public:
    explicit parser(char mark) {
        csv_init(&state_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
        csv_set_delim(&state_, static_cast<unsigned char>(mark));
        // A tab may be the separator: only blanks may stand around quotes.
        csv_set_space_func(&state_, [](unsigned char one) { return one == ' ' ? 1 : 0; });
    }
    parser(const parser&) = delete;
    parser& operator=(const parser&) = delete;
    ~parser() { csv_free(&state_); }

    bool read(std::string_view text, filling& into) {
        // In pieces, so that a file far beyond its limits is not read to its end.
        constexpr std::size_t piece = std::size_t{64} << 10;
        while (!text.empty() && !into.is_over()) {
            const auto size = std::min(piece, text.size());
            if (csv_parse(&state_, text.data(), size, filling::on_cell, filling::on_row, &into) !=
                size) {
                return false;
            }
            text.remove_prefix(size);
        }
        return into.is_over() ||
            csv_fini(&state_, filling::on_cell, filling::on_row, &into) == CSV_SUCCESS;
    }

private:
    csv_parser state_{};
};

std::string number(std::size_t count) {
    return std::to_string(count);
}

void check_size(const filling& read, std::size_t headings) {
    const auto& limits = read.limits;
    const auto row = number(read.made.rows() + 1);
    if (read.cell_too_long) {
        refuse(
            error_kind::too_large, "sheet_cell_too_long",
            {{"max", number(limits.cell)}, {"row", row}}
        );
    }
    if (read.too_many_columns) {
        refuse(
            error_kind::too_large, "sheet_too_many_columns",
            {{"max", number(limits.columns)}, {"row", row}}
        );
    }
    if (read.made.rows() > limits.rows + headings) {
        refuse(error_kind::too_large, "sheet_too_many_rows", {{"max", number(limits.rows)}});
    }
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
        refuse(error_kind::malformed, "sheet_not_text");
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

sheet read_csv(std::string_view bytes, const sheet_limits& limits, std::optional<char> mark) {
    if (bytes.size() > limits.bytes) {
        refuse(error_kind::too_large, "body_too_large", {{"limit", number(limits.bytes)}});
    }
    const auto text = decoded(bytes);
    if (trimmed(text).empty()) {
        refuse(error_kind::malformed, "sheet_empty");
    }
    const bool is_declared = text.starts_with("sep=");
    const auto separated = mark && !is_declared ? separator{*mark, false} : separator_of(text);
    filling into{{}, limits};
    parser reading{separated.mark};
    if (!reading.read(text, into)) {
        refuse(error_kind::malformed, "sheet_quotes", {{"row", number(into.made.rows() + 1)}});
    }
    check_size(into, separated.declared ? 2 : 1);
    return std::move(into.made);
}

}  // namespace tranche::server
