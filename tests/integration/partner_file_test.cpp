// What is kept about partners: who they are, how far they are trusted, where their money goes.
#include "tests/integration/actions.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

const std::string ngo = "/api/v1/partners/NGO";
const json::object account{
    {"holder", "NGO"}, {"bank", "Bank"}, {"account", "GT01"}, {"reason", "Letter of 1 June"}};

}  // namespace

class PartnerFile : public SmallWorld {
protected:
    std::string proposed_account() {
        auto id = programme.must(ngo + "/bank-accounts", account).id();
        remember();
        return "/api/v1/bank-accounts/" + id;
    }
    void assess(const std::string& on, const std::string& until) {
        programme.must(
            ngo + "/assessments",
            {{"risk", "low"}, {"assessed_on", on}, {"expires_on", until}, {"document", "HACT"}}
        );
        remember();
    }
    std::string account_of_last_payment() {
        return db.sql().one(
            "select coalesce(b.account, '-') from partner.payment y left join partner.bank_account b"
            " on b.id = y.bank_account_id order by y.paid_on desc, y.id limit 1"
        );
    }

    caller programme = server.as("programme");
};

TEST_F(PartnerFile, HoldsANumberOnceWhoseverItIs) {
    partner(server, "OTHER");
    const json::object number{{"kind", "tax"}, {"value", "123-4"}};
    programme.must(ngo + "/identifiers", number);
    remember();
    expect_refused(
        programme.post("/api/v1/partners/OTHER/identifiers", number), 409, "identifier_taken"
    );
}

TEST_F(PartnerFile, R30IsUnblockedByAnotherPersonThanBlockedIt) {
    auto finance = server.as("finance");
    finance.must(ngo + "/block", {{"reason", "Audit"}});
    remember();
    expect_refused(finance.post(ngo + "/unblock", {{"reason", "r"}}), 422, "same_person");
    server.as("approver").must(ngo + "/unblock", {{"reason", "Cleared"}});
    EXPECT_EQ(programme.get(ngo).json().at("blocked").as_bool(), false);
}

TEST_F(PartnerFile, R30OfAnExpiredAssessmentKeepsNewAgreementsAndPaymentsBehindAGate) {
    assess("2025-06-01", "2026-05-31");
    drafted_agreement(server, {.code = "B1"});
    const json::object signatures{
        {"partner_signed_on", "2026-06-01"}, {"office_signed_on", "2026-06-01"}};
    const auto signing = server.as("approver").post("/api/v1/agreements/B1/sign", signatures);
    EXPECT_EQ(signing.code(), "assessment_expired") << signing;
    EXPECT_EQ(said(signing, "kind"), "gate");
    const auto id = server.as("officer", "NGO")
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A1:T1"},
                             {"amount", amount_of("10.00")},
                             {"requested_on", "2026-06-20"}}
                        )
                        .id();
    programme.must(requests + id + "/certify", {{"certified_on", "2026-06-21"}});
    remember();
    const json::object approval{{"approved_on", "2026-06-30"}};
    expect_refused(
        server.as("approver").post(requests + id + "/approve", approval), 422, "assessment_expired"
    );
    assess("2026-06-29", "2027-06-30");
    server.as("approver").must(requests + id + "/approve", approval);
}

TEST_F(PartnerFile, SendsMoneyToTheAccountTwoPersonsAgreedOn) {
    auto both = server.with_roles("both", {"programme_officer", "finance_officer"});
    const auto first = proposed_account();
    expect_refused(programme.post(ngo + "/bank-accounts", account), 409, "bank_account_open");
    paid_request(server, "A1:T1", "10.00", "BANK-1");
    EXPECT_EQ(account_of_last_payment(), "-");
    server.as("finance").must(first + "/confirm", {{"checked", "By telephone"}});
    auto other = account;
    other["account"] = "GT02";
    const auto second = both.must(ngo + "/bank-accounts", other).id();
    remember();
    expect_refused(
        both.post("/api/v1/bank-accounts/" + second + "/confirm", {{"checked", "c"}}), 422,
        "same_person"
    );
    accepted_report(server, "A1", "R1", {{"D-1", "10.00"}});
    paid_request(server, "A1:T2", "10.00", "BANK-2");
    EXPECT_EQ(
        db.sql().one("select b.account from partner.payment y join partner.bank_account b"
                     " on b.id = y.bank_account_id where y.bank_reference = 'BANK-2'"),
        "GT01"
    ) << "the one before counts until the new one is confirmed";
    server.as("finance").must(
        "/api/v1/bank-accounts/" + second + "/confirm", {{"checked", "By telephone"}}
    );
    const auto read = programme.get("/api/v1/bank-accounts/" + second).json();
    EXPECT_TRUE(read.at("in_force").as_bool());
    const auto decided =
        refusal_of(db.sql(), "update partner.bank_account set decision_reason = 'x'");
    ASSERT_TRUE(decided);
    EXPECT_EQ(decided->constraint, "bank_account_decided_stays_check");
}

TEST_F(PartnerFile, IsReadByThePartnerWithoutHowItWasJudged) {
    partner(server, "OTHER");
    assess("2026-06-01", "2027-05-31");
    const auto self = proposed_account();
    auto officer = server.as("officer", "NGO");
    EXPECT_EQ(officer.get(self).status, 200);
    EXPECT_EQ(officer.get("/api/v1/partner-assessments").status, 403);
    EXPECT_EQ(server.as("officer", "OTHER").get(self).status, 404);
}

TEST_F(PartnerFile, NamesOfficersForATime) {
    const auto id = programme
                        .must(
                            ngo + "/authorised-officers",
                            {{"name", "A. Officer"},
                             {"position", "Treasurer"},
                             {"user", "test.officer.ngo"},
                             {"valid_from", "2026-01-01"},
                             {"document", "Statutes"}}
                        )
                        .id();
    const auto self = "/api/v1/authorised-officers/" + id;
    programme.must(self + "/end", {{"ended_on", "2026-06-30"}, {"reason", "Left"}});
    remember();
    expect_refused(
        programme.post(self + "/end", {{"ended_on", "2026-06-30"}, {"reason", "r"}}), 409,
        "state_forbids_action"
    );
    expect_refused(
        programme.post(
            ngo + "/authorised-officers",
            {{"name", "n"},
             {"position", "p"},
             {"user", "test.programme"},
             {"valid_from", "2026-01-01"},
             {"document", "d"}}
        ),
        422, "unknown_reference", {"/user unknown_reference"}
    );
}

}  // namespace tranche::tests
