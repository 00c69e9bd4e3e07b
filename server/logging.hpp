// Structured log: one JSON object a line, written by a thread of its own behind a bounded queue.
// A slow disk or terminal costs log lines (counted), never the latency of requests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace tranche::server {

struct access_record;

enum class log_level { debug = 1, info, warning, error };

/// "debug", "info", "warning" or "error".
std::string_view name(log_level level);

using log_value = std::variant<std::string_view, std::int64_t, bool>;
using log_field = std::pair<std::string_view, log_value>;

struct log_config {
    /// A file to append to; empty: standard error.
    std::string file;
    log_level level = log_level::info;
    /// Lines that may wait for the writer; the oldest are dropped beyond.
    std::size_t queue_limit = 8192;
};

/// Thread-safe. Never throws after construction: a line that cannot be written is dropped.
class logger {
public:
    /// Throws std::runtime_error when the file cannot be opened.
    explicit logger(const log_config& config);
    /// Writes what is queued.
    ~logger();

    logger(const logger&) = delete;
    logger& operator=(const logger&) = delete;

    bool enabled(log_level level) const { return level >= level_; }

    /// One line: time (UTC), level, message, then the fields in order. Values are escaped, invalid
    /// UTF-8 becomes U+FFFD; field names are literals of our own and are not escaped.
    void write(
        log_level level, std::string_view message, std::initializer_list<log_field> fields = {}
    ) noexcept;

    /// The line of one exchange; level warning from status 500 on.
    void access(const access_record& record) noexcept;

    /// Lines lost to a full queue since the start.
    std::uint64_t dropped() const;

private:
    void post(log_level level, std::string line) noexcept;

    struct sink;
    std::unique_ptr<sink> sink_;
    log_level level_;
};

}  // namespace tranche::server
