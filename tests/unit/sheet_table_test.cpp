// What the cells of a sheet mean: headings, numbers and days, decided column by column.
#include "server/sheet/csv.hpp"
#include "server/sheet/headings.hpp"
#include "server/sheet/table.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::server {
namespace {

const std::vector<sheet_column>& declared() {
    static const std::vector<sheet_column> all{
        {"reference", "Reference", "Référence", "Referencia", cell_type::identifier, true},
        {"amount", "Amount", "Montant", "Monto", cell_type::number},
        {"paid_on", "Paid on", "Payé le", "Pagado el", cell_type::day},
        {"year", "Year", "Année", "Año", cell_type::whole_number},
        {"done", "Done", "Fait", "Hecho", cell_type::flag}};
    return all;
}

table read(std::string_view csv, const sheet_forms& forms = {}) {
    return read_table(read_csv(csv), declared(), forms);
}

// Of one column, "-" where there is none.
std::vector<std::string> column(const table& from, std::size_t which) {
    std::vector<std::string> all;
    for (const auto& row : from.rows) {
        all.push_back(row.cells[which].value_or("-"));
    }
    return all;
}

// "row column code"
std::vector<std::string> problems(const table& from) {
    std::vector<std::string> all;
    for (const auto& one : from.problems) {
        all.push_back(std::to_string(one.cell->row) + ' ' + one.cell->column + ' ' + one.code);
    }
    return all;
}

using texts = std::vector<std::string>;

}  // namespace

TEST(SheetTable, UnderstandsHeadingsInThreeLanguagesHoweverTheyAreWritten) {
    for (const char* heading :
         {"reference", "Reference", " RÉFÉRENCE ", "Référence", "referencia"}) {
        EXPECT_EQ(column(read(std::string{heading} + "\nA1\n"), 0), texts{"A1"}) << heading;
    }
    EXPECT_EQ(folded("Payé le"), folded("PAYE_LE"));
    EXPECT_EQ(
        column(
            read("\xEF\xBB\xBF"
                 "Pay\xC3\xA9 le;reference\n2026-03-31;A"),
            2
        ),
        texts{"2026-03-31"}
    );
}

TEST(SheetTable, NamesEveryHeadingItCannotPlace) {
    EXPECT_EQ(
        problems(read("Montant,amount,colour\n1,2,3\n")),
        (texts{"1 amount column_twice", "1 colour column_unknown", "1 reference column_missing"})
    );
    EXPECT_EQ(problems(read("reference\nA,stray\n")), texts{"2  cell_without_heading"});
}

TEST(SheetTable, HintsAtHeadingsInTheLanguageOfWhoeverSentThem) {
    const auto hint = [](std::string_view heading, domain::language language) {
        const auto found = read(std::string{heading} + ",reference\n1,A\n", {.language = language});
        return found.problems.at(0).args.at(0).second;
    };
    EXPECT_EQ(hint("Montent", domain::language::fr), "Montant");
    EXPECT_EQ(hint("colour", domain::language::es), "Referencia, Monto, Pagado el, Año, Hecho");
    EXPECT_EQ(hint("colour", domain::language::en), "Reference, Amount, Paid on, Year, Done");
}

TEST(SheetTable, LeavesOutBlankRowsAndCountsThem) {
    const auto found = read("reference\nA\n\n , \nB\n");
    EXPECT_EQ(column(found, 0), (texts{"A", "B"}));
    EXPECT_EQ(found.rows[1].number, 5U);
}

TEST(SheetTable, DecidesTheDecimalMarkByColumnFromNumbersThatReadInOneWay) {
    EXPECT_EQ(
        column(read("reference,amount\nA,\"1,234\"\nB,\"12.5\"\n"), 1), (texts{"1234", "12.5"})
    );
    EXPECT_EQ(
        column(read("reference;amount\nA;1,234\nB;12,5\nC;1.234.567,89\n"), 1),
        (texts{"1.234", "12.5", "1234567.89"})
    );
    EXPECT_EQ(column(read("reference;amount\nA;1.234\nB;0,5\n"), 1), (texts{"1234", "0.5"}));
}

TEST(SheetTable, AsksWhenNoNumberOfTheColumnDecides) {
    const auto undecided = read("reference;amount\nA;500\nB;1,234\nC;2,345\n");
    EXPECT_EQ(problems(undecided), texts{"3 amount decimal_mark_undecided"});
    EXPECT_EQ(
        column(read("reference;amount\nA;1,234\n", {.mark = decimal_mark::point}), 1), texts{"1234"}
    );
    EXPECT_EQ(
        column(read("reference;amount\nA;1,234\n", {.mark = decimal_mark::comma}), 1),
        texts{"1.234"}
    );
    // What the column itself says goes before.
    EXPECT_EQ(
        column(read("reference;amount\nA;1,234\nB;1,5\n", {.mark = decimal_mark::point}), 1),
        (texts{"1.234", "1.5"})
    );
    EXPECT_EQ(problems(read("reference;amount\nA;500\nB;12\n")), texts{});
}

