#include "tests/support/tls_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace tranche::tests {

struct tls_client::parts {
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{
        SSL_CTX_new(TLS_client_method()), &SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl{nullptr, &SSL_free};
    int descriptor = -1;

    ~parts() {
        ssl.reset();
        if (descriptor >= 0) ::close(descriptor);
    }
};

tls_client::tls_client(unsigned short port, int newest) : parts_{std::make_unique<parts>()} {
    auto& [context, ssl, descriptor] = *parts_;
    descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{5, 0};
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"connection refused"};
    }
    if (newest != 0) {
        SSL_CTX_set_security_level(context.get(), 0);
        SSL_CTX_set_min_proto_version(context.get(), newest);
        SSL_CTX_set_max_proto_version(context.get(), newest);
    }
    ssl.reset(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), descriptor);
    if (SSL_connect(ssl.get()) != 1) {
        throw std::runtime_error{"no handshake"};
    }
}

tls_client::~tls_client() = default;

std::string tls_client::certificate_name() const {
    const std::unique_ptr<X509, decltype(&X509_free)> shown{
        SSL_get1_peer_certificate(parts_->ssl.get()), &X509_free};
    std::array<char, 100> name{};
    X509_NAME_get_text_by_NID(
        X509_get_subject_name(shown.get()), NID_commonName, name.data(), name.size()
    );
    return name.data();
}

std::string tls_client::exchange(const std::string& request) {
    SSL_write(parts_->ssl.get(), request.data(), static_cast<int>(request.size()));
    std::string answer;
    std::array<char, 4096> piece{};
    for (std::size_t wanted = std::string::npos; answer.size() < wanted;) {
        const int got = SSL_read(parts_->ssl.get(), piece.data(), static_cast<int>(piece.size()));
        if (got <= 0) {
            break;
        }
        answer.append(piece.data(), static_cast<std::size_t>(got));
        const auto end = answer.find("\r\n\r\n");
        const auto length = answer.find("Content-Length: ");
        if (end != answer.npos && length < end) {
            wanted = end + 4 + std::stoul(answer.substr(length + 16));
        }
    }
    return answer;
}

}  // namespace tranche::tests
