// A thread that does its rounds while the server serves: one after the other, with a pause between,
// until it is destroyed. What a round may not finish in time it is told by its stop token.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace tranche::server {

class background {
public:
    /// Gives the pause until the next round. Must not throw.
    using round = std::function<std::chrono::milliseconds(const std::stop_token&)>;

    explicit background(round work)
        : work_{std::move(work)},
          thread_{[this](const std::stop_token& stop) {
              run(stop);
          }} {}

private:
    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const auto pause = work_(stop);
            std::unique_lock guard{mutex_};
            woken_.wait_for(guard, stop, pause, [] { return false; });
        }
    }

    round work_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    /// Last: it uses all of the above.
    std::jthread thread_;
};

}  // namespace tranche::server
