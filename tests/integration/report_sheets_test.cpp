// Partners' sheets of expenses: looked at, taken over by token, sent again, corrected, and given
// back as they came.
#include "tests/support/expense_sheet_test.hpp"
#include "tests/support/files.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;

}  // namespace

TEST_F(ReportSheets, ShowWhatTheyWouldChangeAndAreTakenOverAsShown) {
    remember();
    const auto shown = look(sheet_of(shelter_lines(), "TOTAL;;;;182,550.00;\n"));
    ASSERT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(counts(shown), "22 0 0 0") << shown;
    EXPECT_EQ(found(shown, "errors"), std::vector<std::string>{}) << shown;
    EXPECT_EQ(found(shown, "remarks"), std::vector<std::string>{"26 Monto sheet_total_agrees"});
    EXPECT_EQ(reported(), 0);
    const auto whole = shown.json();
    EXPECT_TRUE(whole.at("may_be_taken").as_bool());
    const auto first = whole.at("items").at(0);
    EXPECT_EQ(first.at("read").at(0).at("typed").as_string(), "24/03/2026");
    EXPECT_EQ(first.at("read").at(0).at("read").as_string(), "2026-03-24");
    const auto line = whole.at("budget_lines").at(0);
    EXPECT_EQ(line.at("budget_line").as_string(), "1.3");
    EXPECT_EQ(line.at("before").at("amount").as_string(), "0.00");
    EXPECT_EQ(line.at("after").at("amount").as_string(), "16950.00");
    EXPECT_EQ(line.at("available_after").at("amount").as_string(), "740.01");
    EXPECT_EQ(counts(take(shown)), "22 0 0 0");
    EXPECT_EQ(reported(), 18255000);
}

TEST_F(ReportSheets, SentAgainChangeOnlyWhatIsNew) {
    auto lines = shelter_lines();
    taken(sheet_of(lines));
    const auto again = look(sheet_of(lines));
    EXPECT_EQ(counts(again), "0 0 22 0") << again;
    EXPECT_EQ(counts(take(again)), "0 0 22 0");
    EXPECT_EQ(db.sql().number("select round from partner.expenditure_report where code = 'R2'"), 2);
    lines[7].amount = "18,450.00";
    lines.push_back({"B-0700", "29/05/2026", "3.2", "mercado", "100.00"});
    const auto more = look(sheet_of(lines));
    EXPECT_EQ(counts(more), "1 1 21 0") << more;
    const auto change = more.json().at("items").at(0).at("changes").at(0);
    EXPECT_EQ(change.at("recorded").as_string(), "8450.00");
    EXPECT_EQ(change.at("given").as_string(), "18450.00");
    take(more);
    EXPECT_EQ(reported(), 18255000 + 1000000 + 10000);
}

TEST_F(ReportSheets, HaveEveryMistakeNamedAtOnceInPlainSpanish) {
    auto lines = shelter_lines();
    taken(sheet_of(lines));
    lines[0].day = "03/24/2026";
    lines[6].amount = "12.500,00";
    lines[14].budget_line = "3.8";
    lines.insert(lines.begin() + 10, lines[9]);  // B-0561 twice
    lines[8].amount = "mil seiscientos";
    lines[4].currency = "US$";
    lines[22].day = "02/06/2026";
    lines[14].document = "";
    const auto shown = look(sheet_of(lines, "TOTAL 182,550.00\n"), "?mode=replace");
    ASSERT_EQ(shown.status, 200) << shown;
    EXPECT_EQ(
        found(shown, "errors"),
        (std::vector<std::string>{
            "4 Fecha day_in_other_form", "10 Monto number_in_other_form", "12 Monto not_a_number",
            "14 Documento document_repeated", "18 Documento missing_field",
            "19 Línea presupuestaria line_not_of_agreement"})
    ) << shown;
    EXPECT_EQ(
        found(shown, "questions"), std::vector<std::string>{"8 Moneda paid_in_other_currency"}
    );
    EXPECT_EQ(
        found(shown, "remarks"),
        (std::vector<std::string>{
            "26 Fecha belongs_to_next_report", "3  matched_by_document",
            "27 Monto sheet_total_mixed"})
    );
    const auto errors = shown.json().at("errors");
    const auto hint = [&](std::size_t which) {
        return std::string{errors.at(which).at("hint").as_string()};
    };
    EXPECT_EQ(errors.at(0).at("value").as_string(), "03/24/2026");
    EXPECT_EQ(hint(0), "Quizá quiere decir: 24/03/2026.");
    EXPECT_EQ(hint(1), "Quizá quiere decir: 12,500.00.");
    EXPECT_EQ(hint(5), "Quizá quiere decir: 3.5.");
    remember();
    expect_refused(take(shown), 422, "sheet_invalid");
}

