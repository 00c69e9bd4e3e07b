// Where a path itself holds a secret: who asks is known by it, all it does not open is answered
// alike and on a beat, and it is kept out of logs.
#pragma once

#include <string>
#include <string_view>

namespace tranche::server {

inline constexpr std::string_view calendar_path = "/api/v1/calendars/";

inline bool holds_secret(std::string_view path) {
    return path.starts_with(calendar_path);
}

inline std::string without_secret(std::string_view path) {
    return holds_secret(path) ? std::string{calendar_path} + "***" : std::string{path};
}

}  // namespace tranche::server
