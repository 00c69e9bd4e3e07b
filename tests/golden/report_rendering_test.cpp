// The renderers against rows that try to break them, and the ways a report can be cut short. Needs
// a database but none of its tables, except where a test says so.
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/row_stream.hpp"
#include "reports/csv_line.hpp"
#include "reports/plan.hpp"
#include "reports/registry.hpp"
#include "tests/golden/report_database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace tranche::reports {
namespace {

plan tricky_plan(const request&) {
    plan made;
    made.columns = {
        {"title", {"Title", "Intitulé", "Título"}, cell_type::text, "v.title"},
        {"kind", {"Kind", "Nature", "Tipo"}, cell_type::code, "v.kind"},
        {"paid_on", {"Paid on", "Payé le", "Pagado el"}, cell_type::date, "v.paid_on"},
        {"currency", {"Currency", "Monnaie", "Moneda"}, cell_type::code, "v.currency"},
        {"amount",
         {"Amount", "Montant", "Importe"},
         cell_type::money,
         money_sql("v.amount", "v.currency")},
        {"hidden", {"Hidden", "Caché", "Oculto"}, cell_type::integer, "1", shown::nowhere},
    };
    made.from =
        "from (values"
        " ('plain', 'advance', date '2009-04-06', 'USD', 2800000::bigint),"
        " ('=1+1', 'refund', null, 'USD', -663400),"
        " ('a,b \"quoted\"', 'refund', '2009-11-20', 'JPY', -1001),"
        " (E'two\\nlines', null, '2009-11-20', 'BHD', 1234567),"
        " (E'carriage\\rreturn', 'x', '2009-11-20', 'USD', 5),"
        " (E'\\ttab', 'x', '2009-11-20', 'USD', -5),"
        " ('+1', 'x', null, 'CLF', 1), ('-1', 'x', null, 'USD', 0), ('@at', 'x', null, 'USD', 10),"
        " ('', 'x', null, 'USD', null), (null, '-x', null, 'USD', 9223372036854775807),"
        " ('Niñez 資金', '\\.', null, 'USD', -9223372036854775807)"
        ") as v(title, kind, paid_on, currency, amount)";
    made.where = {"v.currency <> " + made.bind("GTQ'; drop table x; --", "text")};
    made.totals_by = "currency";
    made.totals = {{"sum", {"Sum", "Somme", "Suma"}, cell_type::money, "sum(amount)"}};
    return made;
}

report tricky_report() {
    return {
        .name = "tricky",
        .title = {"Tricky", "Retors", "Tramposo"},
        .question = {"Does it hold?", "Tient-il ?", "¿Aguanta?"},
        .parameters = {},
        .make_plan = tricky_plan,
        .open_to_donors = [](const request&) {
            return donor_sight::nothing;
        }};
}

// The plain way: rows one by one, each written by append_csv_record.
std::string csv_row_by_row(const plan& of) {
    std::string out;
    std::vector<std::optional<std::string>> cells;
    for (const auto* one : csv_columns(of))
        cells.emplace_back(one->stem);
    append_csv_record(out, cells);
    persistence::stream_rows(
        test_database(), rows_sql(of), of.values,
        [&](const persistence::row& row) {
            cells.clear();
            for (std::size_t i = 0; i < of.columns.size(); ++i) {
                const int at = static_cast<int>(i);
                const auto& column = of.columns[i];
                if (column.where != shown::everywhere) continue;
                if (row.is_null(at)) {
                    cells.emplace_back();
                } else if (column.type == cell_type::text) {
                    cells.emplace_back(formula_safe(row.at(at)));
                } else {
                    cells.emplace_back(row.at(at));
                }
            }
            append_csv_record(out, cells);
        }
    );
    return out;
}

request as(format form) {
    request asked;
    asked.as = form;
    return asked;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(CsvReport, IsByteForByteWhatWritingRowByRowGives) {
    const auto csv = rendered(tricky_report(), as(format::csv));
    EXPECT_EQ(csv, csv_row_by_row(tricky_plan({})));
    EXPECT_TRUE(has(csv, "'=1+1,refund,,USD,-6634.00\r\n"));
    EXPECT_TRUE(has(csv, "\"a,b \"\"quoted\"\"\",refund,2009-11-20,JPY,-1001\r\n"));
    EXPECT_TRUE(has(csv, ",BHD,1234.567\r\n"));
    EXPECT_TRUE(has(csv, "92233720368547758.07\r\n"));
    EXPECT_FALSE(has(csv, "hidden"));
}

TEST(CsvReport, BeginsWithAByteOrderMarkAndTitlesOnlyWhenAsked) {
    auto asked = as(format::csv);
    asked.bom = true;
    asked.labels = true;
    asked.language = domain::language::fr;
    EXPECT_TRUE(rendered(tricky_report(), asked).starts_with("\xEF\xBB\xBFIntitulé,Nature,Payé le,")
    );
    EXPECT_TRUE(rendered(tricky_report(), as(format::csv)).starts_with("title,kind,"));
}

TEST(JsonReport, EscapesTextAndKeepsAmountsExact) {
    const auto json = rendered(tricky_report(), as(format::json));
    EXPECT_TRUE(has(json, R"("title":"a,b \"quoted\"","kind":"refund")"));
    EXPECT_TRUE(has(json, R"("title":"two\nlines")"));
    EXPECT_TRUE(has(json, R"("title":"\u0009tab")"));
    EXPECT_TRUE(has(json, R"("title":"=1+1")"));
    EXPECT_TRUE(has(json, R"("amount":"-92233720368547758.07")"));
    EXPECT_TRUE(has(json, R"({"currency":"JPY","sum":"-1001"})"));
    EXPECT_TRUE(has(json, R"({"currency":"BHD","sum":"1234.567"})"));
}

TEST(AnyReport, LeavesTheSessionUsableWhenTheReaderGoesAway) {
    for (const auto form : {format::csv, format::json}) {
        auto endless = tricky_report();
        endless.make_plan = [](const request&) {
            plan made;
            made.columns = {{"n", {"N", "N", "N"}, cell_type::integer, "g"}};
            made.from = "from generate_series(1, 5000000) g";
            made.totals_by = "n";
            return made;
        };
        struct gone {};
        EXPECT_THROW(
            render(test_database(), endless, as(form), {}, [](std::string_view) { throw gone{}; }),
            gone
        );
        EXPECT_TRUE(rendered(tricky_report(), as(format::csv)).starts_with("title"));
    }
}

TEST(AnyReport, SaysSoWhenTheDatabaseRefusesAndGoesOn) {
    auto wrong = tricky_report();
    wrong.make_plan = [](const request& asked) {
        auto made = tricky_plan(asked);
        made.columns[0].sql = "1 / (v.amount - v.amount)::text";
        return made;
    };
    EXPECT_THROW(rendered(wrong, as(format::csv)), persistence::sql_failure);
    EXPECT_THROW(rendered(wrong, as(format::json)), persistence::sql_failure);
    EXPECT_TRUE(rendered(tricky_report(), as(format::csv)).starts_with("title"));
}

// Needs the demo.
TEST(Disbursements, SumTheSameFromCellsAndFromPayments) {
    const auto& which = *find_report("disbursements");
    for (const std::string by :
         {"instrument", "project", "state", "paid_year", "instrument,state,paid_year"}) {
        const name_values kept{{"format", "csv"}, {"group_by", by}};
        auto summed = kept;
        summed.emplace_back("since", "1900-01-02");  // cuts a year, so that cells cannot answer
        const auto from_cells = rendered(which, kept);
        EXPECT_EQ(from_cells, rendered(which, summed)) << by;
        EXPECT_GT(std::ranges::count(from_cells, '\n'), 1) << by;
    }
}

// Needs the demo.
TEST(ReportRequest, NamesEveryProblemAtOnce) {
    try {
        rendered(
            *find_report("disbursements"),
            name_values{
                {"instrument", "no-such"},
                {"year", "12"},
                {"state", "gt"},
                {"until", "2009-02-30"},
                {"group_by", "state,moon"},
                {"lang", "xx"},
                {"colour", "red"},
                {"lang", "en"}}
        );
        FAIL() << "nothing was refused";
    } catch (const domain::refusal& refused) {
        std::vector<std::string> found;
        for (const auto& one : refused.why().violations)
            found.push_back(one.field + ' ' + one.code);
        EXPECT_EQ(
            found,
            (std::vector<std::string>{
                "?instrument unknown_reference", "?year out_of_range", "?state bad_query_parameter",
                "?until not_a_date", "?group_by not_in_list", "?lang not_in_list",
                "?colour unknown_query_parameter", "?lang repeated_parameter"})
        );
    }
}

}  // namespace
}  // namespace tranche::reports
