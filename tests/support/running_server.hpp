// The whole program on a free port: edge, worker pools and database, in a thread of the test.
#pragma once

#include "server/application.hpp"
#include "tests/support/test_database.hpp"

#include <memory>
#include <string>
#include <thread>

namespace tranche::tests {

class running_server {
public:
    explicit running_server(const test_database& db);
    running_server(const test_database& db, const server::config& settings);
    /// Stops it and waits until it has drained.
    ~running_server();
    running_server(const running_server&) = delete;
    running_server& operator=(const running_server&) = delete;

    [[nodiscard]] unsigned short port() const { return application_->port(); }
    /// What running_server(db) runs with.
    static server::config settings_for(const test_database& db);
    void reload_certificate() { application_->reload_certificate(); }
    /// A new token of a user who exists.
    std::string token_of(const std::string& user);

private:
    std::string url_;
    std::unique_ptr<server::application> application_;
    std::thread thread_;
};

}  // namespace tranche::tests
