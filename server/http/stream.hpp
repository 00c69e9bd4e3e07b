// The bytes of one connection: its socket, secured or not, and the one deadline its owner looks at.
// Re-arming a deadline for each part of a message costs an assignment, not a timer. Everything runs
// on the connection's strand. Private to server/http.
#pragma once

#include "server/http/exchange.hpp"
#include "server/http/http_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

namespace tranche::server {

using executor_type = boost::asio::strand<boost::asio::io_context::executor_type>;
using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor_type>;
template <class T>
using task = boost::asio::awaitable<T, executor_type>;
inline constexpr boost::asio::use_awaitable_t<executor_type> use_task{};

class stream {
public:
    using clock = std::chrono::steady_clock;

    /// Secured when `tls` is there.
    stream(socket_type socket, std::shared_ptr<boost::asio::ssl::context> tls);

    executor_type executor() { return socket_.get_executor(); }
    bool secured() const { return tls_.has_value(); }
    bool is_open() const { return socket_.is_open(); }
    void close();
    /// Whatever waits for the socket ends.
    void cancel();

    void arm(std::chrono::milliseconds limit) { deadline_ = clock::now() + limit; }
    void disarm() { deadline_ = no_deadline; }
    bool expired() const { return clock::now() >= deadline_; }
    /// The last read ended because the client closed or the socket failed.
    bool gone() const { return gone_; }

    task<bool> shake_hands();
    /// Adds at most `size` bytes to the input; false when nothing more will come in time.
    task<bool> read(std::size_t size);
    task<bool> write(outgoing::piece piece);
    /// Says that we are done and reads on for a moment, until the client does the same: closing
    /// with unread input makes the kernel reset the connection, and the client may then lose the
    /// answer it was about to read. Nothing over TLS, where take_leave() says it in its own way.
    task<void> linger(std::size_t size);
    /// Tells a client over TLS that the end of the bytes is meant.
    task<void> take_leave();

    std::string_view input() const {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
    }
    void consume(std::size_t size) { buffer_.consume(size); }
    /// Gives back what a large message took.
    void shrink_to(std::size_t size) {
        if (buffer_.capacity() > size) buffer_.shrink_to_fit();
    }

private:
    static constexpr auto no_deadline = clock::time_point::max();

    socket_type socket_;
    /// Set together: what secures the connection, and the socket through it.
    std::shared_ptr<boost::asio::ssl::context> tls_context_;
    std::optional<boost::asio::ssl::stream<socket_type&>> tls_;
    boost::beast::flat_buffer buffer_;
    clock::time_point deadline_ = no_deadline;
    bool gone_ = false;
};

}  // namespace tranche::server
