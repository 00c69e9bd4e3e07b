#include "server/json/text.hpp"

#include "server/json/nearest_code.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace tranche::server {

namespace {

struct utf8_sequence {
    std::size_t length;        ///< 0 for a byte that starts no character
    unsigned char second_min;  ///< bounds of the second byte exclude overlong forms, surrogates
    unsigned char second_max;  ///< and everything beyond U+10FFFF
};

utf8_sequence sequence_of(unsigned char lead) {
    if (lead < 0x80) return {1, 0, 0};
    if (lead < 0xC2) return {0, 0, 0};
    if (lead < 0xE0) return {2, 0x80, 0xBF};
    if (lead == 0xE0) return {3, 0xA0, 0xBF};
    if (lead == 0xED) return {3, 0x80, 0x9F};
    if (lead < 0xF0) return {3, 0x80, 0xBF};
    if (lead == 0xF0) return {4, 0x90, 0xBF};
    if (lead < 0xF4) return {4, 0x80, 0xBF};
    if (lead == 0xF4) return {4, 0x80, 0x8F};
    return {0, 0, 0};
}

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Levenshtein distance; names are short, and input longer than any name is cut before.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
        }
    }
    return row.back();
}

// How many digits stand next to each other's keys: 8 lies above 5.
int neighbouring_keys(std::string_view left, std::string_view right) {
    int found = 0;
    for (std::size_t i = 0; i < left.size() && left.size() == right.size(); ++i) {
        const auto is_key = [](char one) {
            return one >= '1' && one <= '9';
        };
        if (!is_key(left[i]) || !is_key(right[i])) {
            continue;
        }
        const int one = left[i] - '1';
        const int other = right[i] - '1';
        const int across = one % 3 - other % 3;
        const int along = one / 3 - other / 3;
        found += across * across + along * along == 1 ? 1 : 0;
    }
    return found;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto form = sequence_of(static_cast<unsigned char>(bytes[i]));
        if (form.length == 0 || i + form.length > bytes.size()) return false;
        if (form.length > 1) {
            const auto second = static_cast<unsigned char>(bytes[i + 1]);
            if (second < form.second_min || second > form.second_max) return false;
            for (std::size_t k = 2; k < form.length; ++k) {
                if (!is_continuation(bytes[i + k])) return false;
            }
        }
        i += form.length;
    }
    return true;
}

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char byte) {
        return !is_continuation(byte);
    }));
}

std::string suggest_name(std::string_view name, const std::vector<std::string_view>& known) {
    if (known.empty()) return "";
    const auto distance_to = [name = name.substr(0, 80)](std::string_view other) {
        return edit_distance(name, other);
    };
    std::string_view nearest = known.front();
    for (const auto each : known) {
        if (distance_to(each) < distance_to(nearest)) nearest = each;
    }
    if (distance_to(nearest) <= std::max<std::size_t>(2, nearest.size() / 3)) {
        return std::string(nearest);
    }
    std::string all;
    for (const auto each : known) {
        if (!all.empty()) all += ", ";
        all += each;
    }
    return all;
}

std::string nearest_code(std::string_view code, const std::vector<std::string_view>& known) {
    code = code.substr(0, 80);
    std::string_view nearest = known.empty() ? std::string_view{} : known.front();
    auto there = edit_distance(code, nearest);
    for (const auto each : known) {
        const auto here = edit_distance(code, each);
        if (here < there ||
            (here == there && neighbouring_keys(code, each) > neighbouring_keys(code, nearest))) {
            nearest = each;
            there = here;
        }
    }
    return std::string{nearest};
}

std::string nearest_codes::to(const std::string& code, const std::vector<std::string_view>& known) {
    constexpr std::size_t looked_for = 1'000;
    const auto found = found_.find(code);
    if (found != found_.end()) {
        return found->second;
    }
    return found_.size() == looked_for
        ? std::string{}
        : found_.emplace(code, nearest_code(code, known)).first->second;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view no_break_space = "\xC2\xA0";
    constexpr std::string_view ascii = " \t\r\n";
    for (bool changed = true; changed;) {
        const auto before = text.size();
        while (!text.empty() && ascii.find(text.front()) != ascii.npos)
            text.remove_prefix(1);
        while (!text.empty() && ascii.find(text.back()) != ascii.npos)
            text.remove_suffix(1);
        while (text.starts_with(no_break_space))
            text.remove_prefix(no_break_space.size());
        while (text.ends_with(no_break_space))
            text.remove_suffix(no_break_space.size());
        changed = text.size() != before;
    }
    return text;
}

bool has_control_character(std::string_view text, bool lines_allowed) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (lines_allowed && (byte == '\n' || byte == '\t')) continue;
        if (byte < 0x20 || byte == 0x7F) return true;
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
            return true;
        }
    }
    return false;
}

bool is_code(std::string_view text) {
    const auto alphanumeric = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    return !text.empty() && alphanumeric(text.front()) &&
        std::all_of(text.begin(), text.end(), [&](char c) {
            return alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '/';
        });
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == text.npos || at == 0 || text.find('@', at + 1) != text.npos) return false;
    const auto host = text.substr(at + 1);
    return text.find(' ') == text.npos && host.find('.') != host.npos && host.front() != '.' &&
        host.back() != '.';
}

std::string without_carriage_returns(std::string_view text) {
    std::string out(text);
    for (std::size_t at = 0; (at = out.find("\r\n", at)) != out.npos;)
        out.erase(at, 1);
    return out;
}

}  // namespace tranche::server
