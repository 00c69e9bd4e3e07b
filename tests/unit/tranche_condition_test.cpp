// Conditions of a tranche, judged by literals: what each needs and what is missing.
#include "domain/tranche_condition.hpp"

#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace tranche::domain {
namespace {

// After the first quarter of the shelter: T1 advanced and accounted for up to 24,383.94.
condition_facts after_first_quarter() {
    return {
        .on = day("2009-07-16"),
        .advances = {{gtq("226988.44"), gtq("24383.94")}},
        .last_percent = percent("80"),
        .earlier_percent = percent("100"),
        .accepted = {{day("2009-04-01"), day("2009-06-30")}},
        .previous_paid_on = day("2009-04-06")};
}

bool met(const tranche_condition& condition, const condition_facts& facts) {
    return judge(condition, facts).met;
}

}  // namespace

TEST(TrancheConditions, HaveOneNameEachByWhichTheyAreFound) {
    std::set<std::string_view> names;
    for (const auto& one : condition_types()) {
        EXPECT_TRUE(names.insert(one.name).second) << one.name;
        EXPECT_EQ(condition_kind_from(one.name), one.kind);
        EXPECT_EQ(&type_of(one.kind), &one);
        EXPECT_FALSE(name(one.judge).empty());
    }
    EXPECT_EQ(condition_kind_from("wished"), std::nullopt);
}

TEST(TrancheConditions, WantAReportSinceTheTrancheBeforeWasPaid) {
    const tranche_condition report{.kind = condition_kind::report_accepted};
    auto facts = after_first_quarter();
    EXPECT_TRUE(met(report, facts));
    facts.previous_paid_on = day("2009-07-01");
    EXPECT_FALSE(met(report, facts));
    facts.previous_paid_on = {};
    EXPECT_FALSE(met(report, facts));
}

TEST(TrancheConditions, WantEveryDayOfANamedPeriodReported) {
    const tranche_condition half_year{
        .kind = condition_kind::report_accepted,
        .period = date_range{day("2009-04-01"), day("2009-09-30")}};
    auto facts = after_first_quarter();
    EXPECT_FALSE(met(half_year, facts));
    facts.accepted.push_back({day("2009-08-01"), day("2009-09-30")});
    EXPECT_FALSE(met(half_year, facts));
    facts.accepted.push_back({day("2009-06-15"), day("2009-07-31")});
    EXPECT_TRUE(met(half_year, facts));
}

TEST(TrancheConditions, TellWhatIsNeededReachedAndMissingOfTheLastAdvance) {
    const tranche_condition last{.kind = condition_kind::last_advance};
    auto facts = after_first_quarter();
    EXPECT_TRUE(met(last, facts));
    facts.advances.push_back({gtq("195513.84"), gtq("195513.84")});
    const auto verdict = judge(last, facts);
    EXPECT_FALSE(verdict.met);
    EXPECT_EQ(verdict.needed, gtq("156411.07"));
    EXPECT_EQ(verdict.reached, gtq("0.00"));
    EXPECT_EQ(verdict.missing, gtq("156411.07"));
}

TEST(TrancheConditions, MeasureEarlierAdvancesApartFromTheLast) {
    const tranche_condition earlier{.kind = condition_kind::earlier_advances};
    auto facts = after_first_quarter();
    EXPECT_TRUE(met(earlier, facts)) << "the only advance is the last one";
    facts.advances.push_back({gtq("195513.84"), gtq("195513.84")});
    EXPECT_EQ(judge(earlier, facts).missing, gtq("24383.94"));
    const tranche_condition most{
        .kind = condition_kind::earlier_advances, .percent = percent("80")};
    EXPECT_TRUE(met(most, facts)) << "the condition's own percentage goes before the terms'";
}

TEST(TrancheConditions, HaveNothingToMeasureBeforeTheFirstAdvance) {
    const auto verdict = judge({.kind = condition_kind::last_advance}, {.on = day("2009-04-01")});
    EXPECT_TRUE(verdict.met);
    EXPECT_EQ(verdict.missing, std::nullopt);
}

TEST(TrancheConditions, AreMetOnTheDayItselfAndWhenAPersonSaysSo) {
    const tranche_condition by_day{.kind = condition_kind::date_reached, .day = day("2009-07-16")};
    auto facts = after_first_quarter();
    EXPECT_TRUE(met(by_day, facts));
    facts.on = day("2009-07-15");
    EXPECT_FALSE(met(by_day, facts));
    for (const auto kind :
         {condition_kind::finding_settled, condition_kind::document_present,
          condition_kind::confirmed}) {
        facts.confirmed_on = {};
        EXPECT_FALSE(met({.kind = kind}, facts));
        facts.confirmed_on = facts.on;
        EXPECT_TRUE(met({.kind = kind}, facts));
        facts.confirmed_on = add_days(facts.on, 1);
        EXPECT_FALSE(met({.kind = kind}, facts)) << "not yet on that day";
    }
}

