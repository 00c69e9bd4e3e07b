// The report of exceptions over a small history in which each sort of row occurs once, against
// committed output. Everything is recorded on the day it counts for but one expense, which was
// recorded 75 days later.
#include "reports/registry.hpp"
#include "reports/render.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

std::string committed(const std::string& name) {
    std::ifstream in{
        std::string{TRANCHE_GOLDEN_DIRECTORY} + "/exceptions-" + name + ".expected",
        std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

class ExceptionsReport : public SmallWorld {
protected:
    void SetUp() override {
        const auto early = [&](const std::string& document) {
            return server.as("finance").post(
                "/api/v1/direct-expenditures", expense(document, "2026-01-31")
            );
        };
        const auto refused = early("EARLY");
        granted_leave(server, refused);
        early("EARLY");
        granted_leave(server, refused, "2999-12-31");
        const auto unwanted =
            server.as("finance").must("/api/v1/exceptions", leave_for(refused)).id();
        server.as("director")
            .must("/api/v1/exceptions/" + unwanted + "/refuse", {{"reason", "Once is enough"}});
        db.sql().ask("update ledger.entry set recorded_at = effective_on + interval '12 hours'");
        db.sql().ask(
            "update ledger.entry set recorded_at = '2026-04-16 12:00+00'"
            " where event = 'direct_expenditure'"
        );
        make_it_a_remark();
    }

    // R19 becomes a remark, which the next expense acknowledges.
    void make_it_a_remark() {
        const auto kind = server.as("administrator")
                              .must(
                                  "/api/v1/instruments/FUND/rule-kinds",
                                  {{"rule", "R19"},
                                   {"kind", "remark"},
                                   {"valid_from", "2026-07-01"},
                                   {"reason", "=Board decision 12"}}
                              )
                              .id();
        server.as("approver")
            .must("/api/v1/rule-kinds/" + kind + "/confirm", {{"confirmed_on", "2026-06-30"}});
        server.set_today(*domain::parse_date("2026-07-02"));
        auto body = expense("LATER", "2026-01-30");
        body["acknowledged"] = json::array{{{"rule", "R19"}, {"reason", "Deposit for the house"}}};
        server.as("finance").must("/api/v1/direct-expenditures", body);
        db.sql().ask(
            "update ledger.entry set recorded_at = '2026-01-30 12:00+00'"
            " where effective_on = '2026-01-30'"
        );
    }

    std::string report(reports::name_values parameters) {
        persistence::session_holder holder{db.staff_url(), persistence::lane::report};
        persistence::reference_finder references;
        const auto* which = reports::find_report("exceptions");
        const auto asked = reports::read_request(*which, parameters, holder.get(), references);
        std::string out;
        reports::render(holder.get(), *which, asked, {}, [&](std::string_view text) {
            out += text;
        });
        std::erase(out, '\r');
        return out;
    }
    std::ptrdiff_t rows(reports::name_values parameters) {
        parameters.emplace_back("format", "csv");
        return std::ranges::count(report(std::move(parameters)), '\n') - 1;
    }
};

TEST_F(ExceptionsReport, ComesOutAsCommitted) {
    EXPECT_EQ(report({{"format", "csv"}}), committed("csv"));
    EXPECT_EQ(report({{"format", "text"}, {"lang", "es"}}), committed("text-es"));
    EXPECT_EQ(report({{"format", "json"}, {"lang", "fr"}}), committed("json-fr"));
}

TEST_F(ExceptionsReport, IsCutByFundProjectDayAndLateness) {
    EXPECT_EQ(rows({}), 6);
    EXPECT_EQ(rows({{"instrument", "FUND"}}), 6);
    EXPECT_EQ(rows({{"project", "P1"}}), 5) << "the changed rule is the fund's";
    EXPECT_EQ(rows({{"since", "2026-07-01"}}), 1);
    EXPECT_EQ(rows({{"until", "2026-06-29"}}), 1);
    EXPECT_EQ(rows({{"late_days", "75"}}), 5);
    EXPECT_EQ(rows({{"late_days", "74"}}), 6);
}

TEST_F(ExceptionsReport, IsForTheOfficeAlone) {
    const std::string path = "/api/v1/reports/exceptions";
    EXPECT_EQ(server.as("auditor").get(path).status, 200);
    EXPECT_EQ(server.as("donor").get(path).status, 403);
    EXPECT_EQ(server.as("officer", "NGO").get(path).status, 403);
    EXPECT_EQ(server.as("auditor").get(path + "?late_days=x").status, 400);
}

}  // namespace tranche::tests
