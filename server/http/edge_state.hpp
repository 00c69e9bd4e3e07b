// What the accept loop and the connections share: configuration, counters and the list of open
// connections that an orderly stop walks. Private to server/http; knows no HTTP library.
#pragma once

#include "server/http/http_server.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace tranche::server {

/// A connection as the stop sequence sees it. Both calls are safe from any thread.
class live_connection {
public:
    virtual ~live_connection() = default;
    /// Close now if no request is in progress, else after its answer.
    virtual void drain() = 0;
    /// Close now.
    virtual void abort() = 0;
};

enum class admission { served, refused };

class edge_state {
public:
    edge_state(http_config config, request_handler handler);

    const http_config config;
    const request_handler handler;

    std::atomic<bool> stopping{false};
    std::atomic<std::size_t> in_flight{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};

    /// Keeps the io_context alive for completions that outlive the server object.
    std::weak_ptr<void> owner;

    void enter(const std::shared_ptr<live_connection>& connection, admission how);
    /// The last one to leave calls `when_empty`.
    void leave(live_connection* connection);

    std::size_t count(admission how) const;
    bool empty() const;

    void drain_all();
    void abort_all();

    void set_when_empty(std::function<void()> callback);

    /// For this request, by the configuration.
    std::uint64_t body_limit(std::string_view method, std::string_view target) const;

    /// The answer of the configuration's callback, or the plain English one.
    api_response answer(const edge_error& error) const;

private:
    struct entry {
        std::weak_ptr<live_connection> connection;
        admission how;
    };

    template <class Function>
    void for_each(Function function);

    mutable std::mutex mutex_;
    std::unordered_map<live_connection*, entry> connections_;
    std::size_t served_ = 0;
    std::function<void()> when_empty_;
};

/// The status of each failure.
int status_of(edge_failure failure);

}  // namespace tranche::server
