// Statements in a donor's own categories: lines are mapped once, and what is shown adds to the
// books.
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

json::object layout(const std::string& code) {
    return {
        {"code", code},
        {"name_en", "Form of the donor"},
        {"name_es", "Formulario del donante"},
        {"source", "Annex VI"},
        {"categories",
         {{{"code", "A"}, {"name_en", "People"}},
          {{"code", "B"}, {"name_en", "Goods"}, {"name_es", "Bienes"}},
          {{"code", "C"}, {"name_en", "Travel"}}}}};
}

}  // namespace

class StatementLayouts : public SmallWorld {
protected:
    void SetUp() override {
        server.as("finance").must(v1 + "statement-layouts", layout("DONOR-FORM"));
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        accepted_report(server, "A1", "R1", {{"D-1", "400.00", "1", "2026-04-10"}});
    }
    answer mapped(const json::array& lines, const std::string& layout = "DONOR-FORM") {
        return server.as("finance").post(
            v1 + "projects/P1/statement-mappings",
            {{"layout", layout}, {"lines", lines}, {"reason", "As agreed with the donor"}}
        );
    }
    // What each total of a report says of these, "layout value value ...".
    std::string totals(const std::string& query, const std::vector<const char*>& names) {
        const auto given = server.as("finance").get(v1 + "reports/" + query);
        EXPECT_EQ(given.status, 200) << given << server.failures();
        const auto body = given.json();
        std::string all;
        for (const auto& one : body.at("totals").as_array()) {
            all += all.empty() ? "" : ", ";
            all += std::string{one.at("layout").as_string()};
            for (const auto* name : names) {
                all += ' ' + std::string{one.at(name).as_string()};
            }
        }
        return all;
    }
    std::string report(const std::string& query) {
        const auto given = server.as("finance").get(v1 + "reports/" + query + "&format=csv");
        EXPECT_EQ(given.status, 200) << given << server.failures();
        return given.body;
    }
};

TEST_F(StatementLayouts, ShowWhatWasSpentBeforeAndInThePeriodByTheDonorsCategories) {
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "B"}}}).status, 201);
    const auto whole = report("donor-format?project=P1&layout=DONOR-FORM");
    EXPECT_NE(whole.find("P1,DONOR-FORM,1,A,People,0.00,0.00,0.00,0.00,0.00,USD"), whole.npos)
        << whole;
    EXPECT_NE(whole.find("B,Goods,10000.00,0.00,400.00,400.00,9600.00,USD"), whole.npos) << whole;
    // Accepted on 20 June: before July.
    const auto later = report("donor-format?project=P1&since=2026-07-01");
    EXPECT_NE(later.find("B,Goods,10000.00,400.00,0.00,400.00,9600.00,USD"), later.npos) << later;
    const auto spanish = report("donor-format?project=P1&lang=es");
    EXPECT_NE(spanish.find("Bienes"), spanish.npos) << spanish;
}

TEST_F(StatementLayouts, KeepMoneyOfNoCategoryInSightSoThatAllAddsUp) {
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "B"}}}).status, 201);
    db.sql().ask("delete from funding.statement_mapping_line");
    const auto shown = report("donor-format?project=P1");
    EXPECT_NE(shown.find(",,Not mapped,10000.00,0.00,400.00,400.00,9600.00,USD"), shown.npos)
        << shown;
    const auto check = report("donor-format-check?project=P1");
    EXPECT_NE(check.find(",,Not mapped,10000.00,400.00,0.00,400.00,0.00,USD"), check.npos) << check;
}

TEST_F(StatementLayouts, ReconcileLineByLineWithTheBooks) {
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "B"}}}).status, 201);
    const auto check = report("donor-format-check?project=P1");
    EXPECT_NE(check.find(",B,Goods,10000.00,400.00,400.00,0.00,0.00,USD"), check.npos) << check;
}

// The statement and its reconciliation, with a loss on exchange, interest and a debt written off.
TEST_F(StatementLayouts, AgreeWithTheirReconciliationToTheCent) {
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "B"}}}).status, 201);
    server.set_today(*domain::parse_date("2026-06-30"));
    server.as("finance").must(
        v1 + "agreements/A1/declare-interest",
        {{"amount", amount_of("2.50")}, {"credited_on", "2026-04-20"}}
    );
    const auto claim = server.as("finance").must(
        v1 + "agreements/A1/claim-unspent",
        {{"claimed_on", "2026-06-30"}, {"amount", amount_of("100.00")}, {"reason", "Not spent"}}
    );
    const std::string debt{claim.json().at("receivables").at(0).as_string()};
    const auto proposal = server.as("finance").must(
        v1 + "receivables/" + debt + "/write-off", {{"reason", "Insolvent"}}
    );
    server.as("approver")
        .must(
            v1 + "settlement-proposals/" + proposal.id() + "/approve",
            {{"approved_on", "2026-06-30"}}
        );
    EXPECT_EQ(totals("donor-format?project=P1", {"cumulative"}), "DONOR-FORM 497.50");
    EXPECT_EQ(
        totals(
            "donor-format-check?project=P1", {"books", "statement", "no_category", "difference"}
        ),
        "DONOR-FORM 497.50 400.00 97.50 0.00"
    );
    const auto check = report("donor-format-check?project=P1");
    EXPECT_NE(
        check.find(
            "\"Exchange difference, interest and debts written off\",,,,97.50,0.00,97.50,0.00"
        ),
        check.npos
    ) << check;
    EXPECT_EQ(
        totals("donor-format-check?project=P1&until=2026-06-29", {"books", "no_category"}),
        "DONOR-FORM 397.50 -2.50"
    ) << "and on any day";
}

TEST_F(StatementLayouts, OfOneProjectAreNotAddedUpWithEachOther) {
    server.as("finance").must(v1 + "statement-layouts", layout("OTHER-FORM"));
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "B"}}}).status, 201);
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "A"}}}, "OTHER-FORM").status, 201);
    EXPECT_EQ(
        totals("donor-format?project=P1", {"currency", "budget", "cumulative"}),
        "DONOR-FORM USD 10000.00 400.00, OTHER-FORM USD 10000.00 400.00"
    );
    EXPECT_EQ(
        totals("donor-format-check?project=P1", {"books"}), "DONOR-FORM 400.00, OTHER-FORM 400.00"
    );
    const auto text = server.as("finance").get(v1 + "reports/donor-format?project=P1&format=text");
    EXPECT_NE(text.body.find("Total USD, OTHER-FORM"), text.body.npos) << text;
}

TEST_F(StatementLayouts, AreMappedAnewWithoutTouchingTheMappingBefore) {
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "B"}}}).status, 201);
    ASSERT_EQ(mapped({{{"budget_line", "1"}, {"category", "C"}}}).status, 201);
    const auto shown = report("donor-format?project=P1");
    EXPECT_NE(shown.find("P1,DONOR-FORM,2,C,Travel,10000.00"), shown.npos) << shown;
    EXPECT_EQ(db.sql().number("select count(*) from funding.statement_mapping"), 2);
}

TEST_F(StatementLayouts, AnswerEveryLineThatDoesNotFitAtOnce) {
    remember();
    expect_refused(
        mapped(
            {{{"budget_line", "9"}, {"category", "B"}},
             {{"budget_line", "1"}, {"category", "Z"}},
             {{"budget_line", "1"}, {"category", "A"}},
             {{"budget_line", "1"}, {"category", "B"}}}
        ),
        422, "unknown_reference",
        {"/lines/0/budget_line unknown_reference", "/lines/1/category unknown_reference",
         "/lines/3/budget_line duplicate_code"}
    );
}

}  // namespace tranche::tests
