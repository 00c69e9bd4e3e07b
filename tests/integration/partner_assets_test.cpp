// Things that last: listed once, shown with their expense whatever becomes of its report.
#include "tests/integration/partner_books.hpp"

namespace tranche::tests {

class PartnerAssets : public PartnerBooks {
protected:
    std::string line_of(const std::string& document) {
        return domain::public_id(
            domain::entity::expenditure_line,
            db.sql().number(
                "select l.id from partner.expenditure_line l join partner.expenditure_report r"
                " on r.id = l.report_id and r.round = l.round where l.document = '" +
                document + "'"
            )
        );
    }
    std::string listed(const std::string& line) {
        return server.as("preparer", "NGO")
            .must(
                v1 + "expenditure-lines/" + line + "/assets",
                {{"description", "Generator"},
                 {"serial", "G-77"},
                 {"located_at", "Shelter"},
                 {"kept_by", "The director"}}
            )
            .id();
    }
    void terms() {
        server.as("administrator")
            .must(
                v1 + "instruments/FUND/asset-terms",
                {{"valid_from", "2026-01-01"},
                 {"threshold", amount_of("300.00")},
                 {"categories", {"1"}},
                 {"source", "Manual"}}
            );
    }
    void revised(const std::string& id, const std::vector<expense_spec>& lines) {
        server.as("preparer", "NGO")
            .must(
                v1 + "expenditure-reports/" + id + "/revise",
                {{"lines", report_of("A1", "R1", lines).at("lines")}}
            );
    }
};

TEST_F(PartnerAssets, ThingsAboveTheFundsThresholdAreListedOrSaidToBeMissing) {
    terms();
    accepted_report(
        server, "A1", "R1",
        {{"D-1", "400.00", "1", "2026-04-10"}, {"D-2", "299.99", "1", "2026-04-11"}}
    );
    auto shown = report("assets?agreement=A1");
    EXPECT_NE(shown.find("D-1"), shown.npos) << shown;
    EXPECT_NE(shown.find("not_listed"), shown.npos) << shown;
    EXPECT_EQ(shown.find("D-2"), shown.npos) << shown;
    const auto asset = listed(line_of("D-1"));
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

TEST_F(PartnerAssets, AThingListedOnADraftStaysWithItsExpenseThroughEveryRound) {
    terms();
    const auto id = submitted_report(
        server, "A1", "R1",
        {{"D-1", "400.00", "1", "2026-04-10"}, {"D-2", "310.00", "1", "2026-04-11"}}
    );
    const auto asset = listed(line_of("D-1"));
    server.as("officer", "NGO")
        .must(v1 + "expenditure-reports/" + id + "/withdraw", {{"withdrawn_on", "2026-06-10"}});
    const auto shown = [&] {
        return report("assets?agreement=A1");
    };
    // Another place, another price: the document is the same however it is spelled.
    revised(id, {{"D-2", "310.00", "1", "2026-04-11"}, {"d 1", "390.00", "1", "2026-04-10"}});
    EXPECT_NE(
        shown().find("d 1,2026-04-10,Generator,G-77,1,Shelter,The director,kept,,USD,390.00"),
        std::string::npos
    ) << shown();
    // A mistyped document.
    revised(id, {{"D-2", "310.00", "1", "2026-04-11"}, {"E-9", "390.00", "1", "2026-04-10"}});
    EXPECT_NE(shown().find("D-1,2026-04-10,Generator"), std::string::npos) << shown();
    EXPECT_NE(shown().find("not_reported"), std::string::npos)
        << "400.00 of D-1 became neither: it is shown all the same";
    revised(id, {{"D-2", "310.00", "1", "2026-04-11"}, {"E-9", "400.00", "1", "2026-04-10"}});
    EXPECT_NE(shown().find("E-9,2026-04-10,Generator"), std::string::npos) << shown();
    const auto read = server.as("preparer", "NGO").get(v1 + "assets/" + asset).json();
    EXPECT_EQ(std::string{read.at("line").as_string()}, line_of("E-9"));
    EXPECT_EQ(std::string{read.at("document").as_string()}, "E-9");

    server.as("officer", "NGO")
        .must(v1 + "expenditure-reports/" + id + "/submit", {{"submitted_on", "2026-06-11"}});
    server.as("finance").must(
        v1 + "expenditure-reports/" + id + "/review",
        {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    EXPECT_NE(
        shown().find("E-9,2026-04-10,Generator,G-77,1,Shelter,The director,kept"), std::string::npos
    ) << shown();
    EXPECT_NE(shown().find("D-2,2026-04-11,,,,,,not_listed"), std::string::npos) << shown();
    EXPECT_EQ(db.sql().number("select count(*) from partner.asset"), 1);
    EXPECT_EQ(
        constraint_of(
            "insert into partner.asset (id, line_id, description, quantity, located_at, kept_by,"
            " listed_by, listed_on) select 1, line_id, 'x', 1, 'x', 'x', listed_by, listed_on"
            " from partner.asset"
        ),
        "asset_line_is_current_check"
    );
}

}  // namespace tranche::tests
