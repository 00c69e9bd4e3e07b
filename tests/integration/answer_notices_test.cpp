// Whoever asked the partner about a line, or remarked on one, is told of the answer, and nobody
// else.
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
    letters answered(const std::string& remark) {
        server.as("preparer", "NGO")
            .must(
                "/api/v1/review-remarks/" + remark + "/answer",
                {{"kind", "explained"}, {"answer", "For the shelter"}}
            );
        return deliver();
    }

    std::string report;
    const letters to_whoever_asked{
        {"test.finance", "The partner has answered your remark: A1:R1 D-1."}};
};

TEST_F(AnswerNotices, TellOfAQuery) {
    EXPECT_EQ(answered(remarked("query", {})), to_whoever_asked);
}

TEST_F(AnswerNotices, TellOfARemarkOnAReportThatWasSentBack) {
    const auto remark =
        remarked("send-back", {{"sent_back_on", "2026-06-20"}, {"reason", "See the remark"}});
    EXPECT_EQ(answered(remark), to_whoever_asked);
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
