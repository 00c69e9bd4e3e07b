// Donors' money from the promise to the line: what it may be used for, what is known of it, and
// what goes back.
#include "tests/support/donor_world.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

}  // namespace

class Contributions : public DonorWorld {};

TEST_F(Contributions, R23PledgeAndCommitmentAddNothingToWhatALineGives) {
    const auto before_it = available();
    pledge("G", "500.00");
    EXPECT_EQ(available(), before_it);
    commit("G", "500.00");
    EXPECT_EQ(available(), before_it);
    EXPECT_EQ(receive("G", "200.00").state(), "applied");
    EXPECT_EQ(available(), "90200.00");
    EXPECT_EQ(of("G", "received"), "200.00");
}

TEST_F(Contributions, R23AreGivenAheadWithinTheTermsAndPaidOnceTheyAreThere) {
    second_line(
        "FUND-L2", {{"prefinancing_limit", amount_of("300.00")}, {"endorsements_national", 1}}
    );
    pledge("G", "500.00", {{"line", "FUND-L2"}});
    approved_project(server, {.code = "P3"});
    remember();
    expect_refused(allocate("P3", "1.00", {}, "FUND-L2"), 422, "amount_exceeds_available");
    commit("G", "500.00");
    active_project(server, {.code = "P2", .line = "FUND-L2", .amount = "300.00"});
    remember();
    expect_refused(allocate("P3", "0.01", {}, "FUND-L2"), 422, "amount_exceeds_available");
    signed_agreement(server, {.code = "A2", .project = "P2", .tranches = {{"T1", "100.00"}}});
    const auto asked = approved_request(server, "A2:T1", "100.00");
    const auto pay_it = [&] {
        return server.as("finance").post(
            v1 + "/disbursement-requests/" + asked + "/pay",
            {{"paid_on", "2026-04-01"}, {"bank_reference", "B-1"}}
        );
    };
    auto own = expense("E-1", "2026-06-10");
    own["project"] = "P2";
    const auto spent = server.as("finance").post(v1 + "/direct-expenditures", own);
    EXPECT_EQ(spent.errors(), std::vector<std::string>{"/amount not_yet_received"}) << spent;
    EXPECT_EQ(receive("G", "99.99").status, 201);
    remember();
    expect_refused(pay_it(), 422, "not_yet_received");
    EXPECT_EQ(receive("G", "0.01").status, 201);
    EXPECT_EQ(pay_it().state(), "paid");
    EXPECT_EQ(available("FUND-L2"), "-200.00");
}

TEST_F(Contributions, R24MoneyBeforeTheSignatureIsRecordedFlaggedAndAppliedLater) {
    pledge("G", "500.00");
    EXPECT_EQ(receive("G", "300.00").state(), "partly_unapplied");
    EXPECT_EQ(available(), "90000.00");
    EXPECT_EQ(of("G", "unapplied"), "300.00");
    const auto flagged =
        server.as("auditor").get(v1 + "/contributions?flagged=true").json().at("items").as_array();
    ASSERT_EQ(flagged.size(), 1U);
    EXPECT_EQ(flagged[0].at("code"), "G");
    remember();
    expect_refused(act("G", "apply", {{"applied_on", "2026-06-01"}}), 409, "state_forbids_action");
    commit("G", "200.00");
    EXPECT_EQ(act("G", "apply", {{"applied_on", "2026-06-01"}}).status, 200);
    EXPECT_EQ(available(), "90200.00");
    EXPECT_EQ(of("G", "unapplied"), "100.00") << "beyond what was signed";
    remember();
    expect_refused(
        act("G", "apply", {{"applied_on", "2026-06-01"}}), 422, "amount_exceeds_available"
    );
    EXPECT_EQ(
        act("G", "amend",
            {{"amount", amount_of("260.00")}, {"changed_on", "2026-06-01"}, {"document", "A1"}}
        ).status,
        200
    );
    EXPECT_EQ(act("G", "apply", {{"applied_on", "2026-06-02"}}).status, 200);
    EXPECT_EQ(available(), "90260.00");
    EXPECT_EQ(of("G", "unapplied"), "40.00");
}

