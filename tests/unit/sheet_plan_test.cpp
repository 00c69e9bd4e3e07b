// What a file would make of a report, without a database: rows matched by ids, codes that a
// spreadsheet made numbers of, and totals.
#include "domain/entity.hpp"
#include "server/report_sheets/report_sheet.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tranche::server {
namespace {

using domain::date;
using enum report_column;
using namespace std::chrono_literals;

domain::currency quetzal() {
    return *domain::currency::from_code("GTQ");
}

struct typed_cell {
    std::string text;
    cell_kind kind = cell_kind::text;
    typed_cell(const char* given, cell_kind as = cell_kind::text) : text{given}, kind{as} {}
    typed_cell(std::string given) : text{std::move(given)} {}
};
using typed_row = std::vector<typed_cell>;

read_sheet sheet_of_rows(const std::vector<typed_row>& rows) {
    read_sheet made;
    for (const auto& row : rows) {
        for (const auto& [text, kind] : row) {
            made.cells.add_cell(text, kind);
        }
        made.cells.end_row();
    }
    made.meant = read_table(
        made.cells, report_sheet_columns(),
        {.mark = decimal_mark::point, .is_free = true, .unit = quetzal()}
    );
    return made;
}

const typed_row headings{"line_id", "document", "spent_on", "budget_line",
                         "payee",   "amount",   "currency"};

std::string id_of(std::int64_t line) {
    return domain::public_id(domain::entity::expenditure_line, line);
}

recorded_line recorded(std::int64_t id, const std::string& number) {
    recorded_line made{{}, domain::money{1000, quetzal()}};
    at(made.cells, line_id) = id_of(id);
    at(made.cells, document) = number;
    at(made.cells, spent_on) = "2026-03-24";
    at(made.cells, budget_line) = "1.1";
    at(made.cells, payee) = "taller";
    at(made.cells, amount) = "10.00";
    at(made.cells, report_column::currency) = "GTQ";
    return made;
}

sheet_plan planned(
    const std::vector<typed_row>& rows, const std::vector<recorded_line>& known = {},
    std::vector<std::string> codes = {"1.1", "1.10", "2.30", "3"}
) {
    using std::chrono::December;
    using std::chrono::March;
    const sheet_ground ground{
        quetzal(),
        date{2026y / March / 1},
        date{2026y / March / 31},
        date{2026y / March / 1},
        date{2026y / December / 31},
        {},
        std::move(codes)};
    auto from = sheet_of_rows(rows);
    return plan_of(from, known, sheet_mode::amend, ground);
}

std::vector<std::string> told(const std::vector<domain::violation>& all) {
    std::vector<std::string> made;
    for (const auto& one : all) {
        auto text = std::to_string(one.cell->row) + ' ' + one.cell->column + ' ' + one.code;
        for (const auto& [name, value] : one.args) {
            text += ' ' + name + '=' + value;
        }
        made.push_back(std::move(text));
    }
    return made;
}

using texts = std::vector<std::string>;

}  // namespace

TEST(SheetPlan, NamesBothRowsThatGiveTheSameLine) {
    const auto plan = planned(
        {headings,
         {id_of(7), "A-1", "2026-03-24", "1.1", "taller", "10.00", "GTQ"},
         {id_of(7), "A-9", "2026-03-25", "1.1", "mercado", "5.00", "GTQ"}},
        {recorded(7, "A-1")}
    );
    EXPECT_EQ(
        told(plan.problems), texts{"3 line_id sheet_line_twice value=" + id_of(7) + " other_row=2"}
    );
    EXPECT_EQ(plan.count(line_fate::unchanged), 1U);
}

TEST(SheetPlan, GivesALineToTheRowThatNamesItsId) {
    // The first row says the same document without the id; it is the second that has the line.
    const auto plan = planned(
        {headings,
         {"", "A-1", "2026-03-24", "1.1", "taller", "10.00", "GTQ"},
         {id_of(7), "A-1", "2026-03-24", "1.1", "taller", "12.00", "GTQ"}},
        {recorded(7, "A-1")}
    );
    EXPECT_EQ(told(plan.problems), texts{});
    ASSERT_EQ(plan.lines.size(), 2U);
    EXPECT_EQ(plan.lines[0].row, 3U);
    EXPECT_EQ(plan.lines[0].fate, line_fate::changed);
    EXPECT_EQ(plan.lines[1].fate, line_fate::added);
}

