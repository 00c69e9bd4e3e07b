// Money of one project for another: one act with two sides, asked for by one person and decided by
// another, of the same givers.
#include "tests/support/donor_world.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {

class ProjectTransfers : public DonorWorld {
protected:
    /// P2 has 1003.00 of two givers, P3 is approved and has nothing.
    void SetUp() override {
        pledge("G", "300.00");
        commit("G", "300.00");
        EXPECT_EQ(receive("G", "300.00").status, 201);
        approved_project(server, {.code = "P2"});
        approved_project(server, {.code = "P3"});
        EXPECT_EQ(sources_of(allocate("P2", "1003.00")), "FUND-L1-GIFT 1000.00, G 3.00");
    }
    answer ask_for(const std::string& amount, boost::json::object more = {}) {
        more.emplace("to", "P3");
        more.emplace("line", "FUND-L1");
        more["amount"] = amount_of(amount);
        more["reason"] = "Shelter B is ready first";
        return server.as("programme").post(v1 + "/projects/P2/transfer", more);
    }
    answer approve(const std::string& transfer, const std::string& who = "approver") {
        return server.as(who).post(
            v1 + "/project-transfers/" + transfer + "/approve", {{"transferred_on", "2026-06-20"}}
        );
    }
    boost::json::value read(const std::string& path) {
        return server.as("auditor").get(v1 + path).json();
    }
    std::string allocated(const std::string& project) {
        return std::string{read("/projects/" + project).at("allocated").at("amount").as_string()};
    }
};

TEST_F(ProjectTransfers, GiveBackAndAllocateTheSameMoneyOnBothSides) {
    const auto before_it = left_by_giver();
    const auto asked = ask_for("401.20");
    ASSERT_EQ(asked.state(), "requested") << asked;
    EXPECT_EQ(allocated("P2"), "1003.00") << "not yet";
    const auto done = approve(asked.id());
    ASSERT_EQ(done.state(), "approved") << done;
    EXPECT_EQ(allocated("P2"), "601.80");
    EXPECT_EQ(allocated("P3"), "401.20");
    EXPECT_EQ(left_by_giver(), before_it) << "the line has what it had";
    const auto transfer = read("/project-transfers/" + asked.id());
    const auto side = [&](const char* which) {
        return read("/allocations/" + std::string{transfer.at(which).as_string()});
    };
    const auto given = side("given_back");
    const auto got = side("allocated");
    EXPECT_EQ(given.at("project"), "P2");
    EXPECT_EQ(given.at("amount").at("amount"), "-401.20");
    EXPECT_EQ(got.at("project"), "P3");
    EXPECT_EQ(given.at("transfer"), transfer.at("id"));
    EXPECT_EQ(got.at("transfer"), transfer.at("id"));
    EXPECT_EQ(got.at("sources").at(1).at("amount").at("amount"), "1.20");
    EXPECT_EQ(given.at("sources").at(1).at("amount").at("amount"), "-1.20");
    EXPECT_EQ(read("/projects/P3").at("state"), "allocated");
    EXPECT_EQ(statement_of("G", "allocated"), "3.00");
}

