#include "reports/ics.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::reports {
namespace {

std::string folded(std::string_view value) {
    std::string out;
    append_ics_line(out, "SUMMARY", value);
    return out;
}

}  // namespace

TEST(Ics, FoldsLinesAtSeventyFiveOctets) {
    EXPECT_EQ(folded(std::string(67, 'a')), "SUMMARY:" + std::string(67, 'a') + "\r\n");
    EXPECT_EQ(folded(std::string(68, 'a')), "SUMMARY:" + std::string(67, 'a') + "\r\n a\r\n");
    EXPECT_EQ(
        folded(std::string(142, 'a')),
        "SUMMARY:" + std::string(67, 'a') + "\r\n " + std::string(74, 'a') + "\r\n a\r\n"
    );
}

TEST(Ics, NeverFoldsInsideACharacter) {
    const auto text = folded(std::string(66, 'a') + "éé");
    EXPECT_EQ(text, "SUMMARY:" + std::string(66, 'a') + "\r\n éé\r\n");
}

TEST(Ics, EscapesWhatHasAMeaningInText) {
    EXPECT_EQ(ics_text("a\\b;c,d\ne\rf"), "a\\\\b\\;c\\,d\\nef");
}

TEST(Ics, GivesAnEventItsWholeDay) {
    ics_calendar calendar{"Tranche 1", "Obligations", "20260331T120000Z"};
    calendar.add({"u@tranche", domain::date{std::chrono::year{2026} / 12 / 31}, "Final", "d"});
    const auto text = std::move(calendar).finished();
    EXPECT_NE(
        text.find("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"), std::string::npos
    ) << text;
}

}  // namespace tranche::reports
