// What a line of a report says: its document, another currency, and the line it corrects.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string reports = "/api/v1/expenditure-reports/";

json::object line(
    const std::string& document, const std::string& amount, const std::string& currency = "USD"
) {
    return {
        {"document", document},
        {"spent_on", "2026-04-15"},
        {"budget_line", "1"},
        {"payee", "Shop"},
        {"amount", amount_of(amount, currency)}};
}

}  // namespace

class LineFacts : public SmallWorld {
protected:
    answer drafted(const std::string& code, json::array lines) {
        auto body = report_of("A1", code, {});
        body["lines"] = std::move(lines);
        return server.as("preparer", "NGO").post("/api/v1/expenditure-reports", body);
    }
    json::value lines_of(const std::string& report) {
        return server.as("finance").get(reports + report).json().at("lines");
    }
    // A line of the small world's first report that was accepted.
    std::string accepted_line(const std::string& amount) {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        const auto report = accepted_report(server, "A1", "R1", {{"D-1", amount}});
        return std::string{lines_of(report).at(0).at("id").as_string()};
    }
};

TEST_F(LineFacts, AreKeptAsTheyWereTyped) {
    auto one = line("1187", "30.00");
    one["supplier_tax_id"] = "1234-5";
    one["document_type"] = "invoice";
    one["document_series"] = "A";
    one["document_total"] = amount_of("100.00");
    one["tax"] = amount_of("3.21");
    one["service_first"] = "2026-04-01";
    one["service_last"] = "2026-04-30";
    const auto given = drafted("R1", {one});
    ASSERT_EQ(given.status, 201) << given;
    const auto kept = lines_of(given.id()).at(0);
    EXPECT_EQ(kept.at("supplier_tax_id").as_string(), "1234-5");
    EXPECT_EQ(kept.at("document_series").as_string(), "A");
    EXPECT_EQ(kept.at("document_total").at("amount").as_string(), "100.00");
    EXPECT_EQ(kept.at("tax").at("amount").as_string(), "3.21");
    EXPECT_EQ(kept.at("service_last").as_string(), "2026-04-30");
    EXPECT_EQ(db.sql().one("select document_key from partner.expenditure_line"), "A1187");
}

TEST_F(LineFacts, AreRefusedAllAtOnceWhereTheyCannotBe) {
    auto one = line("D-1", "30.00");
    one["document_total"] = amount_of("29.99");
    one["tax"] = amount_of("30.01");
    one["service_first"] = "2026-04-02";
    one["service_last"] = "2026-04-01";
    remember();
    expect_refused(
        drafted("R1", {one, line("D-2", "-5.00"), line("D-3", "0.00")}), 422,
        "share_above_document",
        {"/lines/0/amount share_above_document", "/lines/0/tax tax_above_amount",
         "/lines/0/service_last date_before", "/lines/1/corrects correction_names_no_line",
         "/lines/2/amount not_positive"}
    );
}

// 75 quetzales at 7.50 for a dollar.
TEST_F(LineFacts, R42ValueAnExpenseInAnotherCurrencyAtTheRateOfItsDay) {
    const auto given = drafted("R1", {line("D-1", "75.00", "GTQ")});
    ASSERT_EQ(given.status, 201) << given;
    const auto kept = lines_of(given.id()).at(0);
    EXPECT_EQ(kept.at("amount").at("amount").as_string(), "10.00");
    EXPECT_EQ(kept.at("paid").at("amount").as_string(), "75.00");
    EXPECT_EQ(kept.at("paid").at("currency").as_string(), "GTQ");
    EXPECT_EQ(
        db.sql().one("select spent_rate::numeric(9, 2) from partner.expenditure_line"), "7.50"
    );
    remember();
    expect_refused(
        drafted("R2", {line("D-1", "75.00", "EUR")}), 422, "rate_not_in_force",
        {"/lines/0/spent_on rate_not_in_force"}
    );
}

TEST_F(LineFacts, CorrectAnAcceptedLineByANegativeOneThatNamesIt) {
    const auto corrected = accepted_line("400.00");
    auto credit = line("CN-1", "-50.00");
    credit["corrects"] = corrected;
    const auto given = drafted("R2", {line("D-2", "80.00"), credit});
    ASSERT_EQ(given.status, 201) << given;
    auto officer = server.as("officer", "NGO");
    officer.must(reports + given.id() + "/submit", {{"submitted_on", "2026-06-21"}});
    const auto reviewed = server.as("finance").post(
        reports + given.id() + "/review",
        {{"reviewed_on", "2026-06-22"}, {"rejections", json::array{}}}
    );
    ASSERT_EQ(reviewed.status, 200) << reviewed;
    EXPECT_EQ(
        db.sql().one(
            "select b.amount from ledger.balance b join ledger.account a on a.id = b.account_id"
            " where a.kind = 'spent'"
        ),
        "43000"
    );
    auto again = line("CN-2", "-350.01");
    again["corrects"] = corrected;
    remember();
    expect_refused(
        drafted("R3", {line("D-3", "500.00"), again}), 422, "amount_exceeds_available",
        {"/lines/1/amount amount_exceeds_available"}
    );
}

