// The place where a handler's answer meets the waiting coroutine: takes the first answer, from any
// thread, and resumes the coroutine on its own executor. A slot that is dropped unanswered resumes
// it with nothing, so no connection ever waits for a handler that has forgotten it.
// Private to server/http; a template over the completion, so it names no HTTP library.
#pragma once

#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "server/http/edge_state.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <utility>

namespace tranche::server {

/// `Completion` is callable with std::optional<api_response>; `Resume` posts it to its executor.
template <class Completion, class Resume>
class reply_slot {
public:
    /// `keep_alive` holds what the completion's executor belongs to.
    reply_slot(Completion completion, std::shared_ptr<void> keep_alive)
        : keep_alive_(std::move(keep_alive)),
          completion_(std::move(completion)) {}

    ~reply_slot() { complete(std::nullopt); }

    reply_slot(const reply_slot&) = delete;
    reply_slot& operator=(const reply_slot&) = delete;

    /// The first call counts. Ends the process when there is no memory left to post the answer.
    void complete(std::optional<api_response> response) noexcept {
        if (answered_.test_and_set()) return;
        Resume{}(std::move(completion_), std::move(response));
    }

private:
    /// First, so that it is released after the completion.
    std::shared_ptr<void> keep_alive_;
    Completion completion_;
    std::atomic_flag answered_;
};

/// Calls the handler with a `done` that fills a new slot.
template <class Resume, class Completion>
void ask_handler(const edge_state& state, api_request&& request, Completion completion) {
    using slot_type = reply_slot<Completion, Resume>;
    const auto slot = std::make_shared<slot_type>(std::move(completion), state.owner.lock());
    try {
        state.handler(std::move(request), [slot](api_response&& response) {
            slot->complete(std::move(response));
        });
    } catch (...) {
        // The answer says only that we failed; what failed is for the handler's own log.
        slot->complete(std::nullopt);
    }
}

/// Counts a request in flight, also when a stop destroys the waiting coroutine.
class counted_request {
public:
    explicit counted_request(std::atomic<std::size_t>& counter) : counter_(counter) { ++counter_; }
    ~counted_request() { --counter_; }
    counted_request(const counted_request&) = delete;
    counted_request& operator=(const counted_request&) = delete;

private:
    std::atomic<std::size_t>& counter_;
};

}  // namespace tranche::server
