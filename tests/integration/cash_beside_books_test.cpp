// A partner's cash beside the bank's side of the books: what reached it, what it sent back, its
// bank statement, and periods stated anew.
#include "tests/integration/partner_books.hpp"
#include "tests/support/files.hpp"

#include <sstream>

namespace tranche::tests {

class CashBeside : public PartnerBooks {
protected:
    // One column of the report's rows, from top to bottom.
    std::string shown(const std::string& column, const std::string& agreement = "A1") {
        const auto body = server.as("finance")
                              .get(v1 + "reports/cash-book?format=json&agreement=" + agreement)
                              .json();
        std::string all;
        for (const auto& row : body.at("rows").as_array()) {
            const auto& cell = row.at(column);
            all += (all.empty() ? "" : " ") +
                (cell.is_null() ? std::string{"-"} : std::string{cell.as_string()});
        }
        return all;
    }
    answer april(const std::string& spent, const std::string& closing, json::object more = {}) {
        auto body = cash("2026-04-01", "2026-04-30", "0.00", "1000.00", spent, closing);
        for (const auto& [name, value] : more) {
            body[name] = value;
        }
        return stated(body);
    }
    void take_back(const std::string& event) {
        const auto entry = domain::public_id(
            domain::entity::journal_entry,
            db.sql().number("select max(id) from ledger.entry where event = '" + event + "'")
        );
        server.as("finance").must(
            v1 + "journal-entries/" + entry + "/reverse",
            {{"reason", "Bounced"}, {"effective_on", "2026-06-30"}}
        );
    }
    void pay(const std::string& request) {
        server.as("finance").must(
            v1 + "disbursement-requests/" + request + "/pay",
            {{"paid_on", "2026-06-30"}, {"bank_reference", "BANK-9"}}
        );
    }
};

TEST_F(CashBeside, TheBanksStatementIsAFileOfTheAgreementOrItsReports) {
    auto preparer = server.as("preparer", "NGO");
    const auto report =
        preparer.must(v1 + "expenditure-reports", report_of("A1", "R1", {{"D-1", "400.00"}})).id();
    const auto sent = [&](caller who, const std::string& record, const std::string& text) {
        return attached(who, record, sent_file(who, text + ".pdf", pdf(text))).id();
    };
    const auto statement = sent(preparer, "expenditure-reports/" + report, "april");
    ASSERT_EQ(april("400.00", "600.00", {{"bank_statement", statement}}).status, 201);
    EXPECT_EQ(shown("bank_statement"), "attached");

    signed_agreement(server, {.code = "A2"});
    const auto foreign = sent(server.as("programme"), "agreements/A2", "another");
    const auto taken_off = sent(preparer, "expenditure-reports/" + report, "wrong");
    const auto remove = [&](const std::string& file) {
        preparer.must(v1 + "attachments/" + file + "/remove", {{"reason", "Another month"}});
    };
    remove(taken_off);
    remember();
    for (const auto& file : {foreign, taken_off}) {
        const auto given = april("400.00", "600.00", {{"bank_statement", file}});
        EXPECT_TRUE(given.status == 422 || given.status == 404) << given;
        EXPECT_EQ(changed_tables(before, db.contents()), "");
    }
    EXPECT_EQ(
        constraint_of(
            "insert into partner.cash_book select 1, agreement_id, period_first, period_last, 9,"
            " currency, opening, received, spent, interest, refunded, closing, x.id, note, stated_by,"
            " stated_for, stated_on from partner.cash_book, document.attachment x"
            " where x.removed_by is not null"
        ),
        "cash_book_bank_statement_check"
    );
    remove(statement);
    EXPECT_EQ(shown("bank_statement"), "removed");
    ASSERT_EQ(april("400.00", "600.00").status, 201);
    EXPECT_EQ(shown("bank_statement"), "missing");
}

// A direct payment goes to a third party, and does not come back from the partner either.
TEST_F(CashBeside, ADirectPaymentThatTheBankReturnedNeverReachedThePartner) {
    signed_agreement(server, {.code = "A2", .tranches = {{"T1", "750.00", "direct_payment"}}});
    accepted_report(server, "A2", "R1", {{"F-17", "750.00"}});
    const auto id = server.as("officer", "NGO")
                        .must(
                            v1 + "disbursement-requests",
                            {{"tranche", "A2:T1"},
                             {"kind", "direct_payment"},
                             {"amount", amount_of("750.00")},
                             {"payee",
                              {{"name", "Shop"},
                               {"bank", "Banco"},
                               {"account", "GT82TRAJ01020000001210029690"},
                               {"document", "F-17"}}},
                             {"requested_on", "2026-06-30"}}
                        )
                        .id();
    const auto self = v1 + "disbursement-requests/" + id;
    server.as("programme").must(self + "/certify", {{"certified_on", "2026-06-30"}});
    server.as("approver").must(self + "/approve", {{"approved_on", "2026-06-30"}});
    pay(id);
    server.set_today(*domain::parse_date("2026-06-30"));
    ASSERT_EQ(
        stated(cash("2026-06-01", "2026-06-30", "0.00", "0.00", "0.00", "0.00"), "A2").status, 201
    );
    EXPECT_EQ(shown("paid_by_books", "A2"), "0.00");
    take_back("payment");
    EXPECT_EQ(shown("paid_by_books", "A2"), "0.00");
    EXPECT_EQ(shown("received_difference", "A2"), "0.00");
}

TEST_F(CashBeside, ASetOffIsNeitherReceivedNorPaidBack) {
    server.set_today(*domain::parse_date("2026-06-30"));
    const auto report =
        submitted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "150.00"}});
    const auto reviewed = server.as("finance").must(
        v1 + "expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "D-2"}, {"reason", "No receipt"}}}}}
    );
    const std::string debt{reviewed.json().at("receivables").at(0).as_string()};
    accepted_report(server, "A1", "R2", {{"D-5", "450.00"}});
    const auto request = approved_request(server, "A1:T2", "500.00");
    const auto proposal = server.as("finance").must(
        v1 + "receivables/" + debt + "/set-off",
        {{"request", request}, {"amount", amount_of("150.00")}, {"reason", "As agreed"}}
    );
    server.as("approver")
        .must(
            v1 + "settlement-proposals/" + proposal.id() + "/approve",
            {{"approved_on", "2026-06-30"}}
        );
    pay(request);
    ASSERT_EQ(
        stated(cash("2026-06-01", "2026-06-30", "0.00", "350.00", "0.00", "350.00")).status, 201
    );
    EXPECT_EQ(shown("paid_by_books"), "350.00") << "what the bank moved";
    EXPECT_EQ(shown("received_difference"), "0.00");
    EXPECT_EQ(shown("refunded_by_books"), "0.00");
    take_back("refund");
    take_back("payment");
    EXPECT_EQ(shown("paid_by_books"), "0.00");
    EXPECT_EQ(shown("refunded_by_books"), "0.00");
}

