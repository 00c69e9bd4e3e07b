// People are told of what waits for them: once it is committed, whoever may know at the time of
// sending, in their own language, and again until it has arrived.
#include "tests/integration/notices.hpp"

#include "domain/notice.hpp"
#include "server/routes/routes.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {

TEST_F(Notices, AreOfOperationsThatTheApiHas) {
    std::set<std::string> operations;
    for (const auto& one : server::all_endpoints()) {
        operations.insert(one.operation_id);
    }
    for (const auto& one : domain::notices()) {
        EXPECT_TRUE(
            one.operation == domain::by_its_day || operations.contains(std::string{one.operation})
        ) << one.operation;
    }
}

TEST_F(Notices, TellTheOfficeAndThePartnerOfAnotherBankAccount) {
    write_to_everybody();
    deliver();
    const auto id = server.as("programme")
                        .must(
                            "/api/v1/partners/NGO/bank-accounts",
                            {{"holder", "h"}, {"bank", "b"}, {"account", "a"}, {"reason", "r"}}
                        )
                        .id();
    EXPECT_EQ(deliver().count("test.finance"), 1U);
    server.as("finance").must(
        "/api/v1/bank-accounts/" + id + "/confirm", {{"checked", "By telephone"}}
    );
    EXPECT_EQ(
        deliver(),
        (letters{
            {"test.officer.ngo", "Payments to NGO go to another bank account from now on."},
            {"test.preparer.ngo", "Payments to NGO go to another bank account from now on."}})
    );
}

TEST_F(Notices, TellWhoIsNamedInACommentAndWhoSpokeInItsThread) {
    write_to_everybody();
    deliver();
    const auto agreement = domain::public_id(
        domain::entity::agreement, db.sql().number("select id from partner.agreement")
    );
    const auto said = "Somebody wrote about A1.";
    const auto thread = server.as("programme")
                            .must(
                                "/api/v1/comments",
                                {{"subject", agreement},
                                 {"comment", "Look"},
                                 {"internal", false},
                                 {"mentions", {"test.finance", "test.preparer.ngo"}}}
                            )
                            .id();
    EXPECT_EQ(deliver(), (letters{{"test.finance", said}, {"test.preparer.ngo", said}}));
    server.as("preparer", "NGO")
        .must("/api/v1/comments/" + thread + "/reply", {{"comment", "Done"}});
    EXPECT_EQ(deliver(), (letters{{"test.programme", said}}));
    server.as("programme")
        .must(
            "/api/v1/comments",
            {{"subject", agreement}, {"comment", "Look"}, {"mentions", {"test.finance"}}}
        );
    EXPECT_EQ(deliver(), (letters{{"test.finance", said}})) << "an internal one";
}

TEST_F(Notices, TellWhoeverTakesTheNextStepUntilTheMoneyIsPaid) {
    write_to_everybody();
    deliver();
    const auto id = ask_for("250.00");
    const auto path = "/api/v1/disbursement-requests/" + id;
    EXPECT_EQ(
        deliver(),
        (letters{
            {"test.programme", "250.00 USD are requested on A1:T1."},
            {"test.region", "250.00 USD are requested on A1:T1."}})
    );
    server.as("programme").must(path + "/certify", {{"certified_on", "2026-03-21"}});
    EXPECT_EQ(
        deliver(),
        (letters{
            {"test.approver", "The request of 250.00 USD on A1:T1 is certified."},
            {"test.director", "The request of 250.00 USD on A1:T1 is certified."}})
    );
    server.as("approver")
        .must(
            path + "/approve",
            {{"approved_on", "2026-03-22"}, {"amount", amount_of("200.00")}, {"reason", "Enough"}}
        );
    EXPECT_EQ(
        deliver(),
        (letters{
            {"test.finance", "200.00 USD on A1:T1 are approved."},
            {"test.treasury", "200.00 USD on A1:T1 are approved."}})
    );
    server.as("finance").must(path + "/pay", {{"paid_on", "2026-04-01"}, {"bank_reference", "B"}});
    EXPECT_EQ(
        deliver(),
        (letters{
            {"test.officer.ngo", "200.00 USD on A1:T1 were paid."},
            {"test.preparer.ngo", "200.00 USD on A1:T1 were paid."}})
    );
    EXPECT_EQ(deliver(), letters{}) << "once";
    const auto last = sink.received().back();
    EXPECT_EQ(last.from, "tranche@example.org");
    EXPECT_NE(
        last.body().find("https://tranche.example/api/v1/disbursement-requests/" + id),
        std::string::npos
    ) << last.body();
}

