#include "server/read/cursor.hpp"

#include "persistence/digest.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cctype>

namespace tranche::server {
namespace json = boost::json;
namespace {

constexpr std::string_view digits = "0123456789abcdef";

std::string to_hex(std::string_view text) {
    std::string hex;
    for (const unsigned char one : text) {
        hex += digits[one >> 4U];
        hex += digits[one & 15U];
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string text;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto high = digits.find(hex[i]);
        const auto low = digits.find(hex[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        text += static_cast<char>(high * 16 + low);
    }
    return text;
}

std::string mark_of(std::string_view list) {
    return persistence::sha256_hex(list).substr(0, 12);
}

}  // namespace

std::string write_cursor(const persistence::list_wish::position& at, std::string_view list) {
    json::array parts{mark_of(list), std::to_string(at.id)};
    parts.push_back(at.sort_value ? json::value(*at.sort_value) : json::value(nullptr));
    return to_hex(json::serialize(parts));
}

std::optional<persistence::list_wish::position> read_cursor(
    std::string_view text, std::string_view list
) {
    const auto plain = from_hex(text);
    if (!plain) {
        return std::nullopt;
    }
    boost::system::error_code failure;
    const auto value = json::parse(*plain, failure);
    const auto* parts = failure ? nullptr : value.if_array();
    if (parts == nullptr || parts->size() != 3 || !(*parts)[0].is_string() ||
        !(*parts)[1].is_string() || (*parts)[0].as_string() != mark_of(list)) {
        return std::nullopt;
    }
    persistence::list_wish::position at;
    try {
        at.id = std::stoll(std::string{(*parts)[1].as_string()});
    } catch (const std::exception&) {
        return std::nullopt;
    }
    if (const auto* sort_value = (*parts)[2].if_string()) {
        at.sort_value = std::string{*sort_value};
    }
    return at;
}

}  // namespace tranche::server
