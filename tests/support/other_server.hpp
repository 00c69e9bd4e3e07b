// Somebody else's web server, to which ours speaks: answers as it is told and counts what it was
// asked. Made of our own edge.
#pragma once

#include "server/api/request.hpp"
#include "server/http/http_server.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {

class other_server {
public:
    other_server();
    /// Over TLS, with PEM files.
    other_server(const std::string& certificate, const std::string& key);
    ~other_server();
    other_server(const other_server&) = delete;
    other_server& operator=(const other_server&) = delete;

    void answer_with(int status, std::string body);
    /// Requests from now on stay without an answer until release().
    void hold();
    void release();

    [[nodiscard]] std::vector<server::api_request> requests() const;
    [[nodiscard]] std::size_t count() const { return requests().size(); }
    [[nodiscard]] unsigned short port() const { return server_->port(); }
    [[nodiscard]] std::string url(const std::string& path = "/") const;

private:
    using done = std::function<void(server::api_response&&)>;

    void start(server::http_config config);
    void take(server::api_request&& request, done answer);
    [[nodiscard]] server::api_response response() const;

    mutable std::mutex mutex_;
    int status_ = 200;
    std::string body_;
    bool held_ = false;
    std::vector<done> waiting_;
    std::vector<server::api_request> requests_;
    std::string scheme_;
    std::unique_ptr<server::http_server> server_;
    std::thread thread_;
};

}  // namespace tranche::tests
