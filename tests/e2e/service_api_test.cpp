// The whole service over a real socket, on the demo: tokens, tags, pages, languages, reports.
#include "persistence/access_tokens.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

class Service : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        db_ = new test_database{starting_point::demo};
        server_ = new running_server{*db_};
    }
    static void TearDownTestSuite() {
        delete server_;
        delete db_;
    }

    http_client as(const std::string& user) {
        return http_client{server_->port(), server_->token_of(user)};
    }
    http_client anonymous() { return http_client{server_->port()}; }

    static test_database* db_;
    static running_server* server_;
};

test_database* Service::db_ = nullptr;
running_server* Service::server_ = nullptr;

}  // namespace

TEST_F(Service, TellsStrangersNothing) {
    auto client = anonymous();
    EXPECT_EQ(client.get("/api/v1/projects").status, 401);
    EXPECT_EQ(client.get("/api/v1/no-such-thing").status, 401);
    EXPECT_EQ(client.get("/healthz").status, 200);
    EXPECT_EQ(client.get("/readyz").status, 200);
}

TEST_F(Service, ForgetsARevokedToken) {
    auto client = as("auditor");
    EXPECT_EQ(client.get("/api/v1/me").status, 200);
    persistence::session session{db_->staff_url(), persistence::lane::command};
    EXPECT_GE(persistence::revoke_tokens(session, "auditor"), 1);
    std::this_thread::sleep_for(std::chrono::milliseconds{2500});
    EXPECT_EQ(client.get("/api/v1/me").status, 401);
}

TEST_F(Service, ShowsTheShelterToTheCent) {
    const auto project = as("programme.gt").get("/api/v1/projects/CT.9001").json();
    EXPECT_EQ(project.at("allocated").at("amount"), "150000.00");
    EXPECT_EQ(project.at("disbursed").at("amount"), "95690.31");
    EXPECT_EQ(project.at("accepted").at("amount"), "94549.85");
    EXPECT_EQ(project.at("direct").at("amount"), "52942.40");
    EXPECT_EQ(project.at("returned").at("amount"), "2166.62");
}

TEST_F(Service, AnswersNotModifiedWhileNothingChanged) {
    auto client = as("programme.gt");
    const auto first = client.get("/api/v1/projects/CT.9001");
    const auto tag = first.header("ETag");
    ASSERT_FALSE(tag.empty());
    EXPECT_EQ(client.get("/api/v1/projects/CT.9001", {{"If-None-Match", tag}}).status, 304);
    EXPECT_EQ(client.get("/api/v1/projects/CT.9001", {{"If-None-Match", "W/" + tag}}).status, 304);
    EXPECT_EQ(client.get("/api/v1/projects/CT.9001", {{"If-None-Match", "\"v1-0\""}}).status, 200);
}

TEST_F(Service, RefusesACommandOnAStaleVersion) {
    const auto refused = as("approver")
                             .post(
                                 "/api/v1/projects/CT.9001/approve",
                                 {{"approved_on", "2009-02-10"}}, {{"If-Match", "\"v1\""}}
                             );
    EXPECT_EQ(refused.status, 412) << refused;
    EXPECT_EQ(refused.code(), "stale_version");
}

TEST_F(Service, PagesThroughAllProjectsWithoutGapOrRepeat) {
    auto client = as("programme.gt");
    for (const std::string sort : {"code", "-start_on", "published_year"}) {
        std::set<std::string> seen;
        std::size_t rows = 0;
        std::string cursor;
        do {
            const auto page = client.get(
                "/api/v1/projects?limit=7&total=true&sort=" + sort +
                (cursor.empty() ? "" : "&cursor=" + cursor)
            );
            ASSERT_EQ(page.status, 200) << page;
            const auto body = page.json();
            EXPECT_EQ(body.at("total"), 67);
            for (const auto& item : body.at("items").as_array()) {
                seen.emplace(item.at("id").as_string());
                ++rows;
            }
            cursor = body.at("next_cursor").is_null()
                ? ""
                : std::string{body.at("next_cursor").as_string()};
            EXPECT_EQ(cursor.empty(), page.header("Link").empty());
        } while (!cursor.empty());
        EXPECT_EQ(rows, 67U) << sort;
        EXPECT_EQ(seen.size(), 67U) << sort;
    }
}

TEST_F(Service, KeepsACursorToItsOwnList) {
    auto client = as("programme.gt");
    const auto page = client.get("/api/v1/projects?limit=2&sort=code").json();
    const std::string cursor{page.at("next_cursor").as_string()};
    EXPECT_EQ(client.get("/api/v1/projects?limit=2&sort=-code&cursor=" + cursor).status, 400);
    EXPECT_EQ(client.get("/api/v1/projects?cursor=nonsense").status, 400);
}

TEST_F(Service, FiltersAndSearches) {
    auto client = as("programme.gt");
    const auto found =
        client.get("/api/v1/projects?instrument=1035&project_type=CT&total=true").json();
    EXPECT_GT(found.at("total").as_int64(), 0);
    for (const auto& item : found.at("items").as_array()) {
        EXPECT_EQ(item.at("project_type"), "CT");
    }
    EXPECT_EQ(client.get("/api/v1/projects?q=shelter&total=true").json().at("total"), 1);
    EXPECT_EQ(client.get("/api/v1/projects?no_such_filter=1").status, 400);
}

