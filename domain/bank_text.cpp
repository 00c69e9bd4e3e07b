#include "domain/bank_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tranche::domain {
namespace {

bool is_digit(char one) {
    return one >= '0' && one <= '9';
}
bool is_letter(char one) {
    return (one >= 'A' && one <= 'Z') || (one >= 'a' && one <= 'z');
}

// U+00C0 to U+017F without their marks; '*': more than one letter, or none.
constexpr std::string_view unmarked =
    "AAAAAA*CEEEEIIIIDNOOOOO.OUUUUY**aaaaaa*ceeeeiiiidnooooo.ouuuuy*y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi**JjKkkLlLlLlLlLlNnNnNn*NnOoOoOo**RrRrRr"
    "SsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
static_assert(unmarked.size() == 0x180 - 0xC0);

struct several {
    char32_t mark;
    std::string_view letters;
};
constexpr std::array spelt{
    several{0xC6, "AE"},  several{0xDE, "Th"},  several{0xDF, "ss"},  several{0xE6, "ae"},
    several{0xFE, "th"},  several{0x132, "IJ"}, several{0x133, "ij"}, several{0x149, "n"},
    several{0x152, "OE"}, several{0x153, "oe"}, several{0x2019, "'"}, several{0x2018, "'"},
    several{0x2013, "-"}, several{0x2014, "-"}, several{0xA0, " "},   several{0x202F, " "}};

// The next code point; what is no UTF-8 counts byte by byte.
char32_t next(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || first < 0xC2 || length > text.size()) {
        text.remove_prefix(1);
        return first < 0x80 ? first : U'\xFFFD';
    }
    char32_t code = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    text.remove_prefix(length);
    return code;
}

void add(std::string& out, char32_t code) {
    constexpr std::string_view signs = "/-?:().,'+ ";
    if (const auto* found = std::ranges::find(spelt, code, &several::mark); found != spelt.end()) {
        out += found->letters;
        return;
    }
    if (code >= 0xC0 && code < 0x180) {
        out += unmarked[code - 0xC0];
        return;
    }
    const auto one = code < 0x80 ? static_cast<char>(code) : '.';
    const bool is_blank = one == '\t' || one == '\n' || one == '\r';
    if (is_letter(one) || is_digit(one) || signs.find(one) != std::string_view::npos) {
        out += one;
    } else {
        out += is_blank ? ' ' : '.';
    }
}

}  // namespace

std::string account_number(std::string_view typed) {
    std::string number;
    for (const char one : typed) {
        if (one != ' ') {
            number += one >= 'a' && one <= 'z' ? static_cast<char>(one - 'a' + 'A') : one;
        }
    }
    return number;
}

bool is_iban(std::string_view number) {
    constexpr std::size_t shortest = 15;
    constexpr std::size_t longest = 34;
    if (number.size() < shortest || number.size() > longest ||
        !std::ranges::all_of(
            number, [](char one) { return is_digit(one) || (one >= 'A' && one <= 'Z'); }
        ) ||
        !is_letter(number[0]) || !is_letter(number[1]) || !is_digit(number[2]) ||
        !is_digit(number[3])) {
        return false;
    }
    // The country and the check digits last; a letter counts as two digits, A as 10.
    std::uint32_t rest = 0;
    for (std::size_t i = 0; i < number.size(); ++i) {
        const char one = number[(i + 4) % number.size()];
        rest = is_digit(one) ? rest * 10 + static_cast<std::uint32_t>(one - '0')
                             : rest * 100 + static_cast<std::uint32_t>(one - 'A') + 10;
        rest %= 97;
    }
    return rest == 1;
}

std::string bank_text(std::string_view utf8, std::size_t most) {
    std::string letters;
    while (!utf8.empty()) {
        add(letters, next(utf8));
    }
    std::string text;
    for (const char one : letters) {
        const bool is_repeated = (one == '/' || one == ' ') && !text.empty() && text.back() == one;
        const bool is_at_front = text.empty() && (one == '/' || one == ' ');
        if (!is_repeated && !is_at_front && text.size() < most) {
            text += one;
        }
    }
    while (!text.empty() && (text.back() == '/' || text.back() == ' ')) {
        text.pop_back();
    }
    return text;
}

}  // namespace tranche::domain
