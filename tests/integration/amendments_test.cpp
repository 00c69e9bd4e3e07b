// Amendments: drafted against what is in force, approved by the route their change needs, merged
// when both sides have signed; the journal follows and both versions stay.
#include "tests/integration/actions.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const std::string drafts = "/api/v1/agreements/A1/amendments";
const json::object today{
    {"partner_signed_on", "2026-06-30"},
    {"partner_signatory", "A. Director"},
    {"office_signed_on", "2026-06-30"}};

json::object amendment(json::object changes) {
    changes["reason"] = "More rooms";
    return changes;
}

// Line 1 and one tranche by as much.
json::object with_value(
    const std::string& line, const std::string& tranche, const std::string& amount
) {
    return amendment(
        {{"lines", {{{"budget_line", "1"}, {"amount", amount_of(line)}}}},
         {"tranches", {{{"code", tranche}, {"amount", amount_of(amount)}}}}}
    );
}

}  // namespace

// A1: line 1 with 1,500.00, T1 1,000.00, T2 500.00; the budget line has 10,000.00.
class Amendments : public SmallWorld {
protected:
    std::string drafted(const json::object& body) {
        auto id = programme.must(drafts, body).id();
        remember();
        return "/api/v1/agreement-amendments/" + id;
    }
    std::string submitted(const json::object& body) {
        auto self = drafted(body);
        programme.must(self + "/submit", {{"submitted_on", "2026-06-20"}});
        remember();
        return self;
    }
    std::string approved(const json::object& body) {
        auto self = submitted(body);
        server.as("approver").must(self + "/approve", {{"approved_on", "2026-06-25"}});
        remember();
        return self;
    }
    std::string merged(const json::object& body) {
        auto self = approved(body);
        server.as("approver").must(self + "/sign", today);
        remember();
        return self;
    }
    std::string of_agreement(const std::string& name) {
        const auto read = programme.get("/api/v1/agreements/A1").json();
        return std::string{read.at(name).at("amount").as_string()};
    }

    caller programme = server.as("programme");
};

TEST_F(Amendments, AreComputedInKindAndRouteFromWhatTheyChange) {
    const std::pair<json::object, std::string> cases[] = {
        {with_value("1800.00", "T2", "800.00"), "budget_within approval"},
        {with_value("1800.01", "T2", "800.01"), "budget_beyond full"},
        {amendment({{"end_on", "2027-01-31"}}), "no_cost_extension approval"},
        {amendment({{"results_change", "30 children, not 25"}}), "results_change approval"},
        {amendment({{"terms", {{"liquidation_percent", "70"}}}}), "other approval"},
        {amendment({{"title", "Another"}}), "administrative_correction notice"}};
    for (const auto& [body, expected] : cases) {
        const auto self = drafted(body);
        const auto read = programme.get(self);
        EXPECT_EQ(read.field("kind") + ' ' + read.field("route"), expected);
        programme.must(self + "/withdraw", {{"reason", "Another try"}});
    }
}

TEST_F(Amendments, R33AreOpenOneAtATimeAndClosingWaitsForThem) {
    drafted(amendment({{"title", "Another"}}));
    expect_refused(programme.post(drafts, amendment({{"title", "Third"}})), 409, "amendment_open");
    const auto read = programme.get("/api/v1/agreements/A1");
    EXPECT_EQ(reasons(act(read, "create_amendment")), codes{"amendment_open"});
    const auto closing =
        programme.post("/api/v1/agreements/A1/close", {{"closed_on", "2026-06-30"}});
    const auto errors = closing.errors();
    EXPECT_NE(std::ranges::find(errors, " amendment_open"), errors.end()) << closing;
    server.as("programme")
        .must("/api/v1/agreements/A1/suspend", {{"decided_on", "2026-06-30"}, {"reason", "r"}});
}

TEST_F(Amendments, PutMoreMoneyOnTheAgreementOnceBothSidesHaveSigned) {
    const auto self = approved(with_value("1800.00", "T2", "800.00"));
    EXPECT_EQ(of_agreement("value"), "1500.00");
    server.as("approver").must(self + "/sign", today);
    EXPECT_EQ(of_agreement("value"), "1800.00");
    EXPECT_EQ(of_agreement("obligated"), "1800.00");
    const auto tranche = programme.get("/api/v1/tranches/A1:T2").json();
    EXPECT_EQ(tranche.at("amount").at("amount").as_string(), "800.00");
    EXPECT_EQ(
        db.sql().one("select event || ' ' || source_type from ledger.entry order by id desc limit 1"
        ),
        "agreement_amended agreement_amendment"
    );
    EXPECT_EQ(programme.get(self).state(), "merged");
}

