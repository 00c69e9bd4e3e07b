// Where the keys of an identity provider come from: a file, read again when it changes, or an
// address, fetched by a thread of its own. Whatever goes wrong, the last good keys stay.
#pragma once

#include "server/auth/key_set.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace tranche::server {

/// Told why new keys are not used. From any thread.
using key_complaint = std::function<void(std::string_view what)>;

/// What whoever watches the server should know of keys that are fetched.
struct fetched_key_state {
    bool usable = false;
    bool last_fetch_failed = false;
    /// Since they were fetched; nothing when they never were.
    std::optional<std::chrono::seconds> age;
};

/// Thread-safe.
class key_source {
public:
    key_source() = default;
    virtual ~key_source() = default;
    key_source(const key_source&) = delete;
    key_source& operator=(const key_source&) = delete;

    virtual key_set keys(std::int64_t now) = 0;
    /// For a token whose key is not among keys(): a source that can ask somebody, does so.
    virtual key_set newer_keys(std::int64_t now) { return keys(now); }
    virtual std::optional<fetched_key_state> state() { return std::nullopt; }
};

class key_file final : public key_source {
public:
    /// Throws std::invalid_argument when the file holds no usable key.
    key_file(std::string path, key_complaint complain);

    key_set keys(std::int64_t now) override;

private:
    // The file's time is looked at this often at most.
    static constexpr std::int64_t look_every_seconds = 2;

    std::string path_;
    key_complaint complain_;
    std::mutex mutex_;
    key_set keys_;
    std::filesystem::file_time_type written_at_;
    std::int64_t looked_at_ = 0;
};

struct key_timing {
    std::chrono::milliseconds refresh_every = std::chrono::minutes{15};
    /// Between two fetches, whoever asks: strangers can ask, by tokens with made-up key ids.
    std::chrono::milliseconds at_most_every = std::chrono::minutes{1};
    /// How long keys are believed when no newer ones can be had.
    std::chrono::milliseconds kept_for = std::chrono::hours{24};
};

class fetched_keys final : public key_source {
public:
    /// Gives the text of a key set, or throws.
    using fetch = std::function<std::string(std::stop_token)>;

    /// Fetches at once, in the background: a provider that is down keeps no server from starting.
    fetched_keys(fetch get, key_complaint complain, key_timing timing = {});

    key_set keys(std::int64_t now) override;
    /// Waits for a fetch when one is due, one caller at a time: a flood of tokens with unknown
    /// keys holds up one worker and costs the provider one request.
    key_set newer_keys(std::int64_t now) override;
    std::optional<fetched_key_state> state() override;

private:
    using clock = std::chrono::steady_clock;

    void run(const std::stop_token& stop);
    void fetch_once(const std::stop_token& stop);
    key_set believed() const;

    fetch get_;
    key_complaint complain_;
    key_timing timing_;

    std::mutex mutex_;
    std::condition_variable_any changed_;
    key_set keys_;
    std::optional<clock::time_point> fetched_at_;
    clock::time_point began_ = clock::now();
    bool fetching_ = true;
    bool wanted_ = false;
    bool waited_for_ = false;
    bool failed_ = false;
    /// Last: it uses all of the above.
    std::jthread thread_;
};

}  // namespace tranche::server
