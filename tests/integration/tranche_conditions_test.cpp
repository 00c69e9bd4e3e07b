// R35: what has to be true before a tranche is asked for, told whole, asked before money is set
// aside, and refused by the database too.
#include "tests/integration/actions.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const std::string conditions_of_t2 = "/api/v1/tranches/A1:T2/conditions";

json::object named(const std::string& kind, json::object more = {}) {
    more["kind"] = kind;
    return more;
}

json::object request_of(const std::string& tranche, const std::string& on = "2026-06-30") {
    return {{"tranche", tranche}, {"amount", amount_of("100.00")}, {"requested_on", on}};
}

// The amounts of the n-th condition, as "needed reached missing".
std::string amounts_in(const answer& read, std::size_t n) {
    const auto all = read.json();
    const auto& one = all.at("items").at(n);
    std::string text;
    for (const auto* name : {"needed", "reached", "missing"}) {
        text += text.empty() ? "" : " ";
        text += one.at(name).at("amount").as_string();
    }
    return text;
}

bool is_met(const answer& read, std::size_t n) {
    const auto all = read.json();
    return all.at("items").at(n).at("met").as_bool();
}

}  // namespace

class TrancheConditions : public SmallWorld {
protected:
    answer give(const json::array& conditions, const std::string& tranche = "A1:T2") {
        return programme.post(
            "/api/v1/tranches/" + tranche + "/conditions",
            {{"conditions", conditions}, {"reason", "As agreed"}}
        );
    }
    void given(const json::array& conditions) {
        const auto done = give(conditions);
        ASSERT_TRUE(done.succeeded()) << done;
        remember();
    }
    answer ask(const std::string& on = "2026-06-30") {
        return server.as("officer", "NGO")
            .post("/api/v1/disbursement-requests", request_of("A1:T2", on));
    }

    caller programme = server.as("programme");
};

TEST_F(TrancheConditions, R35AreAllToldAtOnceAndRefuseTheRequest) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    given(
        {named("report_accepted"), named("last_advance", {{"percent", "90"}}),
         named("earlier_advances"), named("date_reached", {{"day", "2026-07-01"}}),
         named("document_present", {{"text", "Audit report 2025"}})}
    );
    expect_refused(
        ask(), 422, "condition_report_missing",
        {" condition_report_missing", " condition_advance_open", " condition_day_ahead",
         " condition_document_missing"}
    );
    const auto read = server.as("officer", "NGO").get(conditions_of_t2);
    EXPECT_FALSE(read.json().at("met").as_bool());
    EXPECT_EQ(amounts_in(read, 1), "900.00 0.00 900.00");
    EXPECT_TRUE(is_met(read, 2)) << "there is one advance, and it is the last";
    EXPECT_EQ(
        read.json().at("items").at(1).at("why").at("code").as_string(), "condition_advance_open"
    );
}

TEST_F(TrancheConditions, R35AreMetByTheBooksTheCalendarAndAPerson) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    given(
        {named("report_accepted", {{"period_first", "2026-03-01"}, {"period_last", "2026-05-31"}}),
         named("last_advance"), named("date_reached", {{"day", "2026-06-30"}}),
         named("confirmed", {{"text", "The rooms are ready"}})}
    );
    accepted_report(server, "A1", "R1", {{"D-1", "800.00"}});
    const auto unconfirmed = programme.get(conditions_of_t2);
    EXPECT_EQ(amounts_in(unconfirmed, 1), "800.00 800.00 0.00");
    const std::string last{unconfirmed.json().at("items").at(3).at("id").as_string()};
    EXPECT_EQ(ask().errors(), (std::vector<std::string>{" condition_unconfirmed"}));
    programme.must(
        "/api/v1/tranche-conditions/" + last + "/confirm",
        {{"confirmed_on", "2026-06-29"}, {"document", "Visit of 29 June"}}
    );
    const auto read = programme.get(conditions_of_t2);
    EXPECT_TRUE(read.json().at("met").as_bool()) << read;
    EXPECT_EQ(read.json().at("items").at(3).at("document").as_string(), "Visit of 29 June");
    EXPECT_TRUE(ask().succeeded());
}

