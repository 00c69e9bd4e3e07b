// One connection over TLS, as a program with OpenSSL has it; trusts whatever certificate it is
// shown.
#pragma once

#include <memory>
#include <string>

namespace tranche::tests {

class tls_client {
public:
    /// `newest` is the newest protocol offered; 0: any. Throws std::runtime_error when there is no
    /// handshake.
    explicit tls_client(unsigned short port, int newest = 0);
    ~tls_client();
    tls_client(const tls_client&) = delete;
    tls_client& operator=(const tls_client&) = delete;

    /// The common name in the server's certificate.
    [[nodiscard]] std::string certificate_name() const;
    /// Sends a request and reads its answer, which has a Content-Length.
    std::string exchange(const std::string& request);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace tranche::tests
