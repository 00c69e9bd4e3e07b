// R34 to R40, each by its number; direct payments; what partners say arrived.
#include "tests/integration/actions.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const std::string all_requests = "/api/v1/disbursement-requests";
const json::object supplier{
    {"name", "Ferretería Ñ"},
    {"bank", "Banco"},
    {"account", "GT82 TRAJ 0102 0000 0012 1002 9690"},
    {"document", "F-17"}};

}  // namespace

class PaymentRules : public Actions {
protected:
    json::object request(
        const std::string& tranche = "A1:T1", const std::string& amount = "10.00"
    ) {
        return {
            {"tranche", tranche}, {"amount", amount_of(amount)}, {"requested_on", "2026-06-20"}};
    }
    answer ask(const json::object& body, const std::string& who = "officer") {
        return server.as(who, who == "programme" ? "" : "NGO").post(all_requests, body);
    }
    void approved(const std::string& id) {
        server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
        server.as("approver").must(requests + id + "/approve", {{"approved_on", "2026-06-22"}});
    }
    void name_officer(const std::string& name, const std::string& user) {
        json::object body{
            {"name", name},
            {"position", "Treasurer"},
            {"valid_from", "2026-01-01"},
            {"valid_until", "2026-06-25"},
            {"document", "Statutes"}};
        if (!user.empty()) {
            body["user"] = user;
        }
        server.as("programme").must("/api/v1/partners/NGO/authorised-officers", body);
    }
    std::string liquidation(const std::string& id) {
        return server.as("finance").get(requests + id).field("liquidation");
    }
    answer confirm(const json::object& body, const std::string& partner = "NGO") {
        const auto id =
            server.as("finance").get("/api/v1/payments").json().at("items").at(0).at("id");
        return server.as("officer", partner)
            .post("/api/v1/payments/" + std::string{id.as_string()} + "/confirm", body);
    }
};

TEST_F(PaymentRules, R34PaysNoMoreThanTheTrancheHolds) {
    const auto id = certified("A1:T1", "1000.00");
    approved_request(server, "A1:T1", "0.01");
    remember();
    expect_refused(
        server.as("approver").post(requests + id + "/approve", {{"approved_on", "2026-06-22"}}),
        422, "amount_exceeds_available"
    );
    const auto by_hand = refusal_of(
        db.sql(), "update partner.tranche set reserved_amount = amount + 1 where code = 'T1'"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "tranche_not_overcommitted_check");
}

TEST_F(PaymentRules, R36WantsEarlierAdvancesAccountedFor) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "799.99"}});
    const auto id = certified("A1:T2", "10.00");
    const json::object approval{{"approved_on", "2026-06-22"}};
    remember();
    const auto refused = server.as("approver").post(requests + id + "/approve", approval);
    expect_refused(refused, 422, "advances_not_liquidated");
    EXPECT_EQ(said(refused, "rule"), "R36");
    EXPECT_EQ(
        refused.json().at("errors").at(0).at("values").at("advances").as_string(),
        "T1: 799.99 / 800.00 USD"
    );
    accepted_report(server, "A1", "R2", {{"D-2", "0.01"}});
    EXPECT_EQ(server.as("approver").post(requests + id + "/approve", approval).status, 200)
        << "80 % of the last one";
}

TEST_F(PaymentRules, R37ReleasesNothingWhileAnAdvanceIsOpenForTooLong) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");  // on 1 April
    accepted_report(server, "A1", "R1", {{"D-1", "900.00"}});
    server.set_today(*domain::parse_date("2026-10-02"));
    auto body = request("A1:T2");
    body["requested_on"] = "2026-10-02";
    const auto id = ask(body).id();
    server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-10-02"}});
    remember();
    const auto refused =
        server.as("approver").post(requests + id + "/approve", {{"approved_on", "2026-10-02"}});
    expect_refused(refused, 422, "advance_overdue");
    EXPECT_EQ(said(refused, "rule"), "R37");
}

