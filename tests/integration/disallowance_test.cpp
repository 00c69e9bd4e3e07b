// What was accepted and is disallowed later: the past stands, the partner owes it.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

}  // namespace

class Disallowance : public SmallWorld {
protected:
    // Paid 1,000.00; accepted 400.00 on 20 June.
    void SetUp() override {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        accepted_report(server, "A1", "R1", {{"D-1", "400.00"}});
        line = domain::public_id(
            domain::entity::expenditure_line,
            db.sql().number("select id from partner.expenditure_line")
        );
    }
    answer disallowed(const std::string& amount, const std::string& on = "2026-06-25") {
        return server.as("finance").post(
            "/api/v1/expenditure-lines/" + line + "/disallow",
            {{"disallowed_on", on},
             {"amount", amount_of(amount)},
             {"document", "AUDIT-7"},
             {"reason", "Not in the budget"}}
        );
    }
    std::string balance(const std::string& kind) {
        return db.sql().one(
            "select coalesce(sum(b.amount), 0) from ledger.balance b join ledger.account a"
            " on a.id = b.account_id where a.kind = $1",
            {kind}
        );
    }

    std::string line;
};

TEST_F(Disallowance, R45BecomesAReceivableAndLowersWhatWasSpent) {
    const auto given = disallowed("150.00");
    ASSERT_EQ(given.status, 201) << given;
    EXPECT_EQ(balance("spent"), "25000");
    EXPECT_EQ(balance("receivable"), "15000");
    EXPECT_EQ(balance("advance"), "60000");
    const auto shown = server.as("finance").get("/api/v1/expenditure-lines/" + line).json();
    EXPECT_EQ(shown.at("accepted").at("amount").as_string(), "400.00");
    EXPECT_EQ(shown.at("disallowed").at("amount").as_string(), "150.00");
    const auto owed = given.json().at("receivables").at(0).as_string();
    server.as("finance").must(
        "/api/v1/receivables/" + std::string{owed} + "/refund",
        {{"amount", amount_of("150.00")},
         {"received_on", "2026-06-28"},
         {"bank_reference", "BACK-1"}}
    );
    EXPECT_EQ(balance("receivable"), "0");
}

TEST_F(Disallowance, TakesBackNoMoreThanIsAccepted) {
    ASSERT_EQ(disallowed("150.00").status, 201);
    remember();
    expect_refused(
        disallowed("250.01"), 422, "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
    EXPECT_EQ(disallowed("250.00").status, 201);
    remember();
    expect_refused(disallowed("0.01"), 422, "line_not_accepted");
}

TEST_F(Disallowance, CountsFromItsOwnDayAndNotBeforeTheAcceptance) {
    remember();
    expect_refused(
        disallowed("1.00", "2026-06-19"), 422, "date_before", {"/disallowed_on date_before"}
    );
    expect_refused(
        disallowed("1.00", "2026-07-19"), 422, "date_in_future", {"/disallowed_on date_in_future"}
    );
}

TEST_F(Disallowance, IsSeenByItsPartnerAndByNoOther) {
    const auto given = disallowed("150.00");
    const auto self = "/api/v1/disallowances/" + given.id();
    EXPECT_EQ(server.as("officer", "NGO").get(self).status, 200);
    partner(server, "OTHER");
    EXPECT_EQ(server.as("officer", "OTHER").get(self).status, 404);
    EXPECT_EQ(
        server.as("officer", "NGO")
            .post(
                "/api/v1/expenditure-lines/" + line + "/disallow",
                {{"disallowed_on", "2026-06-25"}, {"reason", "r"}}
            )
            .status,
        403
    );
}

// 7 % of what stays accepted: 28.00 on 400.00, 17.50 on 250.00.
TEST_F(Disallowance, R32TakesItsShareOfSupportCostWithIt) {
    signed_agreement(
        server,
        {.code = "A2",
         .lines = {{"1", "1000.00"}},
         .tranches = {{"T1", "1000.00"}},
         .terms = {{"support_percent", "7"}, {"support_line", "1"}}}
    );
    paid_request(server, "A2:T1", "1000.00", "BANK-2");
    accepted_report(server, "A2", "R1", {{"D-2", "400.00"}});
    line = domain::public_id(
        domain::entity::expenditure_line,
        db.sql().number("select id from partner.expenditure_line where document = 'D-2'")
    );
    ASSERT_EQ(disallowed("150.00").status, 201);
    EXPECT_EQ(balance("receivable"), "16050");
    ASSERT_EQ(disallowed("250.00").status, 201);
    EXPECT_EQ(balance("receivable"), "42800");
}

// What a report nets after a correction is no measure of the support cost on one of its lines.
TEST_F(Disallowance, R32TakesTheSameSupportCostWhereACorrectionLeftLittle) {
    signed_agreement(
        server,
        {.code = "A2",
         .lines = {{"1", "1000.00"}},
         .tranches = {{"T1", "1000.00"}},
         .terms = {{"support_percent", "7"}, {"support_line", "1"}}}
    );
    paid_request(server, "A2:T1", "1000.00", "BANK-2");
    accepted_report(server, "A2", "R1", {{"D-2", "400.00"}});
    const auto line_of = [&](const std::string& document) {
        return domain::public_id(
            domain::entity::expenditure_line,
            db.sql().number(
                "select id from partner.expenditure_line where document = '" + document + "'"
            )
        );
    };
    auto body = report_of("A2", "R2", {{"D-3", "400.10"}, {"D-2C", "-400.00"}});
    body.at("lines").at(1).as_object()["corrects"] = line_of("D-2");
    const auto second = server.as("preparer", "NGO").must("/api/v1/expenditure-reports", body).id();
    acknowledge_checks(server, second);
    server.as("officer", "NGO")
        .must(
            "/api/v1/expenditure-reports/" + second + "/submit", {{"submitted_on", "2026-06-18"}}
        );
    server.as("finance").must(
        "/api/v1/expenditure-reports/" + second + "/review", {{"reviewed_on", "2026-06-20"}}
    );
    line = line_of("D-3");
    ASSERT_EQ(disallowed("400.00").status, 201);
    EXPECT_EQ(balance("receivable"), "42800") << "400.00 and 7 %";
}

}  // namespace tranche::tests
