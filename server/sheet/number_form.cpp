#include "server/sheet/number_form.hpp"

#include "server/json/text.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tranche::server {
namespace {

bool is_digit(char one) {
    return one >= '0' && one <= '9';
}

// Taken apart: sign, groups of digits, and what stands between them. Blanks of every width and
// apostrophes only ever group; they become '_'.
struct parts {
    bool negative = false;
    std::vector<std::string> groups{""};
    std::string marks;  // one fewer than groups
};

bool take(std::string_view& text, std::string_view start) {
    if (!text.starts_with(start)) {
        return false;
    }
    text.remove_prefix(start.size());
    return true;
}

bool take_end(std::string_view& text, std::string_view end) {
    if (!text.ends_with(end)) {
        return false;
    }
    text.remove_suffix(end.size());
    return true;
}

void read_sign(std::string_view& text, parts& read) {
    constexpr std::string_view minus = "\xE2\x88\x92";  // as typesetters write it
    if (text.starts_with('(') && text.ends_with(')') && text.size() > 2) {
        text = trimmed(text.substr(1, text.size() - 2));
        read.negative = true;
    } else if (take(text, "-") || take(text, minus) || take_end(text, "-")) {
        text = trimmed(text);
        read.negative = true;
    } else {
        take(text, "+");
    }
}

std::optional<parts> parts_of(std::string_view text) {
    constexpr std::array<std::string_view, 5> blanks{
        " ", "\xC2\xA0", "\xE2\x80\xAF", "'", "\xE2\x80\x99"};
    parts read;
    text = trimmed(text);
    if (take_end(text, "%")) {
        text = trimmed(text);
    }
    read_sign(text, read);
    while (!text.empty()) {
        if (is_digit(text.front())) {
            read.groups.back() += text.front();
            text.remove_prefix(1);
            continue;
        }
        char mark = '_';
        if (text.front() == '.' || text.front() == ',') {
            mark = text.front();
            text.remove_prefix(1);
        } else if (std::ranges::none_of(blanks, [&](auto one) { return take(text, one); })) {
            return std::nullopt;
        }
        read.marks += mark;
        read.groups.emplace_back();
    }
    return read;
}

// Whether the digits before the decimal mark are grouped by threes with one mark, or not at all.
bool are_grouped(const parts& read, std::size_t count, char other_than) {
    const auto marks = std::string_view{read.marks}.substr(0, count - 1);
    const bool in_one_way = marks.empty() ||
        (marks.front() != other_than && marks.find_first_not_of(marks.front()) == marks.npos);
    const auto& first = read.groups.front();
    if (count == 1) {
        return !first.empty();
    }
    return in_one_way && !first.empty() && first.size() <= 3 && first != "0" && first != "00" &&
        first != "000" &&
        std::all_of(
               read.groups.begin() + 1, read.groups.begin() + static_cast<std::ptrdiff_t>(count),
               [](const std::string& one) { return one.size() == 3; }
        );
}

std::optional<std::string> plain(const parts& read, char mark) {
    const bool has_fraction = !read.marks.empty() && read.marks.back() == mark;
    const auto whole = read.groups.size() - (has_fraction ? 1U : 0U);
    if (!are_grouped(read, whole, mark) || (has_fraction && read.groups.back().empty())) {
        return std::nullopt;
    }
    std::string out = read.negative ? "-" : "";
    for (std::size_t i = 0; i < whole; ++i) {
        out += read.groups[i];
    }
    // "007" is seven, as every spreadsheet reads it.
    const auto sign = read.negative ? 1U : 0U;
    const auto zeros = std::min(out.find_first_not_of('0', sign), out.size() - 1) - sign;
    out.erase(sign, zeros);
    if (has_fraction) {
        out += '.' + read.groups.back();
    }
    return out;
}

bool is_exponent(std::string_view text) {
    const auto at = text.find_first_of("eE");
    if (at == text.npos || at == 0 || at + 1 >= text.size() || !is_digit(text.front())) {
        return false;
    }
    const auto all_of = [](std::string_view part, std::string_view allowed) {
        return !part.empty() && part.find_first_not_of(allowed) == part.npos;
    };
    auto power = text.substr(at + 1);
    const bool has_sign = take(power, "+") || take(power, "-");
    // Without a sign it may be a code: "12E5".
    return has_sign && all_of(text.substr(0, at), "0123456789.,") && all_of(power, "0123456789");
}

}  // namespace

number_reading reading_of(std::string_view text) {
    if (is_exponent(text)) {
        return number_reading::exponent;
    }
    const auto read = parts_of(text);
    if (!read) {
        return number_reading::not_a_number;
    }
    const auto with_point = plain(*read, '.');
    const auto with_comma = plain(*read, ',');
    if (with_point && with_comma) {
        return *with_point == *with_comma ? number_reading::plain : number_reading::either;
    }
    return with_point ? number_reading::point
        : with_comma  ? number_reading::comma
                      : number_reading::not_a_number;
}

std::optional<std::string> plain_number(std::string_view text, decimal_mark mark) {
    const auto read = parts_of(text);
    return read ? plain(*read, mark == decimal_mark::point ? '.' : ',') : std::nullopt;
}

std::string grouped_number(std::string_view plain, decimal_mark mark) {
    const bool is_point = mark == decimal_mark::point;
    const auto end = std::min(plain.find('.'), plain.size());
    const std::size_t begin = plain.starts_with('-') ? 1 : 0;
    std::string out{plain.substr(0, begin)};
    for (auto at = begin; at < end; ++at) {
        if (at > begin && (end - at) % 3 == 0) {
            out += is_point ? ',' : '.';
        }
        out += plain[at];
    }
    if (end < plain.size()) {
        out += is_point ? '.' : ',';
        out += plain.substr(end + 1);
    }
    return out;
}

}  // namespace tranche::server
