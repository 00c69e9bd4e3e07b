// Gates: refused, asked for by one person, granted by another, used once by who acts. R19 is the
// one most tests knock at: an expense of January on a project that starts on 1 February.
#include "domain/rule.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;
const std::string exceptions = "/api/v1/exceptions";
const std::string direct = "/api/v1/direct-expenditures";

}  // namespace

class Exceptions : public SmallWorld {
protected:
    answer spend(const json::object& body) { return server.as("finance").post(direct, body); }
    answer early() { return spend(expense("EARLY", "2026-01-31")); }
    std::string state_of(const std::string& id) {
        return server.as("auditor").get(exceptions + "/" + id).field("state");
    }

    /// T1 is paid and not accounted for; a certified request for the second tranche.
    std::string second_request() {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        const auto id = server.as("officer", "NGO")
                            .must(
                                "/api/v1/disbursement-requests",
                                {{"tranche", "A1:T2"},
                                 {"amount", amount_of("500.00")},
                                 {"requested_on", "2026-04-05"}}
                            )
                            .id();
        server.as("programme")
            .must(
                "/api/v1/disbursement-requests/" + id + "/certify", {{"certified_on", "2026-04-06"}}
            );
        return id;
    }
    answer approve(
        const std::string& id, const std::string& who = "approver",
        const std::string& on = "2026-04-10"
    ) {
        return server.as(who).post(
            "/api/v1/disbursement-requests/" + id + "/approve", {{"approved_on", on}}
        );
    }
};

TEST_F(Exceptions, AreProposedByTheRefusalItself) {
    const auto id = second_request();
    remember();
    const auto refused = approve(id);
    expect_refused(refused, 422, "advances_not_liquidated", {" advances_not_liquidated"});
    EXPECT_EQ(said(refused, "rule"), "R36");
    EXPECT_EQ(said(refused, "kind"), "gate");
    EXPECT_EQ(said(refused, "exception"), "may_be_requested");
    const json::object proposed{
        {"operation", "approve_disbursement"},
        {"subject", id},
        {"rule", "R36"},
        {"most_amount", amount_of("800.00")}};
    EXPECT_EQ(refused.json().at("errors").at(0).at("exception_request"), proposed);
}

TEST_F(Exceptions, LetTheActThroughOnceAnotherPersonHasGrantedThem) {
    const auto request = second_request();
    const auto refused = approve(request);
    const auto id = server.as("programme").must(exceptions, leave_for(refused, "2026-07-31")).id();
    EXPECT_EQ(said(approve(request), "exception"), "requested");
    server.as("director").must(exceptions + "/" + id + "/grant", {{"reason", "Agreed"}});

    EXPECT_EQ(approve(request).state(), "approved");
    const auto used = server.as("auditor").get(exceptions + "/" + id);
    EXPECT_EQ(used.field("state"), "used");
    EXPECT_EQ(used.field("used_by"), "test.approver");
    EXPECT_EQ(used.field("used_on"), "2026-06-30");
    const auto event =
        server.as("auditor").get("/api/v1/audit-events/" + used.field("audit_event"));
    EXPECT_EQ(event.field("action"), "approve_disbursement");
    EXPECT_EQ(event.json().at("detail").at("exceptions_used"), "R36");
}

TEST_F(Exceptions, ServeOneActOnly) {
    granted_leave(server, early());
    EXPECT_EQ(early().status, 201);
    const auto again = spend(expense("EARLY-2", "2026-01-31"));
    EXPECT_EQ(again.status, 422) << again;
    EXPECT_EQ(said(again, "exception"), "may_be_requested");
}

TEST_F(Exceptions, AreNotGrantedByWhoAskedNorUsedByWhoGranted) {
    const auto request = second_request();
    const auto refused = approve(request);
    const auto own = server.as("approver").must(exceptions, leave_for(refused)).id();
    remember();
    expect_refused(
        server.as("approver").post(exceptions + "/" + own + "/grant", {{"reason", "Mine"}}), 422,
        "same_person"
    );
    server.as("director").must(exceptions + "/" + own + "/grant", {{"reason", "Agreed"}});
    remember();
    const auto granter = approve(request, "director");
    expect_refused(granter, 422, "advances_not_liquidated");
    EXPECT_EQ(said(granter, "exception"), "granted_by_you");
    EXPECT_EQ(approve(request).state(), "approved");
}

