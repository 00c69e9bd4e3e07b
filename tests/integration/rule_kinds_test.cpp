// What sort a rule is, as dated data of a fund, and remarks that are acknowledged with the act.
#include "domain/rule.hpp"
#include "server/routes/routes.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tranche::tests {
namespace {

namespace json = boost::json;
const std::string direct = "/api/v1/direct-expenditures";

json::object with_acknowledgement(json::object body, std::string_view rule) {
    body["acknowledged"] = json::array{{{"rule", rule}, {"reason", "Known and all right"}}};
    return body;
}

}  // namespace

class RuleKinds : public SmallWorld {
protected:
    answer propose(
        const std::string& rule, const std::string& kind,
        const std::string& valid_from = "2026-07-10", const std::string& who = "administrator"
    ) {
        return server.as(who).post(
            "/api/v1/instruments/FUND/rule-kinds",
            {{"rule", rule},
             {"kind", kind},
             {"valid_from", valid_from},
             {"reason", "Board decision 12"}}
        );
    }
    void decide(const std::string& rule, const std::string& kind) {
        const auto id = propose(rule, kind).id();
        server.as("approver")
            .must("/api/v1/rule-kinds/" + id + "/confirm", {{"confirmed_on", "2026-06-30"}});
    }
    answer spend(const json::object& body) { return server.as("finance").post(direct, body); }
    void go_to(const char* day) { server.set_today(*domain::parse_date(day)); }

    const json::object early = expense("EARLY", "2026-01-31");
};

TEST_F(RuleKinds, AreThoseOfTheDomainInTheDatabase) {
    std::set<std::pair<std::string, std::string>> known;
    for (const auto& one : domain::all_rules()) {
        known.emplace(one.code, domain::name(one.kind));
    }
    std::set<std::pair<std::string, std::string>> stored;
    for (const auto row : db.sql().ask("select code, kind from reference.rule")) {
        stored.emplace(row.text("code"), row.text("kind"));
    }
    EXPECT_EQ(stored, known);
}

TEST_F(RuleKinds, GuardActsThatTheApiHas) {
    std::set<std::string> operations;
    for (const auto& one : server::all_endpoints()) {
        operations.insert(one.operation_id);
    }
    for (const auto& one : domain::guarded_acts()) {
        EXPECT_TRUE(operations.contains(std::string{one.operation})) << one.operation;
        EXPECT_NE(domain::rule_of(one.rule).kind, domain::rule_kind::wall) << one.operation;
    }
}

TEST_F(RuleKinds, AreListedWithTheActsThatAskThem) {
    const auto listed =
        server.as("programme").get("/api/v1/rules", {{"accept-language", "fr"}}).json();
    const auto& items = listed.at("items").as_array();
    ASSERT_EQ(items.size(), domain::all_rules().size());
    EXPECT_EQ(items[0].at("code"), "R1");
    EXPECT_EQ(items[0].at("kind"), "wall");
    EXPECT_EQ(items[0].at("name"), "Une ligne ne donne pas plus qu'elle n'a");
}

TEST_F(RuleKinds, TurnAGateIntoARemarkFromADayOn) {
    decide("R19", "remark");
    const auto today = spend(early);
    EXPECT_EQ(said(today, "kind"), "gate") << today;

    go_to("2026-07-10");
    remember();
    const auto unsaid = spend(early);
    expect_refused(unsaid, 422, "date_before", {"/spent_on date_before"});
    EXPECT_EQ(said(unsaid, "kind"), "remark");
    EXPECT_EQ(said(unsaid, "exception"), "");
    EXPECT_EQ(spend(with_acknowledgement(early, "R19")).status, 201);

    const auto kept = server.as("auditor").get("/api/v1/remarks?rule=R19").json();
    ASSERT_EQ(kept.at("items").as_array().size(), 1U);
    EXPECT_EQ(kept.at("items").at(0).at("reason"), "Known and all right");
    EXPECT_EQ(kept.at("items").at(0).at("acknowledged_by"), "test.finance");
    EXPECT_EQ(kept.at("items").at(0).at("project"), "P1");
}

TEST_F(RuleKinds, MakeAGateAWallThatNoExceptionOpens) {
    granted_leave(server, spend(early));
    decide("R19", "wall");
    go_to("2026-07-10");
    const auto refused = spend(early);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(said(refused, "kind"), "wall");
    remember();
    expect_refused(
        server.as("programme")
            .post(
                "/api/v1/exceptions",
                {{"operation", "create_direct_expenditure"},
                 {"subject", "P1"},
                 {"rule", "R19"},
                 {"most_count", 1},
                 {"most_amount", amount_of("10.00")},
                 {"reason", "x"},
                 {"expires_on", "2026-12-01"}}
            ),
        422, "rule_is_not_gate"
    );
}