TEST_F(TrancheConditions, AreJudgedByWhatHadHappenedOnADay) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    given({named("last_advance"), named("report_accepted")});
    accepted_report(server, "A1", "R1", {{"D-1", "900.00"}});
    const auto day_before = programme.get(conditions_of_t2 + "?on=2026-06-19");
    EXPECT_FALSE(is_met(day_before, 0));
    EXPECT_FALSE(is_met(day_before, 1));
    EXPECT_EQ(amounts_in(day_before, 0), "800.00 0.00 800.00");
    EXPECT_TRUE(programme.get(conditions_of_t2 + "?on=2026-06-20").json().at("met").as_bool());
    remember();
    expect_refused(programme.get(conditions_of_t2 + "?on=yesterday"), 400, "bad_query");
}

TEST_F(TrancheConditions, CountWhatWasHandedInWhereTheTermsSaySo) {
    signed_agreement(server, {.code = "B1", .terms = {{"liquidation_basis", "submitted"}}});
    paid_request(server, "B1:T1", "1000.00", "BANK-1");
    ASSERT_TRUE(give({named("last_advance")}, "B1:T2").succeeded());
    submitted_report(server, "B1", "R1", {{"D-1", "790.00"}});
    const auto conditions = std::string{"/api/v1/tranches/B1:T2/conditions"};
    EXPECT_EQ(amounts_in(programme.get(conditions), 0), "800.00 790.00 10.00");
    submitted_report(server, "B1", "R2", {{"D-2", "10.00"}});
    EXPECT_TRUE(programme.get(conditions).json().at("met").as_bool());
}

TEST_F(TrancheConditions, StayOnceSomebodyHasAskedForTheTranche) {
    given({named("date_reached", {{"day", "2026-06-01"}})});
    ASSERT_TRUE(ask().succeeded());
    remember();
    expect_refused(give({}), 409, "tranche_requested");
    const auto by_hand = refusal_of(
        db.sql(), "update partner.tranche set condition_set = condition_set + 1 where code = 'T2'"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "tranche_condition_not_requested_check");
}

TEST_F(TrancheConditions, AreReplacedTogetherAndCountedOn) {
    given({named("confirmed", {{"text", "First"}}), named("confirmed", {{"text", "Second"}})});
    const auto first = programme.get(conditions_of_t2).json().at("items").at(0).at("id");
    given({named("confirmed", {{"text", "Third"}})});
    const auto read = programme.get(conditions_of_t2).json();
    ASSERT_EQ(read.at("items").as_array().size(), 1U);
    EXPECT_EQ(read.at("items").at(0).at("number").as_int64(), 3);
    const auto old = programme.post(
        "/api/v1/tranche-conditions/" + std::string{first.as_string()} + "/confirm",
        {{"confirmed_on", "2026-06-29"}, {"document", "d"}}
    );
    expect_refused(old, 409, "state_forbids_action");
}

TEST_F(TrancheConditions, SayEveryMistakeInWhatIsGiven) {
    expect_refused(
        give(
            {named("date_reached"), named("confirmed", {{"percent", "5"}}),
             named(
                 "report_accepted", {{"period_first", "2026-03-02"}, {"period_last", "2026-03-01"}}
             )}
        ),
        422, "missing_field",
        {"/conditions/0/day missing_field", "/conditions/1/text missing_field",
         "/conditions/1/percent condition_member_unused", "/conditions/2/period_last date_before"}
    );
    expect_refused(give({named("report_accepted")}, "A1:T1"), 422, "condition_without_previous");
    expect_refused(give({named("wished")}), 422, "invalid_body");
}

TEST_F(TrancheConditions, R35AreOpenedByASecondPersonForOneAmountAndStayOpenForTheApproval) {
    given({named("confirmed", {{"text", "The rooms are ready"}})});
    auto asking = server.as("programme");
    const auto refused = asking.post("/api/v1/disbursement-requests", request_of("A1:T2"));
    EXPECT_EQ(said(refused, "kind"), "gate");
    granted_leave(server, refused);
    const auto id =
        server.as("officer", "NGO").must("/api/v1/disbursement-requests", request_of("A1:T2")).id();
    server.as("region").must(requests + id + "/certify", {{"certified_on", "2026-06-30"}});
    server.as("approver").must(requests + id + "/approve", {{"approved_on", "2026-06-30"}});
    const auto again = ask();
    EXPECT_EQ(again.code(), "condition_unconfirmed") << "leave is used once";
}

