// What others bring to a project stands beside the instrument's money and never among it (R17).
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

constexpr const char* efforts = "/api/v1/projects/P1/matched-efforts";

class MatchedEffort : public SmallWorld {
protected:
    std::string total() {
        const auto given =
            server.as("finance").get("/api/v1/reports/matched-effort?format=json&project=P1");
        EXPECT_EQ(given.status, 200) << given << server.failures();
        const auto body = given.json();
        const auto& totals = body.at("totals").as_array();
        return totals.empty() ? "" : std::string{totals.at(0).at("amount").as_string()};
    }
    std::string position() {
        return server.as("finance").get("/api/v1/reports/portfolio?format=csv&project=P1").body;
    }
};

}  // namespace

TEST_F(MatchedEffort, R17IsNoPartOfTheProjectsMoney) {
    const auto money = position();
    const auto entries = db.sql().number("select count(*) from ledger.entry");
    server.as("programme").must(efforts, matched_effort());
    EXPECT_EQ(total(), "1200.00");
    EXPECT_EQ(position(), money);
    EXPECT_EQ(db.sql().number("select count(*) from ledger.entry"), entries);
}

TEST_F(MatchedEffort, IsStruckOutWithAReasonAndStaysToBeSeen) {
    const auto id = server.as("programme").must(efforts, matched_effort()).id();
    const auto path = "/api/v1/matched-efforts/" + id;
    const boost::json::object why{{"withdrawn_on", "2026-06-01"}, {"reason", "Never came"}};
    server.as("programme").must(path + "/withdraw", why);
    EXPECT_EQ(total(), "");
    EXPECT_EQ(server.as("auditor").get(path).field("withdrawal_reason"), "Never came");
    remember();
    expect_refused(
        server.as("programme").post(path + "/withdraw", why), 409, "state_forbids_action"
    );
}

TEST_F(MatchedEffort, IsWorthSomethingAndValuedOnADayGoneBy) {
    auto body = matched_effort();
    body["valued_on"] = "2199-01-01";
    expect_refused(
        server.as("programme").post(efforts, body), 422, "date_in_future",
        {"/valued_on date_in_future"}
    );
    body["amount"] = amount_of("0.00");
    expect_refused(
        server.as("programme").post(efforts, body), 422, "invalid_body",
        {"/amount/amount not_positive"}
    );
    EXPECT_EQ(server.as("officer", "NGO").get("/api/v1/matched-efforts").status, 403);
}

}  // namespace tranche::tests
