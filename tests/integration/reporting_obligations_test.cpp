// What a project owes and when: computed from its days and the fund's terms, handed in, taken, sent
// back.
#include "domain/calendar.hpp"
#include "tests/support/project_days.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tranche::tests {
namespace {

namespace json = boost::json;

using lines = std::vector<std::string>;

// P1 runs from 1 February to 31 December 2026: eleven months.
class Obligations : public SmallWorld {
protected:
    /// "kind number due" of what P1 owes.
    lines owed() { return report("&until=2026-06-30", {"obligation", "number", "due_on"}); }
    /// The same with how it stands on a day.
    lines standing(const std::string& on) {
        return report(
            "&until=" + on, {"obligation", "number", "state", "waits_for", "waits_since"}
        );
    }
    lines report(const std::string& more, const lines& columns) {
        const auto shown =
            server.as("auditor").get("/api/v1/reports/obligations?project=P1" + more).json();
        lines found;
        for (const auto& row : shown.at("rows").as_array()) {
            std::string text;
            for (const auto& column : columns) {
                const auto& cell = row.at(column);
                text += text.empty() ? "" : " ";
                text += cell.is_null() ? "-"
                    : cell.is_string() ? std::string{cell.as_string()}
                                       : json::serialize(cell);
            }
            found.push_back(text);
        }
        return found;
    }
    static json::object submission(
        const std::string& kind, const std::string& day, std::int64_t number = 1
    ) {
        return {
            {"kind", kind}, {"number", number}, {"submitted_on", day}, {"document", "DOC-" + kind}};
    }
    answer submit(const json::object& body) {
        return server.as("programme").post("/api/v1/projects/P1/reporting-obligations", body);
    }
    answer decide(
        const std::string& id, const char* verb, const json::object& body,
        const std::string& as = "approver"
    ) {
        return server.as(as).post("/api/v1/obligation-submissions/" + id + '/' + verb, body);
    }
    void extend(const std::string& end) {
        server.as("approver")
            .must(
                "/api/v1/projects/P1/extend",
                {{"filed_on", "2026-06-20"},
                 {"agreed_on", "2026-06-29"},
                 {"end_on", end},
                 {"reason", "More to do"}}
            );
    }
    static json::object late(json::object body) {
        body["acknowledged"] =
            json::array{json::object{{"rule", "R51"}, {"reason", "Flood in the office"}}};
        return body;
    }
};

}  // namespace

TEST_F(Obligations, R49ShorterProjectsOweAFinalReportThreeMonthsAfterTheirEnd) {
    EXPECT_EQ(
        owed(),
        (lines{
            "results_framework 1 2026-03-01", "workplan 1 2026-03-01", "final_report 1 2027-03-31",
            "evaluation 1 2027-12-31"})
    );
}

TEST_F(Obligations, R49ProjectsOfTwelveMonthsOweAnInterimReportSixWeeksAfterEachHalfYear) {
    set_last_day(db.sql(), "P1", "2027-07-31");
    EXPECT_EQ(
        owed(),
        (lines{
            "results_framework 1 2026-03-01", "workplan 1 2026-03-01",
            "interim_report 1 2026-09-11", "interim_report 2 2027-03-14",
            "final_report 1 2027-10-31", "evaluation 1 2028-07-31"})
    ) << "the third half-year ends with the project and has the final report only";
}

TEST_F(Obligations, R50AnExtensionToTwelveMonthsCreatesTheMissingInterimReports) {
    set_last_day(db.sql(), "P1", "2027-01-30");
    EXPECT_EQ(owed().size(), 4U) << "a day short of twelve months";
    extend("2027-01-31");
    EXPECT_EQ(owed().at(2), "interim_report 1 2026-09-11");
    EXPECT_EQ(owed().size(), 5U);
}

TEST_F(Obligations, R50LeavesKnownWhatWasOwedBeforeTheExtension) {
    extend("2027-01-31");
    EXPECT_EQ(standing("2026-06-28").size(), 4U) << "as agreed then";
    EXPECT_EQ(standing("2026-06-29").size(), 5U);
}

