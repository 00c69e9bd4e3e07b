// The register of connections and the answers the edge gives on its own.
#include "server/http/edge_state.hpp"

#include "server/api/response.hpp"

#include <utility>
#include <vector>

namespace tranche::server {

namespace {

struct failure_text {
    int status;
    std::string_view code;
    std::string_view title;
};

failure_text text_of(edge_failure failure) {
    switch (failure) {
        case edge_failure::bad_request:
            return {400, "malformed_request", "The request is not valid HTTP/1.1"};
        case edge_failure::header_too_large:
            return {431, "header_too_large", "The request's header is too large"};
        case edge_failure::body_too_large:
            return {413, "body_too_large", "The request's body is too large"};
        case edge_failure::timeout:
            return {408, "request_timeout", "The request did not arrive in time"};
        case edge_failure::overloaded:
            return {503, "overloaded", "Too many connections, try again shortly"};
        case edge_failure::internal:
            break;
    }
    return {500, "internal_error", "The server failed to answer"};
}

/// Every string here is a literal of ours or a checked request id: nothing needs escaping.
api_response plain_answer(const edge_error& error) {
    const auto text = text_of(error.failure);
    api_response response;
    response.status = text.status;
    response.headers.emplace_back("Content-Type", "application/problem+json");
    if (error.failure == edge_failure::overloaded) response.set_header("Retry-After", "1");
    response.body.append(R"({"type":"about:blank","title":")").append(text.title);
    response.body.append(R"(","status":)").append(std::to_string(text.status));
    response.body.append(R"(,"code":")").append(text.code);
    response.body.append(R"(","request_id":")").append(error.request_id).append("\"}");
    return response;
}

}  // namespace

int status_of(edge_failure failure) {
    return text_of(failure).status;
}

edge_state::edge_state(http_config configuration, request_handler function)
    : config(std::move(configuration)),
      handler(std::move(function)) {}

void edge_state::enter(const std::shared_ptr<live_connection>& connection, admission how) {
    const std::lock_guard lock(mutex_);
    connections_.emplace(connection.get(), entry{connection, how});
    if (how == admission::served) ++served_;
}

void edge_state::leave(live_connection* connection) {
    std::function<void()> notify;
    {
        const std::lock_guard lock(mutex_);
        const auto found = connections_.find(connection);
        if (found == connections_.end()) return;
        if (found->second.how == admission::served) --served_;
        connections_.erase(found);
        if (connections_.empty() && stopping) notify = when_empty_;
    }
    if (notify) notify();
}

std::size_t edge_state::count(admission how) const {
    const std::lock_guard lock(mutex_);
    return how == admission::served ? served_ : connections_.size() - served_;
}

bool edge_state::empty() const {
    const std::lock_guard lock(mutex_);
    return connections_.empty();
}

template <class Function>
void edge_state::for_each(Function function) {
    std::vector<std::shared_ptr<live_connection>> alive;
    {
        const std::lock_guard lock(mutex_);
        alive.reserve(connections_.size());
        for (const auto& [key, one] : connections_) {
            if (auto connection = one.connection.lock()) alive.push_back(std::move(connection));
        }
    }
    // Without the lock: the last reference may be dropped here, and that calls leave().
    for (const auto& connection : alive)
        function(*connection);
}

void edge_state::drain_all() {
    for_each([](live_connection& connection) { connection.drain(); });
}

void edge_state::abort_all() {
    for_each([](live_connection& connection) { connection.abort(); });
}

void edge_state::set_when_empty(std::function<void()> callback) {
    const std::lock_guard lock(mutex_);
    when_empty_ = std::move(callback);
}

std::uint64_t edge_state::body_limit(std::string_view method, std::string_view target) const {
    return config.body_limit_for ? config.body_limit_for(method, target) : config.body_limit;
}

api_response edge_state::answer(const edge_error& error) const {
    if (config.on_edge_error) {
        try {
            return config.on_edge_error(error);
        } catch (...) {
            // Even a failing formatter must not leave the client without an answer.
            return plain_answer(error);
        }
    }
    return plain_answer(error);
}

}  // namespace tranche::server
