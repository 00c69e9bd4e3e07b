// The thread that tells people what happened while the server serves. It has database sessions of
// its own; a mail server that is slow or down keeps no request waiting.
#pragma once

#include "persistence/session_set.hpp"
#include "server/background.hpp"
#include "server/logging.hpp"
#include "server/notify/deliverer.hpp"

#include <chrono>
#include <stop_token>

namespace tranche::server {

class notifying {
public:
    notifying(const persistence::role_urls& urls, notify_settings settings, logger& log);

private:
    std::chrono::milliseconds tick(const std::stop_token& stop);

    logger& log_;
    persistence::session_set database_;
    deliverer deliverer_;
    std::chrono::steady_clock::time_point forget_at_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point look_at_ = std::chrono::steady_clock::now();
    background thread_;
};

}  // namespace tranche::server
