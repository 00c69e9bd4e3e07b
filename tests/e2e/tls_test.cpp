// The service over TLS: what a client sees of the certificate, of old protocols and of plain bytes,
// and a certificate renewed without a stop.
#include "tests/support/certificate.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/running_server.hpp"
#include "tests/support/signed_in.hpp"
#include "tests/support/tls_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

class Tls : public ::testing::Test {
protected:
    void SetUp() override {
        certificate = files() + ".crt";
        key = files() + ".key";
        write_certificate("first.example", certificate, key);
    }
    void TearDown() override {
        std::filesystem::remove(certificate);
        std::filesystem::remove(key);
    }
    std::string files() const {
        return (std::filesystem::temp_directory_path() / ("tls-" + db.name())).string();
    }
    server::config secured() const {
        auto settings = running_server::settings_for(db);
        settings.tls_certificate = certificate;
        settings.tls_key = key;
        return settings;
    }

    test_database db;
    std::string certificate, key;
};

}  // namespace

TEST_F(Tls, CarriesRequestsOneAfterTheOther) {
    add_person_with_password(db, "ana", {"auditor"});
    running_server server{db, secured()};
    tls_client client{server.port()};
    EXPECT_EQ(client.certificate_name(), "first.example");
    const auto first = client.exchange("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(first.starts_with("HTTP/1.1 200 ")) << first;
    const std::string body = R"({"name":"ana","password":"four small words together"})";
    const auto second = client.exchange(
        "POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        "Content-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body
    );
    EXPECT_TRUE(second.starts_with("HTTP/1.1 201 ")) << second;
    EXPECT_NE(second.find("Set-Cookie: __Host-tranche="), std::string::npos) << second;
    EXPECT_NE(second.find("; Secure"), std::string::npos) << second;
}

TEST_F(Tls, TakesNoPlainBytesAndNoOldProtocol) {
    running_server server{db, secured()};
    raw_client plain{server.port()};
    plain.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(plain.read_answer(false).status, 0);
    EXPECT_ANY_THROW(tls_client(server.port(), 0x0302)) << "TLS 1.1";
    EXPECT_EQ(tls_client{server.port()}.certificate_name(), "first.example") << "it lives";
}

TEST_F(Tls, ShowsARenewedCertificateAfterAReloadAndKeepsTheOldOneOverABadOne) {
    running_server server{db, secured()};
    tls_client before{server.port()};
    write_certificate("second.example", certificate, key);
    EXPECT_EQ(tls_client{server.port()}.certificate_name(), "first.example") << "not yet asked";
    server.reload_certificate();
    EXPECT_EQ(tls_client{server.port()}.certificate_name(), "second.example");
    EXPECT_TRUE(before.exchange("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1"))
        << "a connection that was open";
    std::filesystem::resize_file(certificate, 10);
    server.reload_certificate();
    EXPECT_EQ(tls_client{server.port()}.certificate_name(), "second.example");
}

TEST_F(Tls, IsNotStartedWithAKeyOfAnotherCertificate) {
    write_certificate("other.example", files() + ".other", key);
    std::filesystem::remove(files() + ".other");
    EXPECT_THROW((running_server{db, secured()}), std::invalid_argument);
}

}  // namespace tranche::tests
