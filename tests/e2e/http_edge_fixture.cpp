// The handler's paths: /hello, /echo, /seen, /big (spooled), /held (answered later), /throws,
// /forgets, /headers.
#include "tests/e2e/http_edge_fixture.hpp"

#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "server/spool.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace tranche::tests {

using namespace std::chrono_literals;
using server::api_request;
using server::api_response;

std::string big_body() {
    std::string body;
    for (int i = 0; body.size() < 12'000'000; ++i)
        body += std::to_string(i) + "\n";
    return body;
}

HttpEdge::HttpEdge() {
    config_.listen = "127.0.0.1:0";
    config_.handle_signals = false;
    config_.on_access = [this](const server::access_record& record) {
        const std::lock_guard lock(mutex_);
        log_.push_back(
            {std::string(record.request_id), std::string(record.method), std::string(record.path),
             record.status, record.bytes, record.complete}
        );
        changed_.notify_all();
    };
}

HttpEdge::~HttpEdge() {
    stop_and_join();
}

void HttpEdge::start() {
    server_ = std::make_unique<server::http_server>(
        config_, [this](api_request&& request, auto done) { handle(std::move(request), done); }
    );
    runner_ = std::thread([this] { server_->run(); });
}

void HttpEdge::stop_and_join() {
    if (server_) server_->stop();
    if (runner_.joinable()) runner_.join();
}

void HttpEdge::handle(api_request&& request, std::function<void(api_response&&)> done) {
    api_response response;
    response.headers.emplace_back("Content-Type", "text/plain");
    if (request.path == "/hello") {
        response.body = "hello";
    } else if (request.path == "/echo") {
        response.body = std::move(request.body);
    } else if (request.path == "/seen") {
        response.body = request.method + "|" + std::string(request.header("x-probe")) + "|" +
            request.remote_address + "|" + request.request_id;
    } else if (request.path == "/big") {
        response.file = std::make_shared<server::spooled_file>();
        response.file->append(big_body());
    } else if (request.path == "/headers") {
        response.set_header("X-Split", "a\r\nInjected: yes");
        response.set_header("Content-Length", "3");
        response.set_header("Cache-Control", "max-age=60");
        response.body = "headers";
    } else if (request.path == "/on-beat") {
        response.on_beat = true;
    } else if (request.path == "/held") {
        const std::lock_guard lock(mutex_);
        held_ = std::move(done);
        changed_.notify_all();
        return;
    } else if (request.path == "/throws") {
        throw std::runtime_error("secret detail");
    } else if (request.path == "/forgets") {
        return;
    } else {
        response.status = 404;
    }
    done(std::move(response));
}

void HttpEdge::wait_until_held() {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, 5s, [this] { return held_ != nullptr; }));
}

void HttpEdge::release_held() {
    std::function<void(api_response &&)> done;
    {
        const std::lock_guard lock(mutex_);
        done = std::exchange(held_, nullptr);
    }
    std::thread worker([&] {
        api_response response;
        response.body = "released";
        done(std::move(response));
        done({});  // A second answer must change nothing.
    });
    worker.join();
}

std::vector<logged_exchange> HttpEdge::exchanges(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, 5s, [&] { return log_.size() >= count; });
    return log_;
}

}  // namespace tranche::tests