TEST_F(Notices, TellOfReportsBudgetsAndExceptionsToo) {
    write_to_everybody();
    const auto report = submitted_report(server, "A1", "R1", {{"D-1", "10.00"}});
    deliver();
    server.as("finance").must(
        "/api/v1/expenditure-reports/" + report + "/send-back",
        {{"sent_back_on", "2026-06-20"}, {"reason", "Which day?"}}
    );
    auto told = deliver();
    EXPECT_EQ(told.count("test.preparer.ngo"), 1U);
    EXPECT_EQ(told.begin()->second, "The expenditure report A1:R1 was sent back.");
    server.as("programme")
        .must(
            "/api/v1/projects/P1/budget-versions",
            {{"reason", "More"},
             {"lines",
              {{{"code", "1"},
                {"title_en", "Line"},
                {"kind", "operational"},
                {"category", "1"},
                {"quantity", "1"},
                {"unit_price", amount_of("10000.00")}}}}}
        );
    EXPECT_EQ(deliver().size(), 0U);
    server.as("programme")
        .must("/api/v1/budget-versions/P1:2/submit", {{"submitted_on", "2026-06-25"}});
    EXPECT_EQ(deliver().size(), 0U);  // nothing was moved: notice is enough
    server.as("programme")
        .must("/api/v1/projects/P1/budget-versions", budget_of({{"1", "9000.00"}}));
    server.as("programme")
        .must("/api/v1/budget-versions/P1:3/submit", {{"submitted_on", "2026-06-25"}});
    told = deliver();
    EXPECT_EQ(told.count("test.approver"), 1U);
    EXPECT_EQ(told.begin()->second, "The budget P1:3 waits for approval.");
    server.as("finance").must(
        "/api/v1/exceptions",
        leave_for(
            server.as("finance").post("/api/v1/direct-expenditures", expense("EARLY", "2026-01-31"))
        )
    );
    told = deliver();
    EXPECT_EQ(told.count("test.director"), 1U);
    EXPECT_EQ(told.count("test.treasury"), 0U) << "the fund's terms leave gates to approvers";
    EXPECT_EQ(told.begin()->second, "An exception is requested: R19 P1.");
    db.sql().ask("update funding.instrument_terms set finance_opens_gates = true");
    server.as("finance").must(
        "/api/v1/exceptions",
        leave_for(server.as("finance").post(
            "/api/v1/direct-expenditures", expense("EARLY-2", "2026-01-31")
        ))
    );
    EXPECT_EQ(deliver().count("test.treasury"), 1U);
}

TEST_F(Notices, TellWhoeverMayPayThatARefundToADonorIsRequested) {
    write_to_everybody();
    deliver();
    server.as("finance").must(
        "/api/v1/contributions/FUND-L1-GIFT/refunds",
        {{"amount", amount_of("10.00")}, {"reason", "Clause 9"}}
    );
    const std::string told = "A refund of 10.00 USD to the donor of FUND-L1-GIFT is requested.";
    EXPECT_EQ(deliver(), (letters{{"test.approver", told}, {"test.director", told}}));
}

TEST_F(Notices, AreWrittenInTheLanguageOfWhoeverReadsThem) {
    server.introduce_everybody("NGO");
    write_to("test.programme", "fr");
    write_to("test.region", "es");
    ask_for("250.00");
    EXPECT_EQ(
        deliver(),
        (letters{
            {"test.programme", "250.00 USD sont demandés sur A1:T1."},
            {"test.region", "Se solicitan 250.00 USD con cargo a A1:T1."}})
    );
}

