#include "domain/contract.hpp"
#include "reports/parameters.hpp"
#include "reports/plan.hpp"
#include "reports/registry.hpp"
#include "reports/render.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace tranche::reports {
namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

request grouped(std::vector<std::string> by) {
    request asked;
    asked.group_by = std::move(by);
    return asked;
}

plan disbursements(const request& asked) {
    return find_report("disbursements")->make_plan(asked);
}

std::string stems_of(const plan& of) {
    std::string out;
    for (const auto* one : csv_columns(of)) {
        out += (out.empty() ? "" : ",") + std::string{one->stem};
    }
    return out;
}

void expect_all_languages(const trilingual& text, std::string_view where) {
    EXPECT_FALSE(text.en.empty()) << where;
    EXPECT_FALSE(text.fr.empty()) << where;
    EXPECT_FALSE(text.es.empty()) << where;
}

TEST(Reports, SpeakThreeLanguagesThroughout) {
    for (const auto& one : all_reports()) {
        expect_all_languages(one.title, one.name);
        expect_all_languages(one.question, one.name);
        const auto planned = one.make_plan({});
        for (const auto& each : planned.columns) {
            expect_all_languages(each.label, each.stem);
            for (const auto& said : each.words)
                expect_all_languages(said.label, said.code);
        }
        for (const auto& each : planned.totals)
            expect_all_languages(each.label, each.stem);
        for (const auto& each : planned.notes)
            expect_all_languages(each, one.name);
    }
}

TEST(Reports, NameEveryColumnOnceAndKnowTheirParameters) {
    for (const auto& one : all_reports()) {
        std::set<std::string_view> stems;
        for (const auto& each : one.make_plan({}).columns) {
            EXPECT_TRUE(stems.insert(each.stem).second) << one.name << ' ' << each.stem;
        }
        for (const auto& name : one.parameters) {
            EXPECT_NE(find_parameter(name), nullptr) << one.name << ' ' << name;
        }
    }
}

TEST(Reports, TotalsAreToldApartByAColumnOfTheRows) {
    for (const auto& one : all_reports()) {
        const auto planned = one.make_plan({});
        if (planned.totals.empty()) continue;
        const auto found = std::ranges::find(planned.columns, planned.totals_by, &column::stem);
        EXPECT_NE(found, planned.columns.end()) << one.name;
    }
}

TEST(Disbursements, AddGroupsUpWithoutGroupingThemAgain) {
    const auto planned = disbursements(grouped({"instrument", "state", "paid_year"}));
    const auto rows = rows_sql(planned);
    const auto totals = totals_sql(planned);
    EXPECT_TRUE(has(rows, "group by i.code, nullif(c.state, ''), c.effective_year, i.base_currency")
    );
    EXPECT_TRUE(has(totals, "group by i.base_currency) as listed group by base_currency"));
    EXPECT_FALSE(has(totals, "c.effective_year"));
}

TEST(Disbursements, KeepTheAgreedOrderOfColumnsInCsv) {
    EXPECT_EQ(
        stems_of(disbursements({})),
        "instrument,line,project_code,project_title,phase,beneficiary_states,partner,agreement,"
        "tranche,kind,requested_on,approved_on,paid_on,currency,amount,rate,base_currency,"
        "base_amount"
    );
}

TEST(Outcomes, KeepTheAgreedOrderOfColumnsInCsv) {
    request asked;
    const auto* which = find_report("outcomes");
    const std::string agreed =
        "instrument,project_code,project_title,beneficiary_states,result_type,result,indicator,"
        "unit,"
        "baseline,target,actual,achievement_percent,status,period_start,period_end,budget,spent,"
        "cost_per_unit,original_target,counts,nature";
    EXPECT_EQ(stems_of(which->make_plan(asked)), agreed);
    asked.reported = true;
    EXPECT_EQ(stems_of(which->make_plan(asked)), agreed + ",marks");
}

TEST(Disbursements, SumYearsAndStatesFromKeptCells) {
    for (const auto& by : {"instrument", "project", "state", "paid_year"}) {
        EXPECT_TRUE(has(
            disbursements(grouped({by})).from + disbursements(grouped({by})).with, "ledger.cell"
        )) << by;
    }
    const auto benchmark = disbursements(grouped({"instrument", "state", "paid_year"}));
    EXPECT_FALSE(has(benchmark.with + benchmark.from, "partner.payment"));
}

