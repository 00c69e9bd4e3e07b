// What changed between two rounds of a report.
#include "domain/report_difference.hpp"

#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::domain {
namespace {

compared_line line(
    const std::string& document, const std::string& budget_line, const std::string& amount,
    const std::string& payee = "Shop"
) {
    return {
        document,
        budget_line,
        usd(amount),
        {{"document", document},
         {"budget_line", budget_line},
         {"spent_on", "2026-04-15"},
         {"payee", payee},
         {"amount", amount}}};
}

std::string told(const report_difference& found) {
    std::string text;
    for (const auto place : found.added)
        text += "+" + std::to_string(place);
    for (const auto place : found.removed)
        text += "-" + std::to_string(place);
    for (const auto& one : found.changed) {
        text += " " + std::to_string(one.before) + ">" + std::to_string(one.after) + ":";
        for (const auto& field : one.fields) {
            text += std::string{field.name} + "=" + field.before + ">" + field.after + ";";
        }
    }
    return text + " =" + std::to_string(found.unchanged);
}

}  // namespace

TEST(ReportDifference, TellsOnlyWhatChangedFieldByField) {
    const std::vector<compared_line> before{
        line("A1", "3.1", "10.00"), line("B2", "3.2", "18450.00"), line("V31", "3.4", "5.00")};
    const std::vector<compared_line> after{
        line("A1", "3.1", "10.00"), line("B2", "3.2", "8450.00"), line("V31", "3.5", "5.00")};
    EXPECT_EQ(
        told(difference_of(before, after)),
        " 1>1:amount=18450.00>8450.00; 2>2:budget_line=3.4>3.5; =1"
    );
}

TEST(ReportDifference, TellsLinesThatCameAndWent) {
    const std::vector<compared_line> before{line("A1", "1", "10.00"), line("GONE", "1", "7.00")};
    const std::vector<compared_line> after{line("NEW", "1", "8.00"), line("A1", "1", "10.00")};
    EXPECT_EQ(told(difference_of(before, after)), "+0-1 =1");
}

TEST(ReportDifference, FindsALineAgainWhoseDocumentWasMistyped) {
    const std::vector<compared_line> before{line("", "1", "10.00", "Payroll")};
    const std::vector<compared_line> after{line("PL8", "1", "10.00", "Payroll")};
    EXPECT_EQ(told(difference_of(before, after)), " 0>0:document=>PL8; =0");
}

TEST(ReportDifference, KeepsTheSharesOfOneDocumentApart) {
    const std::vector<compared_line> before{line("A1", "1", "10.00"), line("A1", "2", "20.00")};
    const std::vector<compared_line> after{line("A1", "2", "20.00"), line("A1", "1", "11.00")};
    EXPECT_EQ(told(difference_of(before, after)), " 0>1:amount=10.00>11.00; =1");
}

TEST(ReportDifference, CountsEveryLineOnceThoughTheyAreAlike) {
    const std::vector<compared_line> before(3, line("A1", "1", "10.00"));
    const std::vector<compared_line> after(2, line("A1", "1", "10.00"));
    EXPECT_EQ(told(difference_of(before, after)), "-2 =2");
}

}  // namespace tranche::domain
