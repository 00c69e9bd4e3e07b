#include "server/clock.hpp"

#include <chrono>
#include <ctime>

namespace tranche::server {

domain::date today_utc() {
    return domain::date{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
}

std::string now_utc() {
    const auto now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[sizeof "2026-01-31T08:15:00Z"];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace tranche::server
