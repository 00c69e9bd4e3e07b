// What a batch sent is as good as paid: nothing else takes its money while the bank has not
// answered.
#include "tests/integration/payment_batches.hpp"
#include "tests/support/bodies.hpp"

namespace tranche::tests {

// A project that was allocated 300.00 ahead of a gift of which 100.00 is there.
class BatchesWithinReceived : public PaymentBatches {
protected:
    void SetUp() override {
        PaymentBatches::SetUp();
        server.as("administrator")
            .must(
                "/api/v1/instruments/FUND/lines",
                {{"code", "FUND-L2"},
                 {"name_en", "n"},
                 {"name_fr", "n"},
                 {"name_es", "n"},
                 {"currency", "USD"}}
            );
        server.as("administrator")
            .must(
                "/api/v1/funding-lines/FUND-L2/terms",
                {{"valid_from", "2020-01-01"},
                 {"excludes_article_4", false},
                 {"endorsements_national", 1},
                 {"prefinancing_limit", amount_of("300.00")},
                 {"source", "test"}}
            );
        finance.must(
            "/api/v1/contributions",
            {{"code", "G"},
             {"donor", "FUND-L1-DONOR"},
             {"line", "FUND-L2"},
             {"pledged", amount_of("500.00")},
             {"pledged_on", "2026-01-10"}}
        );
        finance.must(
            "/api/v1/contributions/G/commit",
            {{"amount", amount_of("500.00")}, {"committed_on", "2026-01-15"}}
        );
        active_project(server, {.code = "P2", .line = "FUND-L2", .amount = "300.00"});
        signed_agreement(
            server,
            {.code = "A2", .project = "P2", .tranches = {{"T1", "100.00"}, {"T2", "100.00"}}}
        );
        receive("100.00");
    }
    void receive(const std::string& amount) {
        finance.must(
            "/api/v1/contributions/G/receive",
            {{"amount", amount_of(amount)}, {"received_on", "2026-01-20"}}
        );
    }
    answer pay(const std::string& request) {
        return finance.post(
            requests + request + "/pay", {{"paid_on", "2026-06-30"}, {"bank_reference", "B"}}
        );
    }
    answer answered(const std::string& batch, json::object more) {
        more["on"] = "2026-06-30";
        return treasury.post(items + item_of(batch) + "/answer", more);
    }
    json::object funds(const std::string& tranche) {
        const auto told = finance.get("/api/v1/tranches/" + tranche + "/conditions").json();
        for (const auto& one : told.at("checks").as_array()) {
            if (one.at("check").as_string() == "funds") {
                return one.as_object();
            }
        }
        return {};
    }

