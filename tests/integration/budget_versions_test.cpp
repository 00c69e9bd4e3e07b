// How a change of a budget comes into force: by notice, approval or amendment, or not at all.
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {

// A project of 1,000.00 in two lines that bend by 10 %.
class BudgetVersions : public SmallWorld {
protected:
    void SetUp() override {
        active_project(
            server,
            {.code = "P2",
             .amount = "1000.00",
             .lines = {{"1", "600.00"}, {"2", "400.00"}},
             .flexibility_percent = "10"}
        );
    }
    std::string drafted(const std::vector<budget_line_spec>& lines) {
        return drafted_budget(server, "P2", lines);
    }
    answer submit(const std::string& version) {
        return server.as("programme")
            .post(at(version) + "/submit", {{"submitted_on", "2026-06-01"}});
    }
    answer approve(const std::string& version) {
        return server.as("approver")
            .post(at(version) + "/approve", {{"approved_on", "2026-06-02"}});
    }
    static std::string at(const std::string& version) {
        return "/api/v1/budget-versions/" + version;
    }
    std::string read(const std::string& version, const char* field) {
        return server.as("programme").get(at(version)).field(field);
    }
    std::string available(const std::string& line) {
        return db.sql().one(
            "select sum(b.amount) from ledger.account a join ledger.balance b on b.account_id = a.id"
            " join funding.budget_line l on l.id = a.owner_id join funding.project p"
            " on p.id = l.project_id where p.code = 'P2' and a.kind = 'budget_available'"
            " and l.code = '" +
            line + "'"
        );
    }
};

TEST_F(BudgetVersions, WithinTheirFlexibilityAreInForceOnNotice_R21) {
    const auto id = drafted({{"1", "560.00"}, {"2", "440.00"}});
    EXPECT_EQ(read(id, "route"), "notice");
    const auto given = submit(id);
    ASSERT_EQ(given.status, 200) << given;
    EXPECT_EQ(read(id, "state"), "approved");
    EXPECT_EQ(read(id, "approved_on"), "2026-06-01");
    EXPECT_EQ(available("1"), "56000");
    EXPECT_EQ(available("2"), "44000");
}

TEST_F(BudgetVersions, OneCentBeyondTheFlexibilityWaitForApproval_R21) {
    const auto id = drafted({{"1", "559.99"}, {"2", "440.01"}});
    EXPECT_EQ(submit(id).status, 200);
    EXPECT_EQ(read(id, "state"), "submitted");
    EXPECT_EQ(read(id, "route"), "approval");
    EXPECT_EQ(available("1"), "60000");
    EXPECT_EQ(approve(id).status, 200);
    EXPECT_EQ(available("1"), "55999");
}

TEST_F(BudgetVersions, NoticesDoNotAddUpToMoreThanTheFlexibility_R21) {
    EXPECT_EQ(submit(drafted({{"1", "570.00"}, {"2", "430.00"}})).status, 200);
    const auto second = drafted({{"1", "550.00"}, {"2", "450.00"}});
    EXPECT_EQ(read(second, "route"), "approval");
    EXPECT_EQ(submit(second).status, 200);
    EXPECT_EQ(read(second, "state"), "submitted");
    // Approved, it is what the next notice is measured against.
    EXPECT_EQ(approve(second).status, 200);
    EXPECT_EQ(read(drafted({{"1", "545.00"}, {"2", "455.00"}}), "route"), "notice");
}

TEST_F(BudgetVersions, WithALineThatIsNewWaitForApproval) {
    EXPECT_EQ(
        read(drafted({{"1", "590.00"}, {"2", "400.00"}, {"3", "10.00"}}), "route"), "approval"
    );
}

TEST_F(BudgetVersions, WithAnotherTotalAreAmendmentsAndNeedTheirMoneyFirst_R20) {
    const auto id = drafted({{"1", "600.00"}, {"2", "500.00"}});
    EXPECT_EQ(read(id, "route"), "amendment");
    remember();
    expect_refused(submit(id), 422, "budget_exceeds_allocation");
    expect_refused(approve(id), 422, "budget_exceeds_allocation");
    server.as("programme")
        .must(
            "/api/v1/allocations",
            {{"project", "P2"},
             {"line", "FUND-L1"},
             {"amount", amount_of("100.00")},
             {"allocated_on", "2026-05-20"}}
        );
    EXPECT_EQ(submit(id).status, 200);
    EXPECT_EQ(read(id, "state"), "submitted");
    EXPECT_EQ(approve(id).status, 200);
    EXPECT_EQ(available("2"), "50000");
}

TEST_F(BudgetVersions, AreNotApprovedByWhoeverSubmittedThem) {
    const auto id = drafted({{"1", "500.00"}, {"2", "500.00"}});
    auto both = server.with_roles("both", {"programme_officer", "approver"});
    both.must(at(id) + "/submit", {{"submitted_on", "2026-06-01"}});
    remember();
    expect_refused(
        both.post(at(id) + "/approve", {{"approved_on", "2026-06-02"}}), 422, "same_person"
    );
    EXPECT_EQ(approve(id).status, 200);
}

TEST_F(BudgetVersions, AreSentBackWithAReasonWrittenAgainAndKept) {
    const auto first = drafted({{"1", "500.00"}, {"2", "500.00"}});
    EXPECT_EQ(submit(first).status, 200);
    server.as("approver").must(at(first) + "/send-back", {{"reason", "Why so much rent?"}});
    EXPECT_EQ(read(first, "state"), "draft");
    EXPECT_EQ(read(first, "remark"), "Why so much rent?");
    const auto second =
        server.as("programme")
            .must(at(first) + "/revise", budget_of({{"1", "520.00"}, {"2", "480.00"}}, "Less rent"))
            .id();
    EXPECT_EQ(read(first, "state"), "withdrawn");
    EXPECT_EQ(read(first, "ended_reason"), "Replaced by version 3");
    EXPECT_EQ(read(second, "state"), "draft");
    EXPECT_EQ(
        server.as("programme").post(at(first) + "/revise", budget_of({{"1", "1.00"}})).status, 409
    );
    server.as("programme").must(at(second) + "/withdraw", {{"reason", "Not needed"}});
    EXPECT_EQ(read(second, "state"), "withdrawn");
    EXPECT_EQ(submit(second).status, 409);
}

TEST_F(BudgetVersions, ComeIntoForceAfterTheOneBefore) {
    EXPECT_EQ(submit(drafted({{"1", "560.00"}, {"2", "440.00"}})).status, 200);
    const auto next = drafted({{"1", "600.00"}, {"2", "400.00"}});
    remember();
    expect_refused(
        server.as("programme").post(at(next) + "/submit", {{"submitted_on", "2026-05-31"}}), 422,
        "before_last_version"
    );
    const auto refused = refusal_of(
        db.sql(),
        "update funding.budget_version set state = 'approved', route = 'notice', submitted_by ="
        " drafted_by, submitted_on = '2026-05-31', approved_on = '2026-05-31' where state = 'draft'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "budget_version_in_order_check");
}

TEST_F(BudgetVersions, OfAClosedProjectStayAsTheyAre) {
    const auto open = drafted({{"1", "590.00"}, {"2", "410.00"}});
    server.as("programme").must("/api/v1/projects/P2/complete", {{"completed_on", "2026-06-20"}});
    remember();
    expect_refused(submit(open), 409, "state_forbids_action");
    expect_refused(approve(open), 409, "state_forbids_action");
}

TEST_F(BudgetVersions, MayMendALineUntilItIsInForce) {
    auto body = budget_of({{"1", "500.00"}, {"2", "400.00"}, {"3", "100.00"}});
    body.at("lines").as_array()[2].as_object()["flexibility_percent"] = "50";
    const auto first =
        server.as("programme").must("/api/v1/projects/P2/budget-versions", body).id();
    body.at("lines").as_array()[2].as_object()["flexibility_percent"] = "5";
    body.at("lines").as_array()[2].as_object()["kind"] = "office";
    const auto second = server.as("programme").must(at(first) + "/revise", body).id();
    const std::string line =
        "select kind || ' ' || trim_scale(flexibility) from funding.budget_line where code = '3'";
    EXPECT_EQ(db.sql().one(line), "office 5");
    EXPECT_EQ(approve(second).status, 200);
    const auto refused =
        refusal_of(db.sql(), "update funding.budget_line set flexibility = 100 where code = '3'");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "budget_line_fixed_check");
}

TEST_F(BudgetVersions, ThatAreDecidedAreOutOfTheServersReach) {
    sql_connection staff{db.staff_url()};
    staff.ask(
        "update funding.budget_version set state = 'draft', approved_by = null, approved_on = null"
    );
    EXPECT_EQ(
        db.sql().number("select count(*) from funding.budget_version where state = 'draft'"), 0
    );
}

TEST_F(BudgetVersions, KeepWhatALineIsFor) {
    auto body = budget_of({{"1", "600.00"}, {"2", "400.00"}});
    body.at("lines").as_array()[0].as_object()["kind"] = "staff";
    remember();
    expect_refused(
        server.as("programme").post("/api/v1/projects/P2/budget-versions", body), 422,
        "budget_line_fixed", {"/lines/0/kind budget_line_fixed"}
    );
}

TEST_F(BudgetVersions, AreHeldToTheirRouteByTheDatabase_R21) {
    const auto id = drafted({{"1", "100.00"}, {"2", "900.00"}});
    const auto refused = refusal_of(
        db.sql(),
        "update funding.budget_version set state = 'approved', route = 'notice', submitted_by ="
        " drafted_by, submitted_on = '2026-06-01', approved_on = '2026-06-01' where state = 'draft'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "budget_version_route_held_check");
    EXPECT_EQ(read(id, "state"), "draft");
}

}  // namespace tranche::tests
