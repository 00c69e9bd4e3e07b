// A sheet of the most rows there may be is read and planned in memory that its rows bound.
#include "domain/entity.hpp"
#include "server/report_sheets/sheet_file.hpp"
#include "server/sheet/csv.hpp"
#include "server/sheet/xlsx.hpp"
#include "server/sheet/xlsx_book.hpp"
#include "tests/support/allocated.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::server {
namespace {

using tests::allocated_bytes;
using namespace std::chrono_literals;

constexpr std::size_t rows = 100'000;
constexpr const char* headings = "document,spent_on,budget_line,payee,amount\n";

std::string csv_of(std::size_t count) {
    std::string text = headings;
    for (std::size_t n = 0; n < count; ++n) {
        text +=
            "D-" + std::to_string(n) + ",2026-03-24,3.1,Shop " + std::to_string(n % 50) + ",1.25\n";
    }
    return text;
}

std::string book_of(std::size_t count) {
    xlsx_book book{{"dd/mm/yyyy", "#,##0.00"}};
    auto sheet = book.add_sheet("Gastos");
    std::size_t column = 0;
    for (const char* heading : {"document", "spent_on", "budget_line", "payee", "amount"}) {
        sheet.text(column++, cell_look::heading, heading);
    }
    sheet.end_row();
    for (std::size_t n = 0; n < count; ++n) {
        sheet.text(0, cell_look::text, "D-" + std::to_string(n));
        sheet.day(1, domain::date{2026y / std::chrono::March / 24});
        sheet.text(2, cell_look::text, "3.1");
        sheet.text(3, cell_look::text, "Shop " + std::to_string(n % 50));
        sheet.number(4, "1.25");
        sheet.end_row();
    }
    return book.bytes();
}

// What a thing holds for each row.
template <class Make>
std::size_t held_per_row(Make make) {
    const auto before = allocated_bytes();
    const auto made = make();
    const auto after = allocated_bytes();
    return after <= before ? 0 : (after - before) / rows;
}

}  // namespace

TEST(SheetMemory, HoldsTheCellsOfAFileInLittleMoreThanTheirText) {
    constexpr std::size_t at_most = 120;  // bytes; some 35 of text, in two buffers that grew
    const auto text = csv_of(rows);
    EXPECT_LT(held_per_row([&] { return read_csv(text, report_sheet_limits(), ','); }), at_most);
    const auto book = book_of(rows);
    EXPECT_LT(
        held_per_row([&] {
            return read_xlsx(book, report_sheet_limits(), [](const sheet& one) {
                return one.rows();
            });
        }),
        at_most
    );
}

TEST(SheetMemory, PlansEachRowInBoundedMemory) {
    constexpr std::size_t at_most = 1'200;  // bytes
    const auto text = csv_of(rows);
    const sheet_ground ground{
        *domain::currency::from_code("GTQ"),
        domain::date{2026y / std::chrono::March / 1},
        domain::date{2026y / std::chrono::March / 31},
        domain::date{2026y / std::chrono::March / 1},
        domain::date{2026y / std::chrono::December / 31},
        {},
        {"3.1"}};
    EXPECT_LT(
        held_per_row([&] {
            auto read = read_report_file(text, {.is_free = true, .unit = ground.currency});
            auto plan = plan_of(read, {}, sheet_mode::add, ground);
            EXPECT_EQ(plan.count(line_fate::added), rows);
            return std::pair{std::move(read), std::move(plan)};
        }),
        at_most
    );
}

}  // namespace tranche::server