TEST_F(Exceptions, AreGrantedByApproversAndAskedForByNobodyOutside) {
    const auto body = leave_for(early());
    for (const auto* who : {"administrator", "auditor", "donor"}) {
        EXPECT_EQ(server.as(who).post(exceptions, body).status, 403) << who;
    }
    EXPECT_EQ(server.as("officer", "NGO").post(exceptions, body).status, 403);
    EXPECT_EQ(server.as("officer", "NGO").get(exceptions).status, 403);
    const auto id = server.as("programme").must(exceptions, body).id();
    EXPECT_EQ(
        server.as("programme").post(exceptions + "/" + id + "/grant", {{"reason", "x"}}).status, 403
    );
    EXPECT_EQ(
        server.as("finance").post(exceptions + "/" + id + "/grant", {{"reason", "x"}}).errors(),
        std::vector<std::string>{" gate_needs_approver"}
    );
}

// A fund with one approver: who would approve can neither grant nor be granted by himself.
TEST_F(Exceptions, AreGrantedByFinanceWhereTheFundsTermsOfTheDaySaySo) {
    const auto request = second_request();
    const auto id = server.as("programme").must(exceptions, leave_for(approve(request))).id();
    const auto grant = [&](const char* who) {
        return server.as(who).post(exceptions + "/" + id + "/grant", {{"reason", "Agreed"}});
    };
    const auto terms = [&](const char* from, bool opens) {
        return server.as("administrator")
            .post(
                "/api/v1/instruments/FUND/terms",
                {{"valid_from", from},
                 {"payment_persons", 2},
                 {"certifier_differs", false},
                 {"finance_opens_gates", opens},
                 {"source", "Decision 9"}}
            );
    };
    EXPECT_EQ(
        terms("2026-06-29", true).errors(), std::vector<std::string>{"/valid_from date_before"}
    );
    ASSERT_EQ(terms("2026-07-01", true).status, 200);
    EXPECT_EQ(grant("finance").code(), "gate_needs_approver") << "not before its day";
    server.set_today(*domain::parse_date("2026-07-01"));
    const auto own = server.as("finance").must(exceptions, leave_for(early())).id();
    EXPECT_EQ(
        server.as("finance").post(exceptions + "/" + own + "/grant", {{"reason", "x"}}).code(),
        "same_person"
    ) << "always two persons";
    EXPECT_EQ(grant("finance").status, 200);
    EXPECT_EQ(approve(request).state(), "approved");
    ASSERT_EQ(terms("2026-07-02", false).status, 200);
    server.set_today(*domain::parse_date("2026-07-02"));
    EXPECT_EQ(
        server.as("treasury").post(exceptions + "/" + own + "/grant", {{"reason", "x"}}).code(),
        "gate_needs_approver"
    ) << "and no longer";
}

TEST_F(Exceptions, AreTakenBackByWhoAskedWhileNobodyHasDecided) {
    const auto request = second_request();
    const auto refused = approve(request);
    const auto id = server.as("programme").must(exceptions, leave_for(refused)).id();
    const auto withdraw = [&](const char* who) {
        return server.as(who).post(exceptions + "/" + id + "/withdraw", {{"reason", "Reported"}});
    };
    remember();
    expect_refused(withdraw("finance"), 422, "exception_of_another", {" exception_of_another"});
    EXPECT_EQ(withdraw("programme").state(), "withdrawn");
    EXPECT_EQ(state_of(id), "withdrawn");
    EXPECT_EQ(said(approve(request), "exception"), "may_be_requested");
    remember();
    expect_refused(
        server.as("director").post(exceptions + "/" + id + "/grant", {{"reason", "x"}}), 409,
        "state_forbids_action"
    );
    expect_refused(withdraw("programme"), 409, "state_forbids_action");
}

TEST_F(Exceptions, EndOnTheirLastDay) {
    const auto id = granted_leave(server, early(), "2026-07-01");
    server.set_today(*domain::parse_date("2026-07-02"));
    const auto late = early();
    EXPECT_EQ(late.status, 422);
    EXPECT_EQ(said(late, "exception"), "expired");
    // Read lists go by the database's own day.
    db.sql().ask("alter table funding.rule_exception disable trigger user");
    db.sql().ask(
        "update funding.rule_exception set requested_on = '2020-01-01', expires_on = '2020-01-02'"
    );
    EXPECT_EQ(state_of(id), "expired");
}

