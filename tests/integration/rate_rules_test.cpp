// R42: the rate an expense is valued at follows the agreement's rule, and is frozen with the line.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

}  // namespace

// Quetzales: 8.00 a dollar in January and February, 7.50 from March on.
class RateRules : public SmallWorld {
protected:
    void agreed(json::object terms) {
        signed_agreement(
            server,
            {.code = "A2",
             .tranches = {{"T1", "100.00"}, {"T2", "100.00"}},
             .payment_currency = "GTQ",
             .terms = std::move(terms)}
        );
    }
    // Approved and signed by both sides.
    void amended(const json::object& changes) {
        auto programme = server.as("programme");
        const auto self = v1 + "agreement-amendments/" +
            programme.must(v1 + "agreements/A2/amendments", changes).id();
        programme.must(self + "/submit", {{"submitted_on", "2026-06-20"}});
        auto approver = server.as("approver");
        approver.must(self + "/approve", {{"approved_on", "2026-06-25"}});
        approver.must(
            self + "/sign",
            {{"partner_signed_on", "2026-06-30"},
             {"partner_signatory", "A. Director"},
             {"office_signed_on", "2026-06-30"}}
        );
    }
    // "7.5 10000": the rate of a document and what it is worth.
    std::string value_of(const std::string& document) {
        return db.sql().one(
            "select trim_scale(rate)::text || ' ' || base_amount from partner.expenditure_line"
            " where document = $1",
            {document}
        );
    }
    void monthly(const std::string& from, const std::string& to, const std::string& rate) {
        db.sql().ask(
            "update reference.exchange_rate set rate = " + rate +
            " where currency = 'GTQ'"
            " and valid_from >= '" +
            from + "' and valid_from <= '" + to + "'"
        );
    }
    void reported(const std::string& code, const std::vector<expense_spec>& lines) {
        submitted_report(server, "A2", code, lines);
    }
};

TEST_F(RateRules, R42ByTheMonthOfTheExpenseWhereNothingElseIsAgreed) {
    agreed({});
    monthly("2026-05-01", "2026-05-31", "8");
    reported("R1", {{"M-1", "80.00", "1", "2026-05-15", "GTQ"}});
    EXPECT_EQ(value_of("M-1"), "8 1000");
}

TEST_F(RateRules, R42ByAFixedRateOfTheTerms) {
    agreed({{"rate_rule", "fixed"}, {"fixed_rate", "6.4"}});
    reported(
        "R1", {{"F-1", "64.00", "1", "2026-05-15", "GTQ"}, {"F-2", "5.00", "1", "2026-05-15"}}
    );
    EXPECT_EQ(value_of("F-1"), "6.4 1000");
    EXPECT_EQ(value_of("F-2"), "6.4 500") << "dollars are dollars, and 32 quetzales of the report";
    remember();
    const auto refused =
        server.as("programme")
            .post(
                v1 + "agreements/A2/amendments",
                {{"reason", "r"},
                 {"terms", {{"rate_rule", "month_of_expense"}, {"fixed_rate", "7"}}}}
            );
    expect_refused(refused, 422, "fixed_rate_unused", {"/terms/fixed_rate fixed_rate_unused"});
}

// March to May: 31 days at 7.50, 30 at 7.00 and 31 at 8.00 are 690.50 over 92 days; by months alone
// it would be 7.50.
TEST_F(RateRules, R42ByTheAverageOfTheReportsPeriodDayByDay) {
    agreed({{"rate_rule", "period_average"}});
    monthly("2026-04-01", "2026-04-30", "7");
    monthly("2026-05-01", "2026-06-30", "8");
    reported(
        "R1",
        {{"P-1", "690.50", "1", "2026-05-15", "GTQ"}, {"P-2", "75.00", "1", "2026-03-01", "GTQ"}}
    );
    EXPECT_EQ(value_of("P-1"), "7.5054347826 9200");
    EXPECT_EQ(value_of("P-2"), "7.5054347826 999") << "7.50 would make it 10.00";
}

TEST_F(RateRules, R42ByTheLastTransferBeforeTheExpense) {
    agreed({{"rate_rule", "transfer"}, {"liquidation_percent", "0"}, {"earlier_percent", "0"}});
    reported("R1", {{"T-0", "75.00", "1", "2026-03-20", "GTQ"}});
    EXPECT_EQ(value_of("T-0"), "7.5 1000") << "no transfer yet: by its month";
    paid_request(server, "A2:T1", "100.00", "BANK-2");  // in April, at 7.50
    monthly("2026-05-01", "2026-05-31", "8");
    monthly("2026-06-01", "2026-06-30", "6");
    const auto second = approved_request(server, "A2:T2", "100.00");
    server.as("treasury")
        .must(
            v1 + "disbursement-requests/" + second + "/pay",
            {{"paid_on", "2026-06-25"}, {"bank_reference", "BANK-3"}}
        );
    reported(
        "R2",
        {{"T-1", "75.00", "1", "2026-05-15", "GTQ"}, {"T-2", "60.00", "1", "2026-06-26", "GTQ"}}
    );
    EXPECT_EQ(value_of("T-1"), "7.5 1000") << "at April's rate, which it was sent at";
    EXPECT_EQ(value_of("T-2"), "6 1000");
}

