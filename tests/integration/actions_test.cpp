// "Why not?": what a resource says its reader may do, and why not the rest.
#include "tests/integration/actions.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

TEST_F(Actions, SayWhichRoleAndWhichStateAnActTakes) {
    const auto read = server.as("programme").get(requests + asked("A1:T1", "100.00"));
    const auto approve = act(read, "approve_disbursement");
    EXPECT_FALSE(is_open(approve));
    EXPECT_EQ(reasons(approve), (codes{"role_forbids_action", "state_forbids_action"}));
    EXPECT_EQ(value_of(approve, "roles"), "approver");
    const auto certify = act(read, "certify_disbursement");
    EXPECT_TRUE(is_open(certify)) << read;
    EXPECT_TRUE(certify.at("reasons").as_array().empty());
}

TEST_F(Actions, OpenWhatThenSucceeds) {
    const auto id = certified("A1:T1", "100.00");
    auto approver = server.as("approver");
    const auto approve = act(approver.get(requests + id), "approve_disbursement");
    EXPECT_TRUE(is_open(approve));
    EXPECT_EQ(approve.at("method").as_string(), "POST");
    const auto done =
        approver.post(std::string{approve.at("href").as_string()}, {{"approved_on", "2026-06-22"}});
    EXPECT_EQ(done.status, 200) << done;
    EXPECT_EQ(
        reasons(act(approver.get(requests + id), "approve_disbursement")),
        codes{"state_forbids_action"}
    );
}

TEST_F(Actions, NameTheAmountThatIsNotAccountedFor) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto id = certified("A1:T2", "100.00");
    const auto given = server.as("approver").get(requests + id, {{"accept-language", "es"}});
    const auto approve = act(given, "approve_disbursement");
    EXPECT_FALSE(is_open(approve));
    EXPECT_EQ(reasons(approve), codes{"advances_not_liquidated"});
    EXPECT_EQ(value_of(approve, "missing"), "800.00 USD");
    const std::string message{approve.at("reasons").at(0).at("message").as_string()};
    EXPECT_NE(message.find("800.00 USD"), std::string::npos);
    EXPECT_EQ(given.header("Content-Language"), "es");
    const auto refused =
        server.as("approver").post(requests + id + "/approve", {{"approved_on", "2026-06-30"}});
    EXPECT_EQ(refused.errors(), codes{" advances_not_liquidated"});
}

TEST_F(Actions, KeepAnActOpenThatIsPossibleForLess) {
    const auto first = certified("A1:T2", "400.00");
    const auto second = certified("A1:T2", "400.00");
    auto approver = server.as("approver");
    approver.must(requests + first + "/approve", {{"approved_on", "2026-06-22"}});
    const auto less = act(approver.get(requests + second), "approve_disbursement");
    EXPECT_TRUE(is_open(less));
    EXPECT_EQ(reasons(less), codes{"amount_exceeds_available"});
    EXPECT_EQ(value_of(less, "available"), "100.00 USD");
    EXPECT_EQ(
        approver
            .post(
                requests + second + "/approve",
                {{"approved_on", "2026-06-22"},
                 {"amount", amount_of("100.00")},
                 {"reason", "What is left"}}
            )
            .status,
        200
    );
    const auto third = certified("A1:T2", "1.00");
    EXPECT_FALSE(is_open(act(approver.get(requests + third), "approve_disbursement")));
}

TEST_F(Actions, TellPersonsApartWhateverRolesTheyHold) {
    auto both = server.with_roles("busy", {"programme_officer", "approver"});
    const auto id = both.must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T1"},
                             {"amount", amount_of("10.00")},
                             {"requested_on", "2026-06-20"}}
    ).id();
    server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
    EXPECT_EQ(reasons(act(both.get(requests + id), "approve_disbursement")), codes{"same_person"});
}

