#include "server/json/reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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

void append_pointer(std::string& pointer, std::string_view name) {
    pointer += '/';
    for (const char c : name) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
}

void reader::add(std::string code, domain::message_args args) {
    ++problems_;
    if (violations_.size() >= limits_.max_violations) return;
    violations_.push_back({pointer_, std::move(code), std::move(args)});
}

reader::step::step(reader& owner, std::string_view name)
    : owner_(owner),
      length_(owner.pointer_.size()) {
    append_pointer(owner.pointer_, name);
}

reader::step::step(reader& owner, std::size_t index)
    : owner_(owner),
      length_(owner.pointer_.size()) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), index).ptr;
    owner.pointer_ += '/';
    owner.pointer_.append(digits.data(), end);
}

}  // namespace tranche::server
