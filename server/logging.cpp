// The log over spdlog: its queue and writer thread are used, its formatting is not, because a JSON
// line must be escaped as a whole.
#include "server/logging.hpp"

#include "server/api/secret_path.hpp"
#include "server/http/http_server.hpp"

#include <fcntl.h>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <stdexcept>

namespace tranche::server {

namespace {

/// The length of the UTF-8 sequence that starts `text`, or 0 when it is not one (RFC 3629).
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return static_cast<unsigned char>(text[i]);
    };
    const auto lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1
        : lead >= 0xC2 && lead < 0xE0      ? 2
        : lead >= 0xE0 && lead < 0xF0      ? 3
        : lead >= 0xF0 && lead < 0xF5      ? 4
                                           : 0;
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return 0;
    }
    if (lead == 0xE0 && byte(1) < 0xA0) return 0;
    if (lead == 0xED && byte(1) >= 0xA0) return 0;
    if (lead == 0xF0 && byte(1) < 0x90) return 0;
    if (lead == 0xF4 && byte(1) >= 0x90) return 0;
    return length;
}

void append_escaped(std::string& line, std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    line += '"';
    while (!text.empty()) {
        const auto length = sequence_length(text);
        const char c = text.front();
        if (length == 0) {
            line += "\\ufffd";
        } else if (c == '"' || c == '\\') {
            (line += '\\') += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            line += "\\u00";
            line += digits[static_cast<unsigned char>(c) >> 4U];
            line += digits[static_cast<unsigned char>(c) & 15U];
        } else {
            line += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    line += '"';
}

void append_value(std::string& line, const log_value& value) {
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        append_escaped(line, *text);
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        line += std::to_string(*number);
    } else {
        line += std::get<bool>(value) ? "true" : "false";
    }
}

/// Now as "2026-11-24T03:00:00.123Z".
std::string timestamp() {
    using namespace std::chrono;
    const auto now = time_point_cast<milliseconds>(system_clock::now());
    const auto seconds = system_clock::to_time_t(now);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 80> text{};
    std::snprintf(
        text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", utc.tm_year + 1900,
        utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
        static_cast<int>(now.time_since_epoch().count() % 1000)
    );
    return text.data();
}

/// Milliseconds with three decimals from a count of microseconds: "12.034".
std::string milliseconds_text(std::chrono::microseconds duration) {
    const auto count = duration.count() < 0 ? 0 : duration.count();
    auto fraction = std::to_string(count % 1000);
    fraction.insert(0, 3 - fraction.size(), '0');
    return std::to_string(count / 1000) + "." + fraction;
}

spdlog::level::level_enum spdlog_level(log_level level) {
    switch (level) {
        case log_level::debug:
            return spdlog::level::debug;
        case log_level::info:
            return spdlog::level::info;
        case log_level::warning:
            return spdlog::level::warn;
        case log_level::error:
            break;
    }
    return spdlog::level::err;
}

spdlog::sink_ptr make_sink(const std::string& file) {
    if (file.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    // spdlog would create missing directories; a misspelt path must be noticed instead.
    const int probe = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (probe < 0) throw std::runtime_error("cannot open the log file " + file);
    ::close(probe);
    try {
        return std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    } catch (const spdlog::spdlog_ex& failure) {
        throw std::runtime_error(std::string("cannot open the log file: ") + failure.what());
    }
}

std::string line_start(log_level level, std::string_view message) {
    std::string line;
    line.reserve(320);
    line.append(R"({"time":")").append(timestamp());
    line.append(R"(","level":")").append(name(level)).append(R"(","message":)");
    append_escaped(line, message);
    return line;
}

}  // namespace

struct logger::sink {
    explicit sink(const log_config& config)
        : threads(std::make_shared<spdlog::details::thread_pool>(config.queue_limit, 1)),
          log(std::make_shared<spdlog::async_logger>(
              "tranche", make_sink(config.file), threads,
              spdlog::async_overflow_policy::overrun_oldest
          )) {
        log->set_pattern("%v");
        log->set_level(spdlog::level::trace);
        // A file has every line at once; the cost is the writer thread's alone.
        log->flush_on(spdlog::level::trace);
        // A full disk must not turn into exceptions or into text on another stream.
        log->set_error_handler([](const std::string&) {});
    }

    /// Its destructor writes what is queued, so it is destroyed last.
    std::shared_ptr<spdlog::details::thread_pool> threads;
    std::shared_ptr<spdlog::async_logger> log;
};

std::string_view name(log_level level) {
    switch (level) {
        case log_level::debug:
            return "debug";
        case log_level::info:
            return "info";
        case log_level::warning:
            return "warning";
        case log_level::error:
            break;
    }
    return "error";
}

logger::logger(const log_config& config)
    : sink_(std::make_unique<sink>(config)),
      level_(config.level) {}

logger::~logger() = default;

void logger::write(
    log_level level, std::string_view message, std::initializer_list<log_field> fields
) noexcept {
    if (!enabled(level)) return;
    try {
        auto line = line_start(level, message);
        for (const auto& [key, value] : fields) {
            line.append(",\"").append(key).append("\":");
            append_value(line, value);
        }
        post(level, std::move(line));
    } catch (...) {
        // No memory for a log line: the request matters more.
    }
}

void logger::access(const access_record& record) noexcept {
    const auto level = record.status >= 500 ? log_level::warning : log_level::info;
    if (!enabled(level)) return;
    try {
        auto line = line_start(level, "request");
        line.append(R"(,"request_id":)");
        append_escaped(line, record.request_id);
        line.append(R"(,"method":)");
        append_escaped(line, record.method);
        line.append(R"(,"path":)");
        append_escaped(line, without_secret(record.path));
        line.append(R"(,"status":)").append(std::to_string(record.status));
        line.append(R"(,"bytes":)").append(std::to_string(record.bytes));
        line.append(R"(,"ms":)").append(milliseconds_text(record.duration));
        line.append(R"(,"remote":)");
        append_escaped(line, record.remote_address);
        if (!record.complete) line.append(R"(,"complete":false)");
        post(level, std::move(line));
    } catch (...) {
        // As above.
    }
}

void logger::post(log_level level, std::string line) noexcept {
    try {
        line += '}';
        sink_->log->log(spdlog_level(level), spdlog::string_view_t(line.data(), line.size()));
    } catch (...) {
        // The writer is gone: the process is ending.
    }
}

std::uint64_t logger::dropped() const {
    return sink_->threads->overrun_counter();
}

}  // namespace tranche::server
