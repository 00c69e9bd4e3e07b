// A running edge with a handler of a few fixed paths, for the tests of the edge itself.
#pragma once

#include "server/http/http_server.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {

struct logged_exchange {
    std::string request_id, method, path;
    int status = 0;
    std::uint64_t bytes = 0;
    bool complete = false;
};

class HttpEdge : public ::testing::Test {
protected:
    HttpEdge();
    ~HttpEdge() override;

    /// Starts the server with config_, which a test may change before.
    void start();
    unsigned short port() const { return server_->port(); }
    /// Stops and waits for run() to return.
    void stop_and_join();

    /// Answers what "/held" is waiting for, from another thread as a worker would.
    void release_held();
    void wait_until_held();
    /// The first `count` log entries; fewer when they do not come within seconds.
    std::vector<logged_exchange> exchanges(std::size_t count);

    server::http_config config_;
    std::unique_ptr<server::http_server> server_;

private:
    void handle(server::api_request&& request, std::function<void(server::api_response&&)> done);

    std::thread runner_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::function<void(server::api_response&&)> held_;
    std::vector<logged_exchange> log_;
};

/// The body of "/big": more than any socket buffer, and different at every offset.
std::string big_body();

}  // namespace tranche::tests