// Sent in April at 7.50 and again on 28 June at 6.00. Between the two a third party is paid in May
// at 8.00, and a refund of 20 June is taken back: neither brought the partner any money.
TEST_F(RateRules, R42ByTheLastTransferAndNotByWhatNeverReachedThePartner) {
    signed_agreement(
        server,
        {.code = "A2",
         .tranches = {{"T1", "100.00"}, {"T2", "100.00", "direct_payment"}, {"T3", "100.00"}},
         .payment_currency = "GTQ",
         .terms =
             {{"rate_rule", "transfer"}, {"liquidation_percent", "0"}, {"earlier_percent", "0"}}}
    );
    paid_request(server, "A2:T1", "100.00", "BANK-2");
    const auto report = submitted_report(
        server, "A2", "R1",
        {{"T-1", "600.00", "1", "2026-04-15", "GTQ"}, {"T-2", "150.00", "1", "2026-04-16", "GTQ"}}
    );
    auto finance = server.as("finance");
    const auto reviewed = finance.must(
        v1 + "expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "T-2"}, {"reason", "No receipt"}}}}}
    );
    const std::string debt{reviewed.json().at("receivables").at(0).as_string()};
    accepted_report(server, "A2", "R2", {{"T-3", "75.00", "1", "2026-04-17", "GTQ"}});
    monthly("2026-05-01", "2026-05-31", "8");
    monthly("2026-06-01", "2026-06-30", "6");
    const auto pay = [&](json::object body, const std::string& on) {
        body["requested_on"] = on;
        const auto self = v1 + "disbursement-requests/" +
            server.as("officer", "NGO").must(v1 + "disbursement-requests", body).id();
        server.as("programme").must(self + "/certify", {{"certified_on", on}});
        server.as("approver").must(self + "/approve", {{"approved_on", on}});
        server.as("treasury")
            .must(self + "/pay", {{"paid_on", on}, {"bank_reference", "BANK-" + on}});
    };
    pay({{"tranche", "A2:T2"},
         {"amount", amount_of("75.00", "GTQ")},
         {"payee",
          {{"name", "Shop"},
           {"bank", "Bank"},
           {"account", "GT82TRAJ01020000001210029690"},
           {"document", "T-3"}}}},
        "2026-05-20");
    finance.must(
        v1 + "receivables/" + debt + "/refund",
        {{"amount", amount_of("150.00", "GTQ")},
         {"received_on", "2026-06-20"},
         {"bank_reference", "BACK-1"}}
    );
    const auto entry = domain::public_id(
        domain::entity::journal_entry,
        db.sql().number("select id from ledger.entry where event = 'refund'")
    );
    finance.must(
        v1 + "journal-entries/" + entry + "/reverse",
        {{"reason", "Not of this partner"}, {"effective_on", "2026-06-21"}}
    );
    pay({{"tranche", "A2:T3"}, {"amount", amount_of("100.00")}}, "2026-06-28");
    reported(
        "R3",
        {{"T-4", "75.00", "1", "2026-06-25", "GTQ"}, {"T-5", "60.00", "1", "2026-06-29", "GTQ"}}
    );
    EXPECT_EQ(value_of("T-4"), "7.5 1000") << "April's, which it was last sent anything at";
    EXPECT_EQ(value_of("T-5"), "6 1000");
}

// 750 quetzales at 7.50 and 600 at 6.00 were advanced.
TEST_F(RateRules, R42ByTheAdvanceAnExpenseComesOutOf) {
    agreed({{"rate_rule", "advance"}, {"liquidation_percent", "0"}, {"earlier_percent", "0"}});
    paid_request(server, "A2:T1", "100.00", "BANK-2");
    monthly("2026-06-01", "2026-06-30", "6");
    const auto second = approved_request(server, "A2:T2", "100.00");
    server.as("treasury")
        .must(
            v1 + "disbursement-requests/" + second + "/pay",
            {{"paid_on", "2026-06-25"}, {"bank_reference", "BANK-3"}}
        );
    reported(
        "R1",
        {{"A-1", "600.00", "1", "2026-06-26", "GTQ"},
         {"A-2", "150.00", "1", "2026-06-26", "GTQ"},
         {"A-3", "60.00", "1", "2026-06-26", "GTQ"}}
    );
    EXPECT_EQ(value_of("A-1"), "7.5 8000");
    EXPECT_EQ(value_of("A-2"), "7.5 2000");
    EXPECT_EQ(value_of("A-3"), "6 1000") << "the first is used up";
    // What waits for its decision is taken off too.
    reported("R2", {{"A-4", "60.00", "1", "2026-06-26", "GTQ"}});
    EXPECT_EQ(value_of("A-4"), "6 1000");
}

TEST_F(RateRules, R42FromTheDayOnThatAnAmendmentSays) {
    agreed({});
    reported("R0", {{"B-0", "75.00", "1", "2026-05-02", "GTQ"}});
    amended(
        {{"reason", "The bank and the partner agreed on a rate"},
         {"terms_from", "2026-05-01"},
         {"terms", {{"rate_rule", "fixed"}, {"fixed_rate", "6"}}}}
    );
    reported(
        "R1",
        {{"B-1", "75.00", "1", "2026-04-30", "GTQ"}, {"B-2", "60.00", "1", "2026-05-01", "GTQ"}}
    );
    EXPECT_EQ(value_of("B-1"), "7.5 1000");
    EXPECT_EQ(value_of("B-2"), "6 1000");
    EXPECT_EQ(value_of("B-0"), "7.5 1000") << "frozen with the line, handed in before";
    const auto refused = refusal_of(
        db.sql(), "update partner.agreement_terms set fixed_rate = null where rate_rule = 'fixed'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "agreement_terms_fixed_rate_check");
}

}  // namespace tranche::tests