TEST(SheetTable, RefusesAColumnWithBothDecimalMarks) {
    EXPECT_EQ(
        problems(read("reference;amount\nA;1.234,50\nB;1,234.50\n")),
        texts{"3 amount decimal_marks_mixed"}
    );
}

TEST(SheetTable, ReadsNumbersAsAccountingProgramsWriteThem) {
    const auto plain = [](std::string_view text) {
        return plain_number(text, decimal_mark::point).value_or("none");
    };
    EXPECT_EQ(plain("(1,234.50)"), "-1234.50");
    EXPECT_EQ(plain("1,234.50-"), "-1234.50");
    EXPECT_EQ(plain("-12"), "-12");
    EXPECT_EQ(
        plain("\xE2\x88\x92"
              "12"),
        "-12"
    );
    EXPECT_EQ(plain("1 234 567.5"), "1234567.5");
    EXPECT_EQ(
        plain("1\xC2\xA0"
              "234"),
        "1234"
    );
    EXPECT_EQ(plain("1'234.05"), "1234.05");
    EXPECT_EQ(plain("30 %"), "30");
    EXPECT_EQ(plain("007.10"), "7.10");
    for (const char* none :
         {"", "-", "12,34", "1,23,456", "1,2345", ".5", "5.", "1..5", "12a", "1,234 567", "0,123.5",
          "$5", "1.2.3", "--5"}) {
        EXPECT_EQ(plain(none), "none") << none;
    }
}

TEST(SheetTable, SaysWhenAProgramHasCutANumberShort) {
    EXPECT_EQ(
        problems(read("reference,amount\n3.24568E+15,5\nA,1E+06\n")),
        (texts{"2 reference number_in_exponent_form", "3 amount number_in_exponent_form"})
    );
    EXPECT_EQ(column(read("reference\n12E5\n"), 0), texts{"12E5"});
}

TEST(SheetTable, DecidesTheOrderOfDaysByColumn) {
    EXPECT_EQ(
        column(read("reference,paid_on\nA,03/04/2009\nB,31/03/2009\n"), 2),
        (texts{"2009-04-03", "2009-03-31"})
    );
    EXPECT_EQ(
        column(read("reference,paid_on\nA,03-04-2009\nB,3-31-2009\n"), 2),
        (texts{"2009-03-04", "2009-03-31"})
    );
    EXPECT_EQ(
        column(read("reference,paid_on\nA,2009-03-31\nB,5.5.2009\nC,2009/4/1 00:00:00\n"), 2),
        (texts{"2009-03-31", "2009-05-05", "2009-04-01"})
    );
}

TEST(SheetTable, AsksWhenNoDayOfTheColumnDecides) {
    EXPECT_EQ(
        problems(read("reference,paid_on\nA,05/05/2009\nB,03/04/2009\n")),
        texts{"3 paid_on day_order_undecided"}
    );
    EXPECT_EQ(
        column(read("reference,paid_on\nA,03/04/2009\n", {.order = day_order::day_first}), 2),
        texts{"2009-04-03"}
    );
}

TEST(SheetTable, RefusesDaysThatAreNoneOrContradictEachOther) {
    EXPECT_EQ(
        problems(read("reference,paid_on\nA,31/03/2009\nB,03/31/2009\n")),
        texts{"3 paid_on day_orders_mixed"}
    );
    EXPECT_EQ(
        problems(
            read("reference,paid_on\nA,30/02/2009\nB,1/2/09\nC,45321\nD,31/12/5389\nE,1/2-2009\n")
        ),
        (texts{
            "2 paid_on not_a_day", "3 paid_on year_of_two_digits", "4 paid_on not_a_day",
            "5 paid_on not_a_day", "6 paid_on not_a_day"})
    );
}

TEST(SheetTable, ReadsYesAndNoInThreeLanguages) {
    EXPECT_EQ(
        column(read("reference,done\nA,Sí\nB,oui\nC,NO\nD,x\nE,\n"), 4),
        (texts{"true", "true", "false", "true", "-"})
    );
    EXPECT_EQ(problems(read("reference,done\nA,maybe\n")), texts{"2 done not_yes_or_no"});
}

TEST(SheetTable, WantsWholeNumbersWhole) {
    EXPECT_EQ(problems(read("reference,year\nA,2015.5\n")), texts{"2 year not_a_whole_number"});
    EXPECT_EQ(column(read("reference,year\nA,2015\n"), 3), texts{"2015"});
}

