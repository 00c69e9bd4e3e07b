// Sheets that are too large, over a real socket: refused with 413, a code and the limit, and what
// is announced as too large is not read at all.
#include "tests/support/http_client.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string sheet = "/api/v1/expenditure-reports/GT-2009-001:R1/sheet?mode=add";
const std::string imports = "/api/v1/imports/projects";
constexpr std::size_t body_limit = 8'388'608;

std::string limit_of(const json::value& problem, const char* name) {
    return std::string{problem.at("values").at(name).as_string()};
}

}  // namespace

class SheetSizes : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        db = std::make_unique<test_database>(starting_point::demo);
        server = std::make_unique<running_server>(*db);
    }
    static void TearDownTestSuite() {
        server.reset();
        db.reset();
    }
    static std::string head_of(
        const std::string& target, const std::string& user, const std::string& framing
    ) {
        return "POST " + target + " HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer " +
            server->token_of(user) + "\r\nContent-Type: application/octet-stream\r\n" + framing +
            "\r\n\r\n";
    }
    static std::string announced(const std::string& target, const std::string& user) {
        return head_of(target, user, "Content-Length: " + std::to_string(body_limit + 1));
    }
    static answer sent(
        const std::string& method, const std::string& target, const std::string& user,
        const std::string& body, const std::string& type = "application/octet-stream"
    ) {
        return http_client{server->port(), server->token_of(user)}.request(
            method, target, body, {{"content-type", type}}
        );
    }

    inline static std::unique_ptr<test_database> db;
    inline static std::unique_ptr<running_server> server;
};

TEST_F(SheetSizes, AnnouncedAboveTheLimitAreRefusedUnread) {
    for (const auto& [target, user] :
         {std::pair{sheet, "partner.preparer"}, std::pair{imports, "programme.gt"}}) {
        raw_client client{server->port()};
        client.send(announced(target, user));  // and not one byte of the body
        const auto refused = client.read_answer();
        EXPECT_EQ(refused.status, 413) << target;
        const auto problem = json::parse(refused.body);
        EXPECT_EQ(problem.at("code").as_string(), "body_too_large");
        EXPECT_EQ(limit_of(problem, "limit"), "8388608");
        EXPECT_TRUE(client.sees_close());
    }
}

TEST_F(SheetSizes, ThatGrowAboveTheLimitAreRefusedOnTheWay) {
    raw_client client{server->port()};
    client.send(head_of(sheet, "partner.preparer", "Transfer-Encoding: chunked"));
    // Nine chunks of 1 MiB, and no end.
    const std::string chunk = "100000\r\n" + std::string(1'048'576, 'x') + "\r\n";
    for (int i = 0; i < 9; ++i) {
        client.send(chunk);
    }
    const auto refused = client.read_answer();
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(json::parse(refused.body).at("code").as_string(), "body_too_large");
}

TEST_F(SheetSizes, OfExactlyTheLimitAreRead) {
    // One cell is too long long before the end; the edge let it in.
    const auto read =
        sent("POST", imports, "programme.gt", std::string(body_limit, 'x'), "text/csv");
    EXPECT_EQ(read.status, 413) << read;
    EXPECT_EQ(read.code(), "sheet_cell_too_long");
    EXPECT_EQ(limit_of(read.json(), "max"), "4000");
}

TEST_F(SheetSizes, WithTooManyRowsOrColumnsNameTheLimit) {
    std::string rows = "Project\n";
    for (int i = 0; i <= 10'000; ++i) {
        rows += "P\n";
    }
    const auto long_one = sent("POST", imports, "programme.gt", rows, "text/csv");
    EXPECT_EQ(long_one.status, 413) << long_one;
    EXPECT_EQ(long_one.code(), "sheet_too_many_rows");
    EXPECT_EQ(limit_of(long_one.json(), "max"), "10000");
    const auto wide =
        sent("POST", imports, "programme.gt", "Project" + std::string(100, ',') + '\n', "text/csv");
    EXPECT_EQ(wide.status, 413) << wide;
    EXPECT_EQ(wide.code(), "sheet_too_many_columns");
    EXPECT_EQ(limit_of(wide.json(), "max"), "100");
}

TEST_F(SheetSizes, InPiecesThatAreTooLargeNameTheLimitOfAPiece) {
    const auto begun = http_client{server->port(), server->token_of("partner.preparer")}.post(
        "/api/v1/uploads", {{"file_name", "r.csv"}, {"size", 2'000'000}}
    );
    ASSERT_EQ(begun.status, 201) << begun;
    const auto refused = sent(
        "PUT", "/api/v1/uploads/" + begun.id() + "/pieces?offset=0", "partner.preparer",
        std::string(1'048'577, 'x')
    );
    EXPECT_EQ(refused.status, 422) << refused;
    EXPECT_EQ(refused.code(), "piece_size");
    EXPECT_EQ(limit_of(refused.json(), "most"), "1048576");
    const auto whole = http_client{server->port(), server->token_of("partner.preparer")}.post(
        "/api/v1/uploads", {{"file_name", "r.csv"}, {"size", 26'214'401}}
    );
    EXPECT_EQ(whole.errors(), std::vector<std::string>{"/size file_too_large"}) << whole;
}

}  // namespace tranche::tests