    caller finance = server.as("finance");
};

TEST_F(BatchesWithinReceived, R23OneIsNotReleasedOverTheMoneyThatAnotherSent) {
    gathered("PB1", {approved_request(server, "A2:T1", "100.00")});
    gathered("PB2", {approved_request(server, "A2:T2", "60.00")});
    EXPECT_EQ(release("PB1").state(), "released");
    remember();
    const auto refused = release("PB2");
    expect_refused(refused, 422, "not_yet_received");
    receive("59.99");
    remember();
    expect_refused(release("PB2"), 422, "not_yet_received");
    receive("0.01");
    EXPECT_EQ(release("PB2").state(), "released");
}

TEST_F(BatchesWithinReceived, R23NothingIsPaidOrSpentOverTheMoneyThatOneSent) {
    gathered("PB1", {approved_request(server, "A2:T1", "100.00")});
    EXPECT_EQ(release("PB1").status, 200);
    const auto other = approved_request(server, "A2:T2", "60.00");
    auto own = expense("E-1", "2026-06-10");
    own["project"] = "P2";
    remember();
    expect_refused(pay(other), 422, "not_yet_received");
    expect_refused(finance.post("/api/v1/direct-expenditures", own), 422, "not_yet_received");
    EXPECT_EQ(
        answered(
            "PB1", {{"status", "paid"}, {"amount", amount_of("100.00")}, {"bank_reference", "B-1"}}
        ).status,
        200
    ) << "what was sent is paid of what was kept for it";
    remember();
    expect_refused(pay(other), 422, "not_yet_received");
}

TEST_F(BatchesWithinReceived, R23WhatTheBankRefusedIsFreeAgain) {
    gathered("PB1", {approved_request(server, "A2:T1", "100.00")});
    EXPECT_EQ(release("PB1").status, 200);
    const auto other = approved_request(server, "A2:T2", "60.00");
    answered("PB1", {{"status", "rejected"}, {"reason", "Closed account"}});
    EXPECT_EQ(pay(other).state(), "paid");
}

TEST_F(BatchesWithinReceived, R23TheReleaseOfATrancheTellsTheSame) {
    gathered("PB1", {approved_request(server, "A2:T1", "100.00")});
    EXPECT_EQ(release("PB1").status, 200);
    EXPECT_TRUE(funds("A2:T1").at("met").as_bool()) << "its own money is on its way";
    const auto other = funds("A2:T2");
    EXPECT_FALSE(other.at("met").as_bool());
    EXPECT_EQ(other.at("needed").at("amount"), "100.00");
    EXPECT_EQ(other.at("available").at("amount"), "0.00");
}

TEST_F(BatchesWithinReceived, R23TheDatabaseReleasesAndPaysNoMoreThanWasReceivedEither) {
    gathered("PB1", {approved_request(server, "A2:T1", "100.00")});
    gathered("PB2", {approved_request(server, "A2:T2", "0.01")});
    EXPECT_EQ(release("PB1").status, 200);
    const std::string sent =
        "update partner.payment_batch_item set amount = 1, currency = 'USD', rate = 1,"
        " charges_borne_by = 'fund', base_amount = 1 where amount is null;";
    const std::string released =
        "update partner.payment_batch set state = 'released', released_on = '2026-06-30',"
        " released_by = (select id from people.user_account where name = 'test.finance')"
        " where code = 'PB2'";
    const auto by_hand = refusal_of(db.sql(), sent + released);
    ASSERT_TRUE(by_hand);
    EXPECT_EQ(by_hand->constraint, "payment_batch_within_received_check");
    const auto unsaid = refusal_of(
        db.sql(),
        "update partner.payment_batch_item set amount = 1, currency = 'USD', rate = 1,"
        " charges_borne_by = 'fund' where amount is null;" +
            released
    );
    ASSERT_TRUE(unsaid);
    EXPECT_EQ(unsaid->constraint, "payment_batch_released_whole_check");
    const auto less = refusal_of(
        db.sql(), "update partner.payment_batch_item set base_amount = 1 where base_amount > 1"
    );
    ASSERT_TRUE(less);
    EXPECT_EQ(less->constraint, "payment_batch_item_stays_check");
    treasury.must(batches + "PB2/withdraw", {{"on", "2026-06-30"}, {"reason", "r"}});
    const auto paid = refusal_of(
        db.sql(),
        "insert into ledger.cell select id, 'disbursed', 2026, 2026, '', 'USD', 1, 1, 1"
        " from funding.project where code = 'P2';"
        "create table pg_temp.copied as select q.id as request_id, q.agreement_id, q.tranche_id,"
        " a.project_id, partner.account_in_force(a.partner_id) as account, q.requested_by"
        " from partner.disbursement_request q join partner.agreement a on a.id = q.agreement_id"
        " where q.requested_amount = 1;"
        "insert into partner.payment (id, kind, request_id, agreement_id, tranche_id, tranche_amount,"
        " project_id, paid_on, currency, amount, rate, base_currency, base_amount, bank_reference,"
        " bank_account_id, recorded_by) select 1, 'advance', request_id, agreement_id, tranche_id, 1,"
        " project_id, '2026-06-30', 'USD', 1, 1, 'USD', 1, 'B', account, requested_by"
        " from pg_temp.copied;"
        "set constraints partner.payment_within_received immediate"
    );
    ASSERT_TRUE(paid);
    EXPECT_EQ(paid->constraint, "payment_within_received_check");
    const auto spent = refusal_of(
        db.sql(),
        "insert into ledger.cell select id, 'direct', 2026, 2026, '', 'USD', 1, 1, 1"
        " from funding.project where code = 'P2';"
        "insert into funding.direct_expenditure (id, project_id, budget_line_id, document, spent_on,"
        " payee_kind, description, currency, amount, rate, base_amount, recorded_by)"
        " select 1, p.id, l.id, 'E', '2026-06-10', 'services', 'Rent', 'USD', 1, 1, 1, u.id"
        " from funding.project p join funding.budget_line l on l.project_id = p.id"
        " join people.user_account u on u.name = 'test.finance' where p.code = 'P2' limit 1;"
        "set constraints funding.direct_expenditure_within_received immediate"
    );
    ASSERT_TRUE(spent);
    EXPECT_EQ(spent->constraint, "direct_expenditure_within_received_check");
}

}  // namespace tranche::tests
