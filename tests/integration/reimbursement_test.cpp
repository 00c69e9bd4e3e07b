// What a partner spent without an advance is paid back, once.
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

class Reimbursement : public SmallWorld {
protected:
    std::string certified(const std::string& amount) {
        const auto id = server.as("officer", "NGO")
                            .must(
                                "/api/v1/disbursement-requests",
                                {{"tranche", "A1:T1"},
                                 {"kind", "reimbursement"},
                                 {"amount", amount_of(amount)},
                                 {"requested_on", "2026-06-21"}}
                            )
                            .id();
        server.as("programme")
            .must(
                "/api/v1/disbursement-requests/" + id + "/certify", {{"certified_on", "2026-06-21"}}
            );
        return id;
    }
    answer approve(const std::string& id) {
        return server.as("approver")
            .post(
                "/api/v1/disbursement-requests/" + id + "/approve", {{"approved_on", "2026-06-22"}}
            );
    }
    answer pay(const std::string& id) {
        return server.as("treasury")
            .post(
                "/api/v1/disbursement-requests/" + id + "/pay",
                {{"paid_on", "2026-06-23"}, {"bank_reference", "BANK-" + id}}
            );
    }
};

TEST_F(Reimbursement, IsPaidFromATrancheOfAnotherKindToo) {
    accepted_report(server, "A1", "R1", {{"D-1", "100.00"}});  // nothing was advanced
    const auto id = certified("100.00");
    EXPECT_EQ(approve(id).status, 200);
    EXPECT_EQ(pay(id).status, 200);
    EXPECT_EQ(
        db.sql().one("select kind || ' ' || amount from partner.payment"), "reimbursement 10000"
    );
}

TEST_F(Reimbursement, IsNotPromisedTwice) {
    accepted_report(server, "A1", "R1", {{"D-1", "100.00"}});
    const auto first = certified("60.00");
    const auto second = certified("60.00");
    EXPECT_EQ(approve(first).status, 200);
    remember();
    expect_refused(
        approve(second), 422, "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
}

TEST_F(Reimbursement, LeavesWhatIsUnpaidOfTheTrancheToAdvances) {
    accepted_report(server, "A1", "R1", {{"D-1", "100.00"}});
    EXPECT_EQ(approve(certified("100.00")).status, 200);
    approved_request(server, "A1:T1", "900.00");  // 1,000.00 less what fell due
}

TEST_F(Reimbursement, IsTheOnlyOtherKindATrancheTakes) {
    expect_refused(
        server.as("officer", "NGO")
            .post(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"kind", "direct_payment"},
                 {"amount", amount_of("10.00")},
                 {"requested_on", "2026-06-21"}}
            ),
        422, "kind_not_of_tranche", {"/kind kind_not_of_tranche"}
    );
}

// 7,500.00 fell due at 7.50, all of the tranche. At 7.00 that would be 1,071.43 dollars, more than
// the tranche has; what it takes of the tranche is what it took when it fell due.
TEST_F(Reimbursement, IsApprovedInFullAfterTheRateHasMoved) {
    signed_agreement(
        server,
        {.code = "A2", .tranches = {{"T1", "1000.00", "reimbursement"}}, .payment_currency = "GTQ"}
    );
    accepted_report(server, "A2", "R1", {{"D-1", "7500.00", "1", "2026-06-05", "GTQ"}});
    server.set_today(*domain::parse_date("2026-07-31"));
    server.as("finance").must(
        "/api/v1/exchange-rates",
        {{"series", "MONTHLY"},
         {"rates", {{{"currency", "GTQ"}, {"quoted_on", "2026-07-31"}, {"rate", "7"}}}}}
    );
    server.as("approver").must("/api/v1/exchange-rates/confirm", {{"series", "MONTHLY"}});
    const auto id = server.as("officer", "NGO")
                        .must(
                            "/api/v1/disbursement-requests",
                            {{"tranche", "A2:T1"},
                             {"amount", amount_of("7500.00", "GTQ")},
                             {"requested_on", "2026-07-30"}}
                        )
                        .id();
    const auto self = "/api/v1/disbursement-requests/" + id;
    server.as("programme").must(self + "/certify", {{"certified_on", "2026-07-30"}});
    server.as("approver").must(self + "/approve", {{"approved_on", "2026-07-31"}});
    server.as("treasury")
        .must(self + "/pay", {{"paid_on", "2026-07-31"}, {"bank_reference", "BANK-2"}});
    EXPECT_EQ(
        db.sql().one("select tranche_amount || ' ' || amount from partner.payment"), "100000 750000"
    );
}

}  // namespace tranche::tests
