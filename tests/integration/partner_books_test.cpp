// What partners state of their cash and list of things that last.
#include "tests/integration/partner_books.hpp"

#include "tests/support/bodies.hpp"

namespace tranche::tests {

TEST_F(PartnerBooks, CashIsShownBesideWhatTheBooksHave) {
    ASSERT_EQ(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "990.00", "400.00", "590.00")).status, 201
    );
    const auto shown = report("cash-book?agreement=A1");
    EXPECT_NE(
        shown.find("0.00,,990.00,1000.00,-10.00,0.00,0.00,400.00,0.00,0.00,590.00,1000.00,missing"),
        shown.npos
    ) << shown;
}

TEST_F(PartnerBooks, CashAddsUpAndOpensAsTheLastPeriodClosed) {
    remember();
    expect_refused(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "1000.00", "400.00", "590.00")), 422,
        "cash_does_not_add_up", {"/closing cash_does_not_add_up"}
    );
    ASSERT_EQ(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "1000.00", "400.00", "600.00")).status, 201
    );
    remember();
    expect_refused(
        stated(cash("2026-05-01", "2026-05-31", "599.00", "0.00", "0.00", "599.00")), 422,
        "opening_is_not_last_closing", {"/opening opening_is_not_last_closing"}
    );
    EXPECT_EQ(
        stated(cash("2026-05-01", "2026-05-31", "600.00", "0.00", "100.00", "500.00")).status, 201
    );
    const auto refused = refusal_of(db.sql(), "update partner.cash_book set closing = 1");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->constraint, "cash_book_adds_up_check");
}

TEST_F(PartnerBooks, APeriodStatedAnewCountsAsItWasStatedLast) {
    ASSERT_EQ(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "1000.00", "400.00", "600.00")).status, 201
    );
    ASSERT_EQ(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "1000.00", "450.00", "550.00")).status, 201
    );
    const auto shown = report("cash-book?agreement=A1");
    EXPECT_EQ(shown.find("600.00"), shown.npos) << shown;
    EXPECT_NE(shown.find("550.00"), shown.npos) << shown;
    EXPECT_EQ(db.sql().number("select count(*) from partner.cash_book"), 2);
}

TEST_F(PartnerBooks, AnotherPartnerNeitherStatesNorSeesThem) {
    ASSERT_EQ(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "1000.00", "400.00", "600.00")).status, 201
    );
    partner(server, "OTHER");
    server.introduce_everybody("OTHER");
    remember();
    expect_refused(
        server.as("preparer", "OTHER")
            .post(
                v1 + "agreements/A1/cash-books",
                cash("2026-05-01", "2026-05-31", "600.00", "0.00", "0.00", "600.00")
            ),
        404, "not_found"
    );
    const auto seen = server.as("preparer", "OTHER").get(v1 + "cash-books").json();
    EXPECT_TRUE(seen.at("items").as_array().empty());
    EXPECT_EQ(
        server.as("preparer", "NGO").get(v1 + "cash-books").json().at("items").as_array().size(), 1U
    );
}

}  // namespace tranche::tests
