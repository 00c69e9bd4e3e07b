#include "persistence/query.hpp"

namespace tranche::persistence {
namespace {

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char one : text) {
        if (one == '"' || one == '\\') {
            out += '\\';
        }
        out += one;
    }
    out += '"';
}

template <class T, class Append>
value braced(std::span<const T> items, Append append) {
    std::string out = "{";
    for (const auto& one : items) {
        if (out.size() > 1) {
            out += ',';
        }
        append(out, one);
    }
    out += '}';
    return value{std::move(out)};
}

}  // namespace

value array_of(std::span<const std::int64_t> numbers) {
    return braced(numbers, [](std::string& out, std::int64_t one) { out += std::to_string(one); });
}

value array_of(std::span<const std::string> texts) {
    return braced(texts, [](std::string& out, const std::string& one) { append_quoted(out, one); });
}

value array_of(std::span<const std::optional<std::string>> texts) {
    return braced(texts, [](std::string& out, const std::optional<std::string>& one) {
        if (one) {
            append_quoted(out, *one);
        } else {
            out += "NULL";
        }
    });
}

}  // namespace tranche::persistence
