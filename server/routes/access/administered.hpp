// Endpoints about the service itself, for administrators.
#pragma once

#include "server/api/endpoint.hpp"
#include "server/clock.hpp"

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace tranche::server {

inline endpoint administered(
    std::string method, std::string path, std::string id, std::string summary
) {
    endpoint made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.operation_id = std::move(id);
    made.summary = std::move(summary);
    made.tag = "People";
    made.action = domain::action::manage_users;
    return made;
}

// Not in braces, which would make a list of it.
inline boost::json::value text_or_null(const std::optional<std::string>& text) {
    return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

inline boost::json::value moment_or_null(std::optional<std::int64_t> seconds) {
    return text_or_null(seconds ? std::optional{moment_utc(*seconds)} : std::nullopt);
}

}  // namespace tranche::server
