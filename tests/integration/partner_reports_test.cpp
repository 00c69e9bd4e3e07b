// What a partner owes in reports under its agreement and when: computed from the agreement's days
// and its schedule, answered by its reports, and seen by the office and by the partner alone.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

using lines = std::vector<std::string>;

// A1 runs from 1 March to 31 December 2026: three quarters and a month. Today is 30 June 2026.
class PartnerReports : public SmallWorld {
protected:
    answer schedule(const json::object& more = {}, const std::string& agreement = "A1") {
        json::object body{
            {"period_months", 3},
            {"due_days", 15},
            {"final_due_days", 60},
            {"document", "A1 art. 7"}};
        for (const auto& [name, value] : more) {
            body[name] = value;
        }
        return server.as("approver")
            .post("/api/v1/agreements/" + agreement + "/reporting-schedule", body);
    }
    static std::string cell(const json::value& one) {
        return one.is_null()  ? "-"
            : one.is_string() ? std::string{one.as_string()}
                              : json::serialize(one);
    }
    static lines rows(const json::value& all, const lines& columns) {
        lines found;
        for (const auto& row : all.as_array()) {
            if (row.at("obligation").as_string().starts_with("partner_")) {
                std::string text;
                for (const auto& column : columns) {
                    text += (text.empty() ? "" : " ") + cell(row.at(column));
                }
                found.push_back(text);
            }
        }
        return found;
    }
    lines report(const std::string& on, const lines& columns) {
        const auto read =
            server.as("auditor").get("/api/v1/reports/obligations?project=P1&until=" + on);
        EXPECT_EQ(read.status, 200) << read;
        return rows(read.json().at("rows"), columns);
    }
    lines owed() { return report("2026-06-30", {"obligation", "number", "due_on"}); }
    std::string standing(const std::string& on) {
        const auto found =
            report(on, {"obligation", "number", "state", "waits_for", "waits_since"});
        return found.empty() ? "" : found.front();
    }
    std::string hand_in(const std::string& code, const std::string& last, const std::string& on) {
        auto body = report_of("A1", code, {{"D-" + code, "10.00"}});
        body["period_first"] = "2026-03-01";
        body["period_last"] = last;
        const auto id = server.as("preparer", "NGO").must("/api/v1/expenditure-reports", body).id();
        submit(id, on);
        return id;
    }
    void submit(const std::string& id, const std::string& on) {
        server.as("officer", "NGO")
            .must("/api/v1/expenditure-reports/" + id + "/submit", {{"submitted_on", on}});
    }
    void send_back(const std::string& id, const std::string& on) {
        server.as("finance").must(
            "/api/v1/expenditure-reports/" + id + "/send-back",
            {{"sent_back_on", on}, {"reason", "No receipts"}}
        );
    }
    lines queue(const std::string& name, const std::string& partner = "") {
        const auto read = server.as(name, partner).get("/api/v1/queue").json();
        json::array due;
        for (const auto& one : read.at("items").as_array()) {
            if (one.at("type").as_string() == "reporting_obligation") due.push_back(one);
        }
        return rows(due, {"obligation", "number", "agreement", "state", "due_on"});
    }
};

}  // namespace

TEST_F(PartnerReports, AreDueAfterEachPeriodAndFinallyAfterTheAgreement) {
    EXPECT_EQ(owed(), lines{}) << "without a schedule nothing is";
    ASSERT_EQ(schedule().status, 200);
    EXPECT_EQ(
        owed(),
        (lines{
            "partner_report 1 2026-06-15", "partner_report 2 2026-09-15",
            "partner_report 3 2026-12-15", "partner_final_report 1 2027-03-01"})
    );
}

TEST_F(PartnerReports, FollowAnAgreementThatIsExtended) {
    schedule();
    // As an amendment leaves it.
    const auto ends = [&](const std::string& day) {
        db.sql().ask(
            "with agreed as (update partner.agreement_version v set end_on = '" + day +
            "' from partner.agreement a where a.id = v.agreement_id and a.code = 'A1')"
            " update partner.agreement set end_on = '" +
            day + "' where code = 'A1'"
        );
    };
    ends("2027-03-31");
    EXPECT_EQ(owed().at(3), "partner_report 4 2027-03-15") << "the month became a quarter";
    EXPECT_EQ(owed().back(), "partner_final_report 1 2027-05-30");
    ends("2026-05-31");
    EXPECT_EQ(owed(), lines{"partner_final_report 1 2026-07-30"});
}

