// One web request to somebody else: over TLS with the certificate checked (address.hpp), bounded in
// time and in size, following no redirect. It blocks, so it is for threads that may wait.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

namespace tranche::server {

/// How the other side of an outgoing connection is told, and how long it is waited for.
struct outbound_bounds {
    /// PEM file of the authorities to believe; empty: those of the system.
    std::string ca_file;
    std::chrono::milliseconds time_limit{5'000};
    /// Ends the transfer within a second of being asked.
    std::stop_token stop;
};

struct http_call {
    std::string url;
    /// With one it is a POST, without a GET.
    std::optional<std::string> body;
    /// "Name: value"
    std::vector<std::string> headers;
    std::size_t answer_limit = std::size_t{256} << 10;
    outbound_bounds bounds;
};

struct http_reply {
    int status = 0;
    std::string body;
};

/// Nothing came of it. The text says why, without headers, bodies or passwords.
class outbound_failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Throws outbound_failure when there is no whole answer. Any status is an answer.
http_reply perform(const http_call& call);

}  // namespace tranche::server