TEST(TrancheConditions, GoByTheRecordsBeforeAnybodysWord) {
    auto facts = after_first_quarter();
    const tranche_condition findings{.kind = condition_kind::finding_settled, .number = 1};
    const tranche_condition in_words{.kind = condition_kind::finding_settled, .text = "Finding 3"};
    facts.by_records = false;
    facts.confirmed_on = facts.on;
    EXPECT_FALSE(met(findings, facts));
    EXPECT_EQ(unmet(findings, {}, facts).code, "condition_finding_open");
    EXPECT_FALSE(may_be_confirmed(findings));
    EXPECT_TRUE(may_be_confirmed(in_words)) << "as it was given before there were findings";
    EXPECT_EQ(judge_of(in_words), condition_judge::person);
    EXPECT_EQ(unmet(in_words, {}, facts).code, "condition_unconfirmed");
    const tranche_condition document{.kind = condition_kind::document_present, .text = "Licence"};
    EXPECT_TRUE(may_be_confirmed(document)) << "it may be on paper";
    EXPECT_EQ(unmet(document, {}, facts).code, "condition_document_missing");
}

TEST(TrancheConditions, SayWhatIsMissingByTheirNumber) {
    auto facts = after_first_quarter();
    facts.advances = {{gtq("100.00"), gtq("100.00")}};
    const tranche_condition last{.kind = condition_kind::last_advance, .number = 3};
    const auto said = unmet(last, judge(last, facts), facts);
    EXPECT_EQ(said.code, "condition_advance_open");
    const message_args expected{
        {"number", "3"},
        {"needed", "80.00 GTQ"},
        {"reached", "0.00 GTQ"},
        {"missing", "80.00 GTQ"}};
    EXPECT_EQ(said.args, expected);
}

TEST(Advances, CountWhatWasHandedInOldestFirst) {
    const auto left =
        less({{usd("100.00"), usd("30.00")}, {usd("100.00"), usd("100.00")}}, usd("50.00"));
    EXPECT_EQ(left[0].open, usd("0.00"));
    EXPECT_EQ(left[1].open, usd("80.00"));
}

TEST(MissingLiquidation, MeasuresEarlierAdvancesByTheirOwnPercentage) {
    const std::vector<advance_account> advances{
        {usd("100.00"), usd("10.00")}, {usd("100.00"), usd("20.00")}};
    EXPECT_EQ(missing_liquidation(advances, percent("80"), percent("90")), std::nullopt);
    EXPECT_EQ(missing_liquidation(advances, percent("80"), percent("95")), usd("5.00"));
}

// "condition_met_advances needed=..."
namespace {
std::string told(const tranche_condition& condition, const condition_facts& facts) {
    const auto said = how_met(condition, judge(condition, facts), facts);
    std::string all = said.code;
    for (const auto& [name, value] : said.args) {
        all += name == "number" ? "" : ' ' + name + '=' + value;
    }
    return all;
}
}  // namespace

TEST(TrancheConditions, SayHowTheyAreMet) {
    auto facts = after_first_quarter();
    EXPECT_EQ(told({.kind = condition_kind::report_accepted}, facts), "condition_met_report");
    EXPECT_EQ(
        told(
            {.kind = condition_kind::report_accepted,
             .period = date_range{day("2009-04-01"), day("2009-06-30")}},
            facts
        ),
        "condition_met_period first=2009-04-01 last=2009-06-30"
    );
    EXPECT_EQ(
        told({.kind = condition_kind::last_advance}, facts),
        "condition_met_advances needed=181590.75 GTQ reached=202604.50 GTQ"
    );
    EXPECT_EQ(told({.kind = condition_kind::earlier_advances}, facts), "condition_met_no_advance");
    EXPECT_EQ(
        told({.kind = condition_kind::date_reached, .day = day("2009-07-01")}, facts),
        "condition_met_day date=2009-07-01"
    );
    facts.by_records = true;
    EXPECT_EQ(told({.kind = condition_kind::finding_settled}, facts), "condition_met_finding");
    const tranche_condition audit{.kind = condition_kind::document_present, .text = "Audit"};
    EXPECT_EQ(told(audit, facts), "condition_met_document text=Audit");
    facts.by_records = std::nullopt;
    facts.confirmed_on = day("2009-07-02");
    EXPECT_EQ(told(audit, facts), "condition_met_confirmed text=Audit date=2009-07-02");
    EXPECT_EQ(
        told({.kind = condition_kind::confirmed, .text = "Rooms"}, facts),
        "condition_met_confirmed text=Rooms date=2009-07-02"
    );
}

}  // namespace tranche::domain
