// Rounds of an expenditure report: sent back with remarks, answered, handed in again, and all of it
// kept.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string reports = "/api/v1/expenditure-reports/";
const std::string remarks = "/api/v1/review-remarks/";

json::array lines_of(const std::vector<expense_spec>& lines) {
    return report_of("A1", "X", lines).at("lines").as_array();
}

}  // namespace

class ReportRounds : public SmallWorld {
protected:
    // Two lines handed in, and sent back with a remark on a field of the first and one on the
    // whole.
    void SetUp() override {
        report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "250.00"}});
    }

    std::vector<std::string> sent_back() {
        const auto given = finance.must(
            reports + report + "/send-back",
            {{"sent_back_on", "2026-06-12"},
             {"reason", "Two things"},
             {"remarks",
              {{{"document", "D-1"},
                {"field", "amount"},
                {"code", "amount_differs"},
                {"remark", "The invoice says 40.00"}},
               {{"code", "explain"}, {"remark", "Why so late?"}}}}}
        );
        std::vector<std::string> ids;
        const auto body = given.json();
        for (const auto& one : body.at("remarks").as_array()) {
            ids.emplace_back(one.as_string());
        }
        return ids;
    }
    answer answered(const std::string& remark, const std::string& kind = "changed") {
        return preparer.post(
            remarks + remark + "/answer", {{"kind", kind}, {"answer", "Done as asked"}}
        );
    }
    answer handed_in() {
        return officer.post(reports + report + "/submit", {{"submitted_on", "2026-06-15"}});
    }
    void revised() {
        preparer.must(
            reports + report + "/revise",
            {{"lines", lines_of({{"D-1", "40.00"}, {"D-2", "250.00"}, {"D-3", "7.00"}})}}
        );
    }

    std::string report;
    caller finance = server.as("finance");
    caller preparer = server.as("preparer", "NGO");
    caller officer = server.as("officer", "NGO");
};

TEST_F(ReportRounds, AreNotHandedInAgainBeforeEveryRemarkHasAnAnswer) {
    const auto ids = sent_back();
    ASSERT_EQ(ids.size(), 2U);
    revised();
    remember();
    expect_refused(
        handed_in(), 422, "remark_unanswered",
        {"/remarks/" + ids[0] + " remark_unanswered", "/remarks/" + ids[1] + " remark_unanswered"}
    );
    EXPECT_EQ(answered(ids[0]).status, 200);
    remember();
    expect_refused(
        handed_in(), 422, "remark_unanswered", {"/remarks/" + ids[1] + " remark_unanswered"}
    );
    EXPECT_EQ(answered(ids[1], "explained").status, 200);
    const auto again = handed_in();
    EXPECT_EQ(again.status, 200) << again;
    EXPECT_EQ(again.state(), "submitted");
}

TEST_F(ReportRounds, GoBackAsTheyAreWhenEverythingIsExplained) {
    for (const auto& one : sent_back()) {
        answered(one, "explained");
    }
    EXPECT_EQ(handed_in().status, 200);
    EXPECT_EQ(db.sql().one("select count(*) from partner.expenditure_line"), "2");
}

TEST_F(ReportRounds, AreKeptWholeWithLinesRemarksAnswersAndPeople) {
    for (const auto& one : sent_back()) {
        answered(one);
    }
    revised();
    ASSERT_EQ(handed_in().status, 200);
    const auto all = finance.get("/api/v1/report-rounds?report=R1&sort=number").json();
    ASSERT_EQ(all.at("items").as_array().size(), 2U);
    const auto first =
        finance
            .get("/api/v1/report-rounds/" + std::string{all.at("items").at(0).at("id").as_string()})
            .json();
    EXPECT_EQ(first.at("outcome").as_string(), "sent_back");
    EXPECT_EQ(first.at("decided_by").as_string(), "test.finance");
    EXPECT_EQ(first.at("submitted_by").as_string(), "test.officer.ngo");
    EXPECT_EQ(first.at("reported").at("amount").as_string(), "650.00");
    EXPECT_EQ(first.at("lines").as_array().size(), 2U);
    EXPECT_NE(first.at("certification").as_string().find("I certify"), std::string::npos);
    const auto& said = first.at("remarks").as_array();
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].at("document").as_string(), "D-1");
    EXPECT_EQ(said[0].at("field").as_string(), "amount");
    EXPECT_EQ(said[0].at("answer").as_string(), "Done as asked");
    EXPECT_EQ(said[0].at("answered_by").as_string(), "test.preparer.ngo");
    EXPECT_EQ(all.at("items").at(1).at("reported").at("amount").as_string(), "297.00");
    EXPECT_TRUE(all.at("items").at(1).at("outcome").is_null());
}

