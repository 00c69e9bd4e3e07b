// The thread that seals what was committed while the server serves. It has a database session of
// its own and takes no part in any request; an outage costs it nothing but time.
#pragma once

#include "server/logging.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace tranche::server {

class sealing {
public:
    sealing(std::string database_url, logger& log);
    /// Ends the tick it is in and joins.
    ~sealing();
    sealing(const sealing&) = delete;
    sealing& operator=(const sealing&) = delete;

private:
    void run(const std::string& database_url);
    /// False when it is time to end.
    bool wait(std::chrono::milliseconds how_long);

    logger& log_;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tranche::server
