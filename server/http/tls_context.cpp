// TLS 1.2 and later, with the certificate of the files.
#include "server/http/tls_context.hpp"

#include <stdexcept>

namespace tranche::server {

namespace {

namespace ssl = boost::asio::ssl;

std::shared_ptr<ssl::context> read_context(
    const std::string& certificate_file, const std::string& key_file
) {
    auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
    made->set_options(
        ssl::context::no_sslv2 | ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
        ssl::context::no_tlsv1_1 | ssl::context::no_compression
    );
    boost::system::error_code failure;
    made->use_certificate_chain_file(certificate_file, failure);
    // Checks that the key is the certificate's.
    if (!failure) made->use_private_key_file(key_file, ssl::context::pem, failure);
    if (failure) {
        throw std::invalid_argument("the certificate and key of TLS cannot be used");
    }
    return made;
}

}  // namespace

tls_context::tls_context(std::string certificate_file, std::string key_file)
    : certificate_file_(std::move(certificate_file)),
      key_file_(std::move(key_file)),
      current_(read_context(certificate_file_, key_file_)) {}

std::shared_ptr<ssl::context> tls_context::current() const {
    const std::lock_guard guard(mutex_);
    return current_;
}

void tls_context::reload() {
    auto next = read_context(certificate_file_, key_file_);
    const std::lock_guard guard(mutex_);
    current_ = std::move(next);
}

}  // namespace tranche::server
