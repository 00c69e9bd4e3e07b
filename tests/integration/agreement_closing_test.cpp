// What an agreement's closing asks for: its final report, accepted, or a second person's word.
#include "tests/integration/closed_agreement.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

class AgreementClosing : public EndOfAgreements {
protected:
    void give_up(const std::string& tranche) {
        server.as("programme")
            .must(
                v1 + "tranches/" + tranche + "/cancel",
                {{"reason", "r"}, {"cancelled_on", "2026-06-30"}}
            );
    }
    answer close(const std::string& agreement = "A1") {
        return server.as("finance").post(
            v1 + "agreements/" + agreement + "/close", {{"closed_on", "2026-06-30"}}
        );
    }
    std::string closed_past_the_command() {
        return constraint_of("update partner.agreement set state = 'closed' where code = 'A1'");
    }
    void spend_all() {
        accepted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "600.00"}});
        give_up("A1:T2");
        remember();
    }
};

TEST_F(AgreementClosing, R59WaitsForTheFinalReport) {
    spend_all();
    const auto refused = close();
    expect_refused(refused, 422, "partner_final_report_open", {" partner_final_report_open"});
    EXPECT_EQ(said(refused, "rule"), "R59");
    EXPECT_EQ(closed_past_the_command(), "agreement_final_report_check");
    marked_final(db.sql(), "A1");
    EXPECT_EQ(close().state(), "closed");
}

TEST_F(AgreementClosing, R59WaitsForOneThatIsAccepted) {
    submitted_report(server, "A1", "R1", {{"D-1", "1000.00"}});
    db.sql().ask("update partner.expenditure_report set final = true");
    EXPECT_NE(close().body.find("partner_final_report_open"), std::string::npos);
    EXPECT_EQ(closed_past_the_command(), "agreement_final_report_check");
}

TEST_F(AgreementClosing, R59LetsASecondPersonCloseWhatWillNeverBeReported) {
    spend_all();
    server.as("approver")
        .must(
            v1 + "agreements/A1/terminate",
            {{"reason", "The partner is gone"}, {"document", "d"}, {"terminated_on", "2026-06-30"}}
        );
    granted_leave(server, close());
    EXPECT_EQ(close().state(), "closed");
}

TEST_F(AgreementClosing, R59AsksNothingOfAnAgreementThatWasNeverPaid) {
    signed_agreement(server, {.code = "A2", .tranches = {{"T1", "100.00"}}});
    give_up("A2:T1");
    EXPECT_EQ(close("A2").state(), "closed");
}

}  // namespace tranche::tests
