// The life of one connection. Every member function runs on the connection's strand, except
// drain() and abort(), which post to it. One watchdog timer per connection looks at one deadline,
// so re-arming a deadline for each part of a message costs an assignment, not a timer.
#include "server/http/connection.hpp"

#include "server/http/exchange.hpp"
#include "server/http/reply_slot.hpp"
#include "server/http/request_id.hpp"
#include "server/http/request_reader.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace tranche::server {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;
using executor_type = asio::strand<asio::io_context::executor_type>;
using socket_type = asio::basic_stream_socket<asio::ip::tcp, executor_type>;
using timer_type = asio::basic_waitable_timer<clock, asio::wait_traits<clock>, executor_type>;
template <class T>
using task = asio::awaitable<T, executor_type>;
constexpr asio::use_awaitable_t<executor_type> use_task{};

constexpr std::size_t header_read_size = std::size_t{4} << 10;
constexpr std::size_t body_read_size = std::size_t{64} << 10;
/// How long a refused client may take to notice that nothing more is read.
constexpr milliseconds linger_time{2'000};
constexpr auto no_deadline = clock::time_point::max();

class connection final : public live_connection, public std::enable_shared_from_this<connection> {
public:
    connection(
        edge_state& state, socket_type socket, std::string remote,
        std::shared_ptr<asio::ssl::context> tls
    )
        : state_(state),
          socket_(std::move(socket)),
          tls_context_(std::move(tls)),
          watchdog_(socket_.get_executor()),
          remote_(std::move(remote)) {
        if (tls_context_) tls_.emplace(socket_, *tls_context_);
    }
    ~connection() override { state_.leave(this); }

    void drain() override;
    void abort() override;

    /// `self` keeps the connection alive for as long as its coroutine is.
    task<void> serve(std::shared_ptr<connection> self, admission how);

private:
    task<bool> shake_hands();
    task<bool> next_exchange();
    task<bool> wait_for_request();
    task<bool> read_more(std::size_t size);
    task<std::optional<edge_failure>> read_header(request_reader& reader);
    task<std::optional<edge_failure>> read_body(request_reader& reader);
    task<api_response> ask(api_request request);
    task<bool> refuse(edge_failure failure);
    task<bool> send(api_response response);
    task<bool> write(outgoing::piece piece);
    task<void> linger();
    task<void> take_leave();

    std::string_view input() const {
        return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
    }
    /// Nobody is answered who has left.
    std::optional<edge_failure> failure_after_read() const {
        return gone_ ? std::nullopt : std::optional{edge_failure::timeout};
    }
    void arm(milliseconds limit) { deadline_ = clock::now() + limit; }
    void disarm() { deadline_ = no_deadline; }
    bool expired() const { return clock::now() >= deadline_; }
    void watch();

    edge_state& state_;
    socket_type socket_;
    /// Set together: what secures the connection, and the socket through it.
    std::shared_ptr<asio::ssl::context> tls_context_;
    std::optional<asio::ssl::stream<socket_type&>> tls_;
    timer_type watchdog_;
    std::string remote_;
    boost::beast::flat_buffer buffer_;
    exchange exchange_;
    clock::time_point deadline_ = no_deadline;
    /// Nothing would be lost by closing now.
    bool idle_ = false;
    /// The last read ended because the client closed or the socket failed.
    bool gone_ = false;
};

void connection::drain() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        if (self->idle_) self->abort();
    });
}

void connection::abort() {
    asio::post(socket_.get_executor(), [self = shared_from_this()] {
        error_code ignored;
        self->socket_.close(ignored);
    });
}

