// An answer as the handlers give it: status, headers and a body in memory or, when it is large,
// in a spooled file that the edge sends in pieces.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

class spooled_file;

struct api_response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// When set, it is the body and `body` is empty.
    std::shared_ptr<spooled_file> file;
    /// The answer waits for the next beat (http_config::beat) counted from its question, so that
    /// the time it took tells nothing.
    bool on_beat = false;

    /// Sets a header, replacing one of the same name (compared without case).
    void set_header(std::string_view name, std::string value);
    /// The header's value, "" when absent.
    std::string_view header(std::string_view name) const;
};

/// A JSON answer; `body` is complete JSON text.
api_response json_response(int status, std::string body);

}  // namespace tranche::server
