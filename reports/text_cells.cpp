#include "reports/text_cells.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tranche::reports {

namespace {

struct span_of_signs {
    char32_t first, last;
};

constexpr std::array combining{
    span_of_signs{0x0300, 0x036F}, span_of_signs{0x200B, 0x200F}, span_of_signs{0x20D0, 0x20FF},
    span_of_signs{0xFE00, 0xFE0F}, span_of_signs{0xFE20, 0xFE2F}};
constexpr std::array wide{span_of_signs{0x1100, 0x115F},  span_of_signs{0x2E80, 0xA4CF},
                          span_of_signs{0xAC00, 0xD7A3},  span_of_signs{0xF900, 0xFAFF},
                          span_of_signs{0xFE30, 0xFE6F},  span_of_signs{0xFF00, 0xFF60},
                          span_of_signs{0xFFE0, 0xFFE6},  span_of_signs{0x1F300, 0x1FAFF},
                          span_of_signs{0x20000, 0x3FFFD}};

bool in_any(const auto& spans, char32_t sign) {
    return std::ranges::any_of(spans, [&](const span_of_signs& one) {
        return sign >= one.first && sign <= one.last;
    });
}

// The sign that begins at `at`, which moves behind it. The text was checked when it came in.
char32_t next_sign(std::string_view utf8, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    int more = 0;
    char32_t sign = lead;
    if (lead >= 0xF0) {
        more = 3;
        sign = lead & 0x07U;
    } else if (lead >= 0xE0) {
        more = 2;
        sign = lead & 0x0FU;
    } else if (lead >= 0xC0) {
        more = 1;
        sign = lead & 0x1FU;
    }
    while (more-- > 0 && at < utf8.size()) {
        sign = (sign << 6) | (static_cast<unsigned char>(utf8[at++]) & 0x3FU);
    }
    return sign;
}

std::vector<std::string_view> words_of(std::string_view label) {
    std::vector<std::string_view> words;
    while (!label.empty()) {
        const auto end = std::min(label.find(' '), label.size());
        if (end > 0) words.push_back(label.substr(0, end));
        label.remove_prefix(std::min(end + 1, label.size()));
    }
    return words;
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto sign = next_sign(utf8, at);
        if (in_any(combining, sign)) continue;
        width += in_any(wide, sign) ? 2 : 1;
    }
    return width;
}

std::string padded(std::string_view text, std::size_t width, bool to_the_right) {
    const auto used = display_width(text);
    const std::string blanks(width > used ? width - used : 0, ' ');
    return to_the_right ? blanks + std::string{text} : std::string{text} + blanks;
}

std::string number_text(std::string_view decimal, bool thousands, domain::language language) {
    const bool english = language == domain::language::en;
    const std::string_view group = english ? "," : "\u202F";
    std::string out;
    if (decimal.starts_with('-')) {
        out = "-";
        decimal.remove_prefix(1);
    }
    const auto point = std::min(decimal.find('.'), decimal.size());
    for (std::size_t i = 0; i < point; ++i) {
        if (thousands && i != 0 && (point - i) % 3 == 0) out += group;
        out += decimal[i];
    }
    if (point < decimal.size()) {
        out += english ? '.' : ',';
        out += decimal.substr(point + 1);
    }
    return out;
}

std::string cell_text(const column& of, std::string_view raw, domain::language language) {
    switch (of.type) {
        case cell_type::money:
            return number_text(raw, true, language);
        case cell_type::number:
        case cell_type::percent:
        case cell_type::rate:
            return number_text(raw, false, language);
        case cell_type::code:
            for (const auto& one : of.words) {
                if (one.code == raw) return std::string{one.label.in(language)};
            }
            break;
        case cell_type::text:
        case cell_type::integer:
        case cell_type::date:
            break;
    }
    std::string out{raw};
    const auto is_control = [](char one) {
        return static_cast<unsigned char>(one) < 0x20;
    };
    std::ranges::replace_if(out, is_control, ' ');
    return out;
}

bool is_number(cell_type type) {
    return type == cell_type::integer || type == cell_type::number || type == cell_type::percent ||
        type == cell_type::rate || type == cell_type::money;
}

std::size_t longest_word(std::string_view label) {
    std::size_t longest = 0;
    for (const auto word : words_of(label)) {
        longest = std::max(longest, display_width(word));
    }
    return longest;
}

std::vector<std::string> wrapped(std::string_view label, std::size_t width) {
    std::vector<std::string> lines;
    for (const auto word : words_of(label)) {
        const bool fits =
            !lines.empty() && display_width(lines.back()) + 1 + display_width(word) <= width;
        if (fits) {
            lines.back() += ' ';
            lines.back() += word;
        } else {
            lines.emplace_back(word);
        }
    }
    return lines;
}

}  // namespace tranche::reports
