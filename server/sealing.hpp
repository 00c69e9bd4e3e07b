// The thread that seals what was committed while the server serves. It has a database session of
// its own and takes no part in any request; an outage costs it nothing but time.
#pragma once

#include "persistence/sealer.hpp"
#include "persistence/session.hpp"
#include "server/background.hpp"
#include "server/logging.hpp"

#include <chrono>
#include <string>

namespace tranche::server {

class sealing {
public:
    sealing(std::string database_url, logger& log);

private:
    std::chrono::milliseconds tick();

    logger& log_;
    persistence::session_holder database_;
    persistence::sealer sealer_;
    std::chrono::steady_clock::time_point last_closed_ = std::chrono::steady_clock::now();
    background thread_;
};

}  // namespace tranche::server
