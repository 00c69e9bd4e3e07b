// Debts of a closed agreement stand on the budget lines they came from, each on its own (R45).
#include "tests/integration/settlements.hpp"

namespace tranche::tests {

// An agreement over two budget lines, all spent and closed.
class DebtsByLine : public Settlements {
protected:
    void SetUp() override {
        active_project(
            server, {.code = "P2", .amount = "1000.00", .lines = {{"1", "600.00"}, {"2", "400.00"}}}
        );
        signed_agreement(
            server,
            {.code = "A2",
             .project = "P2",
             .lines = {{"1", "600.00"}, {"2", "400.00"}},
             .tranches = {{"T1", "1000.00"}}}
        );
        paid_request(server, "A2:T1", "1000.00", "BANK-2");
        server.set_today(*domain::parse_date("2026-06-30"));
        accepted_report(server, "A2", "R1", {{"D-1", "600.00", "1"}, {"D-2", "400.00", "2"}});
        server.as("finance").must(v1 + "agreements/A2/close", {{"closed_on", "2026-06-30"}});
    }
    std::string disallowed(const std::string& document, const std::string& amount) {
        const auto done = server.as("finance").must(
            v1 + "expenditure-lines/" + line_of(document) + "/disallow",
            {{"disallowed_on", "2026-06-30"}, {"amount", amount_of(amount)}, {"reason", "Audit"}}
        );
        return std::string{done.json().at("receivables").at(0).as_string()};
    }
    // What an account has on each budget line of P2: "10000 5000".
    std::string on_lines(const std::string& kind, const std::string& line_column) {
        return db.sql().one(
            "select string_agg(coalesce(s.amount, 0)::text, ' ' order by l.code)"
            " from funding.budget_line l join funding.project p on p.id = l.project_id and p.code = 'P2'"
            " left join (select a." +
            line_column +
            " as line_id, sum(g.base_amount) as amount"
            " from ledger.account a join ledger.posting g on g.account_id = a.id where a.kind = '" +
            kind + "' group by 1) s on s.line_id = l.id"
        );
    }
};

TEST_F(DebtsByLine, R45AreFreedOnTheirOwnLinesByTheMoneyThatComesBack) {
    const auto first = disallowed("D-1", "100.00");
    const auto second = disallowed("D-2", "50.00");
    EXPECT_EQ(on_lines("obligated", "part_id"), "10000 5000");
    server.as("finance").must(
        v1 + "receivables/" + first + "/refund",
        {{"amount", amount_of("100.00")},
         {"received_on", "2026-06-30"},
         {"bank_reference", "BACK-1"}}
    );
    EXPECT_EQ(on_lines("obligated", "part_id"), "0 5000");
    EXPECT_EQ(on_lines("budget_available", "owner_id"), "10000 0");
    const auto documents = proposed(
        second, "later-documents",
        {{"line", line_of("D-2")}, {"document", "Invoice 77"}, {"reason", "Found"}}
    );
    const auto shown = decided(documents, "approve", server.as("approver"));
    EXPECT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(on_lines("obligated", "part_id"), "0 0");
}

TEST_F(DebtsByLine, R45AreLostOnTheirOwnLinesAndComeBackThere) {
    disallowed("D-1", "100.00");
    const auto second = disallowed("D-2", "50.00");
    const auto write_off = proposed(second, "write-off", {{"reason", "Insolvent"}});
    ASSERT_EQ(decided(write_off, "approve", server.as("approver")).status, 200);
    EXPECT_EQ(on_lines("obligated", "part_id"), "10000 0");
    EXPECT_EQ(on_lines("lost", "part_id"), "0 5000");
}

}  // namespace tranche::tests
