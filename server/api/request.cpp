#include "server/api/request.hpp"

#include "domain/contract.hpp"
#include "server/json/reader.hpp"

#include <algorithm>
#include <charconv>

namespace tranche::server {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// A NUL or line break that arrives hidden in an escape is refused here, before any SQL or log.
bool is_clean_text(std::string_view text) {
    return is_utf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_blank) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (!is_clean_text(out)) return std::nullopt;
    return out;
}

// The path of "http://host/path"; other text unchanged.
std::string_view without_origin(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!target.starts_with(scheme)) continue;
        const auto slash = target.find_first_of("/?", scheme.size());
        return slash == target.npos ? std::string_view("/") : target.substr(slash);
    }
    return target;
}

bool read_segments(std::string_view path, std::vector<std::string>& out) {
    path.remove_prefix(1);
    if (path == "/") return false;
    if (path.ends_with('/')) path.remove_suffix(1);
    while (!path.empty()) {
        const auto slash = path.find('/');
        auto segment = percent_decoded(path.substr(0, slash), false);
        if (!segment || segment->empty() || *segment == "." || *segment == "..") return false;
        out.push_back(std::move(*segment));
        if (slash == path.npos) return true;
        path.remove_prefix(slash + 1);
        if (path.empty()) return false;
    }
    return true;
}

bool read_query(std::string_view query, name_values& out) {
    constexpr std::size_t most_parameters = 100;
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        query = end == query.npos ? std::string_view{} : query.substr(end + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        auto name = percent_decoded(pair.substr(0, equals), true);
        auto value = percent_decoded(
            equals == pair.npos ? std::string_view{} : pair.substr(equals + 1), true
        );
        if (!name || !value || name->empty() || out.size() >= most_parameters) return false;
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

// "q=0.8" in thousandths; 0 for anything that is no weight.
int weight_of(std::string_view parameter) {
    parameter = trimmed(parameter);
    if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') ||
        parameter[1] != '=') {
        return 0;
    }
    parameter.remove_prefix(2);
    if (parameter.front() == '1') return 1000;
    if (parameter.front() != '0') return 0;
    int weight = 0;
    for (std::size_t i = 2, unit = 100; i < parameter.size() && i < 5; ++i, unit /= 10) {
        if (parameter[i] < '0' || parameter[i] > '9') return 0;
        weight += (parameter[i] - '0') * static_cast<int>(unit);
    }
    return weight;
}

std::string primary_tag(std::string_view range) {
    std::string tag(range.substr(0, range.find('-')));
    for (auto& c : tag) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return tag;
}

}  // namespace

std::optional<request_target> parse_target(std::string_view target) {
    target = without_origin(target);
    const auto question = target.find('?');
    request_target out;
    const auto path = target.substr(0, question);
    if (target.find('#') != target.npos) return std::nullopt;
    std::string rooted(path);
    // "http://host?query" has an empty path, which means the root.
    if (rooted.empty() && question == 0) rooted = "/";
    if (!rooted.starts_with('/') || !is_clean_text(rooted)) return std::nullopt;
    if (!read_segments(rooted, out.segments)) return std::nullopt;
    if (question != target.npos && !read_query(target.substr(question + 1), out.query)) {
        return std::nullopt;
    }
    out.path = std::move(rooted);
    return out;
}

domain::language negotiate_language(std::string_view accept_language) {
    auto best = domain::language::en;
    int best_weight = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        const auto item = accept_language.substr(0, comma);
        accept_language =
            comma == accept_language.npos ? std::string_view{} : accept_language.substr(comma + 1);
        const auto semicolon = item.find(';');
        const auto range = trimmed(item.substr(0, semicolon));
        const int weight = semicolon == item.npos ? 1000 : weight_of(item.substr(semicolon + 1));
        const auto spoken =
            range == "*" ? domain::language::en : domain::language_from_tag(primary_tag(range));
        if (spoken && weight > best_weight) {
            best = *spoken;
            best_weight = weight;
        }
    }
    return best;
}

std::string_view api_request::param(std::string_view name) const {
    for (const auto& [key, value] : path_params) {
        if (key == name) return value;
    }
    throw domain::contract_violation("the route has no parameter " + std::string(name));
}

std::string_view api_request::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string_view> api_request::query_value(std::string_view name) const {
    for (const auto& [key, value] : query) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::int64_t api_request::query_integer(std::string_view name, std::int64_t fallback) const {
    const auto text = query_value(name);
    if (!text) return fallback;
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), value);
    domain::expects(
        failed == std::errc{} && end == text->data() + text->size(),
        "query_integer: the query was not checked"
    );
    return value;
}

bool api_request::query_flag(std::string_view name, bool fallback) const {
    const auto text = query_value(name);
    return text ? *text == "true" : fallback;
}

domain::language api_request::language() const {
    return negotiate_language(header("accept-language"));
}

}  // namespace tranche::server
