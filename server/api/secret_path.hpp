// Where a path itself holds a secret: who asks is known by it, all it does not open is answered
// alike and on a beat, and it is kept out of logs.
#pragma once

#include "server/api/request.hpp"

#include <string>
#include <string_view>

namespace tranche::server {

inline constexpr std::string_view calendar_path = "/api/v1/calendars/";

// However it is spelled: a path is routed by what its escapes stand for.
inline bool holds_secret(std::string_view path) {
    if (path.find('%') == path.npos) {
        return path.starts_with(calendar_path);
    }
    const auto target = parse_target(path);
    return path.starts_with(calendar_path) ||
        (target && target->segments.size() > 2 && target->segments[2] == "calendars");
}

inline std::string without_secret(std::string_view path) {
    return holds_secret(path) ? std::string{calendar_path} + "***" : std::string{path};
}

}  // namespace tranche::server