TEST_F(TrancheConditions, R35AreHeldByTheDatabaseWhenTheProgramForgetsThem) {
    given({named("last_advance"), named("date_reached", {{"day", "2026-07-01"}})});
    const auto insert = std::string{
        "insert into partner.disbursement_request (id, agreement_id, tranche_id, kind, requested_on,"
        " asked_currency, asked_amount, currency, requested_amount, state, requested_by)"
        " select 1, agreement_id, id, 'advance', '2026-06-30', 'USD', 1, 'USD', 1, 'submitted', 1"
        " from partner.tranche where code = 'T2'"};
    const auto refused = refusal_of(db.sql(), insert);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "disbursement_request_conditions_met_check");
}

TEST_F(TrancheConditions, SayWhyATrancheCannotBeAskedFor) {
    given({named("confirmed", {{"text", "The rooms are ready"}})});
    const auto read = server.as("officer", "NGO").get("/api/v1/tranches/A1:T2");
    const auto asked = act(read, "create_disbursement_request");
    EXPECT_FALSE(is_open(asked));
    EXPECT_EQ(reasons(asked), codes{"condition_unconfirmed"});
    const auto free = server.as("officer", "NGO").get("/api/v1/tranches/A1:T1");
    EXPECT_TRUE(is_open(act(free, "create_disbursement_request")));
}

TEST_F(TrancheConditions, AreGivenWithTheTranchesOfADraft) {
    const json::object body{
        {"code", "B1"},
        {"project", "P1"},
        {"partner", "NGO"},
        {"title", "t"},
        {"start_on", "2026-07-01"},
        {"end_on", "2026-12-31"},
        {"terms", json::object{}},
        {"lines", {{{"budget_line", "1"}, {"amount", amount_of("1.00")}}}},
        {"tranches",
         {{{"code", "T1"},
           {"kind", "advance"},
           {"amount", amount_of("1.00")},
           {"conditions", {named("confirmed", {{"text", "Signed plan"}})}}}}}};
    programme.must("/api/v1/agreements", body);
    const auto read = programme.get("/api/v1/tranches/B1:T1").json();
    EXPECT_EQ(read.at("conditions").at(0).at("text").as_string(), "Signed plan");
    EXPECT_EQ(read.at("conditions").at(0).at("state").as_string(), "open");
}

// The judge in the database and the one in the program say the same, case by case.
TEST_F(TrancheConditions, AreJudgedAlikeByTheProgramAndTheDatabase) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    given(
        {named("report_accepted"),
         named("report_accepted", {{"period_first", "2026-03-01"}, {"period_last", "2026-05-31"}}),
         named("report_accepted", {{"period_first", "2026-03-01"}, {"period_last", "2026-06-30"}}),
         named("last_advance"), named("last_advance", {{"percent", "33.3333"}}),
         named("earlier_advances"), named("date_reached", {{"day", "2026-06-20"}}),
         named("finding_settled")}
    );
    accepted_report(server, "A1", "R1", {{"D-1", "333.33"}});
    for (const auto* day : {"2026-03-01", "2026-04-01", "2026-06-19", "2026-06-20", "2026-06-30"}) {
        std::string by_program;
        const auto told = programme.get(conditions_of_t2 + "?on=" + day).json();
        for (const auto& one : told.at("items").as_array()) {
            if (!one.at("met").as_bool()) {
                by_program += std::to_string(one.at("number").as_int64()) + ' ';
            }
        }
        EXPECT_EQ(
            db.sql().one(
                "select coalesce(string_agg(n || ' ', '' order by n), '') from"
                " (select id from partner.tranche where code = 'T2') t, partner.unmet_conditions(t.id, '" +
                std::string{day} + "') n"
            ),
            by_program
        ) << day;
    }
}

}  // namespace tranche::tests