TEST_F(Amendments, AreComparedPartByPartForEver) {
    auto body = with_value("1700.00", "T3", "200.00");
    body["tranches"].as_array().at(0).as_object()["kind"] = "advance";
    body["end_on"] = "2026-11-30";
    body["terms"] = {{"overdue_months", 9}};
    const auto self = merged(body);
    merged(with_value("1600.00", "T3", "100.00"));
    const auto read = server.as("auditor").get(self + "/comparison").json();
    EXPECT_EQ(read.at("total").at(0).at("change").at("amount").as_string(), "200.00");
    EXPECT_EQ(read.at("lines").at(0).at("before").at("amount").as_string(), "1500.00");
    EXPECT_EQ(read.at("lines").at(0).at("after").at("amount").as_string(), "1700.00");
    EXPECT_EQ(read.at("tranches").at(2).at("code").as_string(), "T3");
    EXPECT_EQ(read.at("tranches").at(2).at("before").at("amount").as_string(), "0.00");
    std::string names;
    for (const auto& one : read.at("particulars").as_array()) {
        names += std::string{one.at("name").as_string()} + ' ';
    }
    EXPECT_EQ(names, "end_on terms.overdue_months ");
    const auto terms = programme.get("/api/v1/agreements/A1").json().at("terms");
    EXPECT_EQ(terms.at("overdue_months").as_int64(), 9);
    EXPECT_EQ(terms.at("liquidation_percent").as_string(), "80") << "what is not named stays";
}

TEST_F(Amendments, NeverGoBelowWhatIsPaidPromisedOrSpent) {
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "500.00"}});
    approved_request(server, "A1:T2", "100.00");
    remember();
    expect_refused(
        programme.post(drafts, with_value("1099.99", "T1", "599.99")), 422, "tranche_below_paid"
    );
    expect_refused(
        programme.post(drafts, with_value("1099.99", "T2", "99.99")), 422, "tranche_below_paid"
    );
    merged(amendment(
        {{"lines", {{{"budget_line", "1"}, {"amount", amount_of("700.00")}}}},
         {"tranches",
          {{{"code", "T1"}, {"amount", amount_of("600.00")}},
           {{"code", "T2"}, {"amount", amount_of("100.00")}}}}}
    ));
    EXPECT_EQ(of_agreement("value"), "700.00");
    EXPECT_EQ(of_agreement("obligated"), "200.00");
    expect_refused(
        programme.post(drafts, with_value("400.00", "T2", "100.00")), 422, "line_below_spent",
        {"/lines line_below_spent", "/tranches amounts_do_not_add_up"}
    );
}

TEST_F(Amendments, R27ObeyTheBudgetLineOverAllAgreements) {
    signed_agreement(server, {.code = "A2", .tranches = {{"T1", "8000.00"}}});
    remember();
    expect_refused(
        programme.post(drafts, with_value("2000.01", "T2", "1000.01")), 422,
        "line_amount_exceeds_available"
    );
    const auto self = approved(with_value("2000.00", "T2", "1000.00"));
    signed_agreement(server, {.code = "A3", .tranches = {{"T1", "0.01"}}});
    remember();
    expect_refused(
        server.as("approver").post(self + "/sign", today), 422, "line_amount_exceeds_available"
    );
}

TEST_F(Amendments, ThatMoveTheStartTakeTheTermsThereToo) {
    merged(amendment({{"start_on", "2026-02-01"}}));
    EXPECT_EQ(
        db.sql().one(
            "select string_agg(t.valid_from || ' ' || trim_scale(t.liquidation_percent), ' ' order by t.valid_from)"
            " from partner.agreement_terms t join partner.agreement a on a.id = t.agreement_id"
            " where a.code = 'A1'"
        ),
        "2026-02-01 80 2026-03-01 80"
    );
    const auto told = programme.get("/api/v1/tranches/A1:T1/conditions?on=2026-02-10");
    EXPECT_EQ(told.status, 200) << told;
}

