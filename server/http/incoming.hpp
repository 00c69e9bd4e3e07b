// From header fields to an api_request: the checks that HTTP itself demands, without any HTTP
// library. Private to server/http.
#pragma once

#include "server/api/request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

/// Collects the fields of one request in the order they came.
class incoming_fields {
public:
    /// Repeated fields are joined by ", " (cookies by "; ").
    void add(std::string_view name, std::string_view value);

    /// Lower-case name; "" when absent.
    std::string_view value(std::string_view name) const;

    /// Exactly one Host for HTTP/1.1, at most one for HTTP/1.0 (RFC 9112, 3.2).
    bool host_is_valid(bool http_1_0) const;
    bool expects_continue() const;
    /// The client's X-Request-Id when it is acceptable, else a new one.
    std::string request_id() const;

    /// The request without its body; empty when the target is not valid. Leaves this empty.
    std::optional<api_request> take(std::string_view method, std::string_view target);

private:
    std::map<std::string, std::string, std::less<>> fields_;
    int hosts_ = 0;
};

/// The target up to its query: what may be logged.
std::string_view path_of(std::string_view target);

}  // namespace tranche::server
