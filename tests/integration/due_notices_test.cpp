// People are told of what is due before its day and after it, of what others did about it, and, if
// they want, by one letter a day.
#include "persistence/outbox.hpp"
#include "server/dispatcher.hpp"
#include "server/notify/deliverer.hpp"
#include "server/routes/routes.hpp"
#include "tests/support/mail_sink.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

using letters = std::multimap<std::string, std::string>;

// P1 began on 1 February 2026: framework and workplan are due on 1 March. A1 began in March and
// reports each quarter, fifteen days after it: by 15 June.
class DueNotices : public SmallWorld {
protected:
    void SetUp() override {
        server.as("approver")
            .must(
                "/api/v1/agreements/A1/reporting-schedule",
                {{"period_months", 3}, {"due_days", 15}, {"remind_days", 5}, {"document", "A1"}}
            );
        write_to_everybody();
        drain();
    }
    void write_to_everybody() {
        server.introduce_everybody("NGO");
        db.sql().ask("update people.user_account set mail_address = name || '@example.org'");
    }
    server::notify_settings settings_on(const std::string& day) {
        server::notify_settings made;
        made.mail = {sink.url(), "", "", "tranche@example.org"};
        made.public_url = "https://tranche.example";
        made.today = [day] {
            return *domain::parse_date(day);
        };
        made.ask = [this, today = made.today](auto& request, auto& with) {
            context.today = today;
            return dispatcher.answer(request, with);
        };
        return made;
    }
    server::deliverer on(const std::string& day) {
        return {settings_on(day), [this](std::int64_t, std::string_view why) {
                    complaints.emplace_back(why);
                }};
    }
    void drain(const std::string& day = "2026-02-01") {
        auto works = on(day);
        while (works.tick(sessions, {})) {
        }
    }
    /// Addressees and subjects of what is sent when the day is looked at.
    letters told_on(const std::string& day) {
        const auto before_it = sink.received().size();
        auto works = on(day);
        works.look_at_the_day(sessions.staff().get());
        while (works.tick(sessions, {})) {
        }
        letters found;
        const auto all = sink.received();
        for (auto i = before_it; i < all.size(); ++i) {
            found.emplace(all[i].to.substr(0, all[i].to.find('@')), all[i].header("Subject"));
        }
        return found;
    }
    /// What one person is told.
    std::vector<std::string> told(const std::string& who, const std::string& day) {
        std::vector<std::string> found;
        for (const auto& [to, subject] : told_on(day)) {
            if (to == who) found.push_back(subject);
        }
        return found;
    }
    std::string hand_in_workplan(const std::string& day) {
        return server.as("programme")
            .must(
                "/api/v1/projects/P1/reporting-obligations",
                {{"kind", "workplan"}, {"submitted_on", day}, {"document", "W"}}
            )
            .id();
    }

    mail_sink sink;
    server::application_context context;
    server::dispatcher dispatcher{server::all_endpoints(), context};
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    std::vector<std::string> complaints;
};

using subjects = std::vector<std::string>;

}  // namespace

TEST_F(DueNotices, ComeSomeDaysBeforeAndOnTheDayAfterOnceEach) {
    EXPECT_EQ(told_on("2026-02-14"), letters{}) << "fifteen days before";
    EXPECT_EQ(
        told_on("2026-02-15"),
        (letters{
            {"test.programme", "P1: results framework is due on 2026-03-01."},
            {"test.programme", "P1: workplan is due on 2026-03-01."},
            {"test.region", "P1: results framework is due on 2026-03-01."},
            {"test.region", "P1: workplan is due on 2026-03-01."}})
    );
    EXPECT_EQ(told_on("2026-02-15"), letters{}) << "once, however often the day is looked at";
    EXPECT_EQ(told_on("2026-03-01"), letters{});
    EXPECT_EQ(
        told("test.programme", "2026-03-02"),
        (subjects{
            "P1: results framework was due on 2026-03-01.", "P1: workplan was due on 2026-03-01."})
    );
    EXPECT_EQ(told_on("2026-03-03"), letters{});
}