TEST_F(ProjectTransfers, AreApprovedByAnotherPersonOnce) {
    const auto both = server.with_roles("both", {"programme_officer", "approver"});
    const auto own =
        server.with_roles("both", {"programme_officer", "approver"})
            .must(
                v1 + "/projects/P2/transfer",
                {{"to", "P3"}, {"line", "FUND-L1"}, {"amount", amount_of("1.00")}, {"reason", "r"}}
            )
            .id();
    const boost::json::object body{{"transferred_on", "2026-06-20"}};
    remember();
    expect_refused(
        server.with_roles("both", {"programme_officer", "approver"})
            .post(v1 + "/project-transfers/" + own + "/approve", body),
        422, "same_person"
    );
    expect_refused(approve(own, "finance"), 403, "forbidden");
    EXPECT_EQ(approve(own).state(), "approved");
    remember();
    expect_refused(approve(own), 409, "state_forbids_action");
    const auto refused = refusal_of(
        db.sql(), "update funding.project_transfer set refused_by = 1, refused_on = '2026-06-20'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "project_transfer_decided_before_check");
    const auto other = ask_for("1.00").id();
    EXPECT_EQ(
        server.as("approver")
            .post(v1 + "/project-transfers/" + other + "/refuse", {{"reason", "No"}})
            .state(),
        "refused"
    );
    remember();
    expect_refused(approve(other), 409, "state_forbids_action");
}

TEST_F(ProjectTransfers, GiveNoMoreThanIsUnbudgeted) {
    server.as("programme").must(v1 + "/projects/P2/budget-versions", budget_of({{"1", "1003.00"}}));
    const auto before_budget = ask_for("10.00").id();
    server.as("programme")
        .must(v1 + "/budget-versions/P2:1/submit", {{"submitted_on", "2026-06-10"}});
    server.as("approver")
        .must(v1 + "/budget-versions/P2:1/approve", {{"approved_on", "2026-06-11"}});
    remember();
    expect_refused(ask_for("0.01"), 422, "amount_exceeds_available");
    expect_refused(approve(before_budget), 422, "amount_exceeds_available");
}

TEST_F(ProjectTransfers, AreJudgedAsAnAllocationOfTheProjectThatGets) {
    server.as("administrator")
        .must(
            v1 + "/funding-lines/FUND-L1/terms",
            {{"valid_from", "2026-06-15"},
             {"excludes_article_4", false},
             {"endorsements_national", 1},
             {"ceiling_national", amount_of("100.00")},
             {"source", "test"}}
        );
    const auto asked = ask_for("100.01").id();
    remember();
    const auto refused = approve(asked);
    EXPECT_EQ(refused.status, 422) << refused;
    EXPECT_EQ(refused.json().at("errors").at(0).at("rule"), "R9");
    EXPECT_EQ(approve(ask_for("100.00").id()).state(), "approved");
}

TEST_F(ProjectTransfers, R25LeaveMoneyTiedToAProjectThere) {
    gift("TIED", "50.00", {{"project", "P2"}});
    EXPECT_EQ(allocate("P2", "50.00", {{"contribution", "TIED"}}).status, 201);
    const auto asked = ask_for("10.00", {{"contribution", "TIED"}}).id();
    remember();
    expect_refused(approve(asked), 422, "contribution_of_other_project");
    const auto all = ask_for("1010.00").id();
    remember();
    expect_refused(approve(all), 422, "amount_exceeds_available");
    EXPECT_EQ(approve(ask_for("1003.00").id()).state(), "approved") << "the pool's part";
}

TEST_F(ProjectTransfers, AreTakenBackByTheNextTransfer) {
    EXPECT_EQ(approve(ask_for("401.20").id()).state(), "approved");
    remember();
    expect_refused(reverse("allocation"), 409, "entry_not_reversible");
    const auto back = server.as("programme")
                          .must(
                              v1 + "/projects/P3/transfer",
                              {{"to", "P2"},
                               {"line", "FUND-L1"},
                               {"amount", amount_of("401.20")},
                               {"reason", "Not so"}}
                          )
                          .id();
    EXPECT_EQ(approve(back).state(), "approved");
    EXPECT_EQ(allocated("P2"), "1003.00");
    EXPECT_EQ(allocated("P3"), "0.00");
}

TEST_F(ProjectTransfers, HaveTwoSidesInTheDatabaseToo) {
    const auto asked = ask_for("1.00").id();
    const auto alone = refusal_of(
        db.sql(),
        "update funding.project_transfer set approved_by = 1, transferred_on = '2026-06-20'"
    );
    ASSERT_TRUE(alone);
    EXPECT_EQ(alone->constraint, "project_transfer_two_sides_check");
    const auto back = refusal_of(
        db.sql(), "update funding.allocation set amount = -amount where transfer_id is null"
    );
    ASSERT_TRUE(back);
    EXPECT_EQ(back->constraint, "allocation_given_back_by_transfer_check");
}

}  // namespace tranche::tests
