#include "server/http/stream.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

namespace tranche::server {

namespace asio = boost::asio;
using boost::system::error_code;

stream::stream(socket_type socket, std::shared_ptr<asio::ssl::context> tls)
    : socket_(std::move(socket)),
      tls_context_(std::move(tls)) {
    if (tls_context_) tls_.emplace(socket_, *tls_context_);
}

void stream::close() {
    error_code ignored;
    socket_.close(ignored);
}

void stream::cancel() {
    error_code ignored;
    socket_.cancel(ignored);
}

task<bool> stream::shake_hands() {
    error_code ec;
    co_await tls_->async_handshake(
        asio::ssl::stream_base::server, asio::redirect_error(use_task, ec)
    );
    co_return !ec;
}

task<bool> stream::read(std::size_t size) {
    error_code ec;
    const auto space = buffer_.prepare(size);
    std::size_t count = 0;
    if (tls_) {
        count = co_await tls_->async_read_some(space, asio::redirect_error(use_task, ec));
    } else {
        count = co_await socket_.async_read_some(space, asio::redirect_error(use_task, ec));
    }
    buffer_.commit(count);
    gone_ = ec && !expired();
    co_return !ec;
}

task<bool> stream::write(outgoing::piece piece) {
    error_code ec;
    const std::array<asio::const_buffer, 2> buffers{
        asio::buffer(piece.head.data(), piece.head.size()),
        asio::buffer(piece.body.data(), piece.body.size()),
    };
    if (tls_) {
        co_await asio::async_write(*tls_, buffers, asio::redirect_error(use_task, ec));
    } else {
        co_await asio::async_write(socket_, buffers, asio::redirect_error(use_task, ec));
    }
    co_return !ec;
}

task<void> stream::linger(std::size_t size) {
    if (tls_) co_return;
    error_code ec;
    socket_.shutdown(socket_type::shutdown_send, ec);
    while (!ec && !expired()) {
        buffer_.consume(buffer_.size());
        if (!co_await read(size)) break;
    }
}

task<void> stream::take_leave() {
    error_code ec;
    co_await tls_->async_shutdown(asio::redirect_error(use_task, ec));
}

}  // namespace tranche::server