TEST_F(Service, SpeaksTheCallersLanguage) {
    auto client = as("programme.gt");
    const auto in = [&](const std::string& language) {
        return client.get("/api/v1/projects/NOPE", {{"Accept-Language", language}});
    };
    EXPECT_EQ(in("fr").status, 404);
    EXPECT_EQ(in("fr").header("Content-Type"), "application/problem+json");
    EXPECT_NE(in("fr").field("detail"), in("en").field("detail"));
    EXPECT_NE(in("es").field("detail"), in("en").field("detail"));
}

TEST_F(Service, ShowsAPartnerItsOwnRowsOnly) {
    auto own = as("partner.officer");
    auto other = as("second.officer");
    EXPECT_EQ(own.get("/api/v1/agreements/GT-2009-001").status, 200);
    EXPECT_EQ(other.get("/api/v1/agreements/GT-2009-001").status, 404);
    EXPECT_EQ(other.get("/api/v1/payments?total=true").json().at("total"), 0);
    EXPECT_EQ(own.get("/api/v1/payments?total=true").json().at("total"), 6);
    EXPECT_EQ(own.get("/api/v1/journal-entries").status, 403);
}

TEST_F(Service, GivesReportsByAcceptAndByFormat) {
    auto client = as("finance.gt");
    const std::string target = "/api/v1/reports/disbursements?project=CT.9001";
    const auto csv = client.get(target, {{"Accept", "text/csv"}});
    EXPECT_EQ(csv.status, 200);
    EXPECT_EQ(csv.body, client.get(target + "&format=csv").body);
    EXPECT_NE(csv.body.find("GTQ,-6634.00,8.29946,USD,-799.33"), std::string::npos);
    const auto text = client.get(target + "&format=text&lang=fr");
    EXPECT_NE(text.body.find("Fonds 1035"), std::string::npos);
    const auto table = client.get(target + "&format=json").json();
    EXPECT_EQ(table.at("rows").as_array().size(), 6U);
    EXPECT_EQ(client.get(target, {{"Accept", "image/png"}}).status, 406);
    EXPECT_EQ(client.get("/api/v1/reports/disbursements?group_by=colour").status, 400);
}

TEST_F(Service, SaysWhichMethodsAPathKnows) {
    auto client = as("programme.gt");
    const auto refused = client.request("DELETE", "/api/v1/projects", "");
    EXPECT_EQ(refused.status, 405);
    EXPECT_NE(refused.header("Allow").find("POST"), std::string::npos);
    EXPECT_EQ(client.request("OPTIONS", "/api/v1/projects", "").status, 204);
}

TEST_F(Service, LeadsAVisitorToAPageThatRunsNothing) {
    const auto door = anonymous().get("/");
    EXPECT_EQ(door.status, 302);
    EXPECT_EQ(door.header("Location"), "/docs");
    const auto page = anonymous().get("/docs");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.header("Content-Type").starts_with("text/html"));
    EXPECT_TRUE(page.header("Content-Security-Policy").starts_with("default-src 'none'"));
    EXPECT_NE(
        page.body.find("/api/v1/disbursement-requests/{disbursement_request}/pay"), page.body.npos
    );
    EXPECT_NE(page.body.find("pay_disbursements"), page.body.npos);
}

TEST_F(Service, DescribesItself) {
    const auto document = anonymous().get("/openapi.json").json();
    EXPECT_TRUE(document.at("openapi").as_string().starts_with("3.1."));
    EXPECT_GT(document.at("paths").as_object().size(), 90U);
}

// Three mebibytes of every byte there is, in pieces of the largest size.
TEST_F(Service, TakesAFileInPiecesAndGivesItBackByteForByte) {
    std::string scan = "%PDF-1.4\n";
    for (std::size_t i = 0; scan.size() < 3 << 20; ++i) {
        scan += static_cast<char>((i * 2654435761U) >> 13 & 0xff);
    }
    auto office = as("programme.gt");
    const auto upload =
        office.post("/api/v1/uploads", {{"file_name", "contract.pdf"}, {"size", scan.size()}});
    ASSERT_EQ(upload.status, 201) << upload;
    constexpr std::size_t piece = 1 << 20;
    for (std::size_t at = 0; at < scan.size(); at += piece) {
        const auto sent = office.request(
            "PUT", "/api/v1/uploads/" + upload.id() + "/pieces?offset=" + std::to_string(at),
            std::string_view{scan}.substr(at, piece), {{"Content-Type", "application/octet-stream"}}
        );
        ASSERT_EQ(sent.status, 200) << sent;
    }
    const auto kept = office.post(
        "/api/v1/agreements/GT-2009-001/attachments", {{"upload", upload.id()}, {"internal", false}}
    );
    ASSERT_EQ(kept.status, 201) << kept;
    const auto path = "/api/v1/attachments/" + kept.id() + "/content";
    EXPECT_TRUE(as("partner.officer").get(path).body == scan);
    EXPECT_EQ(anonymous().get(path).status, 401);
}

}  // namespace tranche::tests