TEST_F(ReportSheets, AskOnceWhatNothingInThemDecides) {
    const std::vector<sheet_line> lines{{"A-1", "03/04/2026", "3.1", "taller", "1,234"}};
    const auto asked = look(sheet_of(lines));
    EXPECT_EQ(
        found(asked, "questions"),
        (std::vector<std::string>{"4 Fecha day_order_undecided", "4 Monto decimal_mark_undecided"})
    ) << asked;
    EXPECT_EQ(asked.json().at("questions").at(0).at("suggested").as_string(), "day_first");
    EXPECT_FALSE(asked.json().at("may_be_taken").as_bool());
    EXPECT_EQ(take(asked).code(), "sheet_questions_open");
    taken(sheet_of(lines), "?mode=amend&decimal=point&dates=day_first");
    EXPECT_EQ(reported(), 123400);
    // Remembered for the next file.
    const auto next = look(sheet_of({{"A-2", "04/05/2026", "3.1", "taller", "2,345"}}));
    EXPECT_EQ(found(next, "questions"), std::vector<std::string>{}) << next;
    EXPECT_EQ(
        server.as("preparer", "NGO").get("/api/v1/partners/NGO/sheet-habits").field("dates"),
        "day_first"
    );
}

TEST_F(ReportSheets, AreTakenOverOnlyAsTheyWereShownAndByWhoeverLooked) {
    const auto shown = look(sheet_of(shelter_lines()));
    const json::object body{{"token", shown.field("token")}};
    EXPECT_EQ(
        server.as("officer", "NGO").post(sheet() + "/commit", body).errors(),
        std::vector<std::string>{"/token unknown_reference"}
    );
    const auto other = look(sheet_of({shelter_lines()[0]}));
    take(other);
    remember();
    expect_refused(take(shown), 409, "sheet_preview_stale");
}

TEST_F(ReportSheets, PaidInAnotherCurrencyAreConfirmedFirst) {
    const auto shown = look(sheet_of({{"A-1", "24/03/2026", "3.1", "taller", "100.00", "US$"}}));
    EXPECT_EQ(take(shown).code(), "sheet_questions_open");
    const auto given =
        take(shown, {json::object{{"question", "other_currency"}, {"answer", "yes"}}});
    EXPECT_EQ(given.status, 200) << given;
    EXPECT_EQ(reported(), 75000);
}

TEST_F(ReportSheets, AddReplaceOrAmendAsTheirSenderSays) {
    auto lines = shelter_lines();
    taken(sheet_of({lines[0], lines[1]}));
    lines[1].amount = "1,700.00";
    const auto file = sheet_of({lines[1], lines[2]});
    const auto adding = look(file, "?mode=add");
    EXPECT_EQ(found(adding, "errors"), std::vector<std::string>{"4 Monto sheet_adds_only"});
    const auto amending = look(file, "?mode=amend");
    EXPECT_EQ(counts(amending), "1 1 0 0") << amending;
    EXPECT_EQ(amending.field("not_in_file"), "1");
    const auto replacing = look(file, "?mode=replace");
    EXPECT_EQ(counts(replacing), "1 1 0 1") << replacing;
    take(replacing);
    EXPECT_EQ(reported(), 170000 + 565000);
    EXPECT_EQ(look(file, "").code(), "bad_query");
}

TEST_F(ReportSheets, WithoutARowEmptyNoReport) {
    taken(sheet_of({shelter_lines()[0]}));
    const auto shown = look("Documento,Fecha,Línea,Pagado a,Monto\n", "?mode=replace");
    EXPECT_EQ(found(shown, "errors"), std::vector<std::string>{"1  sheet_without_rows"}) << shown;
    EXPECT_FALSE(shown.json().at("may_be_taken").as_bool());
    remember();
    expect_refused(take(shown), 422, "sheet_invalid");
}

TEST_F(ReportSheets, WithABlankCellTakeNothingAway) {
    taken("Documento,Fecha,Línea,Pagado a,Concepto,Monto\nA-1,24/03/2026,3.1,taller,pan,10.50\n");
    const auto shown =
        look("Documento,Fecha,Línea,Pagado a,Concepto,Monto\nA-1,24/03/2026,3.1,,,10.50\n");
    EXPECT_EQ(counts(shown), "0 0 1 0") << shown;
}

TEST_F(ReportSheets, ComeBackUnchangedFromEveryExport) {
    taken(sheet_of(shelter_lines()));
    for (const char* format : {"csv", "xlsx"}) {
        for (const char* language : {"en", "fr", "es"}) {
            const auto file = server.as("preparer", "NGO")
                                  .get(sheet() + "?format=" + format + "&lang=" + language);
            ASSERT_EQ(file.status, 200) << file;
            const auto shown = look(file.body, "?mode=replace");
            EXPECT_EQ(counts(shown), "0 0 22 0") << format << language << shown;
            EXPECT_EQ(found(shown, "errors"), std::vector<std::string>{});
        }
    }
    const auto of_period =
        server.as("preparer", "NGO")
            .get(
                "/api/v1/agreements/SHELTER/expenditure-template?format=csv&period_first=2026-03-01"
                "&period_last=2026-05-31"
            );
    EXPECT_EQ(counts(look(of_period.body)), "0 0 22 0") << of_period;
}