TEST_F(DueNotices, ComeLaterAfterTheServerWasDownAndAreNotOfLongAgo) {
    EXPECT_EQ(told("test.programme", "2026-03-20").size(), 2U);
    db.sql().ask("delete from notify.event");
    EXPECT_EQ(told("test.programme", "2026-04-01"), subjects{});
}

TEST_F(DueNotices, OfAPartnersReportReachItsPeopleInTheirLanguageAndNoOthers) {
    partner(server, "OTHER");
    server.as("officer", "OTHER");
    write_to_everybody();
    db.sql().ask(
        "update people.user_account set language = 'fr' where name = 'test.preparer.ngo';"
        "update people.user_account set language = 'es' where name = 'test.officer.ngo'"
    );
    EXPECT_EQ(
        told_on("2026-06-10"),
        (letters{
            {"test.officer.ngo", "A1: informe del asociado 1 vence el 2026-06-15."},
            {"test.preparer.ngo", "A1 : rapport du partenaire 1, échéance le 2026-06-15."}})
    );
    EXPECT_EQ(
        told("test.officer.ngo", "2026-06-16"),
        subjects{"A1: informe del asociado 1 venció el 2026-06-15."}
    );
}

TEST_F(DueNotices, AreNotSentOfWhatIsHandedInMeanwhile) {
    auto works = on("2026-02-20");
    works.look_at_the_day(sessions.staff().get());
    hand_in_workplan("2026-02-20");
    EXPECT_EQ(
        told("test.programme", "2026-02-20"),
        subjects{"P1: results framework is due on 2026-03-01."}
    );
}

TEST_F(DueNotices, TellWhatWasHandedInTakenOrSentBack) {
    const auto first = hand_in_workplan("2026-02-20");
    EXPECT_EQ(told("test.approver", "2026-02-01"), subjects{"P1: workplan was handed in."});
    server.as("approver")
        .must(
            "/api/v1/obligation-submissions/" + first + "/send-back",
            {{"sent_back_on", "2026-02-21"}, {"reason", "No dates"}}
        );
    EXPECT_EQ(told("test.programme", "2026-02-01"), subjects{"P1: workplan was sent back."});
    const auto second = hand_in_workplan("2026-02-22");
    drain();
    server.as("approver")
        .must(
            "/api/v1/obligation-submissions/" + second + "/accept", {{"accepted_on", "2026-02-23"}}
        );
    EXPECT_EQ(told("test.programme", "2026-02-01"), subjects{"P1: workplan was accepted."});
}

