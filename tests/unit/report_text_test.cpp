#include "reports/text_cells.hpp"

#include <gtest/gtest.h>

namespace tranche::reports {
namespace {

using domain::language;

TEST(ReportText, CountsSignsAndNotBytes) {
    EXPECT_EQ(display_width("Niñez"), 5u);
    EXPECT_EQ(display_width("Nin\u0303ez"), 5u);  // the tilde combines with the letter before it
    EXPECT_EQ(display_width("資金"), 4u);
    EXPECT_EQ(display_width(""), 0u);
}

TEST(ReportText, PadsTextOnTheRightAndNumbersOnTheLeft) {
    EXPECT_EQ(padded("Niñez", 7, false), "Niñez  ");
    EXPECT_EQ(padded("12", 5, true), "   12");
    EXPECT_EQ(padded("too long", 3, true), "too long");
}

TEST(ReportText, WritesAmountsAsTheLanguageDoes) {
    EXPECT_EQ(number_text("226988.44", true, language::en), "226,988.44");
    EXPECT_EQ(number_text("-6634.00", true, language::fr), "-6\u202F634,00");
    EXPECT_EQ(number_text("-799.33", true, language::es), "-799,33");
    EXPECT_EQ(number_text("1000000", true, language::en), "1,000,000");
    EXPECT_EQ(number_text("8.013155", false, language::fr), "8,013155");
}

TEST(ReportText, DoesNotPutThousandsApartInYearsAndCodes) {
    const column year{"paid_year", {"Year", "Année", "Año"}, cell_type::integer, "y"};
    EXPECT_EQ(cell_text(year, "2009", language::en), "2009");
}

TEST(ReportText, SaysCodesInWordsAndKeepsUnknownOnes) {
    constexpr word kinds[] = {{"refund", {"refund", "restitution", "devolución"}}};
    column kind{"kind", {"Kind", "Nature", "Tipo"}, cell_type::code, "k"};
    kind.words = kinds;
    EXPECT_EQ(cell_text(kind, "refund", language::es), "devolución");
    EXPECT_EQ(cell_text(kind, "other", language::es), "other");
}

TEST(ReportText, KeepsACellOnOneLine) {
    const column title{"title", {"Title", "Intitulé", "Título"}, cell_type::text, "t"};
    EXPECT_EQ(cell_text(title, "two\nlines\tand tab", language::en), "two lines and tab");
}

TEST(ReportText, BreaksLabelsBetweenWords) {
    EXPECT_EQ(
        wrapped("Amount in base currency", 9),
        (std::vector<std::string>{"Amount in", "base", "currency"})
    );
    EXPECT_EQ(wrapped("currency", 3), (std::vector<std::string>{"currency"}));
    EXPECT_EQ(longest_word("Amount in base currency"), 8u);
}

}  // namespace
}  // namespace tranche::reports
