// Reads for a day gone by: an expense of the office, and one dated back that was recorded later.
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/history.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

class DatedReads : public ::testing::Test {
protected:
    void SetUp() override {
        spend("X-1", "75.00", "2026-05-05");
        spend("X-2", "50.00", "2026-05-07");
        // The world was recorded on its own days, the second expense in June.
        db.sql().ask("update ledger.entry set recorded_at = effective_on + interval '12 hours'");
        db.sql().ask(
            "update ledger.entry set recorded_at = '2026-06-10 23:59:59+00' where source_id ="
            " (select id from funding.direct_expenditure where document = 'X-2')"
        );
    }

    void spend(
        const std::string& document, const std::string& amount, const std::string& spent_on
    ) {
        server.as("finance").must(
            "/api/v1/direct-expenditures", expense(document, spent_on, amount)
        );
    }

    // An amount of the project, and of its only budget line.
    std::string amount(const std::string& path, std::string_view name) {
        const auto given = server.as("finance").get(path);
        EXPECT_EQ(given.status, 200) << given;
        return std::string{given.json().at(name).at("amount").as_string()};
    }
    std::int64_t listed(const std::string& list) {
        const auto given = server.as("auditor").get("/api/v1/" + list + "&total=true");
        EXPECT_EQ(given.status, 200) << given;
        return std::stoll(given.field("total"));
    }

    test_database db{starting_point::small_world};
    api server{db};
};

TEST_F(DatedReads, TellTheProjectAsKnownThenFromAsKnownNow) {
    const std::string project = "/api/v1/projects/P1";
    EXPECT_EQ(amount(project, "direct"), "125.00");
    EXPECT_EQ(amount(project + "?as_known_on=2026-06-09", "direct"), "75.00");
    EXPECT_EQ(amount(project + "?as_known_on=2026-06-10", "direct"), "125.00");
    EXPECT_EQ(amount(project + "?until=2026-05-06", "direct"), "75.00");
    EXPECT_EQ(amount(project + "?until=2026-05-06&as_known_on=2026-06-10", "direct"), "75.00");
    EXPECT_EQ(amount(project + "?until=2026-05-04", "direct"), "0.00");
    EXPECT_EQ(amount(project + "?until=2026-05-04", "allocated"), "10000.00");
}

TEST_F(DatedReads, AgreeWithTheKeptFiguresWhenTheyCutNothingOff) {
    for (const auto* name : {"allocated", "budgeted", "obligated", "direct", "available"}) {
        EXPECT_EQ(
            amount("/api/v1/projects/P1?until=2026-12-31", name),
            amount("/api/v1/projects/P1", name)
        ) << name;
    }
    for (const auto* name : {"available", "spent"}) {
        EXPECT_EQ(
            amount("/api/v1/budget-lines/P1:1?until=2026-12-31", name),
            amount("/api/v1/budget-lines/P1:1", name)
        ) << name;
    }
    EXPECT_EQ(amount("/api/v1/funding-lines/FUND-L1?until=2026-01-01", "available"), "0.00");
}

TEST_F(DatedReads, FilterTheListsOfDatedFacts) {
    EXPECT_EQ(listed("direct-expenditures?until=2026-05-06"), 1);
    EXPECT_EQ(listed("direct-expenditures?as_known_on=2026-06-09"), 1);
    EXPECT_EQ(listed("direct-expenditures?as_known_on=2026-06-10"), 2);
    EXPECT_EQ(listed("allocations?until=2025-12-31"), 0);
    EXPECT_EQ(listed("payments?as_known_on=2026-06-10&until=2026-06-10"), 0);
    EXPECT_EQ(listed("journal-entries?event=direct_expenditure&as_known_on=2026-06-09"), 1);
    EXPECT_EQ(listed("audit-events?as_known_on=2000-01-01"), 0);
    EXPECT_EQ(server.as("finance").get("/api/v1/payments?until=soon").status, 400);
}