TEST_F(Exceptions, OpenNoOtherSubjectAndGoNoFurtherThanGranted) {
    active_project(server, {.code = "P2"});
    granted_leave(server, early());
    const auto elsewhere = spend(expense("EARLY", "2026-01-31", "10.00", "P2"));
    EXPECT_EQ(said(elsewhere, "exception"), "may_be_requested") << elsewhere;
    const auto further = spend(expense("EARLIER", "2026-01-20"));
    EXPECT_EQ(said(further, "exception"), "exceeded") << further;
    const auto dearer = spend(expense("EARLY", "2026-01-31", "10.01"));
    EXPECT_EQ(said(dearer, "exception"), "exceeded") << dearer;
    EXPECT_EQ(early().status, 201);
}

TEST_F(Exceptions, AreRefusedWithAReasonAndMayBeAskedForAgain) {
    const auto body = leave_for(early());
    const auto id = server.as("programme").must(exceptions, body).id();
    const auto refused =
        server.as("director").must(exceptions + "/" + id + "/refuse", {{"reason", "Too early"}});
    EXPECT_EQ(refused.state(), "refused");
    EXPECT_EQ(said(early(), "exception"), "may_be_requested");
    remember();
    expect_refused(
        server.as("director").post(exceptions + "/" + id + "/grant", {{"reason", "After all"}}),
        409, "state_forbids_action"
    );
}

TEST_F(Exceptions, AreNotUsedUpByADryRun) {
    const auto id = granted_leave(server, early());
    remember();
    const auto tried =
        server.as("finance").post(direct + "?dry_run=true", expense("EARLY", "2026-01-31"));
    EXPECT_EQ(tried.status, 200) << tried;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
    EXPECT_EQ(state_of(id), "granted");
}

TEST_F(Exceptions, OpenNoWall) {
    auto body = leave_for(early());
    body["rule"] = "R30";
    expect_refused(
        server.as("programme").post(exceptions, body), 422, "rule_is_not_gate",
        {"/rule rule_is_not_gate"}
    );
    body["rule"] = "R36";
    expect_refused(
        server.as("programme").post(exceptions, body), 422, "rule_not_asked",
        {"/operation rule_not_asked"}
    );
    const auto request = second_request();
    db.sql().ask("update partner.partner set blocked = true, blocked_reason = 'x'");
    const auto wall = approve(request);
    EXPECT_EQ(said(wall, "kind"), "wall") << wall;
    EXPECT_EQ(said(wall, "exception"), "");
}

TEST_F(Exceptions, SayEverythingThatIsMissingAtOnce) {
    expect_refused(
        server.as("programme")
            .post(
                exceptions,
                {{"operation", "create_direct_expenditure"},
                 {"subject", "P1"},
                 {"rule", "R19"},
                 {"reason", "x"},
                 {"expires_on", "2026-06-01"}}
            ),
        422, "date_before",
        {"/expires_on date_before", "/most_count missing_field", "/most_amount missing_field"}
    );
    expect_refused(
        server.as("programme")
            .post(
                exceptions,
                {{"operation", "create_direct_expenditure"},
                 {"subject", "prj_0000000000001"},
                 {"rule", "R19"},
                 {"most_count", 1},
                 {"most_amount", amount_of("10.00")},
                 {"reason", "x"},
                 {"expires_on", "2026-12-01"}}
            ),
        422, "unknown_reference", {"/subject unknown_reference"}
    );
}

// R36 and R37 each have their own exception, and the act needs both.
TEST_F(Exceptions, AreNeededForEveryRuleThatIsBroken) {
    const auto request = second_request();
    server.set_today(*domain::parse_date("2026-11-01"));
    const auto refused = approve(request, "approver", "2026-11-01");
    EXPECT_EQ(said(refused, "rule", 0), "R36");
    EXPECT_EQ(said(refused, "rule", 1), "R37");
    EXPECT_EQ(said(refused, "code", 1), "advance_overdue");
    granted_leave(server, refused, "2026-12-31", 0);
    const auto half = approve(request, "approver", "2026-11-01");
    EXPECT_EQ(half.errors(), std::vector<std::string>{" advance_overdue"});
    granted_leave(server, refused, "2026-12-31", 1);
    EXPECT_EQ(approve(request, "approver", "2026-11-01").state(), "approved");
}

