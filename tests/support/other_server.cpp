#include "tests/support/other_server.hpp"

#include "server/api/response.hpp"

#include <utility>

namespace tranche::tests {

other_server::other_server() : scheme_{"http"} {
    start({});
}

other_server::other_server(const std::string& certificate, const std::string& key)
    : scheme_{"https"} {
    server::http_config config;
    config.tls_certificate = certificate;
    config.tls_key = key;
    start(std::move(config));
}

void other_server::start(server::http_config config) {
    config.listen = "127.0.0.1:0";
    config.handle_signals = false;
    server_ = std::make_unique<server::http_server>(
        std::move(config),
        [this](server::api_request&& request, done answer) {
            take(std::move(request), std::move(answer));
        }
    );
    thread_ = std::thread{[this] {
        server_->run();
    }};
}

other_server::~other_server() {
    release();
    server_->stop_now();
    thread_.join();
}

void other_server::answer_with(int status, std::string body) {
    const std::lock_guard guard{mutex_};
    status_ = status;
    body_ = std::move(body);
}

void other_server::hold() {
    const std::lock_guard guard{mutex_};
    held_ = true;
}

void other_server::release() {
    const std::lock_guard guard{mutex_};
    held_ = false;
    for (const auto& answer : std::exchange(waiting_, {})) {
        answer(response());
    }
}

std::vector<server::api_request> other_server::requests() const {
    const std::lock_guard guard{mutex_};
    return requests_;
}

std::string other_server::url(const std::string& path) const {
    return scheme_ + "://localhost:" + std::to_string(port()) + path;
}

void other_server::take(server::api_request&& request, done answer) {
    const std::lock_guard guard{mutex_};
    requests_.push_back(std::move(request));
    if (held_) {
        waiting_.push_back(std::move(answer));
    } else {
        answer(response());
    }
}

server::api_response other_server::response() const {
    server::api_response made;
    made.status = status_;
    made.body = body_;
    return made;
}

}  // namespace tranche::tests