class DatedPositions : public ::testing::Test {
protected:
    // Paid on 1 April, reviewed on 20 June with 250 rejected, of which 50 came back on 25 June.
    void SetUp() override { make_history(server); }

    std::string amount(caller by, const std::string& path, std::string_view name) {
        const auto given = by.get(path);
        EXPECT_EQ(given.status, 200) << given;
        const auto body = given.json();
        const auto& found =
            body.as_object().contains("items") ? body.at("items").at(0).at(name) : body.at(name);
        return found.is_null() ? "null" : std::string{found.at("amount").as_string()};
    }
    std::string amount(const std::string& path, std::string_view name) {
        return amount(server.as("finance"), path, name);
    }

    test_database db{starting_point::small_world};
    api server{db};
};

TEST_F(DatedPositions, TellWhereAnAgreementStoodOnADay) {
    const std::string agreement = "/api/v1/agreements/A1";
    for (const auto* name : {"advance_outstanding", "spent", "obligated", "due", "receivable"}) {
        EXPECT_EQ(amount(agreement + "?until=2026-12-31", name), amount(agreement, name)) << name;
    }
    EXPECT_EQ(amount(agreement + "?until=2026-03-31", "advance_outstanding"), "0.00");
    EXPECT_EQ(amount(agreement + "?until=2026-06-19", "advance_outstanding"), "1000.00");
    EXPECT_EQ(amount(agreement + "?until=2026-06-20", "advance_outstanding"), "350.00");
    EXPECT_EQ(amount(agreement + "?until=2026-06-19", "spent"), "0.00");
    EXPECT_EQ(amount(agreement, "spent"), "400.00");
    EXPECT_EQ(amount(agreement + "?until=2026-06-24", "receivable"), "250.00");
    EXPECT_EQ(amount(agreement, "receivable"), "200.00");
}

TEST_F(DatedPositions, TellWhereATrancheAndADebtStood) {
    EXPECT_EQ(amount("/api/v1/tranches/A1:T1", "paid"), "1000.00");
    EXPECT_EQ(amount("/api/v1/tranches/A1:T1?until=2026-03-31", "paid"), "0.00");
    EXPECT_EQ(amount("/api/v1/tranches/A1:T1?until=2026-03-31", "unpaid"), "1000.00");
    EXPECT_EQ(amount("/api/v1/tranches/A1:T1?until=2026-03-31", "reserved"), "null");
    EXPECT_EQ(amount("/api/v1/tranches/A1:T1?until=2026-04-01", "paid"), "1000.00");
    EXPECT_EQ(amount("/api/v1/receivables", "open"), "200.00");
    EXPECT_EQ(amount("/api/v1/receivables", "settled"), "50.00");
    EXPECT_EQ(amount("/api/v1/receivables?until=2026-06-24", "open"), "250.00");
    EXPECT_EQ(amount("/api/v1/receivables?until=2026-06-24", "settled"), "0.00");
}

TEST_F(DatedPositions, AreThePartnersToAskToo) {
    const auto officer = server.as("officer", "NGO");
    EXPECT_EQ(amount(officer, "/api/v1/agreements/A1?until=2026-06-19", "spent"), "0.00");
    EXPECT_EQ(
        amount(officer, "/api/v1/advances?agreement=A1&until=2026-06-19", "outstanding"), "1000.00"
    );
    EXPECT_EQ(
        amount(officer, "/api/v1/advances?agreement=A1&until=2026-06-20", "outstanding"), "350.00"
    );
}

TEST_F(DatedPositions, AreListedForADayGoneBy) {
    const std::string tranches = "/api/v1/tranches?agreement=A1&sort=number";
    EXPECT_EQ(amount(tranches, "advance_outstanding"), "350.00");
    EXPECT_EQ(amount(tranches + "&until=2026-06-19", "advance_outstanding"), "1000.00");
    const auto open = server.as("finance").get("/api/v1/receivables?is_open=true&until=2026-06-19");
    EXPECT_EQ(open.json().at("items").as_array().size(), 0U) << open;
}

}  // namespace tranche::tests