TEST_F(PartnerReports, AreCountedAnewFromTheDayTheScheduleChanges) {
    schedule();
    remember();
    expect_refused(
        schedule({{"valid_from", "2026-06-30"}}), 422, "date_before", {"/valid_from date_before"}
    );
    expect_refused(
        schedule({{"valid_from", "2027-01-01"}}), 422, "date_outside_period",
        {"/valid_from date_outside_period"}
    );
    expect_refused(schedule(), 422, "missing_field", {"/valid_from missing_field"});
    ASSERT_EQ(
        schedule({{"valid_from", "2026-08-15"}, {"period_months", 2}, {"due_days", 10}}).status, 200
    );
    EXPECT_EQ(
        report("2026-06-30", {"period_first", "period_last", "due_on"}),
        (lines{
            "2026-03-01 2026-05-31 2026-06-15", "2026-06-01 2026-08-14 2026-08-29",
            "2026-08-15 2026-10-14 2026-10-24", "2026-10-15 2026-12-14 2026-12-24",
            "2026-12-15 2026-12-31 2027-03-01"})
    ) << "a period that the change cuts is reported by itself, as agreed before";
}

TEST_F(PartnerReports, OfASmallAgreementAreTheFinalOneOnly) {
    ASSERT_EQ(schedule({{"period_months", nullptr}}).status, 200);
    EXPECT_EQ(owed(), lines{"partner_final_report 1 2027-03-01"});
}

TEST_F(PartnerReports, BeginWithTheAgreementAndAreWrittenOnce) {
    remember();
    expect_refused(
        schedule({{"valid_from", "2026-04-01"}}), 422, "date_outside_period",
        {"/valid_from date_outside_period"}
    );
    schedule();
    const auto by_hand = refusal_of(
        db.sql(),
        "insert into partner.reporting_schedule select agreement_id, '2026-02-01', 1, 1, 1, 'x',"
        " recorded_by from partner.reporting_schedule"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "reporting_schedule_in_order_check");
    EXPECT_EQ(
        server.as("programme")
            .post("/api/v1/agreements/A1/reporting-schedule", {{"document", "x"}})
            .status,
        403
    );
    EXPECT_EQ(
        server.as("officer", "NGO")
            .get("/api/v1/agreements/A1")
            .json()
            .at("reporting_schedule")
            .at(0)
            .at("due_days"),
        15
    );
}

TEST_F(PartnerReports, R51AreOverdueFromTheDayAfter) {
    schedule();
    EXPECT_EQ(standing("2026-05-31"), "partner_report 1 upcoming - -");
    EXPECT_EQ(standing("2026-06-15"), "partner_report 1 due partner 2026-06-01");
    EXPECT_EQ(standing("2026-06-16"), "partner_report 1 overdue partner 2026-06-16");
}

TEST_F(PartnerReports, R51ThatAreSentBackAreDueByTheSameDay) {
    schedule();
    const auto id = hand_in("R1", "2026-05-31", "2026-06-05");
    EXPECT_EQ(standing("2026-06-04"), "partner_report 1 due partner 2026-06-01");
    EXPECT_EQ(standing("2026-06-30"), "partner_report 1 submitted reviewer 2026-06-05");
    send_back(id, "2026-06-10");
    EXPECT_EQ(standing("2026-06-09"), "partner_report 1 submitted reviewer 2026-06-05");
    EXPECT_EQ(standing("2026-06-15"), "partner_report 1 sent_back partner 2026-06-10");
    EXPECT_EQ(standing("2026-06-16"), "partner_report 1 overdue partner 2026-06-16");
    server.as("preparer", "NGO")
        .must(
            "/api/v1/expenditure-reports/" + id + "/revise",
            {{"lines", report_of("A1", "R1", {{"D-2", "9.00"}}).at("lines")}}
        );
    EXPECT_EQ(standing("2026-06-15"), "partner_report 1 sent_back partner 2026-06-10");
    submit(id, "2026-06-20");
    EXPECT_EQ(standing("2026-06-20"), "partner_report 1 submitted reviewer 2026-06-20");
    server.as("finance").must(
        "/api/v1/expenditure-reports/" + id + "/review", {{"reviewed_on", "2026-06-25"}}
    );
    EXPECT_EQ(standing("2026-06-25"), "partner_report 2 upcoming - -") << "accepted";
}