// Two shops have an invoice 123; a row without an id is the expense of the shop it names.
TEST(SheetPlan, TakesNoRowForTheExpenseOfAnotherSupplier) {
    auto known = recorded(7, "123");
    at(known.cells, supplier_tax_id) = "100-1";
    auto with_number = headings;
    with_number.push_back("supplier_tax_id");
    const auto plan = planned(
        {with_number, {"", "123", "2026-03-25", "1.1", "mercado", "5.00", "GTQ", "200-2"}}, {known}
    );
    ASSERT_EQ(plan.lines.size(), 2U);
    EXPECT_EQ(plan.lines[0].fate, line_fate::untouched);
    EXPECT_EQ(plan.lines[1].fate, line_fate::added);
    EXPECT_EQ(told(plan.remarks)[0], "2 document document_of_another document=123");

    const auto without = planned(
        {headings, {"", "123", "2026-03-25", "1.1", "mercado", "5.00", "GTQ"}}, {recorded(7, "123")}
    );
    EXPECT_EQ(without.count(line_fate::added), 1U) << "another payee, day and amount";
    const auto spelled = planned(
        {headings, {"", "123", "2026-03-24", "1.1", "Taller Luz", "10.00", "GTQ"}},
        {recorded(7, "123")}
    );
    EXPECT_EQ(spelled.count(line_fate::changed), 1U) << "the same day and amount";
    const auto corrected = planned(
        {headings, {"", "123", "2026-03-25", "1.1", "TALLER", "12.00", "GTQ"}}, {recorded(7, "123")}
    );
    EXPECT_EQ(corrected.count(line_fate::changed), 1U) << "the same payee";
}

TEST(SheetPlan, GivesEachRowTheLineItIsMostLike) {
    auto first = recorded(7, "123");
    auto second = recorded(8, "123");
    at(second.cells, payee) = "mercado";
    at(second.cells, amount) = "5.00";
    const auto plan = planned(
        {headings,
         {"", "123", "2026-03-24", "1.1", "mercado", "5.00", "GTQ"},
         {"", "123", "2026-03-24", "1.1", "taller", "10.00", "GTQ"}},
        {first, second}
    );
    EXPECT_EQ(plan.count(line_fate::unchanged), 2U);
}

TEST(SheetPlan, RefusesACodeThatBecameANumberAndNamesThoseItMayBe) {
    const auto plan = planned(
        {headings,
         {"", "A-1", "2026-03-24", {"1.1", cell_kind::number}, "taller", "10.00", "GTQ"},
         {"", "A-2", "2026-03-24", {"2.3", cell_kind::number}, "taller", "10.00", "GTQ"},
         {"", "A-3", "2026-03-24", {"3", cell_kind::number}, "taller", "10.00", "GTQ"},
         {"", "A-4", "2026-03-24", "1.1", "taller", "10.00", "GTQ"}}
    );
    EXPECT_EQ(
        told(plan.problems),
        (texts{
            "2 budget_line code_became_number value=1.1 codes=1.1, 1.10",
            "3 budget_line code_became_number value=2.3 codes=2.30"})
    );
}

TEST(SheetPlan, SaysWhichCurrenciesKeepATotalFromBeingCompared) {
    const std::vector<typed_row> rows{
        headings,
        {"", "A-1", "2026-03-24", "1.1", "taller", "10.00", "GTQ"},
        {"TOTAL", "", "", "", "", "10.00", ""},
        {"", "A-2", "2026-03-24", "1.1", "taller", "7.00", "USD"},
        {"TOTAL", "", "", "", "", "17.00", ""},
        {"", "A-3", "2026-03-24", "1.1", "taller", "5.00", "GTQ"},
        {"TOTAL", "", "", "", "", "5.00", ""}};
    EXPECT_EQ(
        told(planned(rows).remarks),
        (texts{
            "3 amount sheet_total_agrees total=10.00 GTQ sum=10.00 GTQ",
            "5 amount sheet_total_mixed total=17.00 GTQ sum=10.00 GTQ currencies=USD",
            "7 amount sheet_total_agrees total=5.00 GTQ sum=15.00 GTQ"})
    );
}

}  // namespace tranche::server
