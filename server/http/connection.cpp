// The life of one connection. Every member function runs on the connection's strand, except
// drain() and abort(), which post to it. One watchdog timer per connection looks at the stream's
// deadline.
#include "server/http/connection.hpp"

#include "server/http/exchange.hpp"
#include "server/http/reply_slot.hpp"
#include "server/http/request_id.hpp"
#include "server/http/request_reader.hpp"
#include "server/http/stream.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace tranche::server {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;
using timer_type = asio::basic_waitable_timer<clock, asio::wait_traits<clock>, executor_type>;

constexpr std::size_t header_read_size = std::size_t{4} << 10;
constexpr std::size_t body_read_size = std::size_t{64} << 10;
/// How long a refused client may take to notice that nothing more is read.
constexpr milliseconds linger_time{2'000};

class connection final : public live_connection, public std::enable_shared_from_this<connection> {
public:
    connection(
        edge_state& state, socket_type socket, std::string remote,
        std::shared_ptr<asio::ssl::context> tls
    )
        : state_(state),
          stream_(std::move(socket), std::move(tls)),
          watchdog_(stream_.executor()),
          remote_(std::move(remote)) {}
    ~connection() override { state_.leave(this); }

    void drain() override;
    void abort() override;

    /// `self` keeps the connection alive for as long as its coroutine is.
    task<void> serve(std::shared_ptr<connection> self, admission how);

private:
    task<bool> shake_hands();
    task<bool> next_exchange();
    task<bool> wait_for_request();
    task<std::optional<edge_failure>> read_header(request_reader& reader);
    task<std::optional<edge_failure>> read_body(request_reader& reader);
    task<api_response> ask(api_request request);
    task<void> wait_for_beat(clock::time_point asked);
    task<bool> refuse(edge_failure failure);
    task<bool> send(api_response response);

    /// Nobody is answered who has left.
    std::optional<edge_failure> failure_after_read() const {
        return stream_.gone() ? std::nullopt : std::optional{edge_failure::timeout};
    }
    /// How long a client may take to notice that we are done.
    milliseconds farewell() const { return std::min(linger_time, state_.config.header_timeout); }
    void watch();

    edge_state& state_;
    stream stream_;
    timer_type watchdog_;
    std::string remote_;
    exchange exchange_;
    /// Nothing would be lost by closing now.
    bool idle_ = false;
};

void connection::drain() {
    asio::post(stream_.executor(), [self = shared_from_this()] {
        if (self->idle_) self->abort();
    });
}

void connection::abort() {
    asio::post(stream_.executor(), [self = shared_from_this()] { self->stream_.close(); });
}

void connection::watch() {
    const auto& config = state_.config;
    const auto shortest = std::min(
        {config.header_timeout, config.body_timeout, config.idle_timeout, config.write_timeout}
    );
    watchdog_.expires_after(std::clamp(shortest / 8, milliseconds{5}, milliseconds{1'000}));
    watchdog_.async_wait([weak = weak_from_this()](error_code ec) {
        const auto self = weak.lock();
        if (!self || ec || !self->stream_.is_open()) return;
        // A cancel that falls between two operations is lost; the next round repeats it.
        if (self->stream_.expired()) self->stream_.cancel();
        self->watch();
    });
}

task<void> connection::serve(std::shared_ptr<connection> self, admission how) {
    watch();
    bool understood = true;
    if (stream_.secured()) understood = co_await shake_hands();
    if (!understood) {
        // Nobody to answer: what came was no TLS, or none that is spoken here.
    } else if (how == admission::refused) {
        exchange_.started = clock::now();
        exchange_.remote_address = remote_;
        co_await refuse(edge_failure::overloaded);
    } else {
        while (co_await next_exchange()) {
        }
    }
    if (stream_.secured() && understood && !stream_.gone()) {
        stream_.arm(farewell());
        idle_ = true;
        co_await stream_.take_leave();
    }
    watchdog_.cancel();
    self->stream_.close();
}

task<bool> connection::shake_hands() {
    stream_.arm(state_.config.header_timeout);
    idle_ = true;
    const bool agreed = co_await stream_.shake_hands();
    idle_ = false;
    co_return agreed;
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
    if (stream_.gone()) co_return false;

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
        if (expects_continue && stream_.input().empty()) {
            const outgoing::piece go_on{"HTTP/1.1 100 Continue\r\n\r\n", {}};
            stream_.arm(state_.config.write_timeout);
            if (!co_await stream_.write(go_on)) co_return false;
        }
        const auto body_failure = co_await read_body(reader);
        if (body_failure) co_return co_await refuse(*body_failure);
        if (stream_.gone()) co_return false;
    }
    request->body = reader.take_body();
    request->request_id = exchange_.request_id;
    request->remote_address = remote_;
    exchange_.keep_alive = reader.keep_alive();

    const auto asked = clock::now();
    auto response = co_await ask(std::move(*request));
    if (response.on_beat) co_await wait_for_beat(asked);
    co_return co_await send(std::move(response));
}

/// Waits for the first byte of the next request: a client may take its time, and a stop may end
/// the connection here without harm.
task<bool> connection::wait_for_request() {
    if (!stream_.input().empty()) co_return true;
    if (state_.stopping) co_return false;
    stream_.shrink_to(body_read_size);
    stream_.arm(state_.config.idle_timeout);
    idle_ = true;
    const bool arrived = co_await stream_.read(header_read_size);
    idle_ = false;
    co_return arrived;
}

task<std::optional<edge_failure>> connection::read_header(request_reader& reader) {
    stream_.arm(state_.config.header_timeout);
    for (;;) {
        const auto step = reader.read_header(stream_.input());
        stream_.consume(step.consumed);
        if (step.failure || reader.header_done()) co_return step.failure;
        if (!co_await stream_.read(header_read_size)) co_return failure_after_read();
    }
}

task<std::optional<edge_failure>> connection::read_body(request_reader& reader) {
    stream_.arm(state_.config.body_timeout);
    bool starved = stream_.input().empty();
    while (!reader.done()) {
        if (starved && !co_await stream_.read(body_read_size)) co_return failure_after_read();
        const auto step = reader.read_body(stream_.input());
        stream_.consume(step.consumed);
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
    stream_.disarm();
    const counted_request counted(state_.in_flight);
    const start_handler start{&state_, &request};
    using signature = void(std::optional<api_response>);
    auto response = co_await asio::async_initiate<decltype(use_task), signature>(start, use_task);
    if (response) co_return std::move(*response);
    co_return exchange_.failure_answer(state_, edge_failure::internal);
}

task<void> connection::wait_for_beat(clock::time_point asked) {
    const clock::duration beat = state_.config.beat;
    timer_type timer(stream_.executor(), asked + ((clock::now() - asked) / beat + 1) * beat);
    error_code cut_short;
    co_await timer.async_wait(asio::redirect_error(use_task, cut_short));
}

/// Answers without the handler and ends the connection: the rest of the input is not trusted.
task<bool> connection::refuse(edge_failure failure) {
    if (exchange_.request_id.empty()) exchange_.request_id = new_request_id();
    auto response = exchange_.failure_answer(state_, failure);
    co_await send(std::move(response));
    stream_.arm(farewell());
    idle_ = true;
    co_await stream_.linger(body_read_size);
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
        if (complete) {
            stream_.arm(state_.config.write_timeout);
            complete = co_await stream_.write(*piece);
        }
        if (complete) written = answer.body_bytes();
    }
    stream_.disarm();
    exchange_.log(state_, response.status, written, complete);
    co_return complete&& exchange_.keep_alive;
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
