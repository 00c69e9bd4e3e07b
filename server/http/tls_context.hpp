// The certificate and key that connections are secured with, read from files and read again on
// demand. Private to server/http.
#pragma once

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <mutex>
#include <string>

namespace tranche::server {

class tls_context {
public:
    /// PEM files. Throws std::invalid_argument, naming neither, when they cannot be used together.
    tls_context(std::string certificate_file, std::string key_file);

    /// What a new connection is secured with; those that exist keep what they have.
    std::shared_ptr<boost::asio::ssl::context> current() const;

    /// Throws std::invalid_argument and keeps the earlier certificate.
    void reload();

private:
    std::string certificate_file_;
    std::string key_file_;
    mutable std::mutex mutex_;
    std::shared_ptr<boost::asio::ssl::context> current_;
};

}  // namespace tranche::server