TEST_F(Notices, AreNotOfWhatWasOnlyTriedOrRefused) {
    write_to_everybody();
    deliver();
    const auto before_it = db.sql().number("select count(*) from notify.event");
    auto officer = server.as("officer", "NGO");
    const boost::json::object body{
        {"tranche", "A1:T1"}, {"requested_on", "2026-03-20"}, {"amount", amount_of("250.00")}};
    EXPECT_EQ(officer.post("/api/v1/disbursement-requests?dry_run=true", body).status, 200);
    auto of_nothing = body;
    of_nothing["tranche"] = "A1:T9";
    EXPECT_EQ(officer.post("/api/v1/disbursement-requests", of_nothing).status, 422);
    EXPECT_EQ(db.sql().number("select count(*) from notify.event"), before_it);
    const headers key{{"idempotency-key", "once"}};
    EXPECT_EQ(officer.post("/api/v1/disbursement-requests", body, key).status, 201);
    EXPECT_EQ(officer.post("/api/v1/disbursement-requests", body, key).status, 201);
    EXPECT_EQ(db.sql().number("select count(*) from notify.event"), before_it + 1);
}

TEST_F(Notices, GoToNobodyWhoMayNotKnowAnyMoreWhenTheyAreSent) {
    write_to_everybody();
    deliver();
    sink.be(mail_sink::mood::refuses);
    ask_for("250.00");
    EXPECT_EQ(deliver(), letters{});
    EXPECT_EQ(states(), "waiting 2");
    db.sql().ask("update people.user_account set active = false where name = 'test.programme'");
    db.sql().ask("update people.user_account set roles = '{auditor}' where name = 'test.region'");
    sink.be(mail_sink::mood::takes);
    wait_is_over();
    EXPECT_EQ(deliver(), letters{});
    EXPECT_EQ(db.sql().number("select count(*) from notify.delivery where state = 'withdrawn'"), 2);
}

TEST_F(Notices, OfOnePartnerNeverReachAnother) {
    signed_agreement(server, {.code = "A2", .partner = "OTHER"});
    write_to_everybody();
    server.as("officer", "OTHER");
    server.as("preparer", "OTHER");
    db.sql().ask("update people.user_account set mail_address = name || '@example.org'");
    paid_request(server, "A1:T1", "100.00", "BANK-1");
    for (const auto& [who, what] : deliver()) {
        EXPECT_EQ(who.find("other"), std::string::npos) << who << ' ' << what;
    }
    // A delivery that should never have been: the person's own session does not see the payment.
    sink.be(mail_sink::mood::takes);
    db.sql().ask(
        "insert into notify.delivery (event_id, user_id) select e.id, u.id from notify.event e,"
        " people.user_account u where e.name = 'disbursement_paid' and u.name = 'test.officer.other'"
    );
    EXPECT_EQ(deliver(), letters{});
    EXPECT_EQ(db.sql().number("select count(*) from notify.delivery where state = 'withdrawn'"), 1);
}

TEST_F(Notices, ComeAgainUntilTheMailServerHasSaidThatItHasThem) {
    server.introduce_everybody("NGO");
    write_to("test.programme");
    ask_for("250.00");
    sink.be(mail_sink::mood::hangs_up_after_taking);
    EXPECT_EQ(deliver().size(), 1U);
    EXPECT_EQ(states(), "waiting 1") << "nobody knows whether it was taken";
    EXPECT_EQ(complaints.size(), 1U);
    sink.be(mail_sink::mood::takes);
    EXPECT_EQ(deliver(), letters{}) << "not before its time";
    wait_is_over();
    EXPECT_EQ(deliver().size(), 1U);
    EXPECT_EQ(states(), "delivered 1");
    const auto all = sink.received();
    EXPECT_EQ(all.at(0).header("Message-ID"), all.at(1).header("Message-ID"))
        << "so that a mailbox can tell";
}