TEST_F(ReportRounds, ShowTheReviewerOnlyWhatChanged) {
    for (const auto& one : sent_back()) {
        answered(one);
    }
    revised();
    const auto draft = preparer.get(reports + report + "/difference").json();
    EXPECT_EQ(draft.at("from").as_int64(), 1);
    EXPECT_TRUE(draft.at("to").is_null());
    ASSERT_EQ(handed_in().status, 200);
    const auto given = finance.get(reports + report + "/difference");
    ASSERT_EQ(given.status, 200) << given;
    const auto found = given.json();
    EXPECT_EQ(found.at("from").as_int64(), 1);
    EXPECT_EQ(found.at("to").as_int64(), 2);
    EXPECT_EQ(found.at("unchanged").as_int64(), 1);
    ASSERT_EQ(found.at("changed").as_array().size(), 1U);
    EXPECT_EQ(
        json::serialize(found.at("changed").at(0).at("fields")),
        R"([{"field":"amount","before":"400.00 USD","after":"40.00 USD"}])"
    );
    ASSERT_EQ(found.at("added").as_array().size(), 1U);
    EXPECT_EQ(found.at("added").at(0).at("document").as_string(), "D-3");
    EXPECT_TRUE(found.at("removed").as_array().empty());
    EXPECT_EQ(found.at("totals").at("change").at("amount").as_string(), "-353.00");
    EXPECT_EQ(finance.get(reports + report + "/difference?from=1&to=1").status, 200);
    EXPECT_EQ(finance.get(reports + report + "/difference?from=9").code(), "invalid_body");
}

