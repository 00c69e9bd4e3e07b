// Debts of a closed agreement stand on the budget lines they came from, each on its own (R45).
#include "tests/integration/closed_agreement.hpp"

namespace tranche::tests {

class DebtsByLine : public ClosedOverTwoLines {
protected:
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