TEST(Disbursements, SumFinerGroupsAndCutYearsFromPayments) {
    for (const auto& by : {"line", "partner", "quarter", "month"}) {
        EXPECT_TRUE(has(disbursements(grouped({by})).from, "from partner.payment")) << by;
    }
    auto whole_years = grouped({"state"});
    whole_years.since = domain::parse_date("2009-01-01");
    whole_years.until = domain::parse_date("2010-12-31");
    EXPECT_TRUE(has(disbursements(whole_years).from, "ledger.cell"));
    auto cut_year = whole_years;
    cut_year.until = domain::parse_date("2010-06-30");
    EXPECT_TRUE(has(disbursements(cut_year).from, "from partner.payment"));
}

TEST(Disbursements, ShowDonorsSumsAndPayeesOnlyByGrant) {
    const auto* which = find_report("disbursements");
    EXPECT_EQ(which->open_to_donors({}), donor_sight::nothing);
    EXPECT_EQ(which->open_to_donors(grouped({"state", "paid_year"})), donor_sight::all);
    EXPECT_EQ(which->open_to_donors(grouped({"partner"})), donor_sight::partners);
    auto of_partner = grouped({"paid_year"});
    of_partner.partner = 7;
    EXPECT_EQ(which->open_to_donors(of_partner), donor_sight::nothing);
    EXPECT_EQ(find_report("budget-execution")->open_to_donors({}), donor_sight::nothing);
    EXPECT_EQ(find_report("expenditure")->open_to_donors({}), donor_sight::lines);
}

TEST(Plan, NeverWritesAValueIntoTheSql) {
    request asked;
    asked.state = "ZZ";
    asked.instrument = 987654321;
    asked.donor = 987654321;
    for (const auto& one : all_reports()) {
        const auto planned = one.make_plan(asked);
        for (const auto& sql : {rows_sql(planned), csv_sql(planned, asked), totals_sql(planned)}) {
            EXPECT_FALSE(has(sql, "ZZ")) << one.name;
            EXPECT_FALSE(has(sql, "987654321")) << one.name;
        }
        EXPECT_TRUE(has(rows_sql(planned), "$1::")) << one.name;
        EXPECT_FALSE(has(csv_sql(planned, asked), "$")) << one.name;
        EXPECT_TRUE(has(csv_sql(planned, asked), "current_setting('tranche.value_1')")) << one.name;
    }
}

TEST(Plan, RefusesToBindTheAbsenceOfAValue) {
    plan made;
    EXPECT_THROW(made.bind(std::nullopt, "text"), domain::contract_violation);
}

TEST(Plan, GivesEachCurrencyItsDecimals) {
    const auto sql = money_sql("x", "c");
    EXPECT_TRUE(has(sql, "'JPY'"));
    EXPECT_LT(sql.find("'JPY'"), sql.find("then 1::numeric"));
    EXPECT_GT(sql.find("'BHD'"), sql.find("then 1::numeric"));
    EXPECT_TRUE(sql.ends_with("else 0.01::numeric end"));
    EXPECT_FALSE(has(sql, "'USD'"));
}

TEST(Plan, ShowsCodesAsWordsInCsvOnlyWhenALanguageIsNamed) {
    request asked;
    EXPECT_FALSE(has(csv_sql(disbursements(asked), asked), "restitution"));
    asked.language = domain::language::fr;
    EXPECT_FALSE(has(csv_sql(disbursements(asked), asked), "restitution"));
    asked.language_given = true;
    EXPECT_TRUE(has(csv_sql(disbursements(asked), asked), "restitution"));
}

TEST(FileName, SaysWhatIsInsideAndNothingDangerous) {
    request asked;
    asked.as = format::csv;
    asked.given = {
        {"instrument", "1035"}, {"group_by", "state,paid_year"}, {"line", "a/../\"\r\n"}};
    EXPECT_EQ(
        file_name(*find_report("disbursements"), asked),
        "disbursements_instrument-1035_group_by-state-paid-year_line-a-..----.csv"
    );
}

}  // namespace
}  // namespace tranche::reports
