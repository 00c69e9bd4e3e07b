// What was recorded wrongly is taken back by an entry that points to it; nothing is ever changed.
#include "domain/entity.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

class Correction : public SmallWorld {
protected:
    /// The id of the last entry of this event.
    std::string entry_of(const std::string& event) {
        return domain::public_id(
            domain::entity::journal_entry,
            db.sql().number("select max(id) from ledger.entry where event = '" + event + "'")
        );
    }
    answer reverse(const std::string& event, boost::json::object more = {}) {
        more["reason"] = "It was not so";
        return server.as("finance").post(
            "/api/v1/journal-entries/" + entry_of(event) + "/reverse", more
        );
    }
    std::string cells() {
        return db.sql().one(
            "select string_agg(measure || ' ' || s, ', ' order by measure) from (select measure,"
            " sum(base_amount) as s from ledger.cell where measure in ('disbursed', 'refunded',"
            " 'direct', 'advance') group by measure having sum(base_amount) <> 0) c"
        );
    }
    answer attempt(const std::string& document, const boost::json::object& more) {
        auto body = expense(document, "2026-05-05", "75.00");
        body.insert(more.begin(), more.end());
        return server.as("finance").post("/api/v1/direct-expenditures", body);
    }
    std::string spend(const std::string& document, const boost::json::object& more = {}) {
        return attempt(document, more).id();
    }
};

TEST_F(Correction, OfAPaymentOpensItsTrancheAgainAndCountsAsMoneyBack) {
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    const auto done = reverse("payment", {{"bank_reference", "BACK-1"}});
    ASSERT_EQ(done.status, 201) << done;
    EXPECT_EQ(done.state(), "reversed");
    EXPECT_EQ(cells(), "disbursed 60000, refunded 60000");
    EXPECT_EQ(db.sql().one("select state from partner.disbursement_request"), "returned");
    EXPECT_EQ(
        db.sql().one("select kind || ' ' || amount || ' ' || bank_reference from partner.payment"
                     " where reverses_id is not null"),
        "returned -60000 BACK-1"
    );
    EXPECT_EQ(db.sql().number("select paid_amount from partner.tranche where code = 'T1'"), 0);
    paid_request(
        server, "A1:T1", "1000.00", "BANK-2"
    );  // whole, and nothing is left to account for
    EXPECT_EQ(cells(), "advance 100000, disbursed 160000, refunded 60000");
}

TEST_F(Correction, OfAnAdvanceIsRefusedOnceItWasSpent) {
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    accepted_report(server, "A1", "R1", {{"D-1", "100.00"}});
    remember();
    const auto refused = reverse("payment");
    expect_refused(refused, 422, "used_since", {" used_since"});
    EXPECT_NE(
        refused.body.find("600.00 USD would leave advance, which holds 500.00 USD"),
        std::string::npos
    ) << refused;
}

TEST_F(Correction, HappensOnce) {
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    const auto entry = entry_of("payment");
    ASSERT_EQ(reverse("payment").status, 201);
    remember();
    expect_refused(
        server.as("finance").post(
            "/api/v1/journal-entries/" + entry + "/reverse", {{"reason", "Again"}}
        ),
        409, "already_reversed"
    );
    expect_refused(reverse("reversal"), 409, "entry_not_reversible");
}

TEST_F(Correction, OfADirectExpenseLeavesRoomForTheRightOne) {
    const auto wrong = spend("X-1");
    remember();
    expect_refused(
        attempt("X-2", {{"corrects", wrong}}), 422, "not_reversed", {"/corrects not_reversed"}
    );
    ASSERT_EQ(reverse("direct_expenditure").status, 201);
    EXPECT_EQ(cells(), "");
    const auto right = spend("X-1", {{"corrects", wrong}});
    EXPECT_EQ(cells(), "direct 7500");
    const auto shown = server.as("finance").get("/api/v1/direct-expenditures/" + right);
    EXPECT_EQ(shown.field("corrects"), wrong) << shown;
}

TEST_F(Correction, FreesTheReferenceOfAnExpenseForTheOneThatReplacesIt) {
    const auto wrong = spend("X-1", {{"external_reference", "V-77"}});
    ASSERT_EQ(reverse("direct_expenditure").status, 201);
    EXPECT_EQ(
        attempt("X-1", {{"external_reference", "V-77"}}).code(), "external_reference_repeated"
    ) << "it does not say what it replaces";
    const auto right = spend("X-1", {{"external_reference", "V-77"}, {"corrects", wrong}});
    EXPECT_NE(right, wrong);
    remember();
    for (const auto* corrects : {wrong.c_str(), right.c_str()}) {
        const auto again = attempt("X-1", {{"external_reference", "V-77"}, {"corrects", corrects}});
        EXPECT_TRUE(again.code() == "external_reference_repeated" || again.code() == "not_reversed")
            << again;
    }
}

TEST_F(Correction, FreesTheBankReferenceOfAPayment) {
    const auto another = approved_request(server, "A1:T2", "100.00");
    for (int turn = 0; turn < 2; ++turn) {
        paid_request(server, "A1:T1", "600.00", "BANK-1");
        ASSERT_EQ(reverse("payment").status, 201);
    }
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    EXPECT_EQ(cells(), "advance 60000, disbursed 180000, refunded 120000");
    remember();
    expect_refused(
        server.as("treasury")
            .post(
                "/api/v1/disbursement-requests/" + another + "/pay",
                {{"paid_on", "2026-04-01"}, {"bank_reference", "BANK-1"}}
            ),
        409, "bank_reference_repeated"
    );
}