TEST_F(Contributions, KeepWhatWasSignedFirstBesideWhatIsAgreedNow) {
    pledge("G", "500.00");
    commit("G", "400.00");
    EXPECT_EQ(receive("G", "150.00").status, 201);
    const auto amend = [&](const char* amount) {
        return act(
            "G", "amend",
            {{"amount", amount_of(amount)}, {"changed_on", "2026-06-01"}, {"document", "A1"}}
        );
    };
    remember();
    expect_refused(amend("149.99"), 422, "commitment_received");
    EXPECT_EQ(amend("150.00").status, 200);
    EXPECT_EQ(of("G", "original_commitment"), "400.00");
    EXPECT_EQ(of("G", "committed"), "150.00");
    const auto refused = refusal_of(
        db.sql(), "update funding.contribution set original_amount = 1 where code = 'G'"
    );
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "contribution_original_stands_check");
}

TEST_F(Contributions, SayWhenTheirMoneyIsExpectedAndWhatIsOverdue) {
    const auto instalments = [](const char* first, const char* second) {
        return json::array{
            json::object{{"expected_on", "2020-01-01"}, {"amount", amount_of(first)}},
            json::object{{"expected_on", "2199-01-01"}, {"amount", amount_of(second)}}};
    };
    pledge("G", "500.00", {{"expected", instalments("300.00", "200.00")}});
    remember();
    expect_refused(
        act("G", "schedule", {{"expected", instalments("300.00", "100.00")}}), 422,
        "amounts_do_not_add_up"
    );
    EXPECT_EQ(act("G", "schedule", {{"expected", instalments("400.00", "100.00")}}).status, 200);
    EXPECT_EQ(receive("G", "150.00").status, 201);
    const auto expected = server.as("auditor").get(v1 + "/contributions/G").json().at("expected");
    ASSERT_EQ(expected.as_array().size(), 2U) << "the last schedule alone";
    EXPECT_EQ(expected.at(0).at("state"), "overdue");
    EXPECT_EQ(expected.at(0).at("outstanding").at("amount"), "250.00");
    EXPECT_EQ(expected.at(1).at("state"), "expected");
    const auto late = server.as("auditor").get(v1 + "/contributions?overdue=true").json();
    ASSERT_EQ(late.at("items").as_array().size(), 1U) << late;
    EXPECT_EQ(late.at("items").at(0).at("code"), "G");
}

TEST_F(Contributions, R25KeepMoneyTiedToAProjectRegionOrObjectiveToIt) {
    approved_project(server, {.code = "P2"});
    gift("OF-P1", "50.00", {{"project", "P1"}});
    gift("IN-WORLD", "50.00", {{"region", "World"}});
    gift("FOR-CT", "50.00", {{"objective", "CT"}});
    remember();
    expect_refused(
        allocate("P2", "10.00", {{"contribution", "OF-P1"}}), 422, "contribution_of_other_project"
    );
    EXPECT_EQ(allocate("P1", "10.00", {{"contribution", "OF-P1"}}).status, 201);
    for (const auto* code : {"IN-WORLD", "FOR-CT"}) {
        EXPECT_EQ(allocate("P2", "10.00", {{"contribution", code}}).status, 201) << code;
    }
    db.sql().ask("update reference.member_state set region = 'Elsewhere' where iso2 = 'GT'");
    db.sql().ask("update funding.project set project_type = null where code = 'P2'");
    remember();
    expect_refused(
        allocate("P2", "10.00", {{"contribution", "IN-WORLD"}}), 422, "contribution_of_other_region"
    );
    expect_refused(
        allocate("P2", "10.00", {{"contribution", "FOR-CT"}}), 422,
        "contribution_of_other_objective"
    );
}

TEST_F(Contributions, R25TieNothingThatIsNotEarmarked) {
    remember();
    const auto given = server.as("finance").post(
        v1 + "/contributions",
        {{"code", "G"},
         {"donor", "FUND-L1-DONOR"},
         {"line", "FUND-L1"},
         {"pledged", amount_of("1.00")},
         {"pledged_on", "2026-01-10"},
         {"project", "P1"},
         {"region", "Nowhere"}}
    );
    expect_refused(
        given, 422, "not_earmarked",
        {"/project not_earmarked", "/region not_earmarked", "/region unknown_reference"}
    );
}