// A1 holds an advance since 1 April; whether it keeps back one of A2 is a term of A2.
TEST_F(PaymentRules, R37LooksAsFarAsTheTermsOfTheAgreementSay) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    for (const auto& [agreement, scope] :
         {std::pair{"A2", "agreement"}, std::pair{"A3", "instrument"},
          std::pair{"A4", "partner"}}) {
        signed_agreement(server, {.code = agreement, .terms = {{"overdue_scope", scope}}});
    }
    server.set_today(*domain::parse_date("2026-10-02"));
    const auto approve = [&](const std::string& agreement) {
        auto body = request(agreement + ":T1");
        body["requested_on"] = "2026-10-02";
        const auto id = ask(body).id();
        server.as("programme").must(requests + id + "/certify", {{"certified_on", "2026-10-02"}});
        remember();
        return server.as("approver")
            .post(requests + id + "/approve", {{"approved_on", "2026-10-02"}});
    };
    EXPECT_EQ(approve("A2").status, 200);
    for (const auto* agreement : {"A3", "A4"}) {
        const auto refused = approve(agreement);
        expect_refused(refused, 422, "advance_of_another_overdue");
        EXPECT_EQ(said(refused, "rule"), "R37");
        const auto told = "/api/v1/tranches/" + std::string{agreement} + ":T1/conditions";
        EXPECT_NE(
            server.as("programme").get(told).body.find("advance_of_another_overdue"),
            std::string::npos
        );
        EXPECT_EQ(
            server.as("officer", "NGO").get(told).body.find("other_advances"), std::string::npos
        ) << "another programme's is none of its business";
    }
}

TEST_F(PaymentRules, R36AndR37AreHeldByTheDatabaseToo) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "799.99"}});
    const auto asked = [&](const std::string& day) {
        server.set_today(*domain::parse_date(day));
        auto body = request("A1:T2");
        body["requested_on"] = day;
        const auto id = ask(body).id();
        server.as("programme").must(requests + id + "/certify", {{"certified_on", day}});
        return id;
    };
    const auto forgotten = [&](const std::string& day) {
        const auto refused = refusal_of(
            db.sql(),
            "update partner.disbursement_request set state = 'approved', approved_on = '" + day +
                "', approved_by = (select u.id from people.user_account u"
                " where u.id not in (requested_by, certified_by) limit 1),"
                " approved_amount = requested_amount, reserved_amount = requested_amount"
                " where state = 'certified'"
        );
        return refused ? refused->constraint : "none";
    };
    asked("2026-06-30");
    EXPECT_EQ(forgotten("2026-06-30"), "disbursement_request_as_r36_check");
    accepted_report(server, "A1", "R2", {{"D-2", "0.01"}});
    EXPECT_NE(forgotten("2026-06-30"), "disbursement_request_as_r36_check") << "80 %";
    EXPECT_EQ(forgotten("2026-10-02"), "disbursement_request_as_r37_check") << "six months";
}

TEST_F(PaymentRules, R37CountsNoAdvanceThatTheBankSentBack) {
    const auto id = paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto entry = server.as("finance").get("/api/v1/journal-entries?event=payment").json();
    server.as("finance").must(
        "/api/v1/journal-entries/" + std::string{entry.at("items").at(0).at("id").as_string()} +
            "/reverse",
        {{"effective_on", "2026-04-20"}, {"reason", "Account closed"}}
    );
    EXPECT_EQ(server.as("finance").get(requests + id).state(), "returned");
    server.set_today(*domain::parse_date("2026-10-02"));
    auto body = request("A1:T1", "1000.00");
    body["requested_on"] = "2026-10-02";
    const auto again = ask(body).id();
    server.as("programme").must(requests + again + "/certify", {{"certified_on", "2026-10-02"}});
    EXPECT_EQ(
        server.as("approver")
            .post(requests + again + "/approve", {{"approved_on", "2026-10-02"}})
            .status,
        200
    ) << "its tranche is open again, whole";
}

TEST_F(PaymentRules, R38CoversThreeMonthsOfNeedsAtMost) {
    auto body = request();
    body["covers_from"] = "2026-07-01";
    body["covers_until"] = "2026-10-01";
    remember();
    const auto refused = ask(body);
    expect_refused(refused, 422, "needs_too_far_ahead", {"/covers_until needs_too_far_ahead"});
    EXPECT_EQ(said(refused, "rule"), "R38");
    body["covers_until"] = "2026-09-30";
    const auto id = ask(body).id();
    EXPECT_EQ(server.as("finance").get(requests + id).field("covers_until"), "2026-09-30");
    const auto by_hand = refusal_of(
        db.sql(),
        "create table pg_temp.copied as select * from partner.disbursement_request;"
        "update pg_temp.copied set id = 1, covers_until = '2026-10-01';"
        "insert into partner.disbursement_request select * from pg_temp.copied;"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "disbursement_request_as_r38_check");
}

