// What the service answers to input it cannot take: a stable code, every problem with its place,
// and nothing changed.
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

namespace json = boost::json;
using BadInput = SmallWorld;

TEST_F(BadInput, ThatIsNoJsonIsMalformed) {
    for (const std::string body : {"", "{", "{\"code\":}", "[1,2", "nul", "{\"a\":1}{\"b\":2}"}) {
        const auto given = server.as("programme").post_text("/api/v1/donors", body);
        EXPECT_EQ(given.status, 400) << given;
    }
    expect_refused(server.as("programme").post_text("/api/v1/donors", "{"), 400, "malformed_json");
}

TEST_F(BadInput, ThatIsNoUtf8IsMalformed) {
    const auto given =
        server.as("programme")
            .post_text(
                "/api/v1/donors", "{\"code\":\"D\",\"name\":\"\xC3\x28\",\"kind\":\"other\"}"
            );
    EXPECT_EQ(given.status, 400) << given;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
}

TEST_F(BadInput, IsAnsweredWithEveryProblemAtOnce) {
    const json::object body{
        {"code", "bad code"},
        {"name", 12},
        {"kind", "friend"},
        {"country", "GTM"},
        {"colour", "red"}};
    const auto given = server.as("programme").post("/api/v1/donors", body);
    expect_refused(given, 422, "invalid_body");
    EXPECT_EQ(given.errors().size(), 5U) << given;
}

TEST_F(BadInput, OfTheWrongTypeNamesThePlace) {
    auto body = report_of("A1", "R1", {{"D-1", "10.00"}});
    body["lines"].as_array()[0].as_object()["amount"] = 10;
    expect_refused(
        server.as("preparer", "NGO").post("/api/v1/expenditure-reports", body), 422, "invalid_body",
        {"/lines/0/amount wrong_type"}
    );
}

TEST_F(BadInput, WithAmountsThatAreNoAmountsIsRefused) {
    for (const std::string amount :
         {"1e3", " 1.00", "1,000.00", "1.001", "-5.00", "0.00", "NaN", "99999999999999999999"}) {
        const auto given = server.as("officer", "NGO")
                               .post(
                                   "/api/v1/disbursement-requests",
                                   {{"tranche", "A1:T1"},
                                    {"amount", amount_of(amount)},
                                    {"requested_on", "2026-03-10"}}
                               );
        EXPECT_EQ(given.status, 422) << amount << given;
    }
    EXPECT_EQ(changed_tables(before, db.contents()), "");
}

TEST_F(BadInput, ThatRepeatsAMemberIsRefused) {
    const auto given =
        server.as("programme")
            .post_text("/api/v1/donors", R"({"code":"D","code":"E","name":"N","kind":"other"})");
    EXPECT_GE(given.status, 400) << given;
    EXPECT_LT(given.status, 500) << given;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
}

