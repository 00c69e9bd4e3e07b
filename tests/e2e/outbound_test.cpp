// What the server asks of others, over real sockets: whom it speaks to, whom it believes, and when
// it has heard enough.
#include "server/outbound/address.hpp"
#include "server/outbound/http_call.hpp"
#include "tests/support/certificate.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/mail_sink.hpp"
#include "tests/support/other_server.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/running_server.hpp"
#include "tests/support/token_issuer.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <thread>

namespace tranche::tests {
namespace {

using namespace std::chrono_literals;
using server::http_call;
using server::outbound_failure;
using server::outbound_kind;
using server::perform;

class OutboundOverTls : public ::testing::Test {
protected:
    void SetUp() override {
        folder = std::filesystem::temp_directory_path() /
            ("outbound-" +
             std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
        std::filesystem::create_directory(folder);
        certify("localhost", "its");
        certify("localhost", "another");
        certify("elsewhere.example", "elsewhere");
    }
    void TearDown() override { std::filesystem::remove_all(folder); }
    std::string file(const std::string& name) const { return (folder / name).string(); }
    void certify(const std::string& host, const std::string& name) const {
        write_certificate(host, file(name + ".crt"), file(name + ".key"));
    }
    std::string outcome(const other_server& other, const std::string& authority) const {
        http_call call;
        call.url = other.url();
        call.bounds.ca_file = authority.empty() ? "" : file(authority);
        try {
            return std::to_string(perform(call).status);
        } catch (const outbound_failure& refused) {
            return refused.what();
        }
    }

    std::filesystem::path folder;
};

std::string failure_of(const http_call& call) {
    try {
        perform(call);
    } catch (const outbound_failure& failed) {
        return failed.what();
    }
    return "";
}

}  // namespace

TEST(OutboundAddress, IsAnotherMachinesOnlyOverTls) {
    const std::map<std::string, bool> taken{
        {"https://id.example/keys", true},
        {"HTTPS://id.example", true},
        {"https://id.example:8443/keys?x=1", true},
        {"http://localhost:1/keys", true},
        {"http://127.0.0.1/", true},
        {"http://127.1/", true},
        {"http://[::1]:80/", true},
        {"http://id.example/keys", false},
        {"http://127.0.0.1.id.example/", false},
        {"http://localhost.id.example/", false},
        {"http://localhost@id.example/", false},
        {"http://id.example#@localhost/", false},
        {"http://10.0.0.1/", false},
        {"http://0.0.0.0/", false},
        {"https://ana:secret@id.example/", false},
        {"https://id.example/#here", false},
        {"ftp://id.example/", false},
        {"file:///etc/passwd", false},
        {"id.example", false},
        {"https://", false},
        {"https://id.example/a b", false},
        {"", false}};
    for (const auto& [address, wanted] : taken) {
        EXPECT_EQ(objection_to(address, outbound_kind::web).empty(), wanted) << address;
    }
    http_call call;
    call.url = "http://id.example/keys";
    EXPECT_EQ(
        failure_of(call), "the address must begin with https://, because it leaves this machine"
    );
}

TEST(OutboundAddress, OfMailSaysHowTlsBegins) {
    EXPECT_EQ(objection_to("smtps://mail.example:465", outbound_kind::mail), "");
    EXPECT_EQ(objection_to("smtp://mail.example:587", outbound_kind::mail), "");
    EXPECT_NE(objection_to("https://mail.example", outbound_kind::mail), "");
    EXPECT_NE(objection_to("smtp://me:secret@mail.example", outbound_kind::mail), "");
    EXPECT_NE(objection_to("smtp://mail.example", outbound_kind::web), "");
}

TEST(OutboundCall, SendsABodyWithItsHeadersAndReadsTheAnswer) {
    other_server other;
    other.answer_with(418, "short");
    http_call call;
    call.url = other.url("/hook?a=1");
    call.body = std::string("{\"a\":\0}", 7);
    call.headers = {"X-Test: yes", "Content-Type: application/json"};
    const auto reply = perform(call);
    EXPECT_EQ(reply.status, 418);
    EXPECT_EQ(reply.body, "short");
    const auto asked = other.requests().at(0);
    EXPECT_EQ(asked.method, "POST");
    EXPECT_EQ(asked.path, "/hook");
    EXPECT_EQ(asked.body, *call.body);
    EXPECT_EQ(asked.header("x-test"), "yes");
    EXPECT_EQ(asked.header("content-type"), "application/json");
}

TEST(OutboundCall, FollowsNobodyElsewhere) {
    other_server other;
    other.answer_with(302, "");
    http_call call;
    call.url = other.url();
    EXPECT_EQ(perform(call).status, 302);
    EXPECT_EQ(other.count(), 1);
}

TEST(OutboundCall, EndsAtItsLimits) {
    other_server other;
    other.answer_with(200, std::string(1001, 'x'));
    http_call call;
    call.url = other.url();
    call.answer_limit = 1000;
    EXPECT_EQ(failure_of(call), "the answer is larger than 1000 bytes");
    call.answer_limit = 1001;
    EXPECT_EQ(perform(call).body.size(), 1001);

    other.hold();
    call.bounds.time_limit = 100ms;
    EXPECT_EQ(failure_of(call), "Timeout was reached");

    call.bounds.time_limit = 1min;
    std::stop_source told;
    call.bounds.stop = told.get_token();
    std::thread stops{[&] {
        std::this_thread::sleep_for(50ms);
        told.request_stop();
    }};
    const auto began = std::chrono::steady_clock::now();
    EXPECT_NE(failure_of(call), "");
    EXPECT_LT(std::chrono::steady_clock::now() - began, 30s);
    stops.join();
}

TEST(OutboundCall, FailsWhenNobodyIsThere) {
    http_call call;
    {
        const other_server gone;
        call.url = gone.url();
    }
    EXPECT_EQ(failure_of(call), "Couldn't connect to server");
}

TEST_F(OutboundOverTls, BelievesTheAuthoritiesItIsGivenAndOnlyForTheNameTheySay) {
    const other_server its{file("its.crt"), file("its.key")};
    EXPECT_EQ(outcome(its, "its.crt"), "200");
    EXPECT_NE(outcome(its, ""), "200") << "nobody of the system's signed it";
    EXPECT_NE(outcome(its, "another.crt"), "200");
    const other_server elsewhere{file("elsewhere.crt"), file("elsewhere.key")};
    EXPECT_NE(outcome(elsewhere, "elsewhere.crt"), "200") << "a certificate of another host";
    EXPECT_EQ(its.count(), 1);
    EXPECT_EQ(elsewhere.count(), 0);
}

TEST(RunningServer, FetchesTheKeysOfItsProviderAndSaysSo) {
    const test_database db;
    const token_issuer issuer{server::signature_algorithm::es256, "e1"};
    other_server provider;
    provider.answer_with(200, jwks_of({&issuer}));
    auto settings = running_server::settings_for(db);
    settings.identities.issuer = "https://id.example";
    settings.identities.audience = "tranche";
    settings.identities.keys_url = provider.url("/keys");
    running_server server{db, settings};
    http_client client{server.port()};
    EXPECT_TRUE(comes_true([&] {
        const auto state = client.get("/readyz").json().as_object();
        return state.at("identity_keys").at("usable").as_bool();
    }));
    EXPECT_EQ(provider.requests().at(0).header("accept"), "application/json");
}

TEST(RunningServer, WritesToPeopleWhileItServes) {
    test_database db{starting_point::small_world};
    api world{db};
    world.introduce_everybody("NGO");
    db.sql().ask(
        "update people.user_account set mail_address = 'p@example.org' where name = 'test.programme'"
    );
    mail_sink sink;
    auto settings = running_server::settings_for(db);
    settings.smtp_url = sink.url();
    settings.mail_from = "tranche@example.org";
    running_server server{db, settings};
    world.as("officer", "NGO")
        .must(
            "/api/v1/disbursement-requests",
            {{"tranche", "A1:T1"}, {"requested_on", "2026-03-20"}, {"amount", amount_of("1.00")}}
        );
    EXPECT_TRUE(comes_true([&] { return sink.received().size() == 1; }));
}

}  // namespace tranche::tests