TEST_F(RuleKinds, CountOnlyOnceASecondPersonHasConfirmedThem) {
    const auto id = propose("R19", "remark", "2026-06-30", "approver").id();
    EXPECT_EQ(said(spend(early), "kind"), "gate");
    const auto confirm = [&](const std::string& who) {
        return server.as(who).post(
            "/api/v1/rule-kinds/" + id + "/confirm", {{"confirmed_on", "2026-06-30"}}
        );
    };
    EXPECT_EQ(confirm("approver").code(), "same_person");
    EXPECT_EQ(confirm("administrator").status, 403);
    EXPECT_EQ(confirm("director").status, 200);
    EXPECT_EQ(confirm("director").status, 409);
    EXPECT_EQ(said(spend(early), "kind"), "remark");
}

TEST_F(RuleKinds, LeaveWallsAndThePastAsTheyAre) {
    expect_refused(propose("R1", "gate"), 422, "rule_is_wall", {"/rule rule_is_wall"});
    expect_refused(
        propose("R19", "remark", "2026-06-29"), 422, "date_before", {"/valid_from date_before"}
    );
    expect_refused(propose("R99", "gate"), 422, "unknown_reference");
    EXPECT_EQ(propose("R19", "off").errors(), std::vector<std::string>{"/kind not_in_list"});
}

class Remarks : public RuleKinds {
protected:
    /// The second version of P1's budget, with so much for staff of 10,000.00; the cap is 30 %.
    answer approve_budget(const std::string& staff, const std::string& rest, bool acknowledged) {
        server.as("administrator")
            .must(
                "/api/v1/funding-lines/FUND-L1/terms",
                {{"valid_from", "2026-02-01"},
                 {"excludes_article_4", false},
                 {"staff_office_cap", "30"},
                 {"source", "test"}}
            );
        json::array lines;
        for (const auto& [code, kind, amount] :
             {std::tuple{"1", "operational", rest}, std::tuple{"2", "staff", staff}}) {
            lines.push_back(json::object{
                {"code", code},
                {"title_en", "Line"},
                {"kind", kind},
                {"category", "1"},
                {"quantity", "1"},
                {"unit_price", amount_of(amount)}});
        }
        server.as("programme")
            .must(
                "/api/v1/projects/P1/budget-versions", {{"reason", "More staff"}, {"lines", lines}}
            );
        json::object body{{"approved_on", "2026-06-01"}};
        return server.as("approver")
            .post(
                "/api/v1/budget-versions/P1:2/approve",
                acknowledged ? with_acknowledgement(body, "R15-near") : body
            );
    }
};

TEST_F(Remarks, AreMadeOfACapThatIsNearlyUsedUp) {
    const auto refused = approve_budget("2900.00", "7100.00", false);
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "staff_office_cap_near") << refused;
    EXPECT_EQ(said(refused, "kind"), "remark");
}

TEST_F(Remarks, LetTheActThroughWhenTheyAreAcknowledged) {
    EXPECT_EQ(approve_budget("2900.00", "7100.00", true).state(), "approved");
    const auto event =
        server.as("auditor").get("/api/v1/audit-events?action=approve_budget_version").json();
    EXPECT_EQ(event.at("items").at(0).at("detail").at("acknowledged"), "R15-near");
}

TEST_F(Remarks, AreNotNeededWhereNothingIsRemarkable) {
    EXPECT_EQ(approve_budget("2849.99", "7150.01", true).state(), "approved");
    EXPECT_EQ(db.sql().number("select count(*) from funding.remark"), 0);
}

TEST_F(Remarks, AreMadeOfTheFirstUseOfAnOldRate) {
    db.sql().ask(
        "update reference.exchange_rate set quoted_on = '2026-02-28' where quoted_on = '2026-04-30'"
    );
    auto body = expense("Q-1", "2026-04-15");
    body["amount"] = amount_of("75.00", "GTQ");
    const auto refused = spend(body);
    EXPECT_EQ(refused.errors(), std::vector<std::string>{"/spent_on rate_is_old"}) << refused;
    EXPECT_EQ(spend(with_acknowledgement(body, "R42-age")).status, 201);
    body["document"] = "Q-2";
    EXPECT_EQ(spend(body).status, 201);
}

TEST_F(Remarks, AreAcknowledgedByAPartnerToo) {
    server.as("programme").must("/api/v1/projects/P1/results", children_result());
    auto actual = children_reached();
    actual["disaggregation"] = {{"girls", 5}, {"boys", 6}};
    const std::string path = "/api/v1/indicators/P1:1:children/actuals";
    auto partner = server.as("preparer", "NGO");
    EXPECT_EQ(said(partner.post(path, actual), "kind"), "remark");
    EXPECT_EQ(partner.post(path, with_acknowledgement(actual, "R55")).status, 201);
    EXPECT_EQ(partner.get("/api/v1/remarks").status, 403);
}

TEST_F(Remarks, NameARuleThatExists) {
    auto body = with_acknowledgement(expense("X", "2026-05-01"), "R999");
    expect_refused(spend(body), 422, "invalid_body", {"/acknowledged/0/rule unknown_reference"});
    body["acknowledged"] = "R55";
    expect_refused(spend(body), 422, "invalid_body", {"/acknowledged wrong_type"});
}

}  // namespace tranche::tests