// The pool: 100,000.00 of FUND-L1-GIFT, of which P1 got 10,000.00, and 300.00 of G.
TEST_F(Contributions, R26GiveByWhatWasReceivedInTheYearAndNoMoreThanTheyHave) {
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    approved_project(server, {.code = "P2"});
    EXPECT_EQ(sources_of(allocate("P2", "1003.00")), "FUND-L1-GIFT 1000.00, G 3.00");
    EXPECT_EQ(sources_of(allocate("P2", "200.00", {{"contribution", "G"}})), "G 200.00");
    remember();
    const auto beyond = allocate("P2", "97.01", {{"contribution", "G"}});
    expect_refused(beyond, 422, "contribution_exhausted", {"/amount contribution_exhausted"});
    EXPECT_EQ(beyond.json().at("errors").at(0).at("rule"), "R26");
    EXPECT_EQ(sources_of(allocate("P2", "89097.00")), "FUND-L1-GIFT 89000.00, G 97.00")
        << "all there is";
}

// 8 quetzales a dollar in January, 7.5 from March on.
TEST_F(Contributions, InAnotherCurrencyShowTheDifferenceOfExchangeApart) {
    pledge("Q", "800.00", {}, "GTQ");
    commit("Q", "800.00", "GTQ");
    EXPECT_EQ(receive("Q", "600.00", "2026-04-10", "GTQ").status, 201);
    EXPECT_EQ(available(), "90080.00");
    EXPECT_EQ(
        db.sql().one("select exchange_difference from funding.donor_figures(null, null) f join"
                     " funding.contribution c on c.id = f.contribution_id where c.code = 'Q'"),
        "500"
    ) << "75 dollars were committed, 80 came";
}

TEST_F(Contributions, GiveTheAgencyItsPartOfWhatIsReceivedByTheTermsOfTheLine) {
    overhead("7");
    pledge("G", "200.00");
    EXPECT_EQ(receive("G", "100.00").status, 201);
    EXPECT_EQ(available(), "90000.00") << "nothing of what is unapplied";
    commit("G", "200.00");
    EXPECT_EQ(act("G", "apply", {{"applied_on", "2026-06-01"}}).status, 200);
    EXPECT_EQ(available(), "90093.00");
    const auto second = receive("G", "100.00", "2026-06-02");
    EXPECT_EQ(available(), "90186.00");
    const auto entry = db.sql().number(
        "select e.id from ledger.entry e join funding.contribution_receipt r on r.id = e.source_id"
        " where r.received_on = '2026-06-02'"
    );
    server.as("finance").must(
        v1 + "/journal-entries/" + domain::public_id(domain::entity::journal_entry, entry) +
            "/reverse",
        {{"reason", "The bank called it back"}}
    );
    EXPECT_EQ(available(), "90093.00");
}

TEST_F(Contributions, GoBackToTheirDonorByTwoPersons) {
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    auto both = server.with_roles("both", {"finance_officer", "approver"});
    const auto own = both.must(
                             v1 + "/contributions/G/refunds",
                             {{"amount", amount_of("10.00")}, {"reason", "Clause 9"}}
    ).id();
    remember();
    const json::object body{{"paid_on", "2026-06-30"}, {"bank_reference", "OUT-1"}};
    expect_refused(both.post(v1 + "/donor-refunds/" + own + "/pay", body), 422, "same_person");
    expect_refused(pay(own, "finance"), 403, "forbidden");
    EXPECT_EQ(pay(own).state(), "paid");
    EXPECT_EQ(available(), "90290.00");
    const auto too_much = requested_refund("G", "290.01");
    remember();
    expect_refused(pay(too_much), 422, "contribution_exhausted");
    EXPECT_EQ(pay(requested_refund("G", "290.00")).state(), "paid");
    EXPECT_EQ(available(), "90000.00");
    EXPECT_EQ(
        server.as("approver")
            .post(v1 + "/donor-refunds/" + too_much + "/refuse", {{"reason", "Nothing is left"}})
            .state(),
        "refused"
    );
    remember();
    expect_refused(pay(too_much), 409, "state_forbids_action");
}

TEST_F(Contributions, SendBackWhatWasNeverApplied) {
    pledge("G", "100.00");
    commit("G", "100.00");
    EXPECT_EQ(receive("G", "130.00").status, 201);
    EXPECT_EQ(pay(requested_refund("G", "30.00", "unapplied")).state(), "paid");
    EXPECT_EQ(of("G", "unapplied"), "0.00");
    EXPECT_EQ(available(), "90100.00");
}