TEST_F(PaymentRules, R38TakesTheMonthsFromTheAgreementsTerms) {
    server.as("approver")
        .must(
            "/api/v1/agreements/A1/payment-terms",
            {{"valid_from", "2026-06-01"}, {"request_months", 1}, {"document", "Article 4"}}
        );
    auto body = request();
    body["covers_from"] = "2026-07-01";
    body["covers_until"] = "2026-08-01";
    EXPECT_EQ(ask(body).code(), "needs_too_far_ahead");
    body["covers_until"] = "2026-07-31";
    EXPECT_EQ(ask(body).status, 201);
}

TEST_F(PaymentRules, R38IsSignedByAnOfficerOnFileThatDay) {
    remember();
    expect_refused(ask(request(), "preparer"), 422, "asker_not_authorised");
    name_officer("A. Officer", "test.officer.ngo");
    remember();
    expect_refused(ask(request()), 422, "asker_not_authorised");  // on 30 June: no officer any more
    server.set_today(*domain::parse_date("2026-06-25"));
    EXPECT_EQ(ask(request()).status, 201);
    server.set_today(*domain::parse_date("2026-06-30"));
    auto late = request();
    late["requested_on"] = "2026-06-26";
    remember();
    const auto refused = ask(late);
    expect_refused(refused, 422, "asker_not_authorised");
    auto on_paper = late;
    on_paper["signed_by"] = "A. Officer";
    granted_leave(server, ask(on_paper, "programme"));
    EXPECT_EQ(ask(late).status, 201) << "a gate";
}

TEST_F(PaymentRules, R38NamesWhoSignedOnPaperWhenTheOfficeEntersIt) {
    name_officer("A. Officer", "");
    remember();
    expect_refused(ask(request(), "programme"), 422, "missing_field", {"/signed_by missing_field"});
    auto signed_on_paper = request();
    signed_on_paper["signed_by"] = "Somebody";
    expect_refused(ask(signed_on_paper, "programme"), 422, "asker_not_authorised");
    signed_on_paper["signed_by"] = "a. officer";
    const auto id = ask(signed_on_paper, "programme").id();
    EXPECT_EQ(server.as("finance").get(requests + id).field("signed_by"), "a. officer");
    EXPECT_EQ(ask(signed_on_paper).code(), "asker_not_authorised") << "nobody signs for another";
}

TEST_F(PaymentRules, R38KeepsTheWordsThatWereSigned) {
    auto body = request();
    body["language"] = "es";
    const auto id = ask(body).id();
    const auto words = server.as("officer", "NGO").get(requests + id).field("certification");
    EXPECT_NE(words.find("Certifico que el importe"), std::string::npos) << words;
    const auto changed = refusal_of(
        db.sql(), "set role tranche_staff; update reference.certification_text set text_es = 'x'"
    );
    ASSERT_TRUE(changed);
}

TEST_F(PaymentRules, R40KeepsTheLastInstalmentUntilTheFinalReport) {
    signed_agreement(server, {.code = "B1", .terms = {{"retention_percent", "10"}}});
    const auto id = certified("B1:T2", "10.00");
    remember();
    expect_refused(
        server.as("approver").post(requests + id + "/approve", {{"approved_on", "2026-06-22"}}),
        422, "retention_before_final_report"
    );
}

TEST_F(PaymentRules, ALoweredAmountHasAReason) {
    const auto id = certified("A1:T1", "10.00");
    const json::object lowered{{"approved_on", "2026-06-22"}, {"amount", amount_of("5.00")}};
    remember();
    expect_refused(
        server.as("approver").post(requests + id + "/approve", lowered), 422, "missing_field",
        {"/reason missing_field"}
    );
    const auto by_hand = refusal_of(
        db.sql(), "update partner.disbursement_request set approved_amount = requested_amount - 1"
    );
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "disbursement_request_lowered_has_reason_check");
}

