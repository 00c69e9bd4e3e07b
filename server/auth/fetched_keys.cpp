#include "server/auth/key_source.hpp"

#include <exception>
#include <utility>

namespace tranche::server {

fetched_keys::fetched_keys(fetch get, key_complaint complain, key_timing timing)
    : get_{std::move(get)},
      complain_{std::move(complain)},
      timing_{timing},
      thread_{[this](const std::stop_token& stop) {
          run(stop);
      }} {}

void fetched_keys::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        fetch_once(stop);
        std::unique_lock guard{mutex_};
        const auto due = began_ + (failed_ ? timing_.at_most_every : timing_.refresh_every);
        changed_.wait_until(guard, stop, due, [this] { return wanted_; });
        wanted_ = false;
        began_ = clock::now();
        fetching_ = true;
    }
}

void fetched_keys::fetch_once(const std::stop_token& stop) {
    std::optional<key_set> found;
    std::string complaint;
    try {
        found.emplace(get_(stop));
    } catch (const std::exception& failure) {
        complaint = failure.what();
    }
    if (!found && !stop.stop_requested()) {
        complain_(complaint);
    }
    {
        const std::lock_guard guard{mutex_};
        failed_ = !found;
        if (found) {
            keys_ = *std::move(found);
            fetched_at_ = clock::now();
        }
        fetching_ = false;
    }
    changed_.notify_all();
}

key_set fetched_keys::believed() const {
    return fetched_at_ && clock::now() < *fetched_at_ + timing_.kept_for ? keys_ : key_set{};
}

key_set fetched_keys::keys(std::int64_t) {
    const std::lock_guard guard{mutex_};
    return believed();
}

key_set fetched_keys::newer_keys(std::int64_t) {
    std::unique_lock guard{mutex_};
    const bool is_due = fetching_ || clock::now() >= began_ + timing_.at_most_every;
    if (is_due && !waited_for_) {
        waited_for_ = true;
        wanted_ = !fetching_;
        changed_.notify_all();
        changed_.wait(guard, [this] { return !fetching_ && !wanted_; });
        waited_for_ = false;
    }
    return believed();
}

std::optional<fetched_key_state> fetched_keys::state() {
    const std::lock_guard guard{mutex_};
    fetched_key_state found;
    found.last_fetch_failed = failed_;
    if (fetched_at_) {
        const auto age = clock::now() - *fetched_at_;
        found.usable = age < timing_.kept_for;
        found.age = std::chrono::duration_cast<std::chrono::seconds>(age);
    }
    return found;
}

}  // namespace tranche::server