TEST_F(CashBeside, APeriodDoesNotReachIntoTheNext) {
    ASSERT_EQ(april("400.00", "600.00").status, 201);
    ASSERT_EQ(
        stated(cash("2026-05-01", "2026-05-31", "600.00", "0.00", "100.00", "500.00")).status, 201
    );
    remember();
    for (const auto* last : {"2026-05-01", "2026-06-30"}) {
        auto body = cash("2026-04-01", last, "0.00", "1000.00", "400.00", "600.00");
        expect_refused(stated(body), 422, "cash_stated_from", {"/period_last cash_stated_from"});
    }
    EXPECT_EQ(
        constraint_of(
            "insert into partner.cash_book select 1, agreement_id, period_first, '2026-05-01', 9,"
            " currency, opening, received, spent, interest, refunded, closing, null, note, stated_by,"
            " stated_for, stated_on from partner.cash_book where period_first = '2026-04-01'"
        ),
        "cash_book_periods_apart_check"
    );
}

TEST_F(CashBeside, APeriodStatedAnewShowsWhatTheNextOneOpenedWithWrongly) {
    ASSERT_EQ(april("400.00", "600.00").status, 201);
    ASSERT_EQ(
        stated(cash("2026-05-01", "2026-05-31", "600.00", "0.00", "100.00", "500.00")).status, 201
    );
    EXPECT_EQ(shown("opening_difference"), "- 0.00");
    ASSERT_EQ(april("450.00", "550.00").status, 201);
    EXPECT_EQ(shown("opening_difference"), "- 50.00");
    ASSERT_EQ(
        stated(cash("2026-05-01", "2026-05-31", "550.00", "0.00", "100.00", "450.00")).status, 201
    );
    EXPECT_EQ(shown("opening_difference"), "- 0.00");
}

TEST_F(CashBeside, InterestThatWasTakenBackIsNotInTheBooks) {
    server.as("finance").must(
        v1 + "agreements/A1/declare-interest",
        {{"amount", amount_of("2.50")}, {"credited_on", "2026-04-20"}}
    );
    ASSERT_EQ(april("400.00", "600.00").status, 201);
    EXPECT_EQ(shown("interest_by_books"), "2.50");
    server.set_today(*domain::parse_date("2026-06-30"));
    take_back("interest");
    EXPECT_EQ(shown("interest_by_books"), "0.00");
}

}  // namespace tranche::tests