TEST_F(Actions, ChangeTheTagThoughTheRowDidNotChange) {
    const auto id = certified("A1:T1", "100.00");
    auto approver = server.as("approver");
    const auto first = approver.get(requests + id);
    EXPECT_EQ(approver.get(requests + id, {{"if-none-match", first.header("ETag")}}).status, 304);
    server.as("finance").must("/api/v1/partners/NGO/block", {{"reason", "Audit"}});
    const auto then = approver.get(requests + id, {{"if-none-match", first.header("ETag")}});
    EXPECT_EQ(then.status, 200);
    EXPECT_EQ(reasons(act(then, "approve_disbursement")), codes{"partner_blocked"});
    // Both are the same version of the row.
    EXPECT_EQ(first.header("ETag").substr(0, 4), then.header("ETag").substr(0, 4));
}

TEST_F(Actions, SayWhatKeepsAProjectFromClosing) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    server.as("programme").must("/api/v1/projects/P1/complete", {{"completed_on", "2026-06-30"}});
    const auto close = act(server.as("approver").get("/api/v1/projects/P1"), "close_project");
    EXPECT_EQ(reasons(close), (codes{"agreements_open", "advance_open", "final_report_open"}));
}

TEST_F(Actions, AskForNoMoneyThatALineDoesNotHave) {
    approved_project(server, {.code = "P2"});
    auto programme = server.as("programme");
    EXPECT_TRUE(is_open(act(programme.get("/api/v1/projects/P2"), "create_allocation")));
    programme.must(
        "/api/v1/allocations",
        {{"project", "P1"},
         {"line", "FUND-L1"},
         {"amount", amount_of("90000.00")},
         {"allocated_on", "2026-06-30"}}
    );
    const auto closed = act(programme.get("/api/v1/projects/P2"), "create_allocation");
    EXPECT_FALSE(is_open(closed));
    EXPECT_EQ(value_of(closed, "available"), "0.00 USD");
}

TEST_F(Actions, TellAPartnerNothingOfTheOffice) {
    const auto id = certified("A1:T1", "100.00");
    for (const auto* who : {"officer", "preparer"}) {
        auto partner = server.as(who, "NGO");
        const auto request = partner.get(requests + id);
        EXPECT_EQ(request.body.find("approve_disbursement"), std::string::npos);
        EXPECT_FALSE(is_open(act(request, "attach_to_disbursement_request"))) << "it is certified";
        const auto tranche = partner.get("/api/v1/tranches/A1:T1");
        // R38: who prepares does not sign.
        EXPECT_EQ(
            is_open(act(tranche, "create_disbursement_request")), std::string_view{who} == "officer"
        ) << tranche;
        EXPECT_TRUE(act(tranche, "cancel_tranche").empty());
    }
    const auto report =
        server.as("preparer", "NGO")
            .must("/api/v1/expenditure-reports", report_of("A1", "R1", {{"D-1", "10.00"}}))
            .id();
    const auto read = server.as("preparer", "NGO").get("/api/v1/expenditure-reports/" + report);
    const auto submit = act(read, "submit_expenditure_report");
    EXPECT_EQ(reasons(submit), codes{"role_forbids_action"});
    EXPECT_EQ(value_of(submit, "roles"), "partner_authorised_officer");
    EXPECT_TRUE(act(read, "review_expenditure_report").empty());
}

TEST_F(Actions, StandInNoListAndInNoPast) {
    EXPECT_EQ(
        server.as("approver").get("/api/v1/projects").body.find("\"actions\""), std::string::npos
    );
    EXPECT_EQ(
        server.as("approver").get("/api/v1/projects/P1?until=2026-03-31").body.find("\"actions\""),
        std::string::npos
    );
}

// Reading waits for no command: a rehearsal takes no lock.
TEST_F(Actions, AreReadWhileSomebodyHoldsTheProjectsMoney) {
    const auto id = certified("A1:T1", "100.00");
    sql_connection holder{db.staff_url()};
    holder.ask("begin");
    holder.ask("select 1 from ledger.project_lock for no key update");
    EXPECT_TRUE(is_open(act(server.as("approver").get(requests + id), "approve_disbursement")));
    holder.ask("rollback");
}

}  // namespace tranche::tests
