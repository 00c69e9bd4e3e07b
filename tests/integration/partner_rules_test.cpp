// Rules of agreements and of what is reported under them, by their numbers.
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

json::object new_agreement(const std::string& code) {
    return {
        {"code", code},
        {"project", "P1"},
        {"partner", "NGO"},
        {"title", "Agreement"},
        {"start_on", "2026-03-01"},
        {"end_on", "2026-12-31"},
        {"terms", json::object{}},
        {"lines", {{{"budget_line", "1"}, {"amount", amount_of("100.00")}}}},
        {"tranches", {{{"code", "T1"}, {"kind", "advance"}, {"amount", amount_of("100.00")}}}}};
}

}  // namespace

class PartnerRules : public SmallWorld {
protected:
    answer drafted(const json::object& body) {
        return server.as("programme").post(v1 + "agreements", body);
    }
    answer signed_on(const std::string& code, const std::string& day) {
        return server.as("approver")
            .post(
                v1 + "agreements/" + code + "/sign",
                {{"partner_signed_on", day}, {"office_signed_on", day}}
            );
    }
    answer reported(const std::vector<expense_spec>& rows) {
        return server.as("preparer", "NGO")
            .post(v1 + "expenditure-reports", report_of("A1", "R1", rows));
    }
};

// 10,000.00 is budgeted on the line, of which the first agreement has 1,500.00.
TEST_F(PartnerRules, R27PromiseABudgetLineOnceOverAllAgreements) {
    for (const char* code : {"A2", "A3"}) {
        drafted_agreement(
            server, {.code = code, .lines = {{"1", "4250.01"}}, .tranches = {{"T1", "4250.01"}}}
        );
    }
    EXPECT_EQ(signed_on("A2", "2026-02-21").status, 200);
    remember();
    expect_refused(
        signed_on("A3", "2026-02-21"), 422, "line_amount_exceeds_available",
        {" line_amount_exceeds_available"}
    );
}

TEST_F(PartnerRules, R28KeepAnAgreementInsideItsProject) {
    auto body = new_agreement("A2");
    body["end_on"] = "2040-01-01";
    remember();
    expect_refused(drafted(body), 422, "date_outside_period", {"/end_on date_outside_period"});
    ASSERT_EQ(drafted(new_agreement("A2")).status, 201);
    remember();
    expect_refused(
        signed_on("A2", "2026-03-02"), 422, "signed_after_start",
        {"/office_signed_on signed_after_start"}
    );
}

TEST_F(PartnerRules, R29LetNobodySignTomorrow) {
    ASSERT_EQ(drafted(new_agreement("A2")).status, 201);
    remember();
    const auto refused = signed_on("A2", "2199-01-01");
    EXPECT_EQ(refused.status, 422) << refused;
    EXPECT_NE(refused.body.find("date_in_future"), std::string::npos) << refused;
}

TEST_F(PartnerRules, R31AskForTranchesThatAddToTheValue) {
    auto body = new_agreement("A2");
    body["tranches"] = {{{"code", "T1"}, {"kind", "advance"}, {"amount", amount_of("99.99")}}};
    remember();
    expect_refused(
        drafted(body), 422, "amounts_do_not_add_up", {"/tranches amounts_do_not_add_up"}
    );
}

TEST_F(PartnerRules, R41TakeNoExpenseOutsideTheAgreementOrOnALineItHasNot) {
    remember();
    expect_refused(
        reported({{"D-1", "1.00", "1", "2026-02-28"}, {"D-2", "1.00", "2", "2026-04-01"}}), 422,
        "date_outside_period",
        {"/lines/0/spent_on date_outside_period", "/lines/1/budget_line line_not_of_agreement"}
    );
    expect_refused(reported({{"", "1.00", "1", "2026-04-01"}}), 422, "invalid_body");
}

TEST_F(PartnerRules, R43DivideEveryLineIntoAcceptedRejectedAndPending) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto id = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    const auto sums =
        "select amount || ' ' || accepted_amount || ' ' || rejected_amount || ' ' || pending_amount"
        " from partner.expenditure_line";
    EXPECT_EQ(db.sql().one(sums), "40000 0 0 40000");
    server.as("finance").must(
        v1 + "expenditure-reports/" + id + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections",
          {{{"document", "D-1"}, {"amount", amount_of("150.00")}, {"reason", "Half a receipt"}}}}}
    );
    EXPECT_EQ(db.sql().one(sums), "40000 25000 15000 0");
    const auto refused =
        refusal_of(db.sql(), "update partner.expenditure_line set accepted_amount = 40000");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "expenditure_line_adds_up_check") << refused->message;
}

TEST_F(PartnerRules, R48NeverChangeWhatIsPosted) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    for (const char* statement :
         {"update ledger.posting set amount = amount + 1", "delete from ledger.posting",
          "update ledger.entry set effective_on = effective_on + 1", "delete from ledger.entry"}) {
        EXPECT_TRUE(refusal_of(db.sql(), std::string{"set local role tranche_staff; "} + statement))
            << statement;
    }
}

TEST_F(PartnerRules, R54AddTheAcceptedPeriodsToWhatIsCumulative) {
    server.as("finance").must(
        v1 + "statement-layouts",
        {{"code", "FORM"},
         {"name_en", "Form"},
         {"source", "Annex"},
         {"categories", {{{"code", "A"}, {"name_en", "All"}}}}}
    );
    server.as("finance").must(
        v1 + "projects/P1/statement-mappings",
        {{"layout", "FORM"},
         {"lines", {{{"budget_line", "1"}, {"category", "A"}}}},
         {"reason", "As agreed"}}
    );
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    server.as("finance").must(v1 + "direct-expenditures", expense("V-1", "2026-04-05", "75.00"));
    const auto spent = [&](const std::string& first, const std::string& last) {
        const auto given =
            server.as("finance")
                .get(v1 + "reports/donor-format?project=P1&since=" + first + "&until=" + last)
                .json();
        return given.at("totals").at(0).as_object();
    };
    const auto second = spent("2026-04-01", "2026-05-31");
    const auto third = spent("2026-06-01", "2026-06-30");
    EXPECT_EQ(second.at("spent").as_string(), "75.00");
    EXPECT_EQ(third.at("spent").as_string(), "400.00");
    EXPECT_EQ(third.at("before").as_string(), "75.00");
    EXPECT_EQ(third.at("cumulative").as_string(), "475.00");
}

}  // namespace tranche::tests
