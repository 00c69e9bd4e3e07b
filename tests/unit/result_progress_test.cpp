#include "domain/result_progress.hpp"

#include "domain/rounding.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace tranche::domain {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr std::int64_t unit = 10'000;

date_range quarter(int number) {
    const auto last = static_cast<unsigned>(3 * number);
    const date first{year{2009}, month{last - 2}, day{1}};
    return {first, end_of_month(date{year{2009}, month{last}, day{1}})};
}

std::vector<measured_value> quarters(std::vector<std::int64_t> values) {
    std::vector<measured_value> all;
    for (std::size_t i = 0; i < values.size(); ++i)
        all.push_back({quarter(static_cast<int>(i) + 1), values[i] * unit});
    return all;
}

std::optional<std::int64_t> percent(
    std::int64_t baseline, std::int64_t target, std::int64_t actual
) {
    return achievement_percent({.baseline = baseline, .target = target, .actual = actual});
}

TEST(ResultProgress, AddsPeriodsOnlyWhenTheIndicatorSaysSo) {
    const auto values = quarters({6, 21, 20, 18});
    EXPECT_EQ(aggregate(values, aggregation::sum), 65 * unit);
    EXPECT_EQ(aggregate(values, aggregation::max), 21 * unit);
    EXPECT_EQ(aggregate(values, aggregation::latest), 18 * unit);
}

TEST(ResultProgress, TakesThePeriodThatEndsLastWhateverTheOrderOfTheReports) {
    auto values = quarters({25, 30, 28});
    std::swap(values[0], values[2]);
    EXPECT_EQ(aggregate(values, aggregation::latest), 28 * unit);
}

TEST(ResultProgress, PrefersTheShorterPeriodOfTwoThatEndTogether) {
    const std::vector<measured_value> values{
        {{quarter(1).first, quarter(2).last}, 9 * unit}, {quarter(2), 4 * unit}};
    EXPECT_EQ(aggregate(values, aggregation::latest), 4 * unit);
}

TEST(ResultProgress, KeepsTheGreatestOfNegativeValues) {
    EXPECT_EQ(aggregate(quarters({-5, -2, -9}), aggregation::max), -2 * unit);
}

TEST(ResultProgress, HasNoValueWithoutReports) {
    for (const auto how : {aggregation::sum, aggregation::max, aggregation::latest})
        EXPECT_EQ(aggregate({}, how), std::nullopt);
}

TEST(ResultProgress, RefusesASumThatDoesNotFit) {
    const std::vector<measured_value> values(
        2, {quarter(1), std::numeric_limits<std::int64_t>::max()}
    );
    EXPECT_THROW(aggregate(values, aggregation::sum), money_overflow);
}

TEST(ResultProgress, MeasuresTheWayFromTheBaseline) {
    EXPECT_EQ(percent(40 * unit, 60 * unit, 50 * unit), 50'00);
    EXPECT_EQ(percent(0, 45 * unit, 65 * unit), 144'44);
}

TEST(ResultProgress, MeasuresFallingIndicatorsLikeRisingOnes) {
    EXPECT_EQ(percent(60 * unit, 40 * unit, 45 * unit), 75'00);
    EXPECT_EQ(percent(60 * unit, 40 * unit, 70 * unit), -50'00);
}

TEST(ResultProgress, RoundsHalfAwayFromZero) {
    EXPECT_EQ(percent(0, 8000, 1), 1);     // 0.0125 %
    EXPECT_EQ(percent(0, 80'000, 12), 2);  // 0.015 %
    EXPECT_EQ(percent(0, 80'000, -12), -2);
}

TEST(ResultProgress, SaysNothingWhenTargetAndBaselineAreEqualOrAValueIsMissing) {
    EXPECT_EQ(percent(60 * unit, 60 * unit, 70 * unit), std::nullopt);
    EXPECT_EQ(achievement_percent({.target = unit, .actual = unit}), std::nullopt);
    EXPECT_EQ(achievement_percent({.baseline = 0, .target = unit}), std::nullopt);
}

TEST(ResultProgress, IsNotMetByAPercentThatOnlyRoundsToAHundred) {
    const progress_facts nearly{.baseline = 0, .target = 100'000'000, .actual = 99'999'000};
    EXPECT_EQ(achievement_percent(nearly), 100'00);
    EXPECT_EQ(progress_status_of(nearly), progress_status::on_track);
}

TEST(ResultProgress, TellsTheFourStatesApart) {
    const auto status = [](std::optional<std::int64_t> actual, std::int64_t baseline,
                           std::int64_t target) {
        return progress_status_of({.baseline = baseline, .target = target, .actual = actual});
    };
    EXPECT_EQ(status(std::nullopt, 0, 10), progress_status::not_reported);
    EXPECT_EQ(status(0, 0, 10), progress_status::no_progress);
    EXPECT_EQ(status(-1, 0, 10), progress_status::no_progress);
    EXPECT_EQ(status(1, 0, 10), progress_status::on_track);
    EXPECT_EQ(status(10, 0, 10), progress_status::met);
    EXPECT_EQ(status(9, 10, 0), progress_status::on_track);
    EXPECT_EQ(status(11, 10, 0), progress_status::no_progress);
    EXPECT_EQ(status(-1, 10, 0), progress_status::met);
}

TEST(ResultProgress, AsksTheIndicatorForItsDirectionWhenTargetAndBaselineAreEqual) {
    progress_facts facts{.baseline = 5, .target = 5, .actual = 4};
    EXPECT_EQ(progress_status_of(facts), progress_status::no_progress);
    facts.ascending = false;
    EXPECT_EQ(progress_status_of(facts), progress_status::met);
}

TEST(ResultProgress, TellsNothingBelowTheTargetWithoutABaseline) {
    EXPECT_EQ(progress_status_of({.target = 10, .actual = 9}), std::nullopt);
    EXPECT_EQ(progress_status_of({.target = 10, .actual = 10}), progress_status::met);
}

TEST(ResultProgress, ReadsAndWritesExactDecimals) {
    EXPECT_EQ(parse_measure("25"), 250'000);
    EXPECT_EQ(parse_measure("-0.0625"), -625);
    EXPECT_EQ(parse_measure("0.00001"), std::nullopt);
    EXPECT_EQ(parse_measure("123456789012345"), std::nullopt);
    EXPECT_EQ(measure_to_decimal(250'000), "25");
    EXPECT_EQ(measure_to_decimal(-625), "-0.0625");
}

TEST(ResultProgress, NamesEveryAggregation) {
    for (const auto how : {aggregation::sum, aggregation::max, aggregation::latest})
        EXPECT_EQ(aggregation_from_name(name(how)), how);
    EXPECT_EQ(aggregation_from_name("average"), std::nullopt);
}

}  // namespace
}  // namespace tranche::domain
