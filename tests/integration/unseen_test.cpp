// What is another partner's and what does not exist cost a partner's request the same: the server
// says the same to PostgreSQL, byte for byte, and hears the same. What is left of a difference is
// PostgreSQL looking at a row before its policy hides it, so the answer waits for a beat;
// tests/benchmark measures what can be told apart then (operation `unseen`).
#include "persistence/people.hpp"
#include "persistence/session_set.hpp"
#include "server/api/router.hpp"
#include "server/auth/authenticator.hpp"
#include "server/dispatcher.hpp"
#include "server/routes/routes.hpp"
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <set>
#include <string>

namespace tranche::tests {
namespace {

using domain::entity;

class Unseen : public SmallWorld {
protected:
    void SetUp() override {
        make_history(server);
        partner(server, "OTHER");
        server.as("officer", "OTHER");
        context.today = [] {
            return *domain::parse_date("2026-06-30");
        };
        persistence::session with{db.staff_url(), persistence::lane::command};
        stranger =
            server::principal_of(persistence::person_named(with, "test.officer.other").value());
    }

    // What libpq and PostgreSQL say to each other over one request, with the id left out.
    std::string conversation(const std::string& method, std::string path, const std::string& id) {
        path.replace(path.find('{'), path.find('}') - path.find('{') + 1, id);
        const auto parsed = server::parse_target(path);
        server::api_request request;
        request.method = method;
        request.path = parsed->path;
        request.segments = parsed->segments;
        request.request_id = "same";
        request.remote_address = "same";
        request.who = stranger;
        if (method == "POST") {
            request.headers.emplace("content-type", "application/json");
            request.body = body;
        }
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> heard{std::tmpfile(), &std::fclose};
        auto* connection = sessions.of(server::scope_of(stranger)).get().connection();
        PQtrace(connection, heard.get());
        PQsetTraceFlags(connection, PQTRACE_SUPPRESS_TIMESTAMPS);
        const auto given = dispatcher.answer(request, sessions);
        PQuntrace(connection);
        EXPECT_TRUE(given.on_beat) << method << ' ' << path;
        std::rewind(heard.get());
        std::string text = std::to_string(given.status) + '\n';
        char bytes[4096];
        for (std::size_t count = 0;
             (count = std::fread(bytes, 1, sizeof bytes, heard.get())) > 0;) {
            text.append(bytes, count);
        }
        const auto number = std::to_string(number_of(id));
        for (auto at = text.find(number); at != text.npos; at = text.find(number)) {
            text.replace(at, number.size(), "*");
        }
        return text;
    }
    std::int64_t number_of(const std::string& id) const {
        return domain::parse_public_id(kind, id).value();
    }
    // One row of the kind, and an id with as many digits that is nobody's.
    std::pair<std::string, std::string> ids_of(entity what) {
        kind = what;
        const std::string table{domain::names_of(what).table};
        const auto one = db.sql().number("select min(id) from " + table);
        const auto other = one % 10 == 9 ? one - 5 : one + 1;
        EXPECT_EQ(
            db.sql().number(
                "select count(*) from " + table + " where id = " + std::to_string(other)
            ),
            0
        );
        return {domain::public_id(what, one), domain::public_id(what, other)};
    }
    void expect_no_difference(const std::string& method, const std::string& path, entity what) {
        const auto [foreign, missing] = ids_of(what);
        conversation(method, path, missing);  // statements are prepared once
        const auto of_missing = conversation(method, path, missing);
        EXPECT_EQ(conversation(method, path, foreign), of_missing) << method << ' ' << path;
        EXPECT_TRUE(of_missing.starts_with("404\n")) << path << of_missing;
        EXPECT_NE(of_missing.find("Bind"), std::string::npos) << "nothing was asked\n"
                                                              << of_missing;
        ++compared;
    }

    server::application_context context;
    server::dispatcher dispatcher{server::all_endpoints(), context};
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    server::principal stranger;
    entity kind = entity::agreement;
    std::string body;
    int compared = 0;
};

}  // namespace

TEST_F(Unseen, RowsOfOthersAreReadForAsLongAsRowsThatAreNot) {
    for (const auto& [path, what] :
         {std::pair{"/api/v1/agreements/{}", entity::agreement},
          {"/api/v1/tranches/{}", entity::tranche},
          {"/api/v1/disbursement-requests/{}", entity::disbursement_request},
          {"/api/v1/payments/{}", entity::payment},
          {"/api/v1/advances/{}", entity::advance},
          {"/api/v1/expenditure-reports/{}", entity::expenditure_report},
          {"/api/v1/expenditure-lines/{}", entity::expenditure_line},
          {"/api/v1/receivables/{}", entity::receivable},
          {"/api/v1/results/{}", entity::result},
          {"/api/v1/indicators/{}", entity::indicator},
          {"/api/v1/actuals/{}", entity::actual}}) {
        expect_no_difference("GET", path, what);
    }
    EXPECT_EQ(compared, 11);
}

TEST_F(Unseen, RowsOfOthersAreActedOnForAsLongAsRowsThatAreNot) {
    body = R"({"submitted_on":"2026-06-20"})";
    expect_no_difference(
        "POST", "/api/v1/expenditure-reports/{}/submit", entity::expenditure_report
    );
    const auto report = report_of("A1", "R9", {{"D-9", "1.00"}});
    body = boost::json::serialize(boost::json::object{{"lines", report.at("lines")}});
    expect_no_difference(
        "POST", "/api/v1/expenditure-reports/{}/revise", entity::expenditure_report
    );
    body =
        R"({"period_first":"2026-05-01","period_last":"2026-05-31","value":"1","source":"s","reported_on":"2026-06-05"})";
    expect_no_difference("POST", "/api/v1/indicators/{}/actuals", entity::indicator);
}

}  // namespace tranche::tests
