// A closed period takes no more entries, and what it reported stays to be read.
#include "server/openapi_document.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

class AccountingPeriod : public SmallWorld {
protected:
    std::string quarter() {
        return server.as("finance")
            .must(
                "/api/v1/instruments/FUND/accounting-periods",
                {{"code", "2026-Q2"}, {"first_day", "2026-04-01"}, {"last_day", "2026-06-30"}}
            )
            .id();
    }
    answer close(boost::json::object body = {}) {
        return closer().post("/api/v1/accounting-periods/FUND:2026-Q2/close", body);
    }
    caller closer() { return server.with_roles("closer", {"finance_officer", "approver"}); }
    answer reopen(caller by) {
        return by.post(
            "/api/v1/accounting-periods/FUND:2026-Q2/reopen",
            {{"open_until", tomorrow()}, {"reason", "An invoice was lost"}}
        );
    }
    /// As if it had been closed so many days ago.
    void age(int days) {
        const auto by = std::to_string(days);
        db.sql().ask(
            "update funding.accounting_period set open_until = open_until - " + by +
            ", reported_on = reported_on - " + by
        );
        db.sql().ask(
            "update funding.accounting_period_step set open_until = open_until - " + by +
            ", recorded_at = recorded_at - make_interval(days => " + by + ")"
        );
        db.sql().ask(
            "update ledger.entry set recorded_at = recorded_at - make_interval(days => " + by + ")"
        );
    }
    std::string tomorrow() {
        return db.sql().one("select (clock_timestamp() at time zone 'UTC')::date + 1");
    }
    answer spend(const std::string& document, const std::string& on) {
        return server.as("finance").post(
            "/api/v1/direct-expenditures", expense(document, on, "75.00")
        );
    }
    std::string spent(const std::string& reading) {
        const auto report = server.as("auditor").get(
            "/api/v1/reports/budget-execution?period=FUND:2026-Q2&reading=" + reading +
            "&format=json"
        );
        const auto from = report.body.find(R"("totals")");
        return from == std::string::npos ? report.body : report.body.substr(from);
    }
};

TEST_F(AccountingPeriod, TakesNoEntryOnceItIsClosed) {
    quarter();
    ASSERT_EQ(close().status, 200);
    remember();
    const auto refused = spend("X-1", "2026-06-30");
    expect_refused(refused, 422, "period_closed");
    EXPECT_NE(
        refused.body.find("Date it 2026-07-01 or later, or have the period reopened."),
        std::string::npos
    ) << refused;
    EXPECT_EQ(spend("X-2", "2026-03-31").status, 201);  // before it: open
}

TEST_F(AccountingPeriod, TakesLateEntriesDuringItsGrace) {
    quarter();
    ASSERT_EQ(close({{"grace_until", tomorrow()}}).status, 200);
    EXPECT_EQ(spend("X-1", "2026-06-30").status, 201);
    age(2);
    EXPECT_EQ(spend("X-2", "2026-06-30").code(), "period_closed");
}

TEST_F(AccountingPeriod, IsReopenedByASecondPersonWithAReasonForAWhile) {
    quarter();
    ASSERT_EQ(close().status, 200);
    EXPECT_EQ(reopen(server.as("approver")).code(), "period_just_closed");
    age(3);
    EXPECT_EQ(reopen(server.as("finance")).status, 403);
    EXPECT_EQ(reopen(closer()).code(), "same_person");
    ASSERT_EQ(reopen(server.as("approver")).status, 200);
    EXPECT_EQ(
        server.as("auditor").get("/api/v1/accounting-periods/FUND:2026-Q2").state(), "reopened"
    );
    EXPECT_EQ(spend("X-1", "2026-06-30").status, 201);
    age(3);
    EXPECT_EQ(spend("X-2", "2026-06-30").code(), "period_closed");
    EXPECT_EQ(
        server.as("auditor").get("/api/v1/accounting-periods/FUND:2026-Q2").state(), "closed"
    );
}

TEST_F(AccountingPeriod, IsReadAsItWasReportedAndAsItWasCorrected) {
    quarter();
    ASSERT_EQ(spend("X-1", "2026-06-30").status, 201);
    EXPECT_NE(spent("as_reported").find("period_not_closed"), std::string::npos);
    ASSERT_EQ(close().status, 200);
    age(3);
    ASSERT_EQ(reopen(server.as("approver")).status, 200);
    ASSERT_EQ(spend("X-2", "2026-06-29").status, 201);
    EXPECT_NE(spent("as_reported").find(R"("spent":"75.00")"), std::string::npos)
        << spent("as_reported");
    EXPECT_NE(spent("as_corrected").find(R"("spent":"150.00")"), std::string::npos)
        << spent("as_corrected");
}

TEST_F(AccountingPeriod, IsClosedAfterItIsOverAndOnce) {
    server.as("finance").must(
        "/api/v1/instruments/FUND/accounting-periods",
        {{"code", "FAR"}, {"first_day", "2090-01-01"}, {"last_day", "2090-12-31"}}
    );
    EXPECT_EQ(
        server.as("finance")
            .post("/api/v1/accounting-periods/FUND:FAR/close", boost::json::object{})
            .code(),
        "period_not_over"
    );
    quarter();
    ASSERT_EQ(close().status, 200);
    remember();
    expect_refused(close(), 409, "state_forbids_action");
}

TEST_F(AccountingPeriod, SharesNoDayWithAnother) {
    quarter();
    remember();
    expect_refused(
        server.as("finance").post(
            "/api/v1/instruments/FUND/accounting-periods",
            {{"code", "JUNE"}, {"first_day", "2026-06-30"}, {"last_day", "2026-07-31"}}
        ),
        409, "accounting_period_overlaps"
    );
}

TEST_F(AccountingPeriod, IsKeptByTheDatabaseItself) {
    quarter();
    ASSERT_EQ(close().status, 200);
    sql_connection staff{db.staff_url()};
    const auto alone =
        refusal_of(staff, "update funding.accounting_period set reopened_by = closed_by");
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->constraint, "accounting_period_reopened_by_other_check");
    const auto forgotten = refusal_of(staff, "delete from funding.accounting_period_step");
    ASSERT_TRUE(forgotten);
    EXPECT_EQ(forgotten->sqlstate, "42501");
}

TEST_F(AccountingPeriod, TellsItsStepsAsTheDescriptionSays) {
    quarter();
    ASSERT_EQ(close().status, 200);
    const auto step = server.as("finance")
                          .get("/api/v1/accounting-periods/FUND:2026-Q2")
                          .json()
                          .at_pointer("/steps/0")
                          .as_object();
    const auto document = boost::json::parse(server::openapi_document_text());
    const auto& schemas = document.at_pointer("/components/schemas");
    const std::string reference{
        schemas.at_pointer("/accounting_period/properties/steps/items/$ref").as_string()};
    const auto& described =
        schemas.at(reference.substr(reference.rfind('/') + 1)).at("properties").as_object();
    EXPECT_EQ(described.size(), step.size());
    for (const auto& [name, value] : step) {
        EXPECT_TRUE(described.contains(name)) << name;
    }
}

}  // namespace tranche::tests
