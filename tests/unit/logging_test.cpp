// The log: whatever is logged, a line is one JSON object of valid UTF-8.
#include "server/logging.hpp"

#include "server/http/http_server.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

namespace tranche::server {

namespace {

class LogFile : public ::testing::Test {
protected:
    LogFile() : path_(::testing::TempDir() + "tranche-log-XXXXXX") {
        ::close(::mkstemp(path_.data()));
    }
    ~LogFile() override { std::remove(path_.c_str()); }

    std::vector<boost::json::object> lines() const {
        std::vector<boost::json::object> result;
        std::ifstream file(path_);
        for (std::string line; std::getline(file, line);) {
            result.push_back(boost::json::parse(line).as_object());
        }
        return result;
    }

    std::string path_;
};

}  // namespace

TEST_F(LogFile, WritesOneJsonObjectALine) {
    {
        logger log({.file = path_});
        log.write(
            log_level::info, "started",
            {{"port", std::int64_t{8080}}, {"demo", true}, {"host", std::string_view("::1")}}
        );
        log.write(log_level::debug, "not wanted");
    }
    const auto written = lines();
    ASSERT_EQ(written.size(), 1U);
    EXPECT_EQ(written[0].at("message"), "started");
    EXPECT_EQ(written[0].at("level"), "info");
    EXPECT_EQ(written[0].at("port").as_int64(), 8080);
    EXPECT_TRUE(written[0].at("demo").as_bool());
    EXPECT_EQ(written[0].at("host"), "::1");
    EXPECT_EQ(written[0].at("time").as_string().size(), 24U);
}

TEST_F(LogFile, KeepsHostileTextInsideItsValue) {
    const std::string hostile = "a\"b\\c\nd\x01 \xC3\xA9 \xFF\xC3 \xED\xA0\x80 {0}";
    {
        logger log({.file = path_});
        log.write(log_level::error, hostile, {{"text", std::string_view(hostile)}});
    }
    const auto written = lines();
    ASSERT_EQ(written.size(), 1U);
    const std::string text(written[0].at("text").as_string());
    EXPECT_TRUE(text.starts_with("a\"b\\c\nd\x01 \xC3\xA9 \xEF\xBF\xBD\xEF\xBF\xBD ")) << text;
    EXPECT_TRUE(text.ends_with(" {0}")) << text;
}

TEST_F(LogFile, DescribesAnExchange) {
    {
        logger log({.file = path_});
        log.access(
            {.request_id = "r1",
             .method = "GET",
             .path = "/api/v1/donors",
             .status = 503,
             .bytes = 12,
             .duration = std::chrono::microseconds(12'034),
             .remote_address = "127.0.0.1",
             .complete = false}
        );
    }
    std::ifstream file(path_);
    std::string line;
    std::getline(file, line);
    const auto start = line.find(R"("level")");
    ASSERT_NE(start, std::string::npos) << line;
    EXPECT_EQ(
        line.substr(start),
        R"("level":"warning","message":"request","request_id":"r1","method":"GET",)"
        R"("path":"/api/v1/donors","status":503,"bytes":12,"ms":12.034,)"
        R"("remote":"127.0.0.1","complete":false})"
    );
}

TEST_F(LogFile, LeavesOutTheSecretOfACalendarAddress) {
    {
        logger log({.file = path_});
        log.access(
            {.request_id = "r1",
             .method = "GET",
             .path = "/api/v1/calendars/trc_ABC.ics",
             .status = 200,
             .bytes = 12,
             .duration = std::chrono::microseconds(12'034),
             .remote_address = "127.0.0.1",
             .complete = true}
        );
    }
    std::ifstream file(path_);
    std::string line;
    std::getline(file, line);
    EXPECT_NE(line.find(R"("path":"/api/v1/calendars/***")"), std::string::npos) << line;
    EXPECT_EQ(line.find("ABC"), std::string::npos) << line;
}

TEST_F(LogFile, CountsEveryLineItHadToDrop) {
    constexpr int threads = 4;
    constexpr int each = 5000;
    std::uint64_t dropped = 0;
    {
        logger log({.file = path_, .queue_limit = 16});
        std::vector<std::thread> writers;
        for (int t = 0; t < threads; ++t) {
            writers.emplace_back([&log] {
                for (std::int64_t i = 0; i < each; ++i)
                    log.write(log_level::info, "line", {{"i", i}});
            });
        }
        for (auto& writer : writers)
            writer.join();
        dropped = log.dropped();
        // What is still queued is written by the destructor.
    }
    EXPECT_GT(dropped, 0U);
    EXPECT_EQ(lines().size() + dropped, static_cast<std::size_t>(threads) * each);
}

TEST(Logger, RefusesAFileItCannotOpen) {
    EXPECT_THROW(logger({.file = "/nonexistent-directory/log"}), std::runtime_error);
}

}  // namespace tranche::server
