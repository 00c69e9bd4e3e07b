// Waiting for what another thread or program is about to do.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace tranche::tests {

/// Whether it comes true within ten seconds.
inline bool comes_true(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!condition() && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return condition();
}

}  // namespace tranche::tests
