// Lines the office asks about while it reviews a report: queried until the partner answers.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string reports = "/api/v1/expenditure-reports/";

}  // namespace

class QueriedLines : public SmallWorld {
protected:
    void SetUp() override {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "250.00"}});
    }
    answer asked(const json::array& remarks) {
        return finance.post(reports + report + "/query", {{"remarks", remarks}});
    }
    // The remark's id.
    std::string asked_about(const std::string& document) {
        const auto given = asked(
            {{{"document", document}, {"code", "explain"}, {"remark", "What are these beds?"}}}
        );
        EXPECT_EQ(given.status, 200) << given;
        return std::string{given.json().at("remarks").at(0).as_string()};
    }
    answer answered(const std::string& remark, const std::string& kind = "explained") {
        return server.as("preparer", "NGO")
            .post(
                "/api/v1/review-remarks/" + remark + "/answer",
                {{"kind", kind}, {"answer", "For the shelter"}}
            );
    }
    answer reviewed() {
        return finance.post(
            reports + report + "/review",
            {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
        );
    }
    std::string decision_of(std::size_t line, const std::string& who = "finance") {
        const auto lines = server.as(who).get(reports + report).json().at("lines");
        return std::string{lines.at(line).at("decision").as_string()};
    }
    std::string queried() {
        const auto found = finance.get(reports + report).json();
        return std::string{found.at("queried").at("amount").as_string()};
    }

    std::string report;
    caller finance = server.as("finance");
};

TEST_F(QueriedLines, KeepTheReportFromBeingAcceptedUntilThePartnerAnswers) {
    const auto remark = asked_about("D-2");
    EXPECT_EQ(decision_of(0), "pending");
    EXPECT_EQ(decision_of(1), "queried");
    EXPECT_EQ(queried(), "250.00");
    remember();
    expect_refused(
        reviewed(), 422, "remark_unanswered", {"/remarks/" + remark + " remark_unanswered"}
    );
    ASSERT_EQ(answered(remark).status, 200);
    EXPECT_EQ(decision_of(1), "pending");
    EXPECT_EQ(queried(), "0.00");
    const auto done = reviewed();
    EXPECT_EQ(done.state(), "accepted") << done;
    EXPECT_EQ(decision_of(1), "accepted");
}

TEST_F(QueriedLines, AreNotAcceptedInTheDatabaseEither) {
    asked_about("D-2");
    const auto refused = refusal_of(
        db.sql(),
        "update partner.expenditure_report set state = 'accepted', reviewed_on = submitted_on,"
        " reviewed_by = 0"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "expenditure_report_questions_answered_check");
}

TEST_F(QueriedLines, StayWithTheOfficeSoThatNothingOfThemChanges) {
    const auto remark = asked_about("D-1");
    auto officer = server.as("officer", "NGO");
    remember();
    expect_refused(
        answered(remark, "changed"), 422, "nothing_changes_in_review",
        {"/kind nothing_changes_in_review"}
    );
    expect_refused(
        officer.post(reports + report + "/withdraw", {{"withdrawn_on", "2026-06-15"}}), 409,
        "state_forbids_action"
    );
    expect_refused(
        asked(
            {{{"code", "explain"}, {"remark", "All of it?"}},
             {{"document", "D-9"}, {"code", "explain"}, {"remark", "And this?"}}}
        ),
        422, "missing_field",
        {"/remarks/0/document missing_field", "/remarks/1/document unknown_reference"}
    );
    expect_refused(
        server.as("officer", "NGO")
            .post(
                reports + report + "/query",
                {{"remarks", {{{"document", "D-1"}, {"code", "c"}, {"remark", "r"}}}}}
            ),
        403, "forbidden"
    );
}

TEST_F(QueriedLines, AreMeantByTheirIdAloneToo) {
    const auto id = finance.get(reports + report).json().at("lines").at(1).at("id");
    ASSERT_EQ(asked({{{"line", id}, {"code", "explain"}, {"remark", "Which beds?"}}}).status, 200);
    EXPECT_EQ(decision_of(0), "pending");
    EXPECT_EQ(decision_of(1), "queried");
    remember();
    expect_refused(
        asked({{{"line", "exl_0000000000000"}, {"code", "explain"}, {"remark", "Which?"}}}), 422,
        "unknown_reference", {"/remarks/0/line unknown_reference"}
    );
}

TEST_F(QueriedLines, GoBackWithTheReportAndAreAnsweredBeforeItIsHandedInAgain) {
    const auto remark = asked_about("D-1");
    const auto back = finance.post(
        reports + report + "/send-back",
        {{"sent_back_on", "2026-06-12"},
         {"reason", "No answer"},
         {"remarks", {{{"document", "D-2"}, {"code", "explain"}, {"remark", "And this"}}}}}
    );
    ASSERT_EQ(back.status, 200) << back;
    const json::object again{{"submitted_on", "2026-06-15"}};
    auto officer = server.as("officer", "NGO");
    EXPECT_EQ(officer.post(reports + report + "/submit", again).errors().size(), 2U);
    answered(remark);
    answered(std::string{back.json().at("remarks").at(0).as_string()});
    EXPECT_EQ(officer.post(reports + report + "/submit", again).state(), "submitted");
    EXPECT_EQ(decision_of(0), "pending");
}

TEST_F(QueriedLines, AreCalledSoInTheRegisterAndToThePartner) {
    asked_about("D-2");
    const auto found =
        finance.get("/api/v1/reports/expenditure-register?project=P1&format=json").json();
    EXPECT_EQ(found.at("rows").at(1).at("decision").as_string(), "queried");
    const auto lines = server.as("preparer", "NGO").get(reports + report).json().at("lines");
    EXPECT_EQ(lines.at(1).at("decision").as_string(), "queried");
    EXPECT_EQ(db.sql().one("select count(*) from notify.event where name = 'report_queried'"), "1");
}

}  // namespace tranche::tests
