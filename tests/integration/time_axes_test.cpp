// Reads for a day gone by: an expense of the office, and one dated back that was recorded later.
#include "tests/support/builders.hpp"
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
            "/api/v1/direct-expenditures",
            {{"project", "P1"},
             {"budget_line", "1"},
             {"document", document},
             {"spent_on", spent_on},
             {"payee_kind", "services"},
             {"description", "Rent"},
             {"amount", amount_of(amount)}}
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

}  // namespace tranche::tests
