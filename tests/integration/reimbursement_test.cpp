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

}  // namespace tranche::tests
