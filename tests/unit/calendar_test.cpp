#include "domain/calendar.hpp"

#include "domain/contract.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tranche::domain {
namespace {

date day(const char* text) {
    return parse_date(text).value();
}

std::string plus_months(const char* text, int months) {
    return to_string(add_months(day(text), months));
}

std::string plus_days(const char* text, int days) {
    return to_string(add_days(day(text), days));
}

int whole_months(const char* first, const char* last) {
    return date_range{day(first), day(last)}.whole_months();
}

TEST(Calendar, ReadsAndPrintsIsoDates) {
    for (const char* text :
         {"2009-04-06", "1900-01-01", "2999-12-31", "2008-02-29", "2000-02-29"}) {
        ASSERT_TRUE(parse_date(text)) << text;
        EXPECT_EQ(to_string(day(text)), text);
    }
}

TEST(Calendar, RefusesWhatIsNotAnIsoDate) {
    for (const char* text :
         {"", "2009-4-6", "2009-04-6", "20090406", "2009/04/06", "06-04-2009", "2009-04-06 ",
          " 2009-04-06", "2009-04-06T00:00", "+009-04-06", "2009-0a-06", "2009-04--6", "2009--4-06",
          "200a-04-06", "2009-04-0x"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Calendar, RefusesDaysThatDoNotExist) {
    for (const char* text :
         {"2009-02-29", "1900-02-29", "2009-04-31", "2009-13-01", "2009-00-10", "2009-01-00",
          "2009-01-32"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(Calendar, RefusesYearsBefore1900AndAfter2999) {
    EXPECT_FALSE(parse_date("1899-12-31"));
    EXPECT_FALSE(parse_date("3000-01-01"));
    EXPECT_FALSE(parse_date("0000-01-01"));
}

TEST(Calendar, OrdersDates) {
    EXPECT_LT(day("2009-04-06"), day("2009-04-07"));
    EXPECT_LT(day("2009-12-31"), day("2010-01-01"));
}

TEST(Calendar, AddsMonthsOnTheSameDay) {
    EXPECT_EQ(plus_months("2009-04-06", 6), "2009-10-06");
    EXPECT_EQ(plus_months("2009-11-15", 3), "2010-02-15");
    EXPECT_EQ(plus_months("2009-01-15", -1), "2008-12-15");
    EXPECT_EQ(plus_months("2009-04-06", 0), "2009-04-06");
    EXPECT_EQ(plus_months("2009-12-15", 12), "2010-12-15");
}

TEST(Calendar, ClampsToTheLastDayOfAShorterMonth) {
    EXPECT_EQ(plus_months("2009-01-30", 1), "2009-02-28");
    EXPECT_EQ(plus_months("2008-01-30", 1), "2008-02-29");
    EXPECT_EQ(plus_months("2008-02-29", 12), "2009-02-28");
}

TEST(Calendar, KeepsTheEndOfAMonthAtTheEnd) {
    EXPECT_EQ(plus_months("2009-02-28", 3), "2009-05-31");
    EXPECT_EQ(plus_months("2009-01-31", 1), "2009-02-28");
    EXPECT_EQ(plus_months("2008-01-31", 1), "2008-02-29");
    EXPECT_EQ(plus_months("2010-03-31", 3), "2010-06-30");
    EXPECT_EQ(plus_months("2009-04-30", -1), "2009-03-31");
    EXPECT_EQ(plus_months("2008-02-28", 1), "2008-03-28");
}

TEST(Calendar, AddsDaysAcrossMonthsAndYears) {
    EXPECT_EQ(plus_days("2009-09-30", 42), "2009-11-11");
    EXPECT_EQ(plus_days("2008-02-28", 1), "2008-02-29");
    EXPECT_EQ(plus_days("2010-01-01", -1), "2009-12-31");
    EXPECT_EQ(days_between(day("2009-09-30"), day("2009-11-11")), 42);
    EXPECT_EQ(days_between(day("2009-11-11"), day("2009-09-30")), -42);
}

TEST(Calendar, RefusesSumsBeyondTheYearsItCanPrint) {
    const auto from = day("2009-04-06");
    EXPECT_THROW(add_months(from, std::numeric_limits<int>::max()), contract_violation);
    EXPECT_THROW(add_months(from, std::numeric_limits<int>::min()), contract_violation);
    EXPECT_THROW(add_months(from, 12 * 7991), contract_violation);
    EXPECT_EQ(plus_months("2009-04-06", 12 * 7990), "9999-04-06");
    EXPECT_THROW(add_months(day("2999-12-31"), 12 * 7000 + 1), contract_violation);
    EXPECT_THROW(add_days(from, std::numeric_limits<int>::max()), contract_violation);
    // 65536 years, after which the years of the standard library start again.
    EXPECT_THROW(add_days(from, -23'936'532), contract_violation);
    EXPECT_THROW(add_days(from, 23'936'532), contract_violation);
    EXPECT_THROW(add_days(from, -2009 * 366), contract_violation);
}

TEST(Calendar, RefusesToComputeWithADayThatDoesNotExist) {
    const date none{};
    EXPECT_THROW(to_string(none), contract_violation);
    EXPECT_THROW(add_months(none, 1), contract_violation);
    EXPECT_THROW(add_days(none, 1), contract_violation);
    EXPECT_THROW(end_of_month(none), contract_violation);
    EXPECT_THROW(days_between(none, day("2009-01-01")), contract_violation);
}

TEST(Calendar, KnowsTheEndOfAMonth) {
    EXPECT_EQ(to_string(end_of_month(day("2008-02-10"))), "2008-02-29");
    EXPECT_EQ(to_string(end_of_month(day("2009-12-31"))), "2009-12-31");
}

TEST(DateRange, ContainsBothItsEnds) {
    const date_range range{day("2009-04-01"), day("2010-03-31")};
    EXPECT_TRUE(range.contains(day("2009-04-01")));
    EXPECT_TRUE(range.contains(day("2010-03-31")));
    EXPECT_FALSE(range.contains(day("2009-03-31")));
    EXPECT_FALSE(range.contains(day("2010-04-01")));
}

TEST(DateRange, ContainsARangeThatLiesWhollyInside) {
    const date_range year{day("2009-01-01"), day("2009-12-31")};
    EXPECT_TRUE(year.contains(year));
    EXPECT_TRUE(year.contains(date_range{day("2009-04-01"), day("2009-06-30")}));
    EXPECT_FALSE(year.contains(date_range{day("2008-12-31"), day("2009-06-30")}));
    EXPECT_FALSE(year.contains(date_range{day("2009-04-01"), day("2010-01-01")}));
}

TEST(DateRange, OverlapsWhenOneDayIsShared) {
    const date_range spring{day("2009-04-01"), day("2009-06-30")};
    EXPECT_TRUE(spring.overlaps({day("2009-06-30"), day("2009-09-30")}));
    EXPECT_TRUE(spring.overlaps({day("2009-01-01"), day("2009-04-01")}));
    EXPECT_FALSE(spring.overlaps({day("2009-07-01"), day("2009-09-30")}));
    EXPECT_FALSE(spring.overlaps({day("2009-01-01"), day("2009-03-31")}));
}

TEST(DateRange, IsValidWhenItsDaysExistInOrder) {
    EXPECT_TRUE((date_range{day("2009-04-01"), day("2009-04-01")}.is_valid()));
    EXPECT_FALSE((date_range{day("2009-04-02"), day("2009-04-01")}.is_valid()));
    EXPECT_FALSE((date_range{date{}, day("2009-04-01")}.is_valid()));
}

TEST(DateRange, CountsWholeMonthsWithBothEndsIncluded) {
    EXPECT_EQ(whole_months("2009-04-01", "2010-03-31"), 12);
    EXPECT_EQ(whole_months("2009-04-01", "2010-03-30"), 11);
    EXPECT_EQ(whole_months("2009-01-15", "2009-02-14"), 1);
    EXPECT_EQ(whole_months("2009-01-15", "2009-02-13"), 0);
    EXPECT_EQ(whole_months("2009-04-01", "2009-04-01"), 0);
}

TEST(DateRange, CountsAMonthFromADayTheNextMonthLacks) {
    EXPECT_EQ(whole_months("2009-01-31", "2009-02-27"), 1);
    EXPECT_EQ(whole_months("2009-01-31", "2009-02-26"), 0);
    EXPECT_EQ(whole_months("2009-04-30", "2009-05-29"), 1);
    EXPECT_EQ(whole_months("2008-02-29", "2009-02-27"), 12);
}

TEST(DateRange, RefusesToCountMonthsBackwards) {
    EXPECT_THROW(whole_months("2009-04-02", "2009-04-01"), contract_violation);
}

}  // namespace
}  // namespace tranche::domain