TEST_F(Contributions, MoveBetweenLinesOnBothSidesAtOnce) {
    second_line("FUND-L2");
    const json::object body{
        {"to", "FUND-L2"},
        {"amount", amount_of("500.00")},
        {"transferred_on", "2026-06-05"},
        {"reason", "Decision 12"}};
    remember();
    expect_refused(
        server.as("finance").post(v1 + "/funding-lines/FUND-L1/transfer", body), 403, "forbidden"
    );
    server.as("approver").must(v1 + "/funding-lines/FUND-L1/transfer", body);
    EXPECT_EQ(available("FUND-L1"), "89500.00");
    EXPECT_EQ(available("FUND-L2"), "500.00");
    approved_project(server, {.code = "P2"});
    EXPECT_EQ(sources_of(allocate("P2", "500.00", {}, "FUND-L2")), "FUND-L1-GIFT 500.00");
    auto statement =
        server.as("auditor")
            .get(v1 + "/reports/instrument-statement?instrument=FUND&year=2026&format=csv")
            .body;
    std::erase(statement, '\r');
    EXPECT_NE(
        statement.find("FUND,FUND-L1,Line,2026,0.00,100000.00,0.00,100000.00,10000.00,89500.00,USD,"
                       "0.00,500.00,0.00,0.00\n"),
        statement.npos
    ) << statement;
    EXPECT_NE(
        statement.find("FUND,FUND-L2,FUND-L2,2026,0.00,0.00,0.00,500.00,500.00,0.00,USD,500.00,"
                       "0.00,0.00,0.00\n"),
        statement.npos
    ) << statement;
}

TEST_F(Contributions, TiedToAProjectGoBackWholeWhereTheirDonorRefusesAnotherUse) {
    approved_project(server, {.code = "P2"});
    gift("G", "400.00", {{"project", "P2"}});
    EXPECT_EQ(allocate("P2", "400.00", {{"contribution", "G"}}).status, 201);
    close("P2");
    EXPECT_EQ(available(), "90000.00") << "nothing joins the pool";
    const auto too_much = requested_refund("G", "400.01", "held");
    remember();
    expect_refused(pay(too_much), 422, "contribution_exhausted");
    EXPECT_EQ(pay(requested_refund("G", "400.00", "held")).state(), "paid");
    EXPECT_EQ(of("G", "held"), "0.00");
    EXPECT_EQ(available(), "90000.00");
    EXPECT_EQ(statement_of("G", "refunded"), "400.00");
    remember();
    expect_refused(
        server.as("approver")
            .post(
                v1 + "/contributions/G/release",
                {{"released_on", "2026-06-30"}, {"consent", "Letter of 29 June"}}
            ),
        422, "nothing_held"
    );
}

TEST_F(Contributions, TiedToAProjectWaitForTheirDonorWhenTheyComeBack) {
    approved_project(server, {.code = "P2"});
    gift("G", "400.00", {{"project", "P2"}});
    EXPECT_EQ(allocate("P2", "400.00", {{"contribution", "G"}}).status, 201);
    EXPECT_EQ(allocate("P2", "100.00").status, 201);
    close("P2");
    EXPECT_EQ(available(), "90000.00") << "the pool's part is back at once";
    EXPECT_EQ(of("G", "held"), "400.00");
    EXPECT_EQ(pay(requested_refund("G", "150.00", "held")).state(), "paid");
    const json::object consent{{"released_on", "2026-06-30"}, {"consent", "Letter of 29 June"}};
    remember();
    expect_refused(act("G", "release", consent), 403, "forbidden");
    server.as("approver").must(v1 + "/contributions/G/release", consent);
    EXPECT_EQ(available(), "90250.00");
    EXPECT_EQ(of("G", "held"), "0.00");
    approved_project(server, {.code = "P3"});
    EXPECT_EQ(
        sources_of(allocate("P3", "90250.00", {{"allocated_on", "2026-06-30"}})),
        "FUND-L1-GIFT 90000.00, G 250.00"
    ) << "for whatever the pool is for";
}

}  // namespace tranche::tests
