#include "domain/fiscal_period.hpp"

#include "domain/contract.hpp"

namespace tranche::domain {
namespace {

void expect_year(int year) {
    expects(year >= 1 && year <= 9999, "the year is not 1 to 9999");
}

date first_of_month(int year, int month) {
    return date{
        std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{1}};
}

int month_of(date day) {
    return static_cast<int>(unsigned{day.month()});
}

std::string four_digits(int year) {
    return to_string(first_of_month(year, 1)).substr(0, 4);
}

}  // namespace

quarter::quarter(int year, int number) : year_(year), number_(number) {
    expect_year(year);
    expects(number >= 1 && number <= 4, "a quarter is 1 to 4");
}

quarter quarter::containing(date day) {
    expects(day.ok(), "the date does not exist");
    return {int{day.year()}, (month_of(day) + 2) / 3};
}

std::optional<quarter> quarter::parse(std::string_view label) {
    // The year is that of a date, which has its own rules.
    if (label.size() != 7 || label.substr(4, 2) != "-Q" || label[6] < '1' || label[6] > '4') {
        return std::nullopt;
    }
    const auto day = parse_date(std::string{label.substr(0, 4)} + "-01-01");
    return day ? std::optional{quarter{int{day->year()}, label[6] - '0'}} : std::nullopt;
}

quarter quarter::next() const {
    return number_ == 4 ? quarter(year_ + 1, 1) : quarter(year_, number_ + 1);
}

quarter quarter::previous() const {
    return number_ == 1 ? quarter(year_ - 1, 4) : quarter(year_, number_ - 1);
}

date_range quarter::range() const {
    return {
        first_of_month(year_, number_ * 3 - 2), end_of_month(first_of_month(year_, number_ * 3))};
}

std::string quarter::label() const {
    return four_digits(year_) + "-Q" + std::to_string(number_);
}

fiscal_year::fiscal_year(int year, int start_month) : year_(year), start_month_(start_month) {
    expect_year(year);
    expects(start_month >= 1 && start_month <= 12, "a month is 1 to 12");
}

fiscal_year fiscal_year::containing(date day, int start_month) {
    expects(day.ok(), "the date does not exist");
    const int year = int{day.year()};
    return fiscal_year(month_of(day) < start_month ? year - 1 : year, start_month);
}

date_range fiscal_year::range() const {
    const auto first = first_of_month(year_, start_month_);
    return {first, end_of_month(add_months(first, 11))};
}

std::string fiscal_year::label() const {
    if (start_month_ == 1) return four_digits(year_);
    return four_digits(year_) + "/" + four_digits(year_ + 1).substr(2);
}

}  // namespace tranche::domain
