// The edge against well- and ill-behaved clients, over real sockets on the loopback interface.
// No database: the handler is the fixture's.
#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "tests/e2e/http_edge_fixture.hpp"
#include "tests/support/raw_client.hpp"

#include <csignal>
#include <future>
#include <system_error>

namespace tranche::tests {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

TEST_F(HttpEdge, KeepsTheConnectionForFurtherRequests) {
    start();
    raw_client client(port());
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.get("/hello");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
    }
    EXPECT_EQ(server_->metrics().accepted_connections, 1U);
}

TEST_F(HttpEdge, ClosesWhenTheClientAsksForIt) {
    start();
    raw_client client(port());
    const auto answer = client.get("/hello", "Connection: close\r\n");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(client.sees_close());
}

TEST_F(HttpEdge, ClosesAfterAnHttp10Request) {
    start();
    raw_client client(port());
    client.send("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.read_answer().body, "hello");
    EXPECT_TRUE(client.sees_close());
}

TEST_F(HttpEdge, AnswersPipelinedRequestsInOrder) {
    start();
    raw_client client(port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nfirst"
        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n"
        "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n"
    );
    EXPECT_EQ(client.read_answer().body, "first");
    EXPECT_EQ(client.read_answer().body, "second");
    EXPECT_EQ(client.read_answer().body, "hello");
}

TEST_F(HttpEdge, AnswersHeadWithTheLengthButNoBody) {
    start();
    raw_client client(port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(client.read_answer(true).headers.at("content-length"), "5");
    client.send("HEAD /big HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(
        client.read_answer(true).headers.at("content-length"), std::to_string(big_body().size())
    );
    // Had a body been sent, it would be taken for this answer.
    EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(HttpEdge, SendsALargeSpooledBodyWhole) {
    start();
    raw_client client(port());
    const auto answer = client.get("/big");
    EXPECT_TRUE(answer.complete);
    EXPECT_TRUE(answer.body == big_body()) << "the bytes differ";
    EXPECT_EQ(client.get("/hello").body, "hello");
}

TEST_F(HttpEdge, TellsAWaitingClientToContinue) {
    start();
    raw_client client(port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
    );
    EXPECT_EQ(client.read_answer().status, 100);
    client.send("body");
    EXPECT_EQ(client.read_answer().body, "body");
}

TEST_F(HttpEdge, RefusesAnAnnouncedBodyOverTheLimitUnread) {
    config_.body_limit = 1000;
    start();
    raw_client client(port());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n"
    );
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
    EXPECT_TRUE(client.sees_close());
}

TEST_F(HttpEdge, AcceptsABodyOfExactlyTheLimit) {
    config_.body_limit = 3'000'000;  // Above the 1 MiB an HTTP library may assume by itself.
    start();
    raw_client client(port());
    const std::string body(3'000'000, 'x');
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3000000\r\n\r\n" + body);
    EXPECT_EQ(client.read_answer().body.size(), body.size());
}

TEST_F(HttpEdge, RefusesAChunkedBodyOnceItPassesTheLimit) {
    config_.body_limit = 1000;
    start();
    raw_client client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    const std::string chunk = "190\r\n" + std::string(400, 'x') + "\r\n";
    client.send(chunk + chunk + chunk + "0\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(HttpEdge, LetsAClientFinishSendingBeforeItReadsTheRefusal) {
    config_.body_limit = 1000;
    start();
    raw_client client(port());
    const std::string body(4'000'000, 'x');
    EXPECT_TRUE(
        client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 4000000\r\n\r\n" + body)
    );
    EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(HttpEdge, LetsARouteHaveItsOwnBodyLimit) {
    config_.body_limit = 10;
    config_.body_limit_for = [](std::string_view method, std::string_view target) -> std::uint64_t {
        return method == "POST" && target == "/echo" ? 100 : 10;
    };
    start();
    raw_client client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 20\r\n\r\n12345678901234567890");
    EXPECT_EQ(client.read_answer().status, 200);
    client.send("POST /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 20\r\n\r\n");
    EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(HttpEdge, AnswersGarbageWithAProblem) {
    start();
    const std::vector<std::string> garbage{
        "hello\r\n\r\n",
        "GET\r\n\r\n",
        "GET /hello HTTP/9.9\r\nHost: t\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost t\r\n\r\n",
        "GET /hello HTTP/1.1\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /a/../hello HTTP/1.1\r\nHost: t\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: x\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8),
    };
    for (const auto& bytes : garbage) {
        raw_client client(port());
        client.send(bytes);
        auto answer = client.read_answer();
        EXPECT_EQ(answer.status, 400) << bytes;
        EXPECT_EQ(answer.headers["content-type"], "application/problem+json") << bytes;
        EXPECT_TRUE(client.sees_close()) << bytes;
    }
    EXPECT_EQ(raw_client(port()).get("/hello").status, 200);
}

TEST_F(HttpEdge, RefusesAHeaderOverTheLimit) {
    start();
    raw_client client(port());
    client.send(
        "GET /hello HTTP/1.1\r\nHost: t\r\nX-Long: " + std::string(20'000, 'x') + "\r\n\r\n"
    );
    EXPECT_EQ(client.read_answer().status, 431);
    raw_client other(port());
    other.send("GET /" + std::string(20'000, 'x'));
    EXPECT_EQ(other.read_answer().status, 431);
}

TEST_F(HttpEdge, GivesUpOnASlowHeader) {
    config_.header_timeout = 200ms;
    start();
    raw_client client(port());
    const auto begin = clock::now();
    client.send("GET /hello HTTP/1.1\r\nHo");
    EXPECT_EQ(client.read_answer().status, 408);
    EXPECT_GE(clock::now() - begin, 200ms);
    EXPECT_TRUE(client.sees_close());
}

TEST_F(HttpEdge, DoesNotLetDripsExtendTheHeaderDeadline) {
    config_.header_timeout = 300ms;
    start();
    raw_client client(port());
    const auto begin = clock::now();
    client.send("GET /hello HTTP/1.1\r\nHost: t\r\nX-Drip: ");
    while (client.send("x") && clock::now() - begin < 4s)
        std::this_thread::sleep_for(50ms);
    EXPECT_LT(clock::now() - begin, 3s);
}

TEST_F(HttpEdge, GivesUpOnASlowBody) {
    config_.body_timeout = 200ms;
    start();
    raw_client client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(client.read_answer().status, 408);
}

TEST_F(HttpEdge, ClosesAnIdleConnectionWithoutAWord) {
    config_.idle_timeout = 200ms;
    start();
    raw_client client(port());
    EXPECT_EQ(client.get("/hello").status, 200);
    EXPECT_TRUE(client.sees_close());
}

TEST_F(HttpEdge, GivesUpOnAClientThatDoesNotRead) {
    config_.write_timeout = 200ms;
    start();
    raw_client client(port(), false, 4096);
    client.send("GET /big HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto log = exchanges(1);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_FALSE(log[0].complete);
    EXPECT_LT(log[0].bytes, big_body().size());
}

TEST_F(HttpEdge, SurvivesAClientThatDisappearsMidAnswer) {
    start();
    for (int i = 0; i < 3; ++i) {
        raw_client client(port(), false, 4096);
        client.send("GET /big HTTP/1.1\r\nHost: t\r\n\r\n");
        std::this_thread::sleep_for(20ms);
        client.vanish();
    }
    EXPECT_EQ(exchanges(3).size(), 3U);
    EXPECT_EQ(raw_client(port()).get("/hello").status, 200);
}

TEST_F(HttpEdge, SurvivesAClientThatLeavesBeforeItsAnswer) {
    start();
    {
        raw_client client(port());
        client.send("GET /held HTTP/1.1\r\nHost: t\r\n\r\n");
        wait_until_held();
        client.vanish();
    }
    release_held();
    EXPECT_EQ(raw_client(port()).get("/hello").status, 200);
}

TEST_F(HttpEdge, TellsConnectionsOverTheCapToComeBack) {
    config_.connection_limit = 2;
    start();
    raw_client first(port());
    auto second = std::make_unique<raw_client>(port());
    EXPECT_EQ(first.get("/hello").status, 200);
    EXPECT_EQ(second->get("/hello").status, 200);
    raw_client third(port());
    const auto answer = third.get("/hello");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_EQ(server_->metrics().refused_connections, 1U);

    second.reset();
    for (int i = 0; i < 100 && server_->metrics().open_connections > 1; ++i) {
        std::this_thread::sleep_for(20ms);
    }
    EXPECT_EQ(raw_client(port()).get("/hello").status, 200);
}

TEST_F(HttpEdge, AnswersForAHandlerThatThrowsOrForgets) {
    start();
    raw_client client(port());
    for (const auto* path : {"/throws", "/forgets"}) {
        const auto answer = client.get(path);
        EXPECT_EQ(answer.status, 500) << path;
        EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    }
    EXPECT_EQ(client.get("/hello").status, 200);
}

TEST_F(HttpEdge, EchoesASaneRequestIdAndReplacesOthers) {
    start();
    raw_client client(port());
    EXPECT_EQ(
        client.get("/seen", "X-Request-Id: a-B_9.z\r\n").headers.at("x-request-id"), "a-B_9.z"
    );
    for (const auto& bad : std::vector<std::string>{"has space", "quote\"", std::string(65, 'a')}) {
        const auto id =
            client.get("/seen", "X-Request-Id: " + bad + "\r\n").headers.at("x-request-id");
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
    }
    EXPECT_NE(
        client.get("/hello").headers.at("x-request-id"),
        client.get("/hello").headers.at("x-request-id")
    );
}

TEST_F(HttpEdge, GivesTheHandlerTheRequestAsSent) {
    start();
    raw_client client(port());
    const auto answer =
        client.get("/seen?secret=1", "X-Probe: a\r\nx-probe: b\r\nX-Request-Id: id1\r\n");
    EXPECT_EQ(answer.body, "GET|a, b|127.0.0.1|id1");
}

TEST_F(HttpEdge, LogsThePathWithoutItsQuery) {
    start();
    raw_client client(port());
    client.get("/hello?token=secret", "X-Request-Id: id1\r\n");
    const auto log = exchanges(1);
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].path, "/hello");
    EXPECT_EQ(log[0].method, "GET");
    EXPECT_EQ(log[0].request_id, "id1");
    EXPECT_EQ(log[0].bytes, 5U);
    EXPECT_TRUE(log[0].complete);
}

TEST_F(HttpEdge, ProtectsEveryAnswerWithItsOwnHeaders) {
    start();
    raw_client client(port());
    const auto plain = client.get("/hello");
    EXPECT_EQ(plain.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(plain.headers.at("cache-control"), "no-store");
    const auto odd = client.get("/headers");
    EXPECT_EQ(odd.body, "headers");
    EXPECT_EQ(odd.headers.count("injected"), 0U);
    EXPECT_EQ(odd.headers.at("cache-control"), "max-age=60");
}

TEST_F(HttpEdge, KeepsAnAnswerThatAsksForItUntilTheNextBeat) {
    config_.beat = 150ms;
    start();
    raw_client client(port());
    for (const auto* which : {"first", "second, over the same connection"}) {
        const auto asked = clock::now();
        EXPECT_EQ(client.get("/on-beat").status, 200) << which;
        EXPECT_GE(clock::now() - asked, 150ms) << which;
    }
}

TEST_F(HttpEdge, FinishesARequestInFlightBeforeItStops) {
    start();
    raw_client idle(port());
    EXPECT_EQ(idle.get("/hello").status, 200);
    raw_client busy(port());
    busy.send("GET /held HTTP/1.1\r\nHost: t\r\n\r\n");
    wait_until_held();

    server_->stop();
    EXPECT_TRUE(server_->stopping());
    EXPECT_TRUE(idle.sees_close());
    EXPECT_THROW(raw_client(port()).get("/hello"), std::runtime_error);
    release_held();
    const auto answer = busy.read_answer();
    EXPECT_EQ(answer.body, "released");
    EXPECT_EQ(answer.headers.at("connection"), "close");
    stop_and_join();
}

TEST_F(HttpEdge, GivesUpARequestThatOutlastsTheDrainDeadline) {
    config_.drain_timeout = 200ms;
    start();
    raw_client client(port());
    client.send("GET /held HTTP/1.1\r\nHost: t\r\n\r\n");
    wait_until_held();
    const auto begin = clock::now();
    stop_and_join();
    EXPECT_LT(clock::now() - begin, 3s);
    EXPECT_TRUE(client.sees_close());
    server_.reset();
    release_held();  // Long after the server is gone: must do nothing, safely.
}

TEST_F(HttpEdge, StopsOnTheFirstSignalAndAtOnceOnTheSecond) {
    config_.handle_signals = true;
    start();
    raw_client client(port());
    client.send("GET /held HTTP/1.1\r\nHost: t\r\n\r\n");
    wait_until_held();
    ::raise(SIGTERM);
    for (int i = 0; i < 100 && !server_->stopping(); ++i)
        std::this_thread::sleep_for(20ms);
    ASSERT_TRUE(server_->stopping());
    const auto begin = clock::now();
    ::raise(SIGINT);
    stop_and_join();
    EXPECT_LT(clock::now() - begin, 5s);
    EXPECT_TRUE(client.sees_close());
}

TEST_F(HttpEdge, MayBeStoppedBeforeItRuns) {
    server::http_server server(config_, [](auto&&, auto) {});
    server.stop();
    server.run();
    SUCCEED();
}

TEST_F(HttpEdge, ListensOnIpv6) {
    config_.listen = "[::1]:0";
    try {
        start();
    } catch (const std::system_error&) {
        GTEST_SKIP() << "no IPv6 here";
    }
    EXPECT_EQ(raw_client(port(), true).get("/hello").body, "hello");
}

TEST_F(HttpEdge, RefusesAListenAddressItCannotUse) {
    for (const auto* bad : {"", "8080", "localhost:80", "1.2.3.4:", "1.2.3.4:99999", "::1:80"}) {
        config_.listen = bad;
        EXPECT_THROW(server::http_server(config_, {}), std::invalid_argument) << bad;
    }
    config_.listen = "127.0.0.1:0";
    start();
    config_.listen = "127.0.0.1:" + std::to_string(port());
    EXPECT_THROW(server::http_server(config_, {}), std::system_error);
}

TEST_F(HttpEdge, ServesManyClientsOnTwoThreads) {
    config_.io_threads = 2;
    start();
    std::vector<std::future<int>> clients;
    for (int c = 0; c < 8; ++c) {
        clients.push_back(std::async(std::launch::async, [this] {
            raw_client client(port());
            int good = 0;
            for (int i = 0; i < 100; ++i)
                good += client.get("/hello").body == "hello" ? 1 : 0;
            return good;
        }));
    }
    for (auto& client : clients)
        EXPECT_EQ(client.get(), 100);
}

}  // namespace tranche::tests