TEST_F(PartnerReports, AreAnsweredByTheReportThatReachesOverThePeriodsLastDay) {
    schedule();
    hand_in("R1", "2026-05-30", "2026-06-05");
    EXPECT_EQ(standing("2026-06-30"), "partner_report 1 overdue partner 2026-06-16");
    hand_in("R2", "2026-06-02", "2026-06-06");
    EXPECT_EQ(standing("2026-06-30"), "partner_report 1 submitted reviewer 2026-06-06");
}

TEST_F(PartnerReports, AreAnsweredFinallyByOneThatSaysSo) {
    schedule();
    hand_in("R1", "2026-12-31", "2026-06-29");
    const auto last = [&] {
        return report("2026-06-30", {"obligation", "state"}).back();
    };
    EXPECT_EQ(last(), "partner_final_report upcoming");
    db.sql().ask("update partner.expenditure_report set final = true");
    EXPECT_EQ(last(), "partner_final_report submitted");
}

TEST_F(PartnerReports, WaitForThePartnerWhoIsToReportAndTheOfficeSeesWhatIsLate) {
    schedule();
    EXPECT_EQ(queue("preparer", "NGO"), lines{"partner_report 1 A1 overdue 2026-06-15"});
    EXPECT_EQ(queue("programme"), lines{"partner_report 1 A1 overdue 2026-06-15"});
    EXPECT_EQ(queue("approver"), lines{});
    server.set_today(*domain::parse_date("2026-06-15"));
    EXPECT_EQ(queue("officer", "NGO"), lines{"partner_report 1 A1 due 2026-06-15"});
    EXPECT_EQ(queue("programme"), lines{}) << "nobody is chased before the day";
    server.set_today(*domain::parse_date("2026-06-30"));
    const auto item = server.as("preparer", "NGO").get("/api/v1/queue").json().at("items").at(0);
    EXPECT_EQ(item.at("actions").at(0).at("action"), "create_expenditure_report");
    EXPECT_TRUE(item.at("actions").at(0).at("allowed").as_bool());
    auto body = report_of("A1", "R1", {{"D-1", "10.00"}});
    body["period_last"] = "2026-05-31";
    server.as("preparer", "NGO").must("/api/v1/expenditure-reports", body);
    EXPECT_EQ(queue("preparer", "NGO"), lines{}) << "begun: it waits as a draft";
    EXPECT_EQ(queue("programme").size(), 1U);
}

TEST_F(PartnerReports, OfOnePartnerAreShownToNoOther) {
    signed_agreement(server, {.code = "A2", .partner = "OTHER"});
    schedule({{"document", "A2 art. 7"}}, "A2");
    EXPECT_EQ(queue("officer", "NGO"), lines{});
    EXPECT_EQ(queue("officer", "OTHER"), lines{"partner_report 1 A2 overdue 2026-06-15"});
    const auto calendar = [&](const std::string& partner) {
        const auto read = server.as("officer", partner).get("/api/v1/reporting-obligations.ics");
        EXPECT_EQ(read.status, 200) << read;
        return read.body;
    };
    EXPECT_EQ(calendar("NGO").find("BEGIN:VEVENT"), std::string::npos) << calendar("NGO");
    EXPECT_NE(
        calendar("OTHER").find("SUMMARY:A2: partner’s report 1 (overdue)\r\n"), std::string::npos
    ) << calendar("OTHER");
    EXPECT_EQ(calendar("OTHER").find("P1"), std::string::npos)
        << "what the project owes is not its";
    EXPECT_EQ(server.as("officer", "NGO").get("/api/v1/agreements/A2").status, 404);
}

}  // namespace tranche::tests
