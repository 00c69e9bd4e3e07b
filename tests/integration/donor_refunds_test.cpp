// Money that goes back to its donor out of what was never applied, at the rate of the day it
// leaves.
#include "tests/support/donor_world.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {

// 8 quetzales a dollar in January, 7.5 from March on.
class DonorRefunds : public DonorWorld {
protected:
    std::string requested(const std::string& code, const std::string& quetzales) {
        return server.as("finance")
            .must(
                v1 + "/contributions/" + code + "/refunds",
                {{"amount", amount_of(quetzales, "GTQ")},
                 {"taken_from", "unapplied"},
                 {"reason", "Clause 9"}}
            )
            .id();
    }
    std::string reconciled(const std::string& code) {
        return statement_of(
            code,
            "(f.received + f.returned - f.overhead - f.allocated - f.refunded - f.refund_exchange"
            " - f.on_line - f.held - f.unapplied)"
        );
    }
    std::string cash() {
        return db.sql().one(
            "select (sum(g.amount) / 100.0)::numeric(12, 2) from ledger.posting g join"
            " ledger.account a on a.id = g.account_id where a.kind = 'fund_cash'"
        );
    }
};

TEST_F(DonorRefunds, OfUnappliedMoneyAreRefusedBeyondWhatIsUnapplied) {
    pledge("Q", "800.00", {}, "GTQ");
    commit("Q", "400.00", "GTQ");
    EXPECT_EQ(receive("Q", "600.00", "2026-01-20", "GTQ").state(), "partly_unapplied");
    const auto refund = requested("Q", "200.01");
    remember();
    expect_refused(pay(refund), 422, "contribution_exhausted");
    EXPECT_EQ(
        db.sql().one("select state from (select case when paid_by is null then 'requested' end as"
                     " state from funding.donor_refund) r"),
        "requested"
    );
}

TEST_F(DonorRefunds, OfUnappliedMoneyArePaidAtTheDaysRateAndTheContributionBearsTheLoss) {
    pledge("Q", "1600.00", {}, "GTQ");
    commit("Q", "800.00", "GTQ");
    EXPECT_EQ(receive("Q", "1400.00", "2026-01-20", "GTQ").state(), "partly_unapplied");
    EXPECT_EQ(available(), "90100.00");
    const auto before_it = cash();
    const auto refund = requested("Q", "600.00");
    const auto paid = pay(refund);
    EXPECT_EQ(paid.state(), "paid") << paid;
    EXPECT_EQ(available(), "90095.00") << "75 dollars came, 80 went";
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, Q 95.00");
    EXPECT_EQ(statement_of("Q", "refunded"), "75.00");
    EXPECT_EQ(statement_of("Q", "refund_exchange"), "5.00");
    EXPECT_EQ(reconciled("Q"), "0.00");
    EXPECT_EQ(before_it + ' ' + cash(), "100175.00 100095.00") << "law 9: what the lines have";
    const auto shown = server.as("auditor").get(v1 + "/donor-refunds/" + refund).json();
    EXPECT_EQ(shown.at("exchange_difference").at("amount"), "5.00");
    const auto statement =
        server.as("auditor").get(v1 + "/reports/donor-statement?contribution=Q&format=json").json();
    EXPECT_EQ(statement.at("rows").at(0).at("refund_exchange"), "5.00");
    EXPECT_EQ(statement.at("rows").at(0).at("balance"), "95.00");
    const auto line =
        server.as("auditor")
            .get(v1 + "/reports/instrument-statement?instrument=FUND&year=2026&format=json")
            .json();
    EXPECT_EQ(line.at("rows").at(0).at("exchange"), "5.00");
    EXPECT_EQ(line.at("rows").at(0).at("refunded"), "0.00");
    EXPECT_EQ(line.at("rows").at(0).at("closing"), "90095.00");
}

TEST_F(DonorRefunds, OfUnappliedMoneyAreBorneByThePoolWhereTheContributionHasNothing) {
    pledge("G", "900.00");
    commit("G", "900.00");
    EXPECT_EQ(receive("G", "900.00").status, 201);
    pledge("Q", "800.00", {}, "GTQ");
    EXPECT_EQ(receive("Q", "600.00", "2026-01-20", "GTQ").status, 201);
    EXPECT_EQ(pay(requested("Q", "600.00")).state(), "paid");
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 89995.04, G 899.96") << "by what each has received";
    EXPECT_EQ(statement_of("Q", "refund_exchange"), "0.00");
    EXPECT_EQ(statement_of("G", "refund_exchange"), "0.04");
    for (const auto* code : {"FUND-L1-GIFT", "G", "Q"}) {
        EXPECT_EQ(reconciled(code), "0.00") << code;
    }
}

TEST_F(DonorRefunds, OfUnappliedMoneyGiveTheContributionWhatTheDaysRateGains) {
    pledge("Q", "800.00", {}, "GTQ");
    EXPECT_EQ(receive("Q", "600.00", "2026-05-31", "GTQ").status, 201);
    db.sql().ask(
        "update reference.exchange_rate set rate = 10 where currency = 'GTQ' and valid_to >="
        " '2026-06-30'"
    );
    const auto refund = requested("Q", "300.00");
    const auto paid = pay(refund);
    EXPECT_EQ(paid.state(), "paid") << paid;
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, Q 10.00") << "40 dollars came, 30 went";
    EXPECT_EQ(statement_of("Q", "refund_exchange"), "-10.00");
    EXPECT_EQ(reconciled("Q"), "0.00");
}

TEST_F(DonorRefunds, OfUnappliedMoneyAreRefusedWhereTheLineCannotBearTheLoss) {
    approved_project(server, {.code = "P2"});
    EXPECT_EQ(allocate("P2", "89996.00").status, 201);
    pledge("Q", "800.00", {}, "GTQ");
    EXPECT_EQ(receive("Q", "600.00", "2026-01-20", "GTQ").status, 201);
    const auto refund = requested("Q", "600.00");
    remember();
    const auto refused = pay(refund);
    expect_refused(refused, 422, "amount_exceeds_available");
    EXPECT_EQ(refused.json().at("errors").at(0).at("rule"), "R1");
}

}  // namespace tranche::tests