TEST_F(ReportRounds, AreTakenBackUntilSomebodyLooksAtThem) {
    const json::object taken{{"withdrawn_on", "2026-06-11"}, {"reason", "A line is missing"}};
    const auto back = preparer.post(reports + report + "/withdraw", taken);
    EXPECT_EQ(back.status, 200) << back;
    EXPECT_EQ(back.state(), "draft");
    ASSERT_EQ(handed_in().status, 200);
    finance.must(reports + report + "/begin-review", json::object{});
    remember();
    expect_refused(
        preparer.post(reports + report + "/withdraw", taken), 409, "state_forbids_action"
    );
    finance.must(
        reports + report + "/review", {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    EXPECT_EQ(
        db.sql().one("select string_agg(o.kind, ' ' order by n.number) from partner.report_round n"
                     " join partner.round_outcome o on o.round_id = n.id"),
        "withdrawn reviewed"
    );
}

TEST_F(ReportRounds, NameTheLineARemarkIsAboutOrAreRefused) {
    remember();
    expect_refused(
        finance.post(
            reports + report + "/send-back",
            {{"sent_back_on", "2026-06-12"},
             {"reason", "r"},
             {"remarks",
              {{{"document", "D-9"}, {"code", "other"}, {"remark", "x"}},
               {{"field", "amount"}, {"code", "other"}, {"remark", "x"}}}}}
        ),
        422, "unknown_reference",
        {"/remarks/0/document unknown_reference", "/remarks/1/document missing_field"}
    );
}

TEST_F(ReportRounds, AreNobodyElsesToSeeOrAnswer) {
    const auto ids = sent_back();
    partner(server, "OTHER");
    auto stranger = server.as("officer", "OTHER");
    EXPECT_EQ(stranger.get(remarks + ids[0]).status, 404);
    EXPECT_EQ(stranger.get(reports + report + "/difference").status, 404);
    EXPECT_EQ(
        stranger.post(
                    remarks + ids[0] + "/answer", {{"kind", "explained"}, {"answer", "x"}}
        ).status,
        404
    );
    EXPECT_EQ(
        finance.post(remarks + ids[0] + "/answer", {{"kind", "explained"}, {"answer", "x"}}).status,
        403
    );
    EXPECT_EQ(preparer.get(remarks + ids[0]).status, 200);
}

// Whatever the program does: the database keeps what was handed in.
TEST_F(ReportRounds, AreNotChangedBehindTheProgramsBack) {
    sent_back();
    sql_connection staff{db.staff_url()};
    for (const auto* statement :
         {"update partner.report_round set submitted_on = '2026-01-01'",
          "delete from partner.report_round", "update partner.round_outcome set kind = 'withdrawn'",
          "update partner.review_remark set remark = 'x'", "delete from partner.review_remark",
          "update partner.remark_answer set answer = 'x'",
          "update partner.expenditure_line set amount = 1"}) {
        const auto refused = refusal_of(staff, statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->sqlstate, "42501") << statement;
    }
    const auto next = refusal_of(
        staff,
        "insert into partner.report_round (id, report_id, number, lines_round, submitted_on,"
        " submitted_by) select 7, report_id, 2, 1, submitted_on, submitted_by"
        " from partner.report_round"
    );
    ASSERT_TRUE(next);
    EXPECT_EQ(next->constraint, "report_round_remarks_answered_check");
    const auto line = refusal_of(
        staff,
        "insert into partner.expenditure_line (id, report_id, round, position, document, spent_on,"
        " budget_line_id, payee, currency, amount, rate, base_amount) select 7, report_id, round, 9,"
        " document, spent_on, budget_line_id, payee, currency, amount, rate, base_amount"
        " from partner.expenditure_line limit 1"
    );
    ASSERT_TRUE(line);
    EXPECT_EQ(line->constraint, "expenditure_line_round_is_open_check");
    const auto jump = refusal_of(
        staff,
        "update partner.expenditure_report set state = 'accepted', reviewed_on = now(),"
        " reviewed_by = 0"
    );
    ASSERT_TRUE(jump);
    EXPECT_EQ(jump->constraint, "expenditure_report_moves_check");
}

// What a request asks of its signature, a report asks of its certification.
class ReportsCertified : public ReportRounds {
protected:
    void SetUp() override {}
    std::string officer_on_file(const std::string& user, const std::string& from) {
        return server.as("programme")
            .must(
                "/api/v1/partners/NGO/authorised-officers",
                {{"name", "A. Officer"},
                 {"position", "Treasurer"},
                 {"user", user},
                 {"valid_from", from},
                 {"document", "Statutes"}}
            )
            .id();
    }
    std::string drafted() {
        const auto id =
            preparer.must(
                        "/api/v1/expenditure-reports", report_of("A1", "R1", {{"D-1", "40.00"}})
            ).id();
        acknowledge_checks(server, id, "NGO");
        return id;
    }
    answer certify(const std::string& id, const std::string& day, const char* who = "officer") {
        remember();
        return server.as(who, "NGO").post(reports + id + "/submit", {{"submitted_on", day}});
    }
};

TEST_F(ReportsCertified, AreCertifiedByAnOfficerOnFileWhoIsKeptWithThem) {
    const auto id = drafted();
    officer_on_file("test.officer.ngo", "2026-06-12");
    expect_refused(certify(id, "2026-06-11"), 422, "signatory_not_authorised");
    EXPECT_EQ(certify(id, "2026-06-12").state(), "submitted");
    const auto round =
        finance.get("/api/v1/report-rounds").json().at("items").at(0).at("officer").as_string();
    EXPECT_EQ(round, "A. Officer");
}

TEST_F(ReportsCertified, AreCertifiedByNobodyWhoseAuthorityEnded) {
    const auto id = drafted();
    const auto authority = officer_on_file("test.officer.ngo", "2026-01-01");
    server.as("programme")
        .must(
            "/api/v1/authorised-officers/" + authority + "/end",
            {{"ended_on", "2026-06-20"}, {"reason", "Left"}}
        );
    expect_refused(certify(id, "2026-06-20"), 422, "signatory_not_authorised");
    expect_refused(certify(id, "2026-06-19"), 422, "signatory_not_authorised");
}

TEST_F(ReportsCertified, AreCertifiedByTheRoleWhileNobodyIsOnFile) {
    const auto id = drafted();
    EXPECT_EQ(certify(id, "2026-06-20").state(), "submitted");
}

TEST_F(ReportsCertified, AreNotCertifiedBehindTheProgramsBack) {
    report = drafted();
    officer_on_file("test.officer.ngo", "2026-01-01");
    EXPECT_EQ(certify(report, "2026-06-12").status, 200);
    sent_back();
    for (const auto* signature : {"null, 'en', certification", "officer_id, null, null"}) {
        const auto refused = refusal_of(
            db.sql(),
            "delete from partner.review_remark;"
            "insert into partner.report_round (id, report_id, number, lines_round, submitted_on,"
            " submitted_by, officer_id, language, certification) select 7, report_id, 2, 1,"
            " '2026-06-15', submitted_by, " +
                std::string{signature} + " from partner.report_round"
        );
        ASSERT_TRUE(refused) << signature;
        EXPECT_EQ(refused->constraint, "report_round_signed_check") << signature;
    }
}

}  // namespace tranche::tests