TEST_F(Amendments, AreApprovedByWhoNeitherDraftedNorSubmittedThem) {
    auto both = server.with_roles("both", {"programme_officer", "approver"});
    const auto id = both.must(drafts, amendment({{"end_on", "2026-11-30"}})).id();
    const auto self = "/api/v1/agreement-amendments/" + id;
    programme.must(self + "/submit", {{"submitted_on", "2026-06-20"}});
    remember();
    expect_refused(
        both.post(self + "/approve", {{"approved_on", "2026-06-25"}}), 422, "same_person"
    );
    expect_refused(server.as("approver").post(self + "/sign", today), 409, "state_forbids_action");
    server.as("approver").must(self + "/approve", {{"approved_on", "2026-06-25"}});
}

TEST_F(Amendments, NeedNoApprovalWhereTheyCorrectATextOnly) {
    const auto self = drafted(amendment({{"title", "Shelter in Guatemala"}}));
    EXPECT_EQ(
        programme.must(self + "/submit", {{"submitted_on", "2026-06-20"}}).state(), "approved"
    );
    server.as("approver").must(self + "/sign", today);
    EXPECT_EQ(programme.get("/api/v1/agreements/A1").field("title"), "Shelter in Guatemala");
}

TEST_F(Amendments, AreWrittenAgainFromWhatIsInForce) {
    const auto self = submitted(with_value("1700.00", "T2", "700.00"));
    server.as("approver").must(self + "/send-back", {{"reason", "Too much"}});
    programme.must(self + "/revise", with_value("1600.00", "T2", "600.00"));
    const auto read = programme.get(self + "/comparison").json();
    EXPECT_EQ(read.at("total").at(0).at("after").at("amount").as_string(), "1600.00");
    remember();
    expect_refused(
        programme.post(self + "/revise", amendment({})), 422, "amendment_changes_nothing"
    );
}

TEST_F(Amendments, R28AskASecondPersonForDaysOutsideTheProject) {
    const auto self = submitted(amendment({{"end_on", "2027-01-15"}}));
    expect_refused(
        server.as("approver").post(self + "/approve", {{"approved_on", "2026-06-25"}}), 422,
        "date_outside_period"
    );
}

TEST_F(Amendments, AreSignedByAnAuthorisedOfficerWhereThePartnerHasNamedAny) {
    programme.must(
        "/api/v1/partners/NGO/authorised-officers",
        {{"name", "B. Legal"},
         {"position", "Director"},
         {"valid_from", "2026-01-01"},
         {"document", "Statutes"}}
    );
    const auto self = approved(amendment({{"end_on", "2026-11-30"}}));
    expect_refused(
        server.as("approver").post(self + "/sign", today), 422, "signatory_not_authorised"
    );
    auto signing = today;
    signing["partner_signatory"] = "B. Legal";
    server.as("approver").must(self + "/sign", signing);
}

TEST_F(Amendments, AreTheOnlyWayASignedAgreementChanges) {
    for (const auto* statement :
         {"update partner.agreement set value = value + 1",
          "update partner.agreement set end_on = end_on + 1",
          "update partner.agreement_line set amount = amount + 1",
          "update partner.tranche set amount = amount + 1"}) {
        const auto refused = refusal_of(db.sql(), statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->constraint, "agreement_as_agreed_check") << statement;
    }
    const auto self = submitted(with_value("1900.00", "T2", "900.00"));
    const auto route = refusal_of(
        db.sql(),
        "update partner.agreement_amendment set kind = 'budget_within', route = 'approval',"
        " state = 'draft'; update partner.agreement_amendment set state = 'submitted'"
    );
    ASSERT_TRUE(route);
}

TEST_F(Amendments, AreShownToThePartnerOnceTheyMayBeSigned) {
    partner(server, "OTHER");
    auto officer = server.as("officer", "NGO");
    const auto self = submitted(with_value("1800.00", "T2", "800.00"));
    EXPECT_EQ(officer.get(self).status, 404);
    EXPECT_EQ(officer.get(self + "/comparison").status, 404);
    server.as("approver").must(self + "/approve", {{"approved_on", "2026-06-25"}});
    EXPECT_EQ(officer.get(self).status, 200);
    EXPECT_EQ(officer.get(self + "/comparison").status, 200);
    EXPECT_EQ(server.as("officer", "OTHER").get(self + "/comparison").status, 404);
}

}  // namespace tranche::tests
