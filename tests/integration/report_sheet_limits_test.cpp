// How much one answer about a sheet tells, and that the API's description says so.
#include "server/sheet/bounds.hpp"
#include "tests/support/expense_sheet_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {
namespace {

std::size_t told(const answer& shown, const char* list) {
    const auto whole = shown.json();
    return whole.at(list).as_array().size();
}

// So many rows of one quetzal each, on a day, with an amount.
std::string rows_of(std::size_t count, const std::string& day, const std::string& amount = "1.00") {
    std::vector<sheet_line> lines(count, {"", day, "3.1", "taller", amount});
    for (std::size_t i = 0; i < count; ++i) {
        lines[i].document = "A-" + std::to_string(i);
    }
    return sheet_of(lines);
}

}  // namespace

TEST_F(ReportSheets, TellFiveHundredProblemsAtOnceAndCountAll) {
    ASSERT_EQ(server::problems_told, 500U);
    // Of a cell, and of what the report makes of it: both sorts together.
    auto lines = std::vector<sheet_line>(400, {"A-1", "24/03/2026", "3.1", "taller", "mucho"});
    lines.insert(lines.end(), 300, {"A-2", "24/03/2026", "9.9", "taller", "1.00"});
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].document = "A-" + std::to_string(i);
    }
    const auto shown = look(sheet_of(lines));
    EXPECT_EQ(shown.field("problems"), "700");
    EXPECT_EQ(told(shown, "errors"), server::problems_told);
}

TEST_F(ReportSheets, TellTwoHundredRowsThatChangeAndCountAll) {
    ASSERT_EQ(server::rows_told, 200U);
    const auto shown = look(rows_of(250, "24/03/2026"));
    EXPECT_EQ(counts(shown), "250 0 0 0");
    EXPECT_EQ(told(shown, "items"), server::rows_told);
}

TEST_F(ReportSheets, TellTwoHundredRemarks) {
    ASSERT_EQ(server::remarks_told, 200U);
    const auto shown =
        look(rows_of(250, "02/06/2026"), "?mode=amend&dates=day_first");  // days of the next report
    EXPECT_EQ(told(shown, "remarks"), server::remarks_told);
}

TEST_F(ReportSheets, HaveTheirLimitsInTheDescriptionOfTheApi) {
    const auto described = server.anonymous().get("/openapi.json").json();
    const auto of = [&](const char* path, const char* method) {
        return std::string{described.at("paths").at(path).at(method).at("description").as_string()};
    };
    const auto sheet = of("/api/v1/expenditure-reports/{expenditure_report}/sheet", "post");
    for (const auto* limit :
         {"8 MiB as a body", "25 MiB by `upload`", "100,000 rows", "row 100,101", "200 columns",
          "4,000 bytes", "256 MiB", "2,000 parts", "5,000,000", "64 MiB", "20,000,000 elements",
          "first 50 sheets", "500 problems", "200 remarks", "200 rows", "`body_too_large`"}) {
        EXPECT_NE(sheet.find(limit), std::string::npos) << limit << " is not in: " << sheet;
    }
    EXPECT_NE(of("/api/v1/uploads/{upload}/pieces", "put").find("1 MiB"), std::string::npos);
    EXPECT_NE(of("/api/v1/uploads", "post").find("25 MiB"), std::string::npos);
    const auto import = of("/api/v1/imports/projects", "post");
    EXPECT_NE(import.find("8 MiB"), std::string::npos) << import;
    EXPECT_NE(import.find("100 columns"), std::string::npos) << import;
}

}  // namespace tranche::tests