TEST_F(BadInput, ThatIsTooDeepIsRefused) {
    std::string deep(100'000, '[');
    const auto given = server.as("programme").post_text("/api/v1/donors", deep);
    EXPECT_EQ(given.status, 400) << given.status;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
}

TEST_F(BadInput, OfAnotherMediaTypeIsUnsupported) {
    const auto given =
        server.as("programme")
            .post_text(
                "/api/v1/donors", "code=D", {{"content-type", "application/x-www-form-urlencoded"}}
            );
    expect_refused(given, 415, "unsupported_media_type");
}

TEST_F(BadInput, ThatNamesWhatDoesNotExistSaysWhere) {
    expect_refused(
        server.as("programme")
            .post(
                "/api/v1/allocations",
                {{"project", "NOPE"},
                 {"line", "NO-LINE"},
                 {"amount", amount_of("1.00")},
                 {"allocated_on", "2026-02-01"}}
            ),
        422, "unknown_reference", {"/project unknown_reference", "/line unknown_reference"}
    );
    expect_refused(
        server.as("approver")
            .post(
                "/api/v1/agreements/NOPE/sign",
                {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
            ),
        404, "not_found"
    );
    expect_refused(
        server.as("auditor").get("/api/v1/projects/prj_0000000000000"), 404, "not_found"
    );
}

TEST_F(BadInput, OnAStaleVersionIsRefused) {
    expect_refused(
        server.as("finance").post(
            "/api/v1/agreements/A1/close", {{"closed_on", "2026-06-01"}}, {{"if-match", "\"v99\""}}
        ),
        412, "stale_version"
    );
}

TEST_F(BadInput, WithAKeyUsedForAnotherInputIsRefusedAndTheSameInputReplayed) {
    const auto ask = [&](const std::string& name) {
        return server.as("programme")
            .post(
                "/api/v1/donors", {{"code", "D9"}, {"name", name}, {"kind", "other"}},
                {{"idempotency-key", "donor-9"}}
            );
    };
    const auto first = ask("Nine");
    EXPECT_EQ(first.status, 201) << first;
    remember();
    const auto again = ask("Nine");
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    expect_refused(ask("Ten"), 422, "idempotency_key_reused");
}

TEST_F(BadInput, WithAKeyIsReplayedAlsoWhereTheCommandAsksForNoFacts) {
    const auto open = [&] {
        return server.as("administrator")
            .post(
                "/api/v1/payer-accounts",
                {{"code", "OFFICE"},
                 {"holder", "Office"},
                 {"bank", "Bank"},
                 {"account", "GB82WEST12345698765432"},
                 {"currency", "USD"},
                 {"valid_from", "2026-01-01"}},
                {{"idempotency-key", "account-1"}}
            );
    };
    const auto first = open();
    ASSERT_EQ(first.status, 201) << first;
    const auto again = open();
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
}

TEST_F(BadInput, BeyondTheBudgetIsRefusedWithWhatIsLeft) {
    expect_refused(
        server.as("finance").post(
            "/api/v1/direct-expenditures", expense("V-1", "2026-04-01", "8500.01")
        ),
        422, "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
}

TEST_F(BadInput, BeyondALineIsRefused) {
    approved_project(server, {.code = "P9", .amount = "90000.01"});
    remember();
    expect_refused(
        server.as("programme")
            .post(
                "/api/v1/allocations",
                {{"project", "P9"},
                 {"line", "FUND-L1"},
                 {"amount", amount_of("90000.01")},
                 {"allocated_on", "2026-02-01"}}
            ),
        422, "amount_exceeds_available"
    );
}

TEST_F(BadInput, BeyondATrancheIsRefused) {
    const auto id = server.as("officer", "NGO")
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T1"},
                             {"amount", amount_of("1000.01")},
                             {"requested_on", "2026-03-10"}}
                        )
                        .id();
    const auto self = "/api/v1/disbursement-requests/" + id;
    server.as("programme").must(self + "/certify", {{"certified_on", "2026-03-12"}});
    remember();
    expect_refused(
        server.as("approver").post(self + "/approve", {{"approved_on", "2026-03-15"}}), 422,
        "amount_exceeds_available"
    );
}

TEST_F(BadInput, ForAStateThatForbidsItIsAConflict) {
    expect_refused(
        server.as("approver")
            .post(
                "/api/v1/agreements/A1/sign",
                {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
            ),
        409, "state_forbids_action"
    );
    const auto id = paid_request(server, "A1:T1", "1000.00", "BANK-1");
    remember();
    expect_refused(
        server.as("treasury")
            .post(
                "/api/v1/disbursement-requests/" + id + "/pay",
                {{"paid_on", "2026-04-01"}, {"bank_reference", "BANK-2"}}
            ),
        409, "state_forbids_action"
    );
}

TEST_F(BadInput, FromThePersonWhoDidTheEarlierStepIsRefused) {
    auto everything =
        server.with_roles("jack", {"programme_officer", "approver", "finance_officer"});
    const auto id = everything
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T1"},
                             {"amount", amount_of("100.00")},
                             {"requested_on", "2026-03-10"}}
                        )
                        .id();
    const auto self = "/api/v1/disbursement-requests/" + id;
    everything.must(self + "/certify", {{"certified_on", "2026-03-12"}});
    remember();
    expect_refused(
        everything.post(self + "/approve", {{"approved_on", "2026-03-15"}}), 422, "same_person"
    );
}

TEST_F(BadInput, AboutAnotherPartnersThingsFindsNothing) {
    partner(server, "OTHER");
    auto stranger = server.as("officer", "OTHER");
    remember();
    expect_refused(stranger.get("/api/v1/agreements/A1"), 404, "not_found");
    // The same as about a code that nobody has.
    expect_refused(
        stranger.post(
            "/api/v1/disbursement-requests",
            {{"tranche", "A1:T1"}, {"amount", amount_of("1.00")}, {"requested_on", "2026-03-10"}}
        ),
        422, "unknown_reference", {"/tranche unknown_reference"}
    );
    expect_refused(
        stranger.post("/api/v1/expenditure-reports", report_of("A1", "R1", {{"D-1", "1.00"}})), 422,
        "unknown_reference", {"/agreement unknown_reference"}
    );
}

TEST_F(BadInput, IsAlsoADryRunThatMustChangeNothing) {
    const auto id = approved_request(server, "A1:T1", "1000.00");
    remember();
    const auto tried = server.as("treasury")
                           .post(
                               "/api/v1/disbursement-requests/" + id + "/pay?dry_run=true",
                               {{"paid_on", "2026-04-01"}, {"bank_reference", "BANK-1"}}
                           );
    EXPECT_EQ(tried.status, 200) << tried;
    EXPECT_EQ(tried.json().at("postings").as_array().size(), 4U) << tried;
    EXPECT_EQ(changed_tables(before, db.contents()), "");
}

}  // namespace tranche::tests
