// The accept loop, the signals and the stop sequence. Sockets are accepted by hand because Asio's
// accept leaves the close-on-exec flag off and says little about why it failed.
#include "server/http/http_server.hpp"

#include "server/http/connection.hpp"
#include "server/http/edge_state.hpp"
#include "server/http/tls_context.hpp"

#include <arpa/inet.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace tranche::server {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Connections that may wait to be told 503 at the same time; more are closed without a word.
constexpr std::size_t refused_limit = 64;
/// Accepts in one turn, so that a flood of clients does not starve those being served.
constexpr int accepts_per_turn = 32;
constexpr std::chrono::milliseconds pause_without_descriptors{100};
/// After connections were closed by force: the time their coroutines have to notice.
constexpr std::chrono::milliseconds abort_grace{200};

tcp::endpoint parse_listen(const std::string& listen) {
    const auto fail = [&] {
        throw std::invalid_argument("not a numeric host:port to listen on: '" + listen + "'");
    };
    const auto colon = listen.rfind(':');
    if (colon == std::string::npos) fail();
    auto host = listen.substr(0, colon);
    const auto digits = listen.substr(colon + 1);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);

    error_code ec;
    const auto address = asio::ip::make_address(host, ec);
    if (ec || address.is_v6() != bracketed) fail();
    if (digits.empty() || digits.size() > 5) fail();
    if (digits.find_first_not_of("0123456789") != std::string::npos) fail();
    const auto port = std::stoul(digits);
    if (port > 65535) fail();
    return {address, static_cast<unsigned short>(port)};
}

std::string text_of(const sockaddr_storage& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
        ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
        return text.data();
    }
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr)) {
        ::inet_ntop(AF_INET, &v6.sin6_addr.s6_addr[12], text.data(), text.size());
    } else {
        ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    }
    return text.data();
}

}  // namespace

/// Everything but the public functions runs on control_, a strand.
class http_server::impl {
public:
    impl(http_config config, request_handler handler)
        : state(std::move(config), std::move(handler)),
          control_(asio::make_strand(context_)),
          acceptor_(control_),
          signals_(control_),
          pause_(control_),
          deadline_(control_),
          work_(context_.get_executor()) {
        if (!state.config.tls_certificate.empty()) {
            tls_.emplace(state.config.tls_certificate, state.config.tls_key);
        }
        listen();
        // Writing to a client that has gone must be an error code, not the end of the process.
        std::signal(SIGPIPE, SIG_IGN);
        if (state.config.handle_signals) {
            signals_.add(SIGINT);
            signals_.add(SIGTERM);
            if (tls_) signals_.add(SIGHUP);
            wait_for_signal();
        }
        state.set_when_empty([this] { context_.stop(); });
    }

    void run();
    void stop(bool at_once);
    void reload_certificate();
    unsigned short port() const { return port_; }

    /// First, so that it outlives the connections that the context destroys.
    edge_state state;

private:
    void listen();
    void wait_for_clients();
    void accept_clients();
    void admit(int descriptor, const sockaddr_storage& address);
    void wait_for_signal();
    void begin_drain();
    void begin_abort();

    asio::io_context context_;
    asio::strand<asio::io_context::executor_type> control_;
    tcp::acceptor acceptor_;
    asio::signal_set signals_;
    asio::steady_timer pause_;
    asio::steady_timer deadline_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::optional<tls_context> tls_;
    unsigned short port_ = 0;
    bool draining_ = false;
    bool aborting_ = false;
};

void http_server::impl::listen() {
    const auto endpoint = parse_listen(state.config.listen);
    try {
        acceptor_.open(endpoint.protocol());
        ::fcntl(acceptor_.native_handle(), F_SETFD, FD_CLOEXEC);
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen(1024);
        acceptor_.native_non_blocking(true);
        port_ = acceptor_.local_endpoint().port();
    } catch (const boost::system::system_error& failure) {
        throw std::system_error(
            failure.code().value(), std::generic_category(),
            "cannot listen on " + state.config.listen
        );
    }
}

