// The statement of an instrument: what each line had in a year, by the fund's own year, and that a
// year opens with what the one before left (law 1).
#include "tests/support/small_world_test.hpp"

namespace tranche::tests {

class InstrumentStatement : public SmallWorld {
protected:
    std::string csv(const std::string& query) {
        const auto given =
            server.as("auditor").get("/api/v1/reports/instrument-statement?format=csv&" + query);
        EXPECT_EQ(given.status, 200) << given;
        auto text = given.body;
        std::erase(text, '\r');
        return text.substr(text.find('\n') + 1);
    }
    void unrecorded(const char* kind, const char* day, const char* amount) {
        server.as("finance").must(
            "/api/v1/opening-balances",
            {{"kind", kind},
             {"line", "FUND-L1"},
             {"opened_on", day},
             {"amount", amount_of(amount)},
             {"source", "test"}}
        );
    }
};

// Received 100,000.00 on 5 January 2026, of which P1 got 10,000.00.
TEST_F(InstrumentStatement, CarriesTheBalanceOfAYearOverIntoTheNext) {
    unrecorded("opening", "2024-03-01", "500.00");
    unrecorded("recovered", "2025-06-30", "70.00");
    unrecorded("allocated", "2025-07-01", "20.00");
    EXPECT_EQ(
        csv("instrument=FUND"),
        "FUND,FUND-L1,Line,2024,500.00,0.00,0.00,500.00,0.00,500.00,USD,0.00,0.00,0.00,0.00\n"
        "FUND,FUND-L1,Line,2025,500.00,0.00,70.00,570.00,20.00,550.00,USD,0.00,0.00,0.00,0.00\n"
        "FUND,FUND-L1,Line,2026,550.00,100000.00,0.00,100550.00,10000.00,90550.00,USD,0.00,0.00,0.00,0.00\n"
    );
    EXPECT_EQ(
        csv("instrument=FUND&group_by=line"),
        "FUND,FUND-L1,Line,500.00,100000.00,70.00,100570.00,10020.00,90550.00,USD,0.00,0.00,0.00,0.00\n"
    );
    EXPECT_EQ(
        csv("line=FUND-L1&year=2025"),
        "FUND,FUND-L1,Line,2025,500.00,0.00,70.00,570.00,20.00,550.00,USD,0.00,0.00,0.00,0.00\n"
    );
    EXPECT_EQ(
        csv("since=2025-07-01&until=2026-01-10&group_by=instrument"),
        "FUND,570.00,100000.00,0.00,100570.00,20.00,100550.00,USD,0.00,0.00,0.00,0.00\n"
    );
}

TEST_F(InstrumentStatement, AddsWhatALineBroughtInAfterTheFirstYear) {
    unrecorded("recovered", "2024-06-30", "70.00");
    unrecorded("opening", "2025-03-01", "500.00");
    EXPECT_EQ(
        csv("instrument=FUND&group_by=line"),
        "FUND,FUND-L1,Line,500.00,100000.00,70.00,100570.00,10000.00,90570.00,USD,0.00,0.00,0.00,0.00\n"
    );
}

TEST_F(InstrumentStatement, CountsTheFundsOwnYears) {
    db.sql().ask("update funding.instrument set fiscal_year_start = 7");
    unrecorded("recovered", "2025-06-30", "70.00");
    EXPECT_EQ(
        csv("instrument=FUND&group_by=year"),
        "2024,0.00,0.00,70.00,70.00,0.00,70.00,USD,0.00,0.00,0.00,0.00\n"
        "2025,70.00,100000.00,0.00,100070.00,10000.00,90070.00,USD,0.00,0.00,0.00,0.00\n"
    );
}

TEST_F(InstrumentStatement, AddsWhatAProjectGivenUpReturned) {
    approved_project(server, {.code = "P2"});
    auto programme = server.as("programme");
    programme.must(
        "/api/v1/allocations",
        {{"project", "P2"},
         {"line", "FUND-L1"},
         {"amount", amount_of("300.00")},
         {"allocated_on", "2026-06-01"}}
    );
    server.as("approver")
        .must("/api/v1/projects/P2/cancel", {{"decided_on", "2026-06-20"}, {"reason", "Given up"}});
    EXPECT_EQ(
        csv("year=2026"),
        "FUND,FUND-L1,Line,2026,0.00,100000.00,300.00,100300.00,10300.00,90000.00,USD,0.00,0.00,0.00,0.00\n"
    );
}

TEST_F(InstrumentStatement, LeavesOutWhatWasNotYetKnown) {
    db.sql().ask("update ledger.entry set recorded_at = effective_on + interval '12 hours'");
    db.sql().ask(
        "update ledger.entry set recorded_at = '2026-06-10 23:59:59+00' where event = 'allocation'"
    );
    EXPECT_EQ(
        csv("year=2026&as_known_on=2026-06-09"),
        "FUND,FUND-L1,Line,2026,0.00,100000.00,0.00,100000.00,0.00,100000.00,USD,0.00,0.00,0.00,0.00\n"
    );
    EXPECT_EQ(
        csv("year=2026&as_known_on=2026-06-10"),
        "FUND,FUND-L1,Line,2026,0.00,100000.00,0.00,100000.00,10000.00,90000.00,USD,0.00,0.00,0.00,0.00\n"
    );
}

TEST_F(InstrumentStatement, IsNotForPartnersOrDonors) {
    for (const auto& who : {server.as("donor"), server.as("officer", "NGO")}) {
        auto person = who;
        EXPECT_EQ(person.get("/api/v1/reports/instrument-statement").status, 403);
    }
}

TEST_F(InstrumentStatement, R1RefusesAnEarlierAllocationTheLineDidNotHave) {
    remember();
    const auto given = server.as("finance").post(
        "/api/v1/opening-balances",
        {{"kind", "allocated"},
         {"line", "FUND-L1"},
         {"opened_on", "2025-12-31"},
         {"amount", amount_of("1.00")},
         {"source", "test"}}
    );
    expect_refused(given, 422, "amount_exceeds_available");
}

}  // namespace tranche::tests
