#include "reports/csv_line.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tranche::reports {
namespace {

using cells = std::vector<std::optional<std::string>>;

std::string record(const cells& of) {
    std::string out;
    append_csv_record(out, of);
    return out;
}

TEST(ReportCsv, QuotesOnlyWhatWouldBreakTheRecord) {
    EXPECT_EQ(
        record({"plain", "with space", "a,b", "say \"hi\"", "two\nlines", "cr\rhere"}),
        "plain,with space,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\rhere\"\r\n"
    );
}

TEST(ReportCsv, LeavesAbsentCellsEmptyAndKeepsTheirCommas) {
    EXPECT_EQ(record({std::nullopt, "x", std::nullopt}), ",x,\r\n");
}

TEST(ReportCsv, KeepsBytesOfUtf8) {
    EXPECT_EQ(record({"Refugio de la Niñez"}), "Refugio de la Niñez\r\n");
}

TEST(ReportCsv, DisarmsTextThatASpreadsheetWouldRun) {
    for (const std::string start : {"=", "+", "-", "@", "\t", "\r"}) {
        EXPECT_EQ(formula_safe(start + "1"), "'" + start + "1");
    }
    EXPECT_EQ(formula_safe("1+1"), "1+1");
    EXPECT_EQ(formula_safe(""), "");
}

}  // namespace
}  // namespace tranche::reports
