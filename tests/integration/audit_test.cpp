// The audit trail: who, when, from where, and what changed field by field.
#include "persistence/audit_trail.hpp"
#include "server/cli/cli.hpp"
#include "server/config.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const json::object* change_in(const json::value& detail, std::string_view table) {
    for (const auto& one : detail.at("changes").as_array()) {
        if (one.at("table").as_string() == table) {
            return &one.as_object();
        }
    }
    return nullptr;
}

json::value pair(const json::value& old, const json::value& now) {
    return json::array{old, now};
}

}  // namespace

class Audit : public SmallWorld {
protected:
    json::value newest() {
        return server.as("auditor").get("/api/v1/audit-events?limit=1").json().at("items").at(0);
    }
    json::value listed(const std::string& query) {
        return server.as("auditor").get("/api/v1/audit-events?" + query).json().at("items");
    }
};

TEST_F(Audit, TellsEveryFieldThatWasPutIn) {
    server.as("finance").must("/api/v1/direct-expenditures", expense("X-1", "2026-05-05", "75.00"));
    const auto event = newest();
    EXPECT_EQ(event.at("actor"), "test.finance");
    EXPECT_TRUE(event.at("on_behalf_of").is_null());
    const auto* change = change_in(event.at("detail"), "funding.direct_expenditure");
    ASSERT_NE(change, nullptr) << json::serialize(event);
    EXPECT_EQ(change->at("fields").at("document"), pair(nullptr, "X-1"));
    EXPECT_EQ(change->at("fields").at("amount"), pair(nullptr, "7500"));
}

TEST_F(Audit, TellsWhatAFieldWasAndIs) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto detail = newest().at("detail");
    const auto* tranche = change_in(detail, "partner.tranche");
    ASSERT_NE(tranche, nullptr) << json::serialize(detail);
    EXPECT_EQ(tranche->at("fields").at("paid_amount"), pair("0", "100000"));
    const auto* request = change_in(detail, "partner.disbursement_request");
    ASSERT_NE(request, nullptr);
    EXPECT_EQ(request->at("fields").at("state"), pair("approved", "paid"));
}

TEST_F(Audit, KeepsTheChangesOfOneCommandOutOfTheNext) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    server.as("programme")
        .must(
            "/api/v1/projects/P1/results",
            {{"code", "1"}, {"result_type", "outcome"}, {"title_en", "Children are safe"}}
        );
    EXPECT_EQ(change_in(newest().at("detail"), "partner.tranche"), nullptr);
}

TEST_F(Audit, NamesTheRolesAnActWasDoneWith) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    EXPECT_EQ(newest().at("roles"), "finance_officer");
    db.sql().ask(
        "update people.user_account set roles = array['auditor'] where name = 'test.finance'"
    );
    EXPECT_EQ(newest().at("roles"), "finance_officer") << "those of the day, not of today";
}

TEST_F(Audit, TellsTheFieldsOfRatesThatWereLoadedAndConfirmed) {
    server.as("finance").must(
        "/api/v1/exchange-rates",
        {{"series", "MONTHLY"},
         {"rates",
          json::array{
              json::object{{"currency", "EUR"}, {"quoted_on", "2026-05-31"}, {"rate", "0.9"}}}}}
    );
    const auto loaded = newest().at("detail");
    const auto* rate = change_in(loaded, "reference.exchange_rate");
    ASSERT_NE(rate, nullptr) << json::serialize(loaded);
    EXPECT_EQ(rate->at("fields").at("currency"), pair(nullptr, "EUR"));
    server.as("treasury").must("/api/v1/exchange-rates/confirm", {{"series", "MONTHLY"}});
    const auto confirmed = newest().at("detail");
    rate = change_in(confirmed, "reference.exchange_rate");
    ASSERT_NE(rate, nullptr) << json::serialize(confirmed);
    EXPECT_TRUE(rate->at("fields").at("confirmed_by").at(0).is_null());
    EXPECT_FALSE(rate->at("fields").at("confirmed_by").at(1).is_null());
}

TEST_F(Audit, TellsWhatARowOfAListWasAndLeavesOutWhatStayed) {
    const auto record = [&](const char* name) {
        server.as("administrator")
            .must(
                "/api/v1/reference/sectors",
                {{"items",
                  json::array{
                      json::object{{"code", "99801"}, {"name_en", name}, {"name_fr", "Un"}},
                      json::object{{"code", "99802"}, {"name_en", "Two"}, {"name_fr", "Deux"}}}}}
            );
        return newest().at("detail").at("changes").as_array();
    };
    ASSERT_EQ(record("One").size(), 2U);
    const auto again = record("First");
    ASSERT_EQ(again.size(), 1U) << json::serialize(again);
    EXPECT_EQ(again[0].at("id"), "99801");
    EXPECT_EQ(again[0].at("fields").at("name_en"), pair("One", "First"));
}

