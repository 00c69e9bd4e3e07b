// What partners state of their cash and list of things that last.
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

json::object cash(
    const std::string& first, const std::string& last, const std::string& opening,
    const std::string& received, const std::string& spent, const std::string& closing
) {
    return {{"period_first", first},         {"period_last", last},
            {"opening", amount_of(opening)}, {"received", amount_of(received)},
            {"spent", amount_of(spent)},     {"closing", amount_of(closing)}};
}

}  // namespace

class PartnerBooks : public SmallWorld {
protected:
    void SetUp() override { paid_request(server, "A1:T1", "1000.00", "BANK-1"); }
    answer stated(const json::object& body) {
        return server.as("preparer", "NGO").post(v1 + "agreements/A1/cash-books", body);
    }
    std::string report(const std::string& query) {
        const auto given = server.as("finance").get(v1 + "reports/" + query + "&format=csv");
        EXPECT_EQ(given.status, 200) << given << server.failures();
        return given.body;
    }
};

TEST_F(PartnerBooks, CashIsShownBesideWhatTheBooksHave) {
    ASSERT_EQ(
        stated(cash("2026-04-01", "2026-04-30", "0.00", "990.00", "400.00", "590.00")).status, 201
    );
    const auto shown = report("cash-book?agreement=A1");
    EXPECT_NE(
        shown.find("0.00,990.00,1000.00,-10.00,0.00,0.00,400.00,0.00,0.00,590.00,1000.00,missing"),
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

TEST_F(PartnerBooks, ThingsAboveTheFundsThresholdAreListedOrSaidToBeMissing) {
    server.as("administrator")
        .must(
            v1 + "instruments/FUND/asset-terms",
            {{"valid_from", "2026-01-01"},
             {"threshold", amount_of("300.00")},
             {"categories", {"1"}},
             {"source", "Manual"}}
        );
    accepted_report(
        server, "A1", "R1",
        {{"D-1", "400.00", "1", "2026-04-10"}, {"D-2", "299.99", "1", "2026-04-11"}}
    );
    const auto line = domain::public_id(
        domain::entity::expenditure_line,
        db.sql().number("select id from partner.expenditure_line where document = 'D-1'")
    );
    auto shown = report("assets?agreement=A1");
    EXPECT_NE(shown.find("D-1"), shown.npos) << shown;
    EXPECT_NE(shown.find("not_listed"), shown.npos) << shown;
    EXPECT_EQ(shown.find("D-2"), shown.npos) << shown;
    const auto asset = server.as("preparer", "NGO")
                           .must(
                               v1 + "expenditure-lines/" + line + "/assets",
                               {{"description", "Generator"},
                                {"serial", "G-77"},
                                {"located_at", "Shelter"},
                                {"kept_by", "The director"}}
                           )
                           .id();
    shown = report("assets?agreement=A1");
    EXPECT_NE(shown.find("Generator,G-77,1,Shelter,The director,kept"), shown.npos) << shown;
    const json::object gone{
        {"disposed_on", "2026-06-30"}, {"disposed_as", "handed_over"}, {"document", "Deed 4"}};
    server.set_today(*domain::parse_date("2026-06-30"));
    server.as("finance").must(v1 + "assets/" + asset + "/dispose", gone);
    shown = report("assets?agreement=A1");
    EXPECT_NE(shown.find("handed_over,2026-06-30"), shown.npos) << shown;
    remember();
    expect_refused(
        server.as("finance").post(v1 + "assets/" + asset + "/dispose", gone), 409,
        "state_forbids_action"
    );
}

}  // namespace tranche::tests
