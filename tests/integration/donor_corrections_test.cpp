// Acts on donors' money are taken back by a second person, whole, with the sources they had.
#include "tests/support/donor_world.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {

class DonorCorrections : public DonorWorld {
protected:
    /// 300 came, of which 100 were beyond what was signed until now; they are applied.
    void applied() {
        pledge("G", "300.00");
        commit("G", "200.00");
        EXPECT_EQ(receive("G", "300.00").state(), "partly_unapplied");
        EXPECT_EQ(
            act("G", "amend",
                {{"amount", amount_of("300.00")}, {"changed_on", "2026-06-01"}, {"document", "A1"}}
            ).status,
            200
        );
        EXPECT_EQ(act("G", "apply", {{"applied_on", "2026-06-01"}}).status, 200);
        EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, G 300.00");
    }
    void second_line() {
        auto admin = server.as("administrator");
        admin.must(
            v1 + "/instruments/FUND/lines",
            {{"code", "FUND-L2"},
             {"name_en", "L2"},
             {"name_fr", "L2"},
             {"name_es", "L2"},
             {"currency", "USD"}}
        );
        admin.must(
            v1 + "/funding-lines/FUND-L2/terms",
            {{"valid_from", "2020-01-01"},
             {"excludes_article_4", false},
             {"endorsements_national", 1},
             {"source", "test"}}
        );
    }
    void transfer(const std::string& amount, const std::string& on = "2026-06-05") {
        server.as("approver")
            .must(
                v1 + "/funding-lines/FUND-L1/transfer",
                {{"to", "FUND-L2"},
                 {"amount", amount_of(amount)},
                 {"transferred_on", on},
                 {"reason", "Decision 12"}}
            );
    }
    std::string said(const answer& refused) {
        return std::string{refused.json().at("errors").at(0).at("message").as_string()};
    }
    std::string only_child(const std::string& code, const char* children, std::size_t at) {
        const auto shown = server.as("auditor").get(v1 + "/contributions/" + code).json();
        return std::string{shown.at(children).at(at).at("id").as_string()};
    }
};

TEST_F(DonorCorrections, OfAnApplicationMakesTheMoneyUnappliedAgain) {
    applied();
    const auto application = only_child("G", "applications", 0);
    EXPECT_EQ(reverse("receipt_applied").state(), "reversed");
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, G 200.00");
    EXPECT_EQ(of("G", "unapplied"), "100.00");
    const auto shown = server.as("auditor").get(v1 + "/receipt-applications/" + application).json();
    const std::string by{shown.at("reversed_by").as_string()};
    EXPECT_EQ(shown.at("amount").at("amount"), "100.00") << "the original keeps its place";
    const auto other = server.as("auditor").get(v1 + "/receipt-applications/" + by);
    EXPECT_EQ(other.field("reverses"), application) << other;
    EXPECT_EQ(act("G", "apply", {{"applied_on", "2026-06-02"}}).status, 200) << "once more";
    EXPECT_EQ(of("G", "unapplied"), "0.00");
}

TEST_F(DonorCorrections, AreAnotherPersonsThanWhoDidIt) {
    applied();
    remember();
    expect_refused(reverse("receipt_applied", "finance"), 422, "same_person");
    const auto refused_by = [&](const std::string& amount, const std::string& person) {
        const auto refused = refusal_of(
            db.sql(),
            "insert into funding.receipt_application (id, contribution_id, applied_on, currency,"
            " amount, base_amount, recorded_by, reverses_id) select 1, contribution_id, applied_on,"
            " currency, " +
                amount + ", -base_amount, " + person + ", id from funding.receipt_application"
        );
        return refused ? refused->constraint : "";
    };
    EXPECT_EQ(refused_by("-amount", "recorded_by"), "taken_back_by_other_check");
    EXPECT_EQ(refused_by("-amount + 1", "recorded_by + 1"), "taken_back_whole_check");
    EXPECT_EQ(reverse("receipt_applied").status, 201);
    remember();
    expect_refused(reverse("receipt_applied"), 409, "already_reversed");
}

TEST_F(DonorCorrections, OfABouncedReceiptBeginWithWhatWasMadeOfItSince) {
    applied();
    const auto application = only_child("G", "applications", 0);
    remember();
    const auto refused = reverse("receipt", "finance");
    expect_refused(refused, 422, "used_by", {" used_by"});
    EXPECT_EQ(
        said(refused),
        "100.00 USD would be taken back, but " + application + " used of it: 0.00 USD is left."
    );
    EXPECT_EQ(reverse("receipt_applied").status, 201);
    EXPECT_EQ(reverse("receipt", "finance").status, 201);
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00");
    EXPECT_EQ(of("G", "received"), "0.00");
    EXPECT_EQ(of("G", "unapplied"), "0.00");
}

TEST_F(DonorCorrections, AreRefusedByTheNameOfWhatHasTheMoneyNow) {
    applied();
    approved_project(server, {.code = "P2"});
    const auto given = allocate("P2", "250.00", {{"contribution", "G"}});
    remember();
    const auto refused = reverse("receipt_applied");
    expect_refused(refused, 422, "used_by", {" used_by"});
    EXPECT_EQ(
        said(refused),
        "100.00 USD would be taken back, but " + given.id() + " used of it: 50.00 USD is left."
    );
}