TEST_F(Exceptions, LetAPartnerReportAnExpenseOutsideItsAgreement) {
    const auto report = report_of("A1", "R1", {{"D-1", "20.00", "1", "2026-02-20"}});
    const auto draft = [&] {
        return server.as("preparer", "NGO").post("/api/v1/expenditure-reports", report);
    };
    const auto refused = draft();
    EXPECT_EQ(said(refused, "rule"), "R41") << refused;
    EXPECT_FALSE(refused.json().at("errors").at(0).as_object().contains("exception_request"));
    const auto id = server.as("programme")
                        .must(
                            exceptions,
                            {{"operation", "create_expenditure_report"},
                             {"subject", "A1"},
                             {"rule", "R41"},
                             {"part", "D-1:1"},
                             {"most_count", 9},
                             {"most_amount", amount_of("20.00")},
                             {"reason", "The rent of February"},
                             {"expires_on", "2026-07-31"}}
                        )
                        .id();
    server.as("director").must(exceptions + "/" + id + "/grant", {{"reason", "Agreed"}});
    EXPECT_EQ(draft().status, 201);
    EXPECT_EQ(
        server.as("auditor").get(exceptions + "/" + id).field("used_by"), "test.preparer.ngo"
    );
}

TEST_F(Exceptions, LetABudgetLineBendFurtherButNoProjectSpendWhatItDoesNotHave) {
    active_project(server, {.code = "P3", .lines = {{"1", "6000.00"}, {"2", "4000.00"}}});
    const auto refused = spend(expense("BIG", "2026-05-01", "6500.00", "P3"));
    EXPECT_EQ(said(refused, "rule"), "R21") << refused;
    EXPECT_EQ(
        refused.json().at("errors").at(0).at("exception_request").at("most_amount"),
        amount_of("500.00")
    );
    granted_leave(server, refused);
    EXPECT_EQ(spend(expense("BIG", "2026-05-01", "6500.00", "P3")).status, 201);

    const auto beyond = spend(expense("HUGE", "2026-05-01", "3500.01", "P3"));
    EXPECT_EQ(said(beyond, "rule"), "R1") << beyond;
    EXPECT_EQ(said(beyond, "kind"), "wall");

    server.as("programme").must("/api/v1/projects/P3/complete", {{"completed_on", "2026-06-29"}});
    accepted_final_report(server, "P3");
    server.as("approver").must("/api/v1/projects/P3/close", {{"closed_on", "2026-06-30"}});
}

TEST_F(Exceptions, LetAcceptedCostGoBeyondItsLine) {
    active_project(server, {.code = "P4", .lines = {{"1", "6000.00"}, {"2", "4000.00"}}});
    signed_agreement(
        server,
        {.code = "A4",
         .project = "P4",
         .lines = {{"1", "600.00"}, {"2", "400.00"}},
         .tranches = {{"T1", "1000.00"}}}
    );
    paid_request(server, "A4:T1", "1000.00", "BANK-4");
    const auto report = submitted_report(server, "A4", "R1", {{"D-1", "700.00"}});
    const auto review = [&] {
        return server.as("finance").post(
            "/api/v1/expenditure-reports/" + report + "/review",
            {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
        );
    };
    const auto refused = review();
    EXPECT_EQ(refused.errors(), std::vector<std::string>{" line_flexibility_exceeded"});
    EXPECT_EQ(
        refused.json().at("errors").at(0).at("exception_request").at("part").as_string(), "1"
    );
    granted_leave(server, refused);
    EXPECT_EQ(review().state(), "accepted");
}

TEST_F(Exceptions, LetAProjectCloseWithAnOpenAdvance) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    server.as("programme").must("/api/v1/projects/P1/complete", {{"completed_on", "2026-06-29"}});
    accepted_final_report(server);
    const auto close = [&] {
        return server.as("approver")
            .post("/api/v1/projects/P1/close", {{"closed_on", "2026-06-30"}});
    };
    const auto refused = close();
    EXPECT_EQ(refused.errors(), (std::vector<std::string>{" agreements_open", " advance_open"}));
    granted_leave(server, refused, "2026-12-31", 0);
    granted_leave(server, refused, "2026-12-31", 1);
    EXPECT_EQ(close().state(), "financially_closed");
}

TEST_F(Exceptions, LetAProjectStartWithoutAFocalPoint) {
    db.sql().ask("update funding.project set state = 'allocated', focal_point = null");
    const auto activate = [&] {
        return server.as("programme")
            .post("/api/v1/projects/P1/activate", {{"activated_on", "2026-02-01"}});
    };
    const auto refused = activate();
    EXPECT_EQ(said(refused, "rule"), "R12") << refused;
    const auto id = server.as("finance").must(exceptions, leave_for(refused)).id();
    server.as("director").must(exceptions + "/" + id + "/grant", {{"reason", "Agreed"}});
    EXPECT_EQ(activate().state(), "active");
}

}  // namespace tranche::tests
