// The cash each line will have by month, from what is promised and planned today.
#include "tests/support/donor_world.hpp"
#include "tests/support/history.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {

class CashForecast : public DonorWorld {
protected:
    boost::json::array rows(const std::string& more) {
        const auto given =
            server.as("auditor").get(v1 + "/reports/cash-forecast?format=json&" + more);
        EXPECT_EQ(given.status, 200) << given;
        return given.json().at("rows").as_array();
    }
    /// "2026-06 opening +in -out closing flag"
    static std::string told(const boost::json::value& row) {
        const auto text = [&](const char* stem) {
            return std::string{row.at(stem).as_string()};
        };
        const auto& flag = row.at("flag");
        return text("month") + ' ' + text("opening") + " +" + text("expected_receipts") + " +" +
            text("expected_returns") + " -" + text("planned_payments") + " -" +
            text("expected_refunds") + ' ' + text("closing") +
            (flag.is_null() ? "" : ' ' + std::string{flag.as_string()});
    }
    boost::json::object instalments(const char* first, const char* second) {
        return {
            {"expected",
             boost::json::array{
                 boost::json::object{{"expected_on", "2026-08-15"}, {"amount", amount_of(first)}},
                 boost::json::object{
                     {"expected_on", "2026-09-15"}, {"amount", amount_of(second)}}}}};
    }
};

// The small world: 100,000.00 received; A1 has 1,500.00 in two tranches without a day.
TEST_F(CashForecast, BeginsWithTheCashThereIsAndTakesWhatIsPlanned) {
    db.sql().ask("update partner.tranche set planned_on = '2026-08-03' where code = 'T2'");
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    pledge("G", "500.00", instalments("300.00", "200.00"));
    commit("G", "400.00");
    EXPECT_EQ(receive("G", "100.00").status, 201);
    const auto told_of = rows("instrument=FUND&from=2026-06-30&to=2026-09-01");
    ASSERT_EQ(told_of.size(), 4U);
    EXPECT_EQ(told(told_of[0]), "2026-06 99500.00 +0.00 +0.00 -400.00 -0.00 99100.00");
    EXPECT_EQ(told(told_of[1]), "2026-07 99100.00 +0.00 +0.00 -0.00 -0.00 99100.00");
    EXPECT_EQ(told(told_of[2]), "2026-08 99100.00 +200.00 +0.00 -500.00 -0.00 98800.00");
    EXPECT_EQ(told(told_of[3]), "2026-09 98800.00 +100.00 +0.00 -0.00 -0.00 98900.00")
        << "no more than is signed";
    EXPECT_EQ(
        db.sql().one("select sum(g.base_amount) from ledger.posting g join ledger.account a on"
                     " a.id = g.account_id where a.kind = 'fund_cash'"),
        "9950000"
    );
}

TEST_F(CashForecast, CountsWhatIsOnlyPledgedInNoBalance) {
    pledge("G", "500.00", instalments("300.00", "200.00"));
    const auto told_of = rows("instrument=FUND&from=2026-08-01&to=2026-08-31");
    EXPECT_EQ(told_of[0].at("pledged_receipts"), "300.00");
    EXPECT_EQ(told_of[0].at("expected_receipts"), "0.00");
}

TEST_F(CashForecast, CountsWhatWillGoBackToDonorsAndComeFromPartners) {
    partly_rejected_report(server);
    pledge("G", "300.00");
    commit("G", "300.00");
    EXPECT_EQ(receive("G", "300.00").status, 201);
    requested_refund("G", "30.00");
    const auto told_of = rows("instrument=FUND&from=2026-06-01&to=2026-06-30");
    EXPECT_EQ(told_of[0].at("expected_refunds"), "30.00");
    EXPECT_EQ(told_of[0].at("expected_returns"), "250.00");
}

// Given ahead of its money and paid once half of it is there.
TEST_F(CashForecast, FlagsAMonthThatEndsBelowZero) {
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
         {"prefinancing_limit", amount_of("300.00")},
         {"source", "test"}}
    );
    auto more = instalments("300.00", "200.00");
    more["line"] = "FUND-L2";
    pledge("G", "500.00", more);
    commit("G", "500.00");
    active_project(server, {.code = "P2", .line = "FUND-L2", .amount = "300.00"});
    signed_agreement(server, {.code = "A2", .project = "P2", .tranches = {{"T1", "100.00"}}});
    db.sql().ask(
        "update partner.agreement set funding_line_id = (select id from funding.funding_line where"
        " code = 'FUND-L2') where code = 'A2'"
    );
    const auto told_of = rows("line=FUND-L2&from=2026-07-01&to=2026-08-31");
    EXPECT_EQ(told(told_of[0]), "2026-07 0.00 +0.00 +0.00 -100.00 -0.00 -100.00 below_zero");
    EXPECT_EQ(told(told_of[1]), "2026-08 -100.00 +300.00 +0.00 -0.00 -0.00 200.00");
    const auto whole = rows("instrument=FUND&group_by=instrument&from=2026-07-01&to=2026-07-31");
    ASSERT_EQ(whole.size(), 1U);
    EXPECT_TRUE(whole[0].at("flag").is_null()) << "another line has enough";
}

TEST_F(CashForecast, RefusesMonthsInTheWrongOrderAndPartners) {
    auto auditor = server.as("auditor");
    EXPECT_EQ(
        auditor.get(v1 + "/reports/cash-forecast?from=2026-07-01&to=2026-06-30").errors(),
        std::vector<std::string>{"to bad_query_parameter"}
    );
    EXPECT_EQ(server.as("officer", "NGO").get(v1 + "/reports/cash-forecast").status, 403);
    EXPECT_EQ(server.as("donor").get(v1 + "/reports/cash-forecast").status, 403);
}

}  // namespace tranche::tests
