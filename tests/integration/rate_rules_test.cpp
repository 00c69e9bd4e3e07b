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
    // "7.5 100.00": the rate of a document and what it is worth.
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

TEST_F(RateRules, R42ByTheAverageOfTheReportsPeriodDayByDay) {
    agreed({{"rate_rule", "period_average"}});
    monthly("2026-04-01", "2026-04-30", "7");
    monthly("2026-05-01", "2026-06-30", "8");
    reported("R1", {{"P-1", "100.00", "1", "2026-05-15", "GTQ"}});
    const auto expected = db.sql().one(
        "select trim_scale(round(avg(r.rate), 10))::text from partner.expenditure_report e,"
        " generate_series(e.period_first, e.period_last, interval '1 day') d"
        " join reference.exchange_rate r on r.currency = 'GTQ'"
        " and d::date between r.valid_from and r.valid_to"
    );
    EXPECT_EQ(value_of("P-1").substr(0, expected.size()), expected);
}

TEST_F(RateRules, R42ByTheLastTransferBeforeTheExpense) {
    agreed({{"rate_rule", "transfer"}});
    reported("R1", {{"T-0", "75.00", "1", "2026-03-20", "GTQ"}});
    EXPECT_EQ(value_of("T-0"), "7.5 1000") << "no transfer yet: by its month";
    paid_request(server, "A2:T1", "100.00", "BANK-2");
    db.sql().ask("alter table partner.payment disable trigger user");
    db.sql().ask("update partner.payment set bank_rate = 6 where bank_reference = 'BANK-2'");
    db.sql().ask("alter table partner.payment enable trigger user");
    reported("R2", {{"T-1", "60.00", "1", "2026-05-15", "GTQ"}});
    EXPECT_EQ(value_of("T-1"), "6 1000");
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
    db.sql().ask(
        "insert into partner.agreement_terms select r.* from partner.agreement a"
        " join partner.agreement_terms t on t.agreement_id = a.id cross join lateral"
        " jsonb_populate_record(null::partner.agreement_terms, to_jsonb(t) ||"
        " '{\"valid_from\": \"2026-05-01\", \"rate_rule\": \"fixed\", \"fixed_rate\": 6}') r"
        " where a.code = 'A2'"
    );
    reported(
        "R1",
        {{"B-1", "75.00", "1", "2026-04-30", "GTQ"}, {"B-2", "60.00", "1", "2026-05-01", "GTQ"}}
    );
    EXPECT_EQ(value_of("B-1"), "7.5 1000");
    EXPECT_EQ(value_of("B-2"), "6 1000");
    const auto refused = refusal_of(
        db.sql(), "update partner.agreement_terms set fixed_rate = null where rate_rule = 'fixed'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "agreement_terms_fixed_rate_check");
}

}  // namespace tranche::tests