TEST_F(Obligations, R51IsDueOnItsDayAndOverdueFromTheNext) {
    EXPECT_EQ(standing("2026-01-31").front(), "results_framework 1 upcoming - -");
    EXPECT_EQ(
        standing("2026-03-01").front(), "results_framework 1 due programme_officer 2026-02-01"
    );
    EXPECT_EQ(
        standing("2026-03-02").front(), "results_framework 1 overdue programme_officer 2026-03-02"
    );
}

TEST_F(Obligations, R51WhatIsSentBackIsDueByTheSameDay) {
    const auto id = submit(submission("workplan", "2026-02-20")).id();
    EXPECT_EQ(standing("2026-02-21").back(), "evaluation 1 upcoming - -");
    EXPECT_EQ(standing("2026-02-21").at(1), "workplan 1 submitted reviewer 2026-02-20");
    ASSERT_EQ(
        decide(id, "send-back", {{"sent_back_on", "2026-02-25"}, {"reason", "No dates"}}).state(),
        "sent_back"
    );
    EXPECT_EQ(standing("2026-02-24").at(1), "workplan 1 submitted reviewer 2026-02-20");
    EXPECT_EQ(standing("2026-03-01").at(1), "workplan 1 sent_back programme_officer 2026-02-25");
    EXPECT_EQ(standing("2026-03-02").at(1), "workplan 1 overdue programme_officer 2026-03-02");
    const auto again = submit(submission("workplan", "2026-02-28"));
    ASSERT_EQ(again.status, 201) << again;
    ASSERT_EQ(decide(again.id(), "accept", {{"accepted_on", "2026-03-03"}}).state(), "accepted");
    EXPECT_EQ(standing("2026-03-02").at(1), "workplan 1 submitted reviewer 2026-02-28");
    EXPECT_EQ(standing("2026-03-03").size(), 3U);
}

TEST_F(Obligations, R51LatenessIsAcknowledgedWithAReason) {
    const auto body = submission("results_framework", "2026-03-02");
    remember();
    expect_refused(submit(body), 422, "obligation_late", {"/submitted_on obligation_late"});
    EXPECT_EQ(submit(late(body)).status, 201);
}

TEST_F(Obligations, R52FrameworkAndWorkplanAreDueOneMonthAfterTheStart) {
    EXPECT_EQ(owed().at(0), "results_framework 1 2026-03-01");
    EXPECT_EQ(owed().at(1), "workplan 1 2026-03-01");
}

TEST_F(Obligations, R53RemarksAnEvaluationOutsideItsWindow) {
    set_last_day(db.sql(), "P1", "2026-05-31");
    const auto early = submit(submission("evaluation", "2026-06-29"));
    EXPECT_EQ(early.errors(), lines{"/submitted_on evaluation_outside_window"}) << early;
    server.set_today(*domain::parse_date("2026-12-01"));
    EXPECT_EQ(submit(submission("evaluation", "2026-11-30")).status, 201);
}

TEST_F(Obligations, R53ProjectsFromBefore2017AreNotEvaluated) {
    db.sql().ask(
        "do $$ begin insert into funding.project_step (id, project_id, step, from_state, to_state,"
        " taken_on, start_on, end_on, taken_by) select 1, id, 'plan', state, state, '2015-01-01',"
        " '2016-12-31', '2017-06-30', proposed_by from funding.project where code = 'P1'; update"
        " funding.project set start_on = '2016-12-31', end_on = '2017-06-30' where code = 'P1'; end $$"
    );
    EXPECT_EQ(owed().size(), 3U);
}

TEST_F(Obligations, AreAcceptedByAnotherPersonThanWhoHandedThemIn) {
    const auto id = submit(submission("workplan", "2026-02-20")).id();
    remember();
    expect_refused(
        decide(id, "accept", {{"accepted_on", "2026-02-21"}}, "programme"), 422, "same_person",
        {" same_person"}
    );
    const auto by_hand = refusal_of(
        db.sql(),
        "update funding.obligation_submission set state = 'accepted', decided_on = submitted_on,"
        " decided_by = submitted_by"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "obligation_submission_decided_by_other_check");
}

