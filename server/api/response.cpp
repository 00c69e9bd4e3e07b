#include "server/api/response.hpp"

#include <algorithm>

namespace tranche::server {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

}  // namespace

void api_response::set_header(std::string_view name, std::string value) {
    for (auto& [key, held] : headers) {
        if (same_name(key, name)) {
            held = std::move(value);
            return;
        }
    }
    headers.emplace_back(name, std::move(value));
}

std::string_view api_response::header(std::string_view name) const {
    for (const auto& [key, held] : headers) {
        if (same_name(key, name)) return held;
    }
    return {};
}

api_response json_response(int status, std::string body) {
    api_response out;
    out.status = status;
    out.set_header("Content-Type", "application/json");
    out.body = std::move(body);
    return out;
}

}  // namespace tranche::server