void http_server::impl::run() {
    asio::post(control_, [this] { wait_for_clients(); });
    std::vector<std::thread> others;
    for (unsigned i = 1; i < state.config.io_threads; ++i) {
        others.emplace_back([this] { context_.run(); });
    }
    context_.run();
    for (auto& thread : others)
        thread.join();
    // What is left now is destroyed with the context and must not touch it.
    state.set_when_empty({});
}

void http_server::impl::wait_for_clients() {
    if (draining_) return;
    acceptor_.async_wait(tcp::acceptor::wait_read, [this](error_code ec) {
        if (!ec) accept_clients();
    });
}

void http_server::impl::accept_clients() {
    for (int i = 0; i < accepts_per_turn && acceptor_.is_open(); ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int descriptor = ::accept4(
            acceptor_.native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
            SOCK_NONBLOCK | SOCK_CLOEXEC
        );
        if (descriptor >= 0) {
            admit(descriptor, address);
        } else if (errno == EAGAIN) {
            break;
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            // The client stays in the queue and the socket readable: without a pause we would spin.
            pause_.expires_after(pause_without_descriptors);
            pause_.async_wait([this](error_code ec) {
                if (!ec) wait_for_clients();
            });
            return;
        }
        // Anything else (ECONNABORTED ...) is about that one client.
    }
    wait_for_clients();
}

void http_server::impl::admit(int descriptor, const sockaddr_storage& address) {
    ++state.accepted;
    auto how = admission::served;
    if (state.count(admission::served) >= state.config.connection_limit) {
        ++state.refused;
        how = admission::refused;
        if (state.count(admission::refused) >= refused_limit) {
            ::close(descriptor);
            return;
        }
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const bool ip_v6 = address.ss_family == AF_INET6;
    start_connection(
        state, context_, descriptor, ip_v6, text_of(address), how, tls_ ? tls_->current() : nullptr
    );
}

void http_server::impl::wait_for_signal() {
    signals_.async_wait([this](error_code ec, int which) {
        if (ec) return;
        if (which == SIGHUP) {
            reload_certificate();
        } else {
            stop(draining_);
        }
        wait_for_signal();
    });
}

void http_server::impl::stop(bool at_once) {
    state.stopping = true;
    asio::post(control_, [this, at_once] {
        begin_drain();
        if (at_once) begin_abort();
    });
}

void http_server::impl::reload_certificate() {
    if (!tls_) return;
    bool reloaded = true;
    try {
        tls_->reload();
    } catch (const std::invalid_argument&) {
        reloaded = false;
    }
    if (state.config.on_certificate) state.config.on_certificate(reloaded);
}

void http_server::impl::begin_drain() {
    if (draining_) return;
    draining_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    deadline_.expires_after(state.config.drain_timeout);
    deadline_.async_wait([this](error_code ec) {
        if (!ec) begin_abort();
    });
    state.drain_all();
    if (state.empty()) context_.stop();
}

void http_server::impl::begin_abort() {
    if (aborting_) return;
    aborting_ = true;
    state.abort_all();
    // Requests whose handler has not answered cannot be hurried; they are left behind.
    deadline_.expires_after(abort_grace);
    deadline_.async_wait([this](error_code) { context_.stop(); });
}

http_server::http_server(http_config config, request_handler handler)
    : impl_(std::make_shared<impl>(std::move(config), std::move(handler))) {
    impl_->state.owner = impl_;
}

http_server::~http_server() = default;

void http_server::run() {
    impl_->run();
}

void http_server::stop() {
    impl_->stop(false);
}

void http_server::stop_now() {
    impl_->stop(true);
}

void http_server::reload_certificate() {
    impl_->reload_certificate();
}

bool http_server::stopping() const {
    return impl_->state.stopping;
}

unsigned short http_server::port() const {
    return impl_->port();
}

http_metrics http_server::metrics() const {
    const auto& state = impl_->state;
    return {
        .open_connections = state.count(admission::served),
        .accepted_connections = state.accepted,
        .refused_connections = state.refused,
        .requests_in_flight = state.in_flight,
    };
}

}  // namespace tranche::server