TEST_F(Notices, WaitTwiceAsLongEachTimeAndAreGivenUpInTheEnd) {
    server.introduce_everybody("NGO");
    write_to("test.programme");
    ask_for("250.00");
    sink.be(mail_sink::mood::refuses);
    for (const auto* wait : {"30", "60", "120"}) {
        deliver(4);
        EXPECT_EQ(
            db.sql().one(
                "select ceil(extract(epoch from next_attempt_at - clock_timestamp()) / 10) * 10"
                " from notify.delivery"
            ),
            wait
        );
        wait_is_over();
    }
    deliver(4);
    EXPECT_EQ(states(), "dead 1");
    EXPECT_NE(db.sql().one("select last_error from notify.delivery"), "");
    sink.be(mail_sink::mood::takes);
    wait_is_over();
    EXPECT_EQ(deliver(4), letters{});
}

TEST_F(Notices, ThatWereGivenUpAreSeenAndSentAgainByAnAdministrator) {
    server.introduce_everybody("NGO");
    write_to("test.programme");
    const auto id = ask_for("250.00");
    sink.be(mail_sink::mood::refuses);
    deliver(1);
    auto administrator = server.as("administrator");
    const auto listed = [&](const std::string& state) {
        return administrator.get("/api/v1/deliveries?state=" + state).json().at("items").as_array();
    };
    ASSERT_EQ(listed("dead").size(), 1U);
    const auto dead = listed("dead")[0];
    EXPECT_EQ(dead.at("event"), "disbursement_requested");
    EXPECT_EQ(dead.at("subject"), boost::json::string{id});
    EXPECT_EQ(dead.at("to"), "test.programme");
    EXPECT_EQ(dead.at("attempts"), 1);
    EXPECT_TRUE(dead.at("last_error").is_string());
    const auto path = "/api/v1/deliveries/" + std::string{dead.at("id").as_string()} + "/redeliver";
    EXPECT_EQ(server.as("programme").request("POST", path, "", {}).status, 403);
    EXPECT_EQ(server.as("officer", "NGO").get("/api/v1/deliveries").status, 403);
    EXPECT_EQ(administrator.request("POST", path, "", {}).status, 204);
    EXPECT_EQ(administrator.request("POST", path, "", {}).status, 404) << "it waits already";
    EXPECT_EQ(administrator.request("POST", "/api/v1/deliveries/x/redeliver", "", {}).status, 404);
    sink.be(mail_sink::mood::takes);
    EXPECT_EQ(deliver().size(), 1U);
    ASSERT_EQ(listed("delivered").size(), 1U);
    EXPECT_TRUE(listed("delivered")[0].at("delivered_at").is_string());
    EXPECT_TRUE(listed("delivered")[0].at("last_error").is_null());
}

TEST_F(Notices, AreSentByOneOfSeveralServers) {
    write_to_everybody();
    for (int i = 0; i < 5; ++i) {
        ask_for("10.00");
    }
    std::vector<std::thread> servers;
    servers.reserve(4);
    for (int i = 0; i < 4; ++i) {
        servers.emplace_back([this] {
            persistence::session_set own{
                persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
            server::notify_settings settings;
            settings.mail = {sink.url(), "", "", "tranche@example.org"};
            server::deliverer works{settings, [](std::int64_t, std::string_view) {
                                    }};
            for (int turn = 0; turn < 20; ++turn) {
                works.tick(own, {});
            }
        });
    }
    for (auto& one : servers) {
        one.join();
    }
    const auto sent = db.sql().number("select count(*) from notify.delivery");
    EXPECT_GE(sent, 10);
    EXPECT_EQ(states(), "delivered " + std::to_string(sent));
    EXPECT_EQ(sink.received().size(), static_cast<std::size_t>(sent));
}

TEST_F(Notices, OfLongAgoAreForgottenAndThoseNobodyGotAreKept) {
    server.introduce_everybody("NGO");
    write_to("test.programme");
    ask_for("250.00");
    deliver();
    sink.be(mail_sink::mood::refuses);
    ask_for("10.00");
    deliver(1);
    db.sql().ask("update notify.event set spread_at = spread_at - interval '91 days'");
    persistence::session with{db.staff_url(), persistence::lane::command};
    persistence::forget_events(with, 90);
    EXPECT_EQ(states(), "dead 1");
}

}  // namespace tranche::tests
