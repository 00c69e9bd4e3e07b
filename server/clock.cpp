#include "server/clock.hpp"

#include <chrono>

namespace tranche::server {

domain::date today_utc() {
    return domain::date{std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
}

}  // namespace tranche::server