TEST_F(Audit, TellsTheDecisionOnEveryLineOfAReport) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "250.00"}});
    const auto detail = newest().at("detail");
    const auto lines = std::ranges::count_if(detail.at("changes").as_array(), [](const auto& one) {
        return one.at("table") == "partner.expenditure_line" &&
            one.at("fields").at("decision").at(1) == "accepted";
    });
    EXPECT_EQ(lines, 2) << json::serialize(detail);
}

TEST_F(Audit, CountsTheRowsBeyondTheFirstHundred) {
    json::array items;
    for (int n = 0; n < 130; ++n) {
        items.push_back(json::object{
            {"code", std::to_string(80000 + n)}, {"name_en", "S"}, {"name_fr", "S"}});
    }
    server.as("administrator").must("/api/v1/reference/sectors", {{"items", items}});
    const auto changes = newest().at("detail").at("changes").as_array();
    ASSERT_EQ(changes.size(), 101U);
    EXPECT_EQ(changes[100].at("rows_left_out"), 30);
}

TEST_F(Audit, IsSearchedByPersonActionSubjectAndDay) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto by_finance = listed("actor=test.finance");
    EXPECT_GT(by_finance.as_array().size(), 0U);
    for (const auto& one : by_finance.as_array()) {
        EXPECT_EQ(one.at("actor"), "test.finance");
    }
    EXPECT_EQ(listed("action=pay_disbursement").as_array().size(), 1U);
    const auto today = db.sql().one("select (now() at time zone 'UTC')::date");
    const auto tomorrow = db.sql().one("select (now() at time zone 'UTC')::date + 1");
    EXPECT_EQ(
        listed("action=pay_disbursement&since=" + today + "&until=" + today).as_array().size(), 1U
    );
    EXPECT_EQ(listed("since=" + tomorrow).as_array().size(), 0U);
    EXPECT_EQ(listed("until=2020-01-01").as_array().size(), 0U);
}

TEST_F(Audit, IsHandedOutAsCsvToThoseWhoMayReadIt) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto given = server.as("auditor").get("/api/v1/audit-trail?action=pay_disbursement");
    ASSERT_EQ(given.status, 200) << given;
    EXPECT_TRUE(given.body.starts_with(
        "at,actor,on_behalf_of,action,subject_type,subject,request_id,remote_address,detail,"
        "roles\r\n"
    )) << given;
    EXPECT_EQ(std::ranges::count(given.body, '\n'), 2) << given;
    EXPECT_NE(given.body.find(",pay_disbursement,disbursement_request,dsb_"), std::string::npos)
        << given;
    EXPECT_EQ(server.as("finance").get("/api/v1/audit-trail").status, 403);
    const auto none = server.as("auditor").get("/api/v1/audit-trail?until=2020-01-01");
    EXPECT_EQ(std::ranges::count(none.body, '\n'), 1) << none;
}

TEST_F(Audit, RecordsTheCommandLineAndHidesSecrets) {
    server::config settings;
    settings.database_url = db.staff_url();
    server::user_options person;
    person.name = "new.person";
    person.roles = {"auditor"};
    ASSERT_EQ(server::user_add_command(settings, person), 0);
    ::testing::internal::CaptureStdout();
    ASSERT_EQ(server::token_create_command(settings, {.user = "new.person"}), 0);
    const auto secret = ::testing::internal::GetCapturedStdout();
    ASSERT_EQ(server::token_revoke_command(settings, {.user = "new.person"}), 0);
    const auto events = listed("actor=operator").as_array();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events[2].at("action"), "add_user");
    EXPECT_EQ(events[1].at("action"), "create_token");
    EXPECT_EQ(events[0].at("action"), "revoke_tokens");
    EXPECT_EQ(events[2].at("remote_address"), "command line");
    const auto fields = change_in(events[1].at("detail"), "people.user_account")->at("fields");
    EXPECT_EQ(fields.at("token_hash"), pair(nullptr, "***"));
    EXPECT_EQ(json::serialize(events).find(secret.substr(0, 20)), std::string::npos);
}

// A new secret has to be put on the list before anything can write it.
TEST_F(Audit, MasksEveryColumnThatSoundsLikeASecret) {
    const auto columns = db.sql().ask(
        "select table_schema || '.' || table_name as table_name, column_name from information_schema.columns"
        " where table_schema in ('reference', 'people', 'funding', 'partner', 'result')"
        "   and column_name ~ '(secret|password|token_|private_key|credential)'"
    );
    EXPECT_GT(columns.size(), 0);
    for (const auto one : columns) {
        EXPECT_TRUE(persistence::is_masked(one.text("column_name")))
            << one.text("table_name") << '.' << one.text("column_name");
    }
}

}  // namespace tranche::tests