TEST_F(DonorCorrections, OfATransferGiveBackTheSameMoneyToTheLineItCameFrom) {
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    second_line();
    transfer("1003.00");
    EXPECT_EQ(left_by_giver("FUND-L2"), "FUND-L1-GIFT 1000.00, G 3.00");
    EXPECT_EQ(reverse("line_transfer").state(), "reversed");
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, G 300.00");
    EXPECT_EQ(left_by_giver("FUND-L2"), "");
    auto statement =
        server.as("auditor")
            .get(v1 + "/reports/instrument-statement?instrument=FUND&year=2026&format=csv")
            .body;
    EXPECT_NE(
        statement.find("FUND,FUND-L1,Line,2026,0.00,100300.00,0.00,100300.00,10000.00,90300.00,USD,"
                       "0.00,0.00,0.00,0.00"),
        statement.npos
    ) << statement;
    transfer("500.00");
    approved_project(server, {.code = "P2"});
    const auto given = allocate("P2", "1.00", {}, "FUND-L2");
    remember();
    const auto refused = reverse("line_transfer");
    expect_refused(refused, 422, "used_by");
    EXPECT_NE(said(refused).find(given.id()), std::string::npos) << refused;
}

TEST_F(DonorCorrections, OfATransferLeaveTheWeightsOfThePoolAsTheyWere) {
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    second_line();
    transfer("1003.00");
    EXPECT_EQ(reverse("line_transfer").status, 201);
    approved_project(server, {.code = "P2"});
    EXPECT_EQ(
        sources_of(allocate("P2", "1003.00", {{"allocated_on", "2026-06-30"}})),
        "FUND-L1-GIFT 1000.00, G 3.00"
    ) << "what went and came back was not received twice";
}

TEST_F(DonorCorrections, OfARefundBringTheMoneyBackAndLeaveRoomForTheRightOne) {
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    const auto wrong = requested_refund("G", "30.00");
    const boost::json::object body{{"paid_on", "2026-06-30"}, {"bank_reference", "OUT-1"}};
    server.as("approver").must(v1 + "/donor-refunds/" + wrong + "/pay", body);
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, G 270.00");
    EXPECT_EQ(reverse("donor_refund", "finance").status, 201);
    EXPECT_EQ(left_by_giver(), "FUND-L1-GIFT 90000.00, G 300.00");
    EXPECT_EQ(server.as("auditor").get(v1 + "/donor-refunds/" + wrong).state(), "reversed");
    EXPECT_EQ(statement_of("G", "refunded"), "0.00");
    const auto right = requested_refund("G", "3.00");
    EXPECT_EQ(
        server.as("approver").post(v1 + "/donor-refunds/" + right + "/pay", body).state(), "paid"
    ) << "under the same reference of the bank";
    const auto third = requested_refund("G", "4.00");
    remember();
    expect_refused(
        server.as("approver").post(v1 + "/donor-refunds/" + third + "/pay", body), 409,
        "bank_reference_repeated"
    );
}

TEST_F(DonorCorrections, OfAReleaseLetTheMoneyWaitForItsDonorAgain) {
    approved_project(server, {.code = "P2"});
    gift("G", "400.00", {{"project", "P2"}});
    EXPECT_EQ(allocate("P2", "400.00", {{"contribution", "G"}}).status, 201);
    close("P2");
    server.as("approver")
        .must(
            v1 + "/contributions/G/release",
            {{"released_on", "2026-06-30"}, {"consent", "Letter of 29 June"}}
        );
    EXPECT_EQ(of("G", "held"), "0.00");
    EXPECT_EQ(available(), "90400.00");
    EXPECT_EQ(reverse("return_released").state(), "reversed");
    EXPECT_EQ(of("G", "held"), "400.00");
    EXPECT_EQ(available(), "90000.00");
}

// 8 quetzales a dollar in January, 7.5 from March on.
TEST_F(DonorCorrections, OfUnappliedMoneySentBackAtAnotherRateUndoTheDifferenceToo) {
    pledge("Q", "800.00", {}, "GTQ");
    EXPECT_EQ(receive("Q", "600.00", "2026-01-20", "GTQ").status, 201);
    const auto refund = server.as("finance")
                            .must(
                                v1 + "/contributions/Q/refunds",
                                {{"amount", amount_of("600.00", "GTQ")},
                                 {"taken_from", "unapplied"},
                                 {"reason", "Clause 9"}}
                            )
                            .id();
    EXPECT_EQ(pay(refund).state(), "paid");
    EXPECT_EQ(available(), "89995.00");
    EXPECT_EQ(reverse("donor_refund").status, 201);
    EXPECT_EQ(available(), "90000.00");
    EXPECT_EQ(of("Q", "unapplied"), "600.00");
    EXPECT_EQ(statement_of("FUND-L1-GIFT", "refund_exchange"), "0.00");
}

}  // namespace tranche::tests