TEST_F(DueNotices, AreFoundOnceBySeveralServers) {
    std::vector<std::thread> servers;
    servers.reserve(4);
    for (int i = 0; i < 4; ++i) {
        servers.emplace_back([this] {
            persistence::session_set own{
                persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
            server::deliverer works{settings_on("2026-03-02"), [](std::int64_t, std::string_view) {
                                    }};
            for (int turn = 0; turn < 10; ++turn) {
                works.look_at_the_day(own.staff().get());
                works.tick(own, {});
            }
        });
    }
    for (auto& one : servers) {
        one.join();
    }
    drain("2026-03-02");
    EXPECT_EQ(db.sql().number("select count(*) from notify.event where due_on is not null"), 2);
    EXPECT_EQ(sink.received().size(), 4U) << "two things, two officers";
}

TEST_F(DueNotices, AreOneLetterADayForWhoeverWantsThatAndHoldTheQueue) {
    EXPECT_EQ(
        server.as("programme").post("/api/v1/notice-preference", {{"notices", "digest"}}).status,
        200
    );
    EXPECT_EQ(server.as("programme").get("/api/v1/notice-preference").field("notices"), "digest");
    EXPECT_EQ(
        server.as("programme").post("/api/v1/notice-preference", {{"notices", "x"}}).status, 422
    );
    const auto all = told_on("2026-06-16");
    EXPECT_EQ(all.count("test.programme"), 1U);
    EXPECT_EQ(all.find("test.programme")->second, "What waits for you: 3.");
    std::string body;
    for (const auto& one : sink.received()) {
        if (one.to.starts_with("test.programme@")) body = one.body();
    }
    EXPECT_NE(body.find("- P1: workplan, overdue (due on 2026-03-01)"), std::string::npos) << body;
    EXPECT_NE(body.find("- A1: partner"), std::string::npos) << body;
    EXPECT_EQ(told("test.programme", "2026-06-16"), subjects{}) << "one a day";
    EXPECT_EQ(told("test.programme", "2026-06-17").size(), 1U);
    EXPECT_EQ(complaints, subjects{});
}

// What was only told is in no queue, and so in no letter of the day.
TEST_F(DueNotices, ThatAskForNothingAreSentAtOnceAlsoToWhoeverWantsOneLetterADay) {
    server.as("officer", "NGO").must("/api/v1/notice-preference", {{"notices", "digest"}});
    paid_request(server, "A1:T1", "100.00", "BANK-1");
    const auto said = told("test.officer.ngo", "2026-06-30");
    EXPECT_EQ(
        std::ranges::count_if(
            said, [](const std::string& one) { return one.find("paid") != one.npos; }
        ),
        1
    );
}

TEST_F(DueNotices, AreNoLetterWhenNothingWaits) {
    server.as("auditor").post("/api/v1/notice-preference", {{"notices", "digest"}});
    EXPECT_EQ(told("test.auditor", "2026-06-16"), subjects{});
}

TEST_F(DueNotices, OfTheDayShowAPartnersPeopleTheirOwn) {
    server.as("officer", "NGO").post("/api/v1/notice-preference", {{"notices", "digest"}});
    EXPECT_EQ(told("test.officer.ngo", "2026-06-16"), subjects{"What waits for you: 1."});
    int letters = 0;
    for (const auto& one : sink.received()) {
        if (one.to.starts_with("test.officer.ngo@")) {
            EXPECT_EQ(one.body().find("P1:"), std::string::npos) << one.body();
            ++letters;
        }
    }
    EXPECT_EQ(letters, 1);
}

// The office has P1's framework and workplan to think of too.
TEST_F(DueNotices, TellPartnersOfTheirPapersAndOfFindingsInTheirLanguage) {
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/due-diligence-terms",
            {{"valid_from", "2026-01-01"},
             {"kinds", {"board"}},
             {"remind_days", 10},
             {"source", "s"}}
        );
    auto programme = server.as("programme");
    programme.must(
        "/api/v1/partners/NGO/due-diligence-documents",
        {{"kind", "board"},
         {"document", "d"},
         {"issued_on", "2025-07-01"},
         {"expires_on", "2026-08-20"}}
    );
    programme.must(
        "/api/v1/partners/NGO/assurance-activities",
        {{"code", "V1"},
         {"kind", "audit"},
         {"done_on", "2026-06-20"},
         {"conducted_by", "c"},
         {"document", "d"}}
    );
    const auto finding = programme.must(
        "/api/v1/assurance-activities/V1/findings",
        {{"agreement", "A1"},
         {"severity", "low"},
         {"finding", "f"},
         {"made_on", "2026-06-20"},
         {"answer_due_on", "2026-08-01"}}
    );
    db.sql().ask("update people.user_account set language = 'es' where name = 'test.preparer.ngo'");
    drain("2026-06-30");
    const std::string preparer = "test.preparer.ngo";
    EXPECT_EQ(told(preparer, "2026-07-17"), subjects{});
    EXPECT_EQ(
        told(preparer, "2026-07-18"), subjects{"Su respuesta al hallazgo V1:1 vence el 2026-08-01."}
    );
    const auto late = told_on("2026-08-02");
    EXPECT_EQ(late.count("test.officer.ngo"), 1U);
    EXPECT_EQ(
        late.find("test.officer.ngo")->second, "Your answer to finding V1:1 was due on 2026-08-01."
    );
    EXPECT_EQ(
        late.find("test.programme")->second,
        "Finding V1:1 has no answer, which was due on 2026-08-01."
    );
    EXPECT_EQ(
        told(preparer, "2026-08-10"),
        subjects{"Un documento sobre ustedes que tiene la oficina caduca el 2026-08-20: board."}
    );
    EXPECT_EQ(told_on("2026-08-10"), letters{}) << "once";
}

}  // namespace tranche::tests
