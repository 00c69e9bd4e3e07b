// The starting points of the other tests are what they say they are.
#include "tests/support/builders.hpp"

#include "tests/support/journal_laws.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {

using Builders = SmallWorld;

TEST_F(Builders, MakeASignedAgreementOfAnActiveProject) {
    auto auditor = server.as("auditor");
    EXPECT_EQ(auditor.get("/api/v1/projects/P1").state(), "active");
    const auto agreement = auditor.get("/api/v1/agreements/A1");
    EXPECT_EQ(agreement.state(), "signed") << agreement;
}

TEST_F(Builders, PayRequestsAndAcceptReports) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "250.50"}});
    EXPECT_EQ(
        db.sql().number("select sum(b.amount) from ledger.balance b join ledger.account a"
                        " on a.id = b.account_id where a.kind = 'advance'"),
        34950
    );
}

TEST_F(Builders, PayInThePartnersCurrency) {
    signed_agreement(
        server, {.code = "A2", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
    );
    paid_request(server, "A2:T1", "750.00", "BANK-2", "GTQ");
    accepted_report(server, "A2", "R1", {{"D-1", "300.00", "1", "2026-03-20", "GTQ"}});
    EXPECT_EQ(db.sql().number("select base_amount from partner.payment"), 10000);
    EXPECT_EQ(db.sql().number("select accepted_base from partner.expenditure_line"), 4000);
}

TEST(Demo, ObeysTheLawsOfTheMoney) {
    test_database db{starting_point::demo};
    EXPECT_EQ(broken_laws(db.sql()), "");
    EXPECT_GT(db.sql().number("select count(*) from ledger.entry"), 40);
}

}  // namespace tranche::tests
