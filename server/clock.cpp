#include "server/clock.hpp"

#include <chrono>
#include <ctime>

namespace tranche::server {

domain::date today_utc() {
    return domain::date{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
}

std::int64_t seconds_utc() {
    return std::time(nullptr);
}

std::string now_utc() {
    return moment_utc(seconds_utc());
}

std::string moment_utc(std::int64_t seconds) {
    const std::time_t moment = seconds;
    std::tm parts{};
    gmtime_r(&moment, &parts);
    char text[sizeof "2026-01-31T08:15:00Z"];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace tranche::server
