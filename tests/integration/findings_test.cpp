// What a spot check finds: answered by the partner, cleared by another person or paid back, and
// nothing is closed or asked for over it.
#include "tests/support/bodies.hpp"
#include "tests/support/files.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

}  // namespace

class Findings : public SmallWorld {
protected:
    // Paid 1,000.00; accepted 400.00 on 20 June; looked at on the 22nd.
    void SetUp() override {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        accepted_report(server, "A1", "R1", {{"D-1", "400.00"}});
        line = domain::public_id(
            domain::entity::expenditure_line,
            db.sql().number("select id from partner.expenditure_line")
        );
        programme.must(
            "/api/v1/partners/NGO/assurance-activities",
            {{"code", "SC-1"},
             {"kind", "spot_check"},
             {"agreement", "A1"},
             {"done_on", "2026-06-22"},
             {"period_first", "2026-03-01"},
             {"period_last", "2026-05-31"},
             {"conducted_by", "Finance unit"},
             {"document", "Report SC-1"}}
        );
    }
    json::object finding(const json::object& more) {
        json::object body{
            {"severity", "high"},
            {"finding", "No receipt"},
            {"made_on", "2026-06-23"},
            {"answer_due_on", "2026-07-23"}};
        for (const auto& one : more) {
            body[one.key()] = one.value();
        }
        return body;
    }
    answer found(const json::object& more) {
        return programme.post("/api/v1/assurance-activities/SC-1/findings", finding(more));
    }
    void found_of_150() {
        programme.must(
            "/api/v1/assurance-activities/SC-1/findings",
            finding(
                {{"amount", amount_of("150.00")},
                 {"lines", {{{"line", line}, {"amount", amount_of("150.00")}}}}}
            )
        );
    }
    answer clear(const json::object& more, const char* who = "finance") {
        json::object body{{"cleared_on", "2026-06-26"}, {"document", "d"}, {"reason", "r"}};
        for (const auto& one : more) {
            body[one.key()] = one.value();
        }
        return server.as(who).post("/api/v1/findings/SC-1:1/clear", body);
    }
    answer disallow(const std::string& amount) {
        return server.as("finance").post(
            "/api/v1/expenditure-lines/" + line + "/disallow",
            {{"disallowed_on", "2026-06-27"},
             {"amount", amount_of(amount)},
             {"finding", "SC-1:1"},
             {"reason", "No receipt"}}
        );
    }
    json::object read() { return programme.get("/api/v1/findings/SC-1:1").json().as_object(); }
    std::string state() {
        const auto now = read();
        return std::string{now.at("state").as_string()} +
            (now.at("is_settled").as_bool() ? " settled" : "");
    }

    caller programme = server.as("programme");
    std::string line;
};

TEST_F(Findings, AreAnsweredClearedInPartAndTheRestIsPaidBack) {
    found_of_150();
    EXPECT_EQ(state(), "open");
    server.as("preparer", "NGO")
        .must("/api/v1/findings/SC-1:1/answer", {{"answer", "A part of it was found"}});
    EXPECT_EQ(state(), "answered");
    ASSERT_EQ(clear({{"kind", "supported"}, {"amount", amount_of("50.00")}}).status, 200);
    EXPECT_EQ(state(), "answered");
    remember();
    expect_refused(
        disallow("100.01"), 422, "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
    const auto taken = disallow("100.00");
    ASSERT_EQ(taken.status, 201) << taken;
    EXPECT_EQ(state(), "decided");
    EXPECT_EQ(read().at("owed").at("amount").as_string(), "100.00");
    server.as("finance").must(
        "/api/v1/receivables/" + std::string{taken.json().at("receivables").at(0).as_string()} +
            "/refund",
        {{"amount", amount_of("100.00")},
         {"received_on", "2026-06-28"},
         {"bank_reference", "BACK-1"}}
    );
    EXPECT_EQ(state(), "decided settled");
    remember();
    expect_refused(clear({{"kind", "justified"}}), 409, "state_forbids_action");
    expect_refused(disallow("1.00"), 409, "state_forbids_action");
}

TEST_F(Findings, AreClearedByAnotherPersonThanMadeThem) {
    auto finance = server.as("finance");
    finance.must(
        "/api/v1/assurance-activities/SC-1/findings", finding({{"amount", amount_of("150.00")}})
    );
    remember();
    expect_refused(clear({{"kind", "justified"}}), 422, "same_person");
    const auto refused = refusal_of(
        db.sql(),
        "insert into partner.finding_clearance (id, finding_id, kind, amount, document, reason,"
        " cleared_on, cleared_by) select 1, id, 'justified', 1, 'd', 'r', '2026-06-26', recorded_by"
        " from partner.finding"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "finding_cleared_by_other_check");
    EXPECT_EQ(clear({{"kind", "justified"}}, "approver").status, 200);
}

TEST_F(Findings, AreOfLinesOfTheirAgreementAndNoMoreThanTheirAmount) {
    remember();
    expect_refused(
        found(
            {{"amount", amount_of("100.00")},
             {"lines", {{{"line", line}, {"amount", amount_of("100.01")}}}}}
        ),
        422, "amount_exceeds_available", {"/lines amount_exceeds_available"}
    );
    expect_refused(
        found({{"lines", {{{"line", line}, {"amount", amount_of("1.00")}}}}}), 422, "missing_field",
        {"/amount missing_field"}
    );
    expect_refused(
        found({{"answer_due_on", "2026-06-01"}}), 422, "date_before", {"/answer_due_on date_before"}
    );
}

TEST_F(Findings, ThatAreNotAboutMoneyAreImplemented) {
    programme.must("/api/v1/assurance-activities/SC-1/findings", finding({}));
    remember();
    expect_refused(
        clear({{"kind", "supported"}}), 422, "clearance_kind_wrong", {"/kind clearance_kind_wrong"}
    );
    ASSERT_EQ(clear({{"kind", "implemented"}}).status, 200);
    EXPECT_EQ(state(), "decided settled");
}

TEST_F(Findings, R59KeepAnAgreementFromBeingClosed) {
    programme.must("/api/v1/assurance-activities/SC-1/findings", finding({}));
    const auto closing =
        server.as("finance").post("/api/v1/agreements/A1/close", {{"closed_on", "2026-06-30"}});
    EXPECT_NE(closing.body.find("findings_open"), std::string::npos) << closing;
    const auto refused =
        refusal_of(db.sql(), "update partner.agreement set state = 'closed' where code = 'A1'");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "agreement_findings_settled_check");
}