TEST_F(Correction, OfARefundMakesTheDebtOpenAgain) {
    const auto debt = partly_rejected_report(server);
    const auto refund = [&](const std::string& reference) {
        server.as("finance").must(
            "/api/v1/receivables/" + debt + "/refund",
            {{"amount", amount_of("250.00")},
             {"received_on", "2026-06-25"},
             {"bank_reference", reference}}
        );
    };
    refund("BACK-1");
    EXPECT_EQ(cells(), "advance 35000, disbursed 100000, refunded 25000");
    ASSERT_EQ(reverse("refund").status, 201);
    EXPECT_EQ(cells(), "advance 35000, disbursed 100000");
    refund("BACK-2");
    EXPECT_EQ(cells(), "advance 35000, disbursed 100000, refunded 25000");
    const auto listed = server.as("finance").get("/api/v1/reports/disbursements?format=json");
    EXPECT_NE(
        listed.body.find(R"("gross":"1000.00","refunds":"-250.00","net":"750.00")"),
        std::string::npos
    ) << listed;
}

TEST_F(Correction, OfAReceiptTakesItFromTheLineWhileItIsThere) {
    server.as("finance").must(
        "/api/v1/contributions",
        {{"code", "GIFT-2"},
         {"donor", "FUND-L1-DONOR"},
         {"line", "FUND-L1"},
         {"pledged", amount_of("500.00")},
         {"pledged_on", "2026-05-01"},
         {"earmarking", "A"}}
    );
    server.as("finance").must(
        "/api/v1/contributions/GIFT-2/commit",
        {{"amount", amount_of("500.00")}, {"committed_on", "2026-05-01"}}
    );
    const auto before_it = db.sql().number(
        "select b.amount from ledger.balance b join ledger.account a on a.id = b.account_id"
        " where a.kind = 'line_available'"
    );
    const auto receive = [&](boost::json::object body) {
        body["received_on"] = "2026-05-02";
        body["external_reference"] = "SWIFT-1";
        return server.as("finance").post("/api/v1/contributions/GIFT-2/receive", body);
    };
    const auto wrong = receive({{"amount", amount_of("700.00")}}).id();
    ASSERT_EQ(reverse("receipt").status, 201);
    EXPECT_EQ(
        db.sql().number(
            "select b.amount from ledger.balance b join ledger.account a on a.id = b.account_id"
            " where a.kind = 'line_available'"
        ),
        before_it
    );
    EXPECT_EQ(
        db.sql().one("select sum(amount) || ' ' || sum(unapplied_amount) from"
                     " funding.contribution_receipt r join funding.contribution c"
                     " on c.id = r.contribution_id where c.code = 'GIFT-2'"),
        "0 0"
    );
    EXPECT_EQ(receive({{"amount", amount_of("70.00")}}).code(), "external_reference_repeated");
    EXPECT_EQ(receive({{"amount", amount_of("70.00")}, {"corrects", wrong}}).status, 201);
}

TEST_F(Correction, IsTakenFromTheStatesThatHadIt) {
    db.sql().ask(
        "insert into funding.benefiting_state (project_id, state, valid_from, share)"
        " select id, s.state, '2026-03-15', s.share from funding.project,"
        " (values ('GT', 33.33), ('PE', 66.67)) as s(state, share) where code = 'P1'"
    );
    paid_request(server, "A1:T1", "100.01", "BANK-1");
    db.sql().ask(
        "insert into funding.benefiting_state (project_id, state, valid_from, share)"
        " select id, 'PE', '2026-05-01', 100 from funding.project where code = 'P1'"
    );
    ASSERT_EQ(reverse("payment").status, 201);
    EXPECT_EQ(
        db.sql().one("select string_agg(state || ' ' || measure || ' ' || base_amount, ', '"
                     " order by state, measure) from ledger.cell"
                     " where measure in ('disbursed', 'refunded')"),
        "GT disbursed 3333, GT refunded 3333, PE disbursed 6668, PE refunded 6668"
    );
    const auto sums =
        server.as("finance").get("/api/v1/reports/disbursements?group_by=state,month&format=json");
    EXPECT_NE(
        sums.body.find(
            R"("state":"GT","month":"2026-06","base_currency":"USD","payments":1,"gross":"0.00","refunds":"-33.33","net":"-33.33")"
        ),
        std::string::npos
    ) << sums;
}

TEST_F(Correction, IsDatedNeitherBeforeWhatItTakesBackNorLaterThanToday) {
    spend("X-1");
    remember();
    expect_refused(
        reverse("direct_expenditure", {{"effective_on", "2026-05-04"}}), 422, "date_before",
        {"/effective_on date_before"}
    );
    expect_refused(
        reverse("direct_expenditure", {{"effective_on", "2026-07-01"}}), 422, "date_in_future",
        {"/effective_on date_in_future"}
    );
}

TEST_F(Correction, OfADecisionIsTheNextDecision) {
    expect_refused(reverse("allocation"), 409, "entry_not_reversible");
    expect_refused(reverse("agreement_signed"), 409, "entry_not_reversible");
}

}  // namespace tranche::tests