void connection::watch() {
    const auto& config = state_.config;
    const auto shortest = std::min(
        {config.header_timeout, config.body_timeout, config.idle_timeout, config.write_timeout}
    );
    watchdog_.expires_after(std::clamp(shortest / 8, milliseconds{5}, milliseconds{1'000}));
    watchdog_.async_wait([weak = weak_from_this()](error_code ec) {
        const auto self = weak.lock();
        if (!self || ec || !self->socket_.is_open()) return;
        // A cancel that falls between two operations is lost; the next round repeats it.
        error_code ignored;
        if (self->expired()) self->socket_.cancel(ignored);
        self->watch();
    });
}

task<void> connection::serve(std::shared_ptr<connection> self, admission how) {
    watch();
    bool secured = true;
    if (tls_) secured = co_await shake_hands();
    if (!secured) {
        // Nobody to answer: what came was no TLS, or none that is spoken here.
    } else if (how == admission::refused) {
        exchange_.started = clock::now();
        exchange_.remote_address = remote_;
        co_await refuse(edge_failure::overloaded);
    } else {
        while (co_await next_exchange()) {
        }
    }
    if (tls_ && secured && !gone_) co_await take_leave();
    error_code ignored;
    watchdog_.cancel();
    self->socket_.close(ignored);
}

task<bool> connection::shake_hands() {
    arm(state_.config.header_timeout);
    idle_ = true;
    error_code ec;
    co_await tls_->async_handshake(
        asio::ssl::stream_base::server, asio::redirect_error(use_task, ec)
    );
    idle_ = false;
    co_return !ec;
}

/// True when the connection is ready for another request.
task<bool> connection::next_exchange() {
    exchange_ = {};
    exchange_.remote_address = remote_;
    if (!co_await wait_for_request()) co_return false;
    exchange_.started = clock::now();

    request_reader reader(state_.config.header_limit);
    const auto failure = co_await read_header(reader);
    exchange_.method = reader.method();
    exchange_.target = reader.target();
    if (failure) co_return co_await refuse(*failure);
    if (gone_) co_return false;

    auto fields = reader.fields();
    exchange_.request_id = fields.request_id();
    exchange_.accept_language = fields.value("accept-language");
    exchange_.http_1_0 = reader.http_1_0();
    const bool host_is_valid = fields.host_is_valid(exchange_.http_1_0);
    const bool expects_continue = fields.expects_continue() && !exchange_.http_1_0;
    auto request = fields.take(exchange_.method, exchange_.target);
    if (!host_is_valid || !request) co_return co_await refuse(edge_failure::bad_request);

    const auto limit = state_.body_limit(exchange_.method, exchange_.target);
    if (reader.announced_length() > limit) co_return co_await refuse(edge_failure::body_too_large);
    if (!reader.done()) {
        reader.limit_body(limit);
        if (expects_continue && buffer_.size() == 0) {
            const outgoing::piece go_on{"HTTP/1.1 100 Continue\r\n\r\n", {}};
            if (!co_await write(go_on)) co_return false;
        }
        const auto body_failure = co_await read_body(reader);
        if (body_failure) co_return co_await refuse(*body_failure);
        if (gone_) co_return false;
    }
    request->body = reader.take_body();
    request->request_id = exchange_.request_id;
    request->remote_address = remote_;
    exchange_.keep_alive = reader.keep_alive();

    auto response = co_await ask(std::move(*request));
    co_return co_await send(std::move(response));
}

/// Waits for the first byte of the next request: a client may take its time, and a stop may end
/// the connection here without harm.
task<bool> connection::wait_for_request() {
    if (buffer_.size() > 0) co_return true;
    if (state_.stopping) co_return false;
    if (buffer_.capacity() > body_read_size) buffer_.shrink_to_fit();
    arm(state_.config.idle_timeout);
    idle_ = true;
    const bool arrived = co_await read_more(header_read_size);
    idle_ = false;
    co_return arrived;
}

/// False when nothing more will come in time; gone_ tells whether the client left.
task<bool> connection::read_more(std::size_t size) {
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

task<std::optional<edge_failure>> connection::read_header(request_reader& reader) {
    arm(state_.config.header_timeout);
    for (;;) {
        const auto step = reader.read_header(input());
        buffer_.consume(step.consumed);
        if (step.failure || reader.header_done()) co_return step.failure;
        if (!co_await read_more(header_read_size)) co_return failure_after_read();
    }
}

task<std::optional<edge_failure>> connection::read_body(request_reader& reader) {
    arm(state_.config.body_timeout);
    bool starved = buffer_.size() == 0;
    while (!reader.done()) {
        if (starved && !co_await read_more(body_read_size)) co_return failure_after_read();
        const auto step = reader.read_body(input());
        buffer_.consume(step.consumed);
        if (step.failure) co_return step.failure;
        starved = step.starved;
    }
    co_return std::nullopt;
}

struct resume_on_strand {
    template <class Completion>
    void operator()(Completion completion, std::optional<api_response> response) const {
        const auto executor = asio::get_associated_executor(completion);
        auto resume = [completion = std::move(completion),
                       response = std::move(response)]() mutable {
            completion(std::move(response));
        };
        asio::post(executor, std::move(resume));
    }
};

/// Owns nothing, so that the copies the coroutine machinery makes of it are harmless: gcc 12 is
/// suspected of destroying captures of awaited initiations twice.
struct start_handler {
    const edge_state* state;
    api_request* request;

    template <class Completion>
    void operator()(Completion completion) const {
        ask_handler<resume_on_strand>(*state, std::move(*request), std::move(completion));
    }
};

task<api_response> connection::ask(api_request request) {
    disarm();
    const counted_request counted(state_.in_flight);
    const start_handler start{&state_, &request};
    using signature = void(std::optional<api_response>);
    auto response = co_await asio::async_initiate<decltype(use_task), signature>(start, use_task);
    if (response) co_return std::move(*response);
    co_return exchange_.failure_answer(state_, edge_failure::internal);
}

/// Answers without the handler and ends the connection: the rest of the input is not trusted.
task<bool> connection::refuse(edge_failure failure) {
    if (exchange_.request_id.empty()) exchange_.request_id = new_request_id();
    auto response = exchange_.failure_answer(state_, failure);
    co_await send(std::move(response));
    co_await linger();
    co_return false;
}

task<bool> connection::send(api_response response) {
    exchange_.keep_alive = exchange_.keep_alive && !state_.stopping;
    outgoing answer(response, exchange_);
    std::uint64_t written = 0;
    bool complete = true;
    while (complete && !answer.finished()) {
        const auto piece = answer.next();
        complete = piece.has_value();
        if (complete) complete = co_await write(*piece);
        if (complete) written = answer.body_bytes();
    }
    disarm();
    exchange_.log(state_, response.status, written, complete);
    co_return complete&& exchange_.keep_alive;
}

task<bool> connection::write(outgoing::piece piece) {
    arm(state_.config.write_timeout);
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

/// Closing with unread input makes the kernel reset the connection, and the client may then lose
/// the answer it was about to read. So: say that we are done, and read on for a moment.
task<void> connection::linger() {
    if (tls_) co_return;  // take_leave() says it in its own way
    error_code ec;
    socket_.shutdown(socket_type::shutdown_send, ec);
    arm(std::min(linger_time, state_.config.header_timeout));
    idle_ = true;
    while (!ec && !expired()) {
        buffer_.consume(buffer_.size());
        if (!co_await read_more(body_read_size)) break;
    }
}

/// Tells the client that the end of the bytes is meant, and waits a moment for it to say the same.
task<void> connection::take_leave() {
    error_code ec;
    arm(std::min(linger_time, state_.config.header_timeout));
    idle_ = true;
    co_await tls_->async_shutdown(asio::redirect_error(use_task, ec));
}

}  // namespace

void start_connection(
    edge_state& state, asio::io_context& context, int descriptor, bool ip_v6,
    std::string remote_address, admission how, std::shared_ptr<asio::ssl::context> tls
) noexcept {
    bool owned = false;
    try {
        const auto executor = asio::make_strand(context);
        socket_type socket(executor);
        socket.assign(ip_v6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(), descriptor);
        owned = true;
        const auto self = std::make_shared<connection>(
            state, std::move(socket), std::move(remote_address), std::move(tls)
        );
        state.enter(self, how);
        asio::co_spawn(executor, self->serve(self, how), [](const std::exception_ptr&) {
            // Out of memory inside one connection: it closes, the others go on.
        });
    } catch (const std::exception&) {
        if (!owned) ::close(descriptor);
    }
}

}  // namespace tranche::server