TEST_F(Findings, R35AreReadByTheConditionOfATranche) {
    programme.must("/api/v1/assurance-activities/SC-1/findings", finding({}));
    programme.must("/api/v1/assurance-activities/SC-1/findings", finding({}));
    programme.must(
        "/api/v1/tranches/A1:T2/conditions",
        {{"conditions",
          {{{"kind", "finding_settled"}}, {{"kind", "finding_settled"}, {"finding", "SC-1:1"}}}},
         {"reason", "r"}}
    );
    const auto met = [&](const std::string& on) {
        const auto told =
            programme.get("/api/v1/tranches/A1:T2/conditions?on=" + on).json().at("items");
        std::string all;
        for (const auto& one : told.as_array()) {
            all += one.at("met").as_bool() ? 'y' : 'n';
        }
        const auto unmet = db.sql().one(
            "select coalesce(string_agg(n::text, ''), '') from (select id from partner.tranche where"
            " code = 'T2') t, partner.unmet_conditions(t.id, $1::date) n",
            {on}
        );
        EXPECT_EQ(static_cast<long>(unmet.size()), std::ranges::count(all, 'n')) << on;
        return all;
    };
    EXPECT_EQ(met("2026-06-22"), "yn") << "nothing was found yet; the one named is not settled";
    EXPECT_EQ(met("2026-06-23"), "nn");
    ASSERT_EQ(clear({{"kind", "implemented"}}).status, 200);
    EXPECT_EQ(met("2026-06-25"), "nn");
    EXPECT_EQ(met("2026-06-26"), "ny") << "the other finding is open";
    const auto first = programme.get("/api/v1/tranches/A1:T2/conditions").json().at("items").at(0);
    remember();
    expect_refused(
        programme.post(
            "/api/v1/tranche-conditions/" + std::string{first.at("id").as_string()} + "/confirm",
            {{"confirmed_on", "2026-06-30"}, {"document", "d"}}
        ),
        409, "state_forbids_action"
    );
}

TEST_F(Findings, OfAnotherPartnerDoNotExist) {
    found_of_150();
    partner(server, "OTHER");
    auto stranger = server.as("officer", "OTHER");
    remember();
    expect_refused(stranger.get("/api/v1/findings/SC-1:1"), 404, "not_found");
    expect_refused(
        stranger.post("/api/v1/findings/SC-1:1/answer", {{"answer", "x"}}), 404, "not_found"
    );
    EXPECT_EQ(server.as("officer", "NGO").get("/api/v1/findings/SC-1:1").status, 200);
}

TEST_F(Findings, R35ADocumentIsPresentWhenAFileOfItsTitleHangsThere) {
    programme.must(
        "/api/v1/tranches/A1:T2/conditions",
        {{"conditions", {{{"kind", "document_present"}, {"text", "Licence of the shelter"}}}},
         {"reason", "r"}}
    );
    const auto judged = [&](const char* on) {
        return server.as("officer", "NGO")
            .get("/api/v1/tranches/A1:T2/conditions?on=" + std::string{on})
            .json()
            .at("items")
            .at(0)
            .as_object();
    };
    EXPECT_EQ(judged("2026-06-30").at("why").at("code").as_string(), "condition_document_missing");
    const auto file = attached(
        programme, "agreements/A1", sent_file(programme, "a.pdf", pdf("licence")),
        {{"title", "LICENCE of the shelter"}}
    );
    ASSERT_EQ(file.status, 201) << file;
    EXPECT_TRUE(judged("2026-06-30").at("met").as_bool());
    EXPECT_FALSE(judged("2026-06-29").at("met").as_bool()) << "it was attached on the 30th";
    programme.must("/api/v1/attachments/" + file.id() + "/remove", {{"reason", "Expired"}});
    EXPECT_FALSE(judged("2026-06-30").at("met").as_bool());
}

}  // namespace tranche::tests
