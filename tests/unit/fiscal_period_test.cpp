#include "domain/fiscal_period.hpp"

#include "domain/contract.hpp"

#include <gtest/gtest.h>

namespace tranche::domain {
namespace {

date day(const char* text) {
    return parse_date(text).value();
}

std::string printed(const date_range& range) {
    return to_string(range.first) + " " + to_string(range.last);
}

TEST(Quarter, ContainsTheDaysOfItsThreeMonths) {
    EXPECT_EQ(quarter::containing(day("2009-01-01")), quarter(2009, 1));
    EXPECT_EQ(quarter::containing(day("2009-03-31")), quarter(2009, 1));
    EXPECT_EQ(quarter::containing(day("2009-04-01")), quarter(2009, 2));
    EXPECT_EQ(quarter::containing(day("2009-12-31")), quarter(2009, 4));
}

TEST(Quarter, RunsFromItsFirstToItsLastDay) {
    EXPECT_EQ(printed(quarter(2009, 1).range()), "2009-01-01 2009-03-31");
    EXPECT_EQ(printed(quarter(2009, 2).range()), "2009-04-01 2009-06-30");
    EXPECT_EQ(printed(quarter(2009, 4).range()), "2009-10-01 2009-12-31");
}

TEST(Quarter, FollowsAndPrecedesAcrossYears) {
    EXPECT_EQ(quarter(2009, 4).next(), quarter(2010, 1));
    EXPECT_EQ(quarter(2010, 1).previous(), quarter(2009, 4));
    EXPECT_EQ(quarter(2009, 2).next(), quarter(2009, 3));
    EXPECT_EQ(quarter(2009, 3).previous(), quarter(2009, 2));
}

TEST(Quarter, OrdersByTimeAndPrintsItsLabel) {
    EXPECT_LT(quarter(2009, 4), quarter(2010, 1));
    EXPECT_LT(quarter(2009, 1), quarter(2009, 2));
    EXPECT_EQ(quarter(2009, 2).label(), "2009-Q2");
}

TEST(Quarter, RefusesNumbersAndYearsThatDoNotExist) {
    EXPECT_THROW(quarter(2009, 0), contract_violation);
    EXPECT_THROW(quarter(2009, 5), contract_violation);
    EXPECT_THROW(quarter(0, 1), contract_violation);
    EXPECT_THROW(quarter(9999, 4).next(), contract_violation);
    EXPECT_THROW(quarter::containing(date{}), contract_violation);
}

TEST(FiscalYear, IsTheCalendarYearWhenItStartsInJanuary) {
    EXPECT_EQ(printed(fiscal_year(2009).range()), "2009-01-01 2009-12-31");
    EXPECT_EQ(fiscal_year(2009).label(), "2009");
    EXPECT_EQ(fiscal_year::containing(day("2009-12-31")), fiscal_year(2009));
}

TEST(FiscalYear, RunsTwelveMonthsFromItsStartMonth) {
    EXPECT_EQ(printed(fiscal_year(2009, 4).range()), "2009-04-01 2010-03-31");
    EXPECT_EQ(printed(fiscal_year(2007, 3).range()), "2007-03-01 2008-02-29");
    EXPECT_EQ(fiscal_year(2009, 4).range().whole_months(), 12);
}

TEST(FiscalYear, TakesTheYearItsFirstDayLiesIn) {
    EXPECT_EQ(fiscal_year::containing(day("2010-03-31"), 4), fiscal_year(2009, 4));
    EXPECT_EQ(fiscal_year::containing(day("2010-04-01"), 4), fiscal_year(2010, 4));
    EXPECT_EQ(fiscal_year(2009, 4).label(), "2009/10");
    EXPECT_EQ(fiscal_year(1999, 7).label(), "1999/00");
}

TEST(FiscalYear, FollowsAndPrecedesWithTheSameStartMonth) {
    EXPECT_EQ(fiscal_year(2009, 4).next(), fiscal_year(2010, 4));
    EXPECT_EQ(fiscal_year(2009, 4).previous(), fiscal_year(2008, 4));
    EXPECT_LT(fiscal_year(2009, 4), fiscal_year(2010, 4));
}

TEST(FiscalYear, RefusesMonthsAndYearsThatDoNotExist) {
    EXPECT_THROW(fiscal_year(2009, 0), contract_violation);
    EXPECT_THROW(fiscal_year(2009, 13), contract_violation);
    EXPECT_THROW(fiscal_year(0), contract_violation);
    EXPECT_THROW(fiscal_year::containing(date{}), contract_violation);
}

}  // namespace
}  // namespace tranche::domain
