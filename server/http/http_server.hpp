// The edge: accepts connections, reads HTTP/1.1 requests within stated limits and deadlines, hands
// each to one handler function and writes the answer. No HTTP library shows through this header.
#pragma once

#include "server/size_limits.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tranche::server {

struct api_request;
struct api_response;

/// Called once per request, on an io thread: it must not block. `done` is called once, from any
/// thread, now or later; further calls are ignored, and a `done` that is dropped without a call,
/// or a handler that throws, is answered 500. `done` does nothing once the client is gone.
using request_handler =
    std::function<void(api_request&&, std::function<void(api_response&&)> done)>;

/// Why the edge answers without asking the handler.
enum class edge_failure {
    bad_request = 1,   // 400: not HTTP, a broken target, no Host or two
    header_too_large,  // 431
    body_too_large,    // 413
    timeout,           // 408: the rest of the request did not come in time
    overloaded,        // 503: too many connections
    internal,          // 500: the handler threw or never answered
};

struct edge_error {
    edge_failure failure;
    int status;
    /// What is known of the request so far: the target may be empty, the language header too.
    std::string request_id;
    std::string method;
    std::string target;
    std::string accept_language;
};

/// One finished exchange.
struct access_record {
    std::string_view request_id;
    std::string_view method;
    /// Without the query: its values can be personal.
    std::string_view path;
    int status = 0;
    /// Body bytes sent.
    std::uint64_t bytes = 0;
    /// From the request's first byte to the answer's last.
    std::chrono::microseconds duration{0};
    std::string_view remote_address;
    /// False when the client went away or stopped reading before the last byte.
    bool complete = true;
};

struct http_config {
    /// "host:port" with a numeric address: "127.0.0.1:8080", "[::1]:0", "0.0.0.0:80". Port 0 takes
    /// a free one, see http_server::port().
    std::string listen = "127.0.0.1:8080";
    /// PEM files of a certificate with its chain and of its key; empty: plain HTTP.
    std::string tls_certificate;
    std::string tls_key;
    unsigned io_threads = 1;
    std::size_t header_limit = std::size_t{16} << 10;
    std::uint64_t body_limit = body_at_most;
    /// Another body limit for some requests (imports); empty: body_limit for all.
    std::function<std::uint64_t(std::string_view method, std::string_view target)> body_limit_for;
    /// Open connections; further ones are answered 503 and closed.
    std::size_t connection_limit = 1000;

    /// Deadlines, each from the moment its part begins. They are checked eight times per shortest
    /// deadline (at least every second), so they may end that much late.
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{60'000};
    std::chrono::milliseconds idle_timeout{60'000};
    /// For every piece of at most 128 KiB of an answer.
    std::chrono::milliseconds write_timeout{30'000};
    /// Answers that ask for it (api_response::on_beat) leave a whole number of these after the
    /// request was read.
    std::chrono::milliseconds beat{20};
    /// From stop() until requests in flight are given up.
    std::chrono::milliseconds drain_timeout{10'000};

    /// The first SIGINT or SIGTERM is stop(), the second stop_now(); with TLS, SIGHUP is
    /// reload_certificate(). Off in tests.
    bool handle_signals = true;

    /// The answer to a request the handler never saw; empty: a short problem+json in English.
    /// Called on an io thread.
    std::function<api_response(const edge_error&)> on_edge_error;
    /// After every exchange, on an io thread: must not block.
    std::function<void(const access_record&)> on_access;
    /// After reload_certificate(): whether the files could be used.
    std::function<void(bool reloaded)> on_certificate;
};

struct http_metrics {
    std::size_t open_connections = 0;
    std::uint64_t accepted_connections = 0;
    std::uint64_t refused_connections = 0;
    /// Requests whose handler has not answered yet.
    std::size_t requests_in_flight = 0;
};

class http_server {
public:
    /// Binds and listens, so that port() is known and a client may connect before run(). Throws
    /// std::invalid_argument for a bad `listen` or a certificate that cannot be used,
    /// std::system_error when it cannot be bound.
    /// Ignores SIGPIPE for the whole process.
    http_server(http_config config, request_handler handler);

    /// run() has returned or was never called. A `done` that a worker still holds stays safe.
    ~http_server();

    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    /// Serves until stopped: no new connections, idle ones closed at once, requests in flight
    /// finished within drain_timeout. Blocks; call once.
    void run();

    /// Starts the orderly stop; from any thread, at any time, also before run(). Idempotent.
    void stop();
    /// Stops without waiting for requests in flight.
    void stop_now();

    /// Reads the certificate and key again, for connections from now on. With files that cannot be
    /// used the earlier ones stay. From any thread; nothing happens without TLS.
    void reload_certificate();

    /// True from the first stop() on: readiness answers "no" then.
    bool stopping() const;

    /// The port bound, also when 0 was asked for.
    unsigned short port() const;

    http_metrics metrics() const;

private:
    class impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace tranche::server