// Taken back once, by whichever came first.
TEST_F(LineFacts, R45TakeBackNothingThatWasDisallowedNorTheOtherWayRound) {
    const auto corrected = accepted_line("400.00");
    const auto disallow = [&](const char* amount) {
        return server.as("finance").post(
            "/api/v1/expenditure-lines/" + corrected + "/disallow",
            {{"disallowed_on", "2026-06-25"}, {"amount", amount_of(amount)}, {"reason", "r"}}
        );
    };
    ASSERT_EQ(disallow("100.00").status, 201);
    auto credit = line("CN-1", "-300.01");
    credit["corrects"] = corrected;
    EXPECT_EQ(
        drafted("R2", {line("D-2", "500.00"), credit}).errors(),
        std::vector<std::string>{"/lines/1/amount amount_exceeds_available"}
    );
    credit = line("CN-1", "-250.00");
    credit["corrects"] = corrected;
    ASSERT_EQ(drafted("R2", {line("D-2", "500.00"), credit}).status, 201);
    remember();
    expect_refused(
        disallow("50.01"), 422, "amount_exceeds_available", {"/amount amount_exceeds_available"}
    );
    EXPECT_EQ(disallow("50.00").status, 201);
}

TEST_F(LineFacts, CorrectNothingThatIsNotAccepted) {
    const auto report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    auto credit = line("CN-1", "-50.00");
    credit["corrects"] = std::string{lines_of(report).at(0).at("id").as_string()};
    remember();
    expect_refused(
        drafted("R2", {line("D-2", "80.00"), credit}), 422, "correction_not_of_accepted",
        {"/lines/1/corrects correction_not_of_accepted"}
    );
}

TEST_F(LineFacts, ComeToNoNegativeReport) {
    const auto corrected = accepted_line("400.00");
    auto credit = line("CN-1", "-50.00");
    credit["corrects"] = corrected;
    const auto given = drafted("R2", {line("D-2", "49.99"), credit});
    ASSERT_EQ(given.status, 201) << given;
    const auto refused =
        server.as("officer", "NGO")
            .post(reports + given.id() + "/submit", {{"submitted_on", "2026-06-21"}});
    EXPECT_NE(std::ranges::count(refused.errors(), std::string{" report_total_negative"}), 0)
        << refused;
}

// Paid 1,000.00 and 2.50 of interest: 400.00 spent of the advance, the rest and the interest are
// held.
TEST_F(LineFacts, R47ComeWithInterestThatIsAccountedForOnceReviewed) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    auto body = report_of("A1", "R1", {{"D-1", "400.00"}});
    body["interest"] = {
        {{"credited_on", "2026-05-31"}, {"amount", amount_of("2.50")}, {"document", "Statement"}}};
    const auto report = server.as("preparer", "NGO").must("/api/v1/expenditure-reports", body).id();
    server.as("officer", "NGO")
        .must(reports + report + "/submit", {{"submitted_on", "2026-06-10"}});
    const std::string held =
        "select sum(b.amount) from ledger.balance b join ledger.account a on a.id = b.account_id"
        " where a.kind = 'advance'";
    EXPECT_EQ(db.sql().one(held), "100000");
    server.as("finance").must(
        reports + report + "/review", {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    EXPECT_EQ(db.sql().one(held), "60250");
    EXPECT_EQ(
        db.sql().one("select opened_on from partner.advance where kind = 'interest'"), "2026-05-31"
    );
}

TEST_F(LineFacts, CertifyTheWordsOfTheDayInTheLanguageAskedFor) {
    const auto given = drafted("R1", {line("D-1", "10.00")});
    server.as("officer", "NGO")
        .must(
            reports + given.id() + "/submit", {{"submitted_on", "2026-06-21"}, {"language", "fr"}}
        );
    EXPECT_EQ(
        db.sql().one("select left(certification, 10) from partner.report_round"), "Je certifi"
    );
}

}  // namespace tranche::tests