TEST_F(ReportSheets, ComeBackUnchangedFromTheRegister) {
    auto lines = shelter_lines();
    lines[1].amount = "100.00";
    lines[1].currency = "USD";  // kept as it was paid, reported in quetzales
    const json::object paid_in_dollars{{"question", "other_currency"}, {"answer", "yes"}};
    ASSERT_EQ(take(look(sheet_of(lines)), {paid_in_dollars}).status, 200);
    const auto of = "/api/v1/expenditure-reports/" + report;
    acknowledge_checks(server, report);
    server.as("officer", "NGO").must(of + "/submit", {{"submitted_on", "2026-06-11"}});
    server.as("finance").must(
        of + "/send-back",
        {{"sent_back_on", "2026-06-12"},
         {"reason", "Which workshop?"},
         {"remarks", {{{"document", "A-1290"}, {"code", "explain"}, {"remark", "Which?"}}}}}
    );
    const auto of_report =
        "/api/v1/reports/expenditure-register?format=csv&expenditure_report=" + report;
    for (const char* more : {"", "&labels=true", "&labels=true&lang=fr", "&labels=true&lang=es"}) {
        const auto file = server.as("finance").get(of_report + more);
        ASSERT_EQ(file.status, 200) << file;
        const auto back = look(file.body, "?mode=replace");
        EXPECT_EQ(counts(back), "0 0 22 0") << more << file << back;
        EXPECT_EQ(found(back, "errors"), std::vector<std::string>{}) << more;
    }
}

TEST_F(ReportSheets, ComeBackWithTheProblemsBesideTheirRows) {
    auto lines = shelter_lines();
    lines[8].amount = "mil seiscientos";
    const auto file = sheet_of({lines[7], lines[8]});
    const auto shown = look(file);
    const auto noted = server.as("preparer", "NGO")
                           .get(sheet() + '/' + shown.field("token") + "/annotated?lang=es");
    ASSERT_EQ(noted.status, 200) << noted;
    EXPECT_NE(noted.body.find("Moneda;Problema;Qué hacer;Código del problema\n"), std::string::npos)
        << noted;
    EXPECT_NE(
        noted.body.find("GTQ;Monto: Esto no es un número.;;not_a_number\n"), std::string::npos
    ) << noted;
    // Corrected in place, it is read with those columns passed over.
    auto corrected = noted.body;
    corrected.replace(corrected.find("mil seiscientos"), 15, "1,600.00");
    const auto again = look(corrected);
    EXPECT_EQ(counts(again), "2 0 0 0") << again;
    EXPECT_EQ(found(again, "remarks"), std::vector<std::string>{});
    EXPECT_EQ(
        server.as("officer", "NGO").get(sheet() + '/' + shown.field("token") + "/annotated").status,
        404
    );
}

TEST_F(ReportSheets, AreSentInPiecesOverSlowLines) {
    const auto upload =
        sent_file(server.as("preparer", "NGO"), "gastos.csv", sheet_of(shelter_lines()), 500);
    const auto shown = look("", "?mode=add&upload=" + upload);
    EXPECT_EQ(counts(shown), "22 0 0 0") << shown;
    EXPECT_EQ(shown.json().at("file").at("name").as_string(), "gastos.csv");
    EXPECT_EQ(take(shown).status, 200);
    EXPECT_EQ(look("", "?mode=add&upload=upl_0000000000000").code(), "unknown_reference");
}

TEST_F(ReportSheets, AreReadByThePartnersOwnHeadingsOnceItHasExplainedThem) {
    const std::string file =
        "Comp.;Cuándo;Renglón POA;A quién;Q\nA-1;24/03/2026;3.1;taller;10.50\n";
    const auto unknown = look(file);
    EXPECT_EQ(unknown.field("problems"), "5") << unknown;
    json::array columns;
    for (const auto& [heading, column] :
         {std::pair{"Comp.", "document"}, std::pair{"Cuándo", "spent_on"},
          std::pair{"Renglón POA", "budget_line"}, std::pair{"A quién", "payee"},
          std::pair{"Q", "amount"}}) {
        columns.push_back(json::object{{"heading", heading}, {"column", column}});
    }
    server.as("preparer", "NGO").must("/api/v1/partners/NGO/sheet-habits", {{"columns", columns}});
    const auto known = look(file);
    EXPECT_EQ(counts(known), "1 0 0 0") << known;
    partner(server, "OTHER");
    EXPECT_EQ(server.as("preparer", "OTHER").get("/api/v1/partners/NGO/sheet-habits").status, 404);
}

TEST_F(ReportSheets, FromTwoRoundsAgoAreMatchedByTheirOldIds) {
    taken(sheet_of(shelter_lines()));
    const auto old = server.as("preparer", "NGO").get(sheet() + "?format=csv&lang=es").body;
    auto lines = shelter_lines();
    lines[0].amount = "15,300.00";
    taken(sheet_of(lines));
    const auto shown = look(old);
    EXPECT_EQ(counts(shown), "0 1 21 0") << shown;
}

}  // namespace tranche::tests
