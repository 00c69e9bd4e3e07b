// Whoever asked the partner about lines of a report is told once when all of it is answered, and
// nobody else.
#include "tests/integration/notices.hpp"

namespace tranche::tests {

class AnswerNotices : public Notices {
protected:
    void SetUp() override {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});
        write_to_everybody();
        deliver();
    }
    // The remark's id.
    std::string remarked(const std::string& act, boost::json::object body) {
        body["remarks"] = {
            {{"document", "D-1"}, {"code", "explain"}, {"remark", "What are these beds?"}}};
        const auto given =
            server.as("finance").must("/api/v1/expenditure-reports/" + report + '/' + act, body);
        deliver();
        const auto made = given.json();
        return std::string{made.at("remarks").at(0).as_string()};
    }
    std::vector<std::string> asked_twice() {
        boost::json::array both;
        for (const auto* what : {"What are these beds?", "Who sold them?"}) {
            both.push_back(boost::json::object{
                {"document", "D-1"}, {"code", "explain"}, {"remark", what}});
        }
        const auto made =
            server.as("finance")
                .must("/api/v1/expenditure-reports/" + report + "/query", {{"remarks", both}})
                .json();
        deliver();
        const auto& ids = made.at("remarks");
        return {std::string{ids.at(0).as_string()}, std::string{ids.at(1).as_string()}};
    }
    void answer_only(const std::string& remark) {
        server.as("preparer", "NGO")
            .must(
                "/api/v1/review-remarks/" + remark + "/answer",
                {{"kind", "explained"}, {"answer", "For the shelter"}}
            );
    }
    letters answered(const std::string& remark) {
        answer_only(remark);
        return deliver();
    }

    std::string report;
    const letters to_whoever_asked{
        {"test.finance", "The partner has answered all you asked about the report A1:R1."}};
};

TEST_F(AnswerNotices, TellOfAQuery) {
    EXPECT_EQ(answered(remarked("query", {})), to_whoever_asked);
}

TEST_F(AnswerNotices, WaitForTheLastAnswerOfARoundOfQuestions) {
    const auto remarks = asked_twice();
    EXPECT_EQ(answered(remarks[1]), letters{});
    EXPECT_EQ(answered(remarks[0]), to_whoever_asked);
}

TEST_F(AnswerNotices, AreOneLetterOfAnswersThatComeTogether) {
    const auto remarks = asked_twice();
    answer_only(remarks[0]);
    answer_only(remarks[1]);
    EXPECT_EQ(deliver(), to_whoever_asked);
}

// Nothing is to be done before it is handed in again, which is told of itself.
TEST_F(AnswerNotices, AreNoneOfAReportThatWasSentBack) {
    const auto remark =
        remarked("send-back", {{"sent_back_on", "2026-06-20"}, {"reason", "See the remark"}});
    EXPECT_EQ(answered(remark), letters{});
}

TEST_F(AnswerNotices, ComeAtOnceAlsoToWhoeverWantsOneLetterADay) {
    db.sql().ask("update people.user_account set notices = 'digest' where name = 'test.finance'");
    EXPECT_EQ(answered(remarked("query", {})), to_whoever_asked);
}

TEST_F(AnswerNotices, GoToNobodyElseWhereWhoeverAskedMayNotReviewAnyMore) {
    const auto remark = remarked("query", {});
    db.sql().ask("update people.user_account set roles = '{auditor}' where name = 'test.finance'");
    EXPECT_EQ(answered(remark), letters{});
}

}  // namespace tranche::tests