TEST(SheetTable, TellsProblemsInTheOrderOfRowsWithWhatWasTyped) {
    const auto found = read("reference,amount,paid_on\nA,1,no day\nB,no number,2009-01-01\n");
    ASSERT_EQ(problems(found), (texts{"2 paid_on not_a_day", "3 amount not_a_number"}));
    EXPECT_EQ(found.problems[1].cell->typed, "no number");
}

TEST(SheetTable, NamesTheCellsThatDifferWhereTheCountryDecides) {
    const sheet_forms guatemala{
        .usual_mark = decimal_mark::point, .usual_order = day_order::day_first};
    const auto found = read(
        "reference;amount;paid_on\nA;15,250.00;24/07/2009\nB;12.500,00;07/24/2009\n", guatemala
    );
    EXPECT_EQ(
        problems(found), (texts{"3 amount number_in_other_form", "3 paid_on day_in_other_form"})
    );
    EXPECT_EQ(found.problems[0].args[0].second, "12,500.00");
    EXPECT_EQ(found.problems[1].args[0].second, "24/07/2009");
    EXPECT_EQ(column(found, 1), (texts{"15250.00", "-"}));
    // The country alone decides nothing.
    EXPECT_EQ(
        problems(read("reference;amount\nA;1,234\n", guatemala)),
        texts{"2 amount decimal_mark_undecided"}
    );
}

TEST(SheetTable, FindsItsHeadingsBelowTitlesAndPassesOverSums) {
    const auto found = read(
        "A report;;\n;;\nReference;Amount;Ours\nA;10;x\nSubtotal;10;\nReference;Amount;Ours\n"
        "B;20;\nTotal Oil;5;\n",
        {.is_free = true}
    );
    EXPECT_EQ(found.heading_row, 3U);
    EXPECT_EQ(column(found, 0), (texts{"A", "B"}));
    ASSERT_EQ(found.totals.size(), 2U);
    EXPECT_EQ(found.totals[0].typed, "10");
    ASSERT_EQ(found.remarks.size(), 1U);
    EXPECT_EQ(found.remarks[0].code, "column_unknown");
    EXPECT_EQ(found.problems.size(), 0U);
}

TEST(SheetTable, TakesAPayeeCalledTotalForAnExpense) {
    EXPECT_EQ(
        column(read("reference;paid_on\nTotal;2026-03-31\n", {.is_free = true}), 0), texts{"Total"}
    );
}

TEST(SheetTable, TakesARowWithADocumentForAnExpense) {
    const std::vector<sheet_column> columns{
        {"document", "Document", "Pièce", "Documento", cell_type::identifier, true},
        {"payee", "Paid to", "Payé à", "Pagado a", cell_type::text, true},
        {"amount", "Amount", "Montant", "Monto", cell_type::number, true}};
    const auto found = read_table(
        read_csv("Document,Paid to,Amount\nA1,Total,10\n,Total,10\nTotal,,10\n"), columns,
        {.is_free = true}
    );
    ASSERT_EQ(found.rows.size(), 1U);
    EXPECT_EQ(found.rows[0].number, 2U);
    EXPECT_EQ(found.totals.size(), 2U);
}

TEST(SheetTable, PassesOverOneUnitBehindAHeadingAndTakesNoShareForAnAmount) {
    const sheet_forms forms{.is_free = true, .unit = domain::currency::from_code("USD")};
    EXPECT_EQ(column(read("Reference,Amount (USD)\nA,10\n", forms), 1), texts{"10"});
    const auto found = read("Reference,Amount USD USD\nA,10\n", forms);
    ASSERT_EQ(found.remarks.size(), 1U);
    EXPECT_EQ(found.remarks[0].code, "column_unknown");
    EXPECT_EQ(problems(read("reference,amount\nA,30 %\n", forms)), texts{"2 amount not_a_number"});
}

TEST(SheetTable, KeepsTheFirstOfManyRemarks) {
    std::string csv = "reference,amount\n";
    for (int i = 0; i < 600; ++i) {
        csv += "A,1,x\n";
    }
    const auto found = read(csv, {.is_free = true});
    EXPECT_EQ(found.remarks.size(), 500U);
    EXPECT_EQ(found.remark_count, 600U);
}

TEST(SheetTable, ReadsHeadingsTheirSenderExplained) {
    sheet_forms forms{.is_free = true};
    forms.known_headings.emplace(folded("N.º comprob."), "reference");
    EXPECT_EQ(column(read("N.º comprob.\nA1\n", forms), 0), texts{"A1"});
}

}  // namespace tranche::server