TEST_F(PaymentRules, ARequestTellsHowFarItIsAccountedFor) {
    const auto id = paid_request(server, "A1:T1", "1000.00", "BANK-1");
    EXPECT_EQ(liquidation(id), "open");
    accepted_report(server, "A1", "R1", {{"D-1", "900.00"}});
    EXPECT_EQ(liquidation(id), "partly_liquidated");
    accepted_report(server, "A1", "R2", {{"D-2", "100.00"}});
    EXPECT_EQ(liquidation(id), "liquidated");
}

TEST_F(PaymentRules, ARequestShowsWhatIsOutstandingBesideWhatIsAsked) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "900.00"}});
    const auto id = ask(request("A1:T2", "50.00")).id();
    const auto read = server.as("officer", "NGO").get(requests + id).json();
    EXPECT_EQ(read.at("asked").at("amount"), "50.00");
    EXPECT_EQ(read.at("outstanding").at("amount"), "100.00");
}

TEST_F(PaymentRules, ADirectPaymentPaysAThirdPartyAndOpensNoAdvance) {
    signed_agreement(
        server, {.code = "B1", .tranches = {{"T1", "100.00"}, {"T2", "100.00", "direct_payment"}}}
    );
    auto body = request("B1:T2", "40.00");
    body["kind"] = "direct_payment";
    EXPECT_EQ(ask(body).code(), "payee_needed");
    body["payee"] = supplier;
    const auto early = ask(body).id();
    server.as("programme").must(requests + early + "/certify", {{"certified_on", "2026-06-21"}});
    remember();
    expect_refused(
        server.as("approver").post(requests + early + "/approve", {{"approved_on", "2026-06-22"}}),
        422, "amount_exceeds_available"
    );
    accepted_report(server, "B1", "R1", {{"F-17", "40.00"}});
    const auto read =
        server.as("approver").post(requests + early + "/approve", {{"approved_on", "2026-06-22"}});
    ASSERT_EQ(read.status, 200) << read;
    server.as("treasury")
        .must(requests + early + "/pay", {{"paid_on", "2026-06-23"}, {"bank_reference", "B-1"}});
    EXPECT_EQ(db.sql().number("select count(*) from partner.advance"), 0);
    EXPECT_EQ(
        db.sql().one("select kind || ' ' || amount from partner.payment"), "direct_payment 4000"
    );
    EXPECT_EQ(liquidation(early), "liquidated");
    const auto report = server.as("finance").get("/api/v1/reports/disbursements?agreement=B1").body;
    EXPECT_NE(report.find("Ferretería Ñ"), std::string::npos) << report;
}

TEST_F(PaymentRules, APayeeIsNamedForADirectPaymentOnlyAndInAFormABankTakes) {
    auto body = request();
    body["payee"] = supplier;
    remember();
    expect_refused(ask(body), 422, "payee_not_taken", {"/payee payee_not_taken"});
    auto wrong = supplier;
    wrong["account"] = "GT83TRAJ01020000001210029690";
    wrong["bic"] = "12345678";
    body["payee"] = wrong;
    expect_refused(
        ask(body), 422, "payee_not_taken",
        {"/payee payee_not_taken", "/payee/bic bic_unfit", "/payee/account account_unfit"}
    );
}

TEST_F(PaymentRules, WhatArrivedIsSaidByThePartnerAndChangesNoFact) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto facts =
        db.sql().one("select string_agg(amount || ' ' || paid_on, ',') from partner.payment");
    const auto said = confirm(
        {{"received_on", "2026-04-03"}, {"amount", amount_of("985.00")}, {"note", "Charges"}}
    );
    ASSERT_EQ(said.status, 201) << said;
    const auto read = server.as("finance").get("/api/v1/payment-confirmations/" + said.id()).json();
    EXPECT_EQ(read.at("difference").at("amount"), "-15.00");
    EXPECT_EQ(
        db.sql().one("select string_agg(amount || ' ' || paid_on, ',') from partner.payment"), facts
    );
    EXPECT_EQ(
        confirm({{"received_on", "2026-03-31"}, {"amount", amount_of("985.00")}}).code(),
        "date_before"
    );
    partner(server, "OTHER");
    EXPECT_EQ(
        confirm({{"received_on", "2026-04-03"}, {"amount", amount_of("1.00")}}, "OTHER").status, 404
    );
    EXPECT_EQ(
        server.as("officer", "OTHER").get("/api/v1/payment-confirmations/" + said.id()).status, 404
    );
}

}  // namespace tranche::tests