TEST_F(Obligations, AreHandedInOnceAndOnlyWhereTheyAreOwed) {
    ASSERT_EQ(submit(submission("workplan", "2026-02-20")).status, 201);
    remember();
    expect_refused(submit(submission("workplan", "2026-02-21")), 409, "obligation_submitted");
    expect_refused(
        submit(submission("interim_report", "2026-02-21")), 422, "obligation_unknown",
        {"/kind obligation_unknown"}
    );
}

TEST_F(Obligations, FollowTheTermsOfTheFundOnTheDayTheProjectStarts) {
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/project-terms",
            {{"valid_from", "2026-02-01"},
             {"obligations", {"interim_report", "final_report"}},
             {"interim_from_months", 6},
             {"interim_period_months", 3},
             {"interim_due_weeks", 2},
             {"final_due_months", 1},
             {"source", "Agreement"}}
        );
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/project-terms",
            {{"valid_from", "2026-02-02"}, {"obligations", json::array{}}, {"source", "Later"}}
        );
    const auto terms =
        server.as("auditor").get("/api/v1/instruments/FUND/project-terms").json().at("items");
    ASSERT_EQ(terms.as_array().size(), 2U);
    EXPECT_EQ(terms.at(0).at("interim_due_weeks").as_int64(), 2);
    EXPECT_EQ(
        owed(),
        (lines{
            "interim_report 1 2026-05-14", "interim_report 2 2026-08-14",
            "interim_report 3 2026-11-14", "final_report 1 2027-01-31"})
    );
}

TEST_F(Obligations, EndWithAProjectThatIsTerminated) {
    set_last_day(db.sql(), "P1", "2027-07-31");
    server.as("approver")
        .must(
            "/api/v1/projects/P1/terminate",
            {{"terminated_on", "2026-06-15"}, {"reason", "War"}, {"document", "L-1"}}
        );
    EXPECT_EQ(owed().at(2), "final_report 1 2026-09-15");
    EXPECT_EQ(owed().size(), 4U);
}

TEST_F(Obligations, CountMonthsAsTheDomainDoes) {
    const auto start = *domain::parse_date("2023-12-01");
    for (int i = 0; i < 800; i += 7) {
        const auto day = domain::add_days(start, i);
        for (const int months : {1, 3, 6, 12}) {
            ASSERT_EQ(
                db.sql().one(
                    "select reference.add_months($1::date, $2::integer)",
                    {domain::to_string(day), std::to_string(months)}
                ),
                domain::to_string(domain::add_months(day, months))
            ) << domain::to_string(day)
              << " + " << months;
        }
    }
    for (const char* day : {"2024-01-31", "2024-02-28", "2024-02-29", "2023-02-28", "2024-04-30"}) {
        EXPECT_EQ(
            db.sql().one("select reference.add_months($1::date, 6)", {day}),
            domain::to_string(domain::add_months(*domain::parse_date(day), 6))
        );
    }
}

TEST_F(Obligations, OpenAsACalendarThatMovesItsEvents) {
    const auto read = [&] {
        return server.as("auditor").get("/api/v1/reporting-obligations.ics?project=P1");
    };
    const auto first = read();
    EXPECT_EQ(first.header("content-type"), "text/calendar; charset=utf-8");
    EXPECT_TRUE(first.body.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")) << first.body;
    EXPECT_TRUE(first.body.ends_with("END:VCALENDAR\r\n"));
    EXPECT_NE(first.body.find("DTSTART;VALUE=DATE:20270331\r\n"), std::string::npos);
    EXPECT_NE(first.body.find("SUMMARY:P1: final report (upcoming)\r\n"), std::string::npos);
    const auto uid = [](const std::string& body) {
        const auto at = body.find("UID:prj_");
        return body.substr(at, body.find("\r\n", at) - at);
    };
    extend("2027-01-31");
    const auto after = read();
    EXPECT_NE(after.body.find("DTSTART;VALUE=DATE:20270430\r\n"), std::string::npos) << after.body;
    EXPECT_EQ(uid(first.body), uid(after.body));
    EXPECT_EQ(server.as("donor").get("/api/v1/reporting-obligations.ics").status, 403);
}

}  // namespace tranche::tests
