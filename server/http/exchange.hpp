// One request and its answer as the edge keeps track of them: what the log, the problem reports
// and the head of the answer need to know. Private to server/http.
#pragma once

#include "server/api/response.hpp"
#include "server/http/edge_state.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::server {

struct exchange {
    std::chrono::steady_clock::time_point started;
    std::string request_id;
    std::string method;
    std::string target;
    std::string accept_language;
    std::string_view remote_address;
    bool http_1_0 = false;
    bool keep_alive = false;

    /// The answer of `state` for a request that its handler did not answer.
    api_response failure_answer(const edge_state& state, edge_failure failure) const;
    void log(const edge_state& state, int status, std::uint64_t bytes, bool complete) const;
};

/// The bytes of an answer in pieces of at most 128 KiB, the first one led by its head.
class outgoing {
public:
    /// `response` and `about` must outlive this.
    outgoing(const api_response& response, const exchange& about);

    struct piece {
        std::string_view head;
        std::string_view body;
    };

    /// The next piece; empty when a spooled answer cannot be read. Views stay valid until the next
    /// call.
    std::optional<piece> next();
    bool finished() const { return started_ && sent_ == to_send_; }
    /// Body bytes handed out so far.
    std::uint64_t body_bytes() const { return sent_; }

private:
    const api_response& response_;
    std::string head_;
    std::string window_;
    std::uint64_t to_send_ = 0;
    std::uint64_t sent_ = 0;
    bool started_ = false;
};

}  // namespace tranche::server
