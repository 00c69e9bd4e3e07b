// The status line and the header lines of an answer as they go over the wire. Plain text, no
// sockets: the rules on what a handler may and may not send are tested here.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

namespace tranche::server {

struct api_response;

struct head_context {
    std::string_view request_id;
    /// Of the whole body, also for HEAD.
    std::uint64_t content_length = 0;
    bool keep_alive = true;
    /// HTTP/1.0 clients must be told that a connection stays open.
    bool http_1_0 = false;
    std::time_t now = 0;
};

/// True when an answer of this status has no body and no Content-Length (RFC 9110, 6.4.1).
bool is_bodiless(int status);

/// The complete head with its empty line. Adds Date, X-Request-Id, X-Content-Type-Options,
/// Content-Length, Connection and, unless the handler chose one, Cache-Control: no-store; the
/// handler's own values for the framing ones are ignored. Control characters in a value become
/// spaces and a header whose name is not a token is left out, so no input can split an answer.
std::string response_head(const api_response& response, const head_context& context);

}  // namespace tranche::server
