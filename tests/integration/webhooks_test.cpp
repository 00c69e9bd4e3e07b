// Programs are told of events at an address of theirs: signed, until they have taken it, and no
// more than that something happened to a thing.
#include "server/auth/webhook_signature.hpp"
#include "server/notify/deliverer.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/other_server.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

constexpr const char* webhooks = "/api/v1/webhooks";

class Webhooks : public SmallWorld {
protected:
    caller administrator() { return server.as("administrator"); }
    answer hook(const std::string& name, const json::array& events = {}) {
        return administrator().post(
            webhooks, {{"name", name}, {"url", listener.url("/in")}, {"events", events}}
        );
    }
    void deliver(const std::string& mail_server = {}) {
        server::notify_settings settings;
        settings.public_url = "https://tranche.example";
        settings.mail = {mail_server, "", "", "tranche@example.org"};
        server::deliverer works{settings, [this](std::int64_t, std::string_view why) {
                                    complaints.emplace_back(why);
                                }};
        while (works.tick(sessions, {})) {
        }
    }
    void wait_is_over() {
        db.sql().ask("update notify.delivery set next_attempt_at = clock_timestamp()");
    }
    std::string ask_for_money() {
        return server.as("officer", "NGO")
            .must(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"requested_on", "2026-03-20"},
                 {"amount", amount_of("250.00")}}
            )
            .id();
    }
    json::object item(std::size_t n = 0) {
        return administrator().get(webhooks).json().at("items").at(n).as_object();
    }

    other_server listener;
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    std::vector<std::string> complaints;
};

}  // namespace

// The example of the specification (standardwebhooks.com).
TEST(WebhookSignature, IsThatOfStandardWebhooks) {
    EXPECT_EQ(
        server::webhook_signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330,
            R"({"test": 2432232314})"
        ),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    );
    EXPECT_THROW(server::webhook_signature("secret", "m", 1, ""), std::invalid_argument);
    EXPECT_NE(server::new_webhook_secret(), server::new_webhook_secret());
}

TEST_F(Webhooks, TellWhatHappenedToWhichThingSignedAndNoMore) {
    const auto made = hook("books");
    ASSERT_EQ(made.status, 201) << made;
    const auto secret = made.field("secret");
    const auto id = ask_for_money();
    deliver();
    ASSERT_EQ(listener.count(), 1U);
    const auto told = listener.requests().front();
    EXPECT_EQ(told.path, "/in");
    const auto body = json::parse(told.body).as_object();
    EXPECT_EQ(body.at("type"), "disbursement_requested");
    EXPECT_EQ(body.at("data").at("subject").as_string(), id);
    EXPECT_EQ(
        body.at("data").at("url").as_string(),
        "https://tranche.example/api/v1/disbursement-requests/" + id
    );
    EXPECT_EQ(body.size(), 3U);
    EXPECT_EQ(body.at("data").as_object().size(), 3U) << "no amount, no name";
    EXPECT_EQ(
        told.header("webhook-signature"),
        server::webhook_signature(
            secret, told.header("webhook-id"),
            std::stoll(std::string{told.header("webhook-timestamp")}), told.body
        )
    );
    deliver();
    EXPECT_EQ(listener.count(), 1U) << "once";
}

TEST_F(Webhooks, TryAgainWithTheSameMessageUntilItIsTaken) {
    hook("books");
    ask_for_money();
    listener.answer_with(503, "later");
    deliver();
    EXPECT_EQ(complaints, std::vector<std::string>{"was answered with 503"});
    listener.answer_with(204, "");
    wait_is_over();
    deliver();
    ASSERT_EQ(listener.count(), 2U);
    const auto both = listener.requests();
    EXPECT_EQ(both[0].body, both[1].body);
    EXPECT_EQ(both[0].header("webhook-id"), both[1].header("webhook-id"));
    EXPECT_EQ(item().at("waiting"), 0);
}

TEST_F(Webhooks, ThatDoNotAnswerAreSparedSoThatOthersAreToldInTime) {
    hook("broken");
    ask_for_money();
    db.sql().ask(
        "insert into notify.event (name, subject_type, subject_id, actor_id) select name, subject_type,"
        " subject_id, actor_id from notify.event, generate_series(1, 9)"
    );
    listener.answer_with(500, "");
    deliver();
    EXPECT_EQ(listener.count(), 1U) << "the other nine wait";
    EXPECT_EQ(item().at("waiting"), 10);
}

TEST_F(Webhooks, AreToldOfTheEventsTheyAskedFor) {
    hook("payments", {"disbursement_paid"});
    ask_for_money();
    deliver();
    EXPECT_EQ(listener.count(), 0U);
    remember();
    expect_refused(
        hook("typing", {"disbursement_payed"}), 422, "invalid_body", {"/events/0 not_in_list"}
    );
}

TEST_F(Webhooks, AreToldNothingOnceTheyHaveEnded) {
    const auto id = hook("books").id();
    ask_for_money();
    listener.answer_with(503, "");
    deliver();
    EXPECT_EQ(administrator().request("DELETE", webhooks + ("/" + id), "", {}).status, 204);
    wait_is_over();
    ask_for_money();
    deliver();
    EXPECT_EQ(listener.count(), 1U);
    EXPECT_FALSE(item().at("ended_at").is_null());
    EXPECT_EQ(administrator().request("DELETE", webhooks + ("/" + id), "", {}).status, 404);
}

TEST_F(Webhooks, HearAgainWhatHappenedSinceAMoment) {
    ask_for_money();
    deliver();
    const auto id = hook("late").id();
    deliver();
    EXPECT_EQ(listener.count(), 0U);
    const auto replay = webhooks + ("/" + id) + "/replay";
    EXPECT_EQ(administrator().post(replay, {{"since", "2026-01-01T00:00:00Z"}}).status, 204);
    deliver();
    EXPECT_EQ(listener.count(), 1U) << "also what happened before it was made";
    EXPECT_EQ(administrator().post(replay, {{"since", "2199-01-01T00:00:00Z"}}).status, 404)
        << "nothing to replay";
}

TEST_F(Webhooks, AreMadeByAdministratorsAndKeepTheirSecret) {
    const auto made = hook("books");
    const auto secret = made.field("secret");
    EXPECT_EQ(administrator().get(webhooks).body.find(secret), std::string::npos);
    EXPECT_EQ(
        db.sql().number("select count(*) from audit.event where detail::text like '%whsec%'"), 0
    );
    EXPECT_EQ(server.as("finance").get(webhooks).status, 403);
    remember();
    expect_refused(
        server.as("finance").post(webhooks, {{"name", "x"}, {"url", "https://x.example"}}), 403,
        "forbidden"
    );
    expect_refused(hook("books"), 409, "duplicate_code");
    expect_refused(
        administrator().post(webhooks, {{"name", "x"}, {"url", "http://other.example/"}}), 422,
        "invalid_body", {"/url webhook_address_refused"}
    );
}

}  // namespace tranche::tests
