// Sums and caps of a budget, and the way a change of it has to go. Percent limits compare amounts,
// never rounded percents: 30.00 % of 150,000.00 is 45,000.00, and one cent more is too much (R15,
// R16).
#pragma once

#include "domain/error.hpp"
#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tranche::domain {

// Quantity (a decimal with at most three places) times unit price, rounded half away from zero.
// Empty for a finer quantity.
std::optional<money> line_amount(std::string_view quantity, money unit_price);

struct budget_totals {
    money all;
    money staff_and_office;
    money evaluation;
};

struct budget_caps {
    std::optional<percentage> staff_office_cap;    // R15: at most
    std::optional<percentage> evaluation_minimum;  // R16: at least
};

std::vector<violation> check_budget(const budget_totals& totals, const budget_caps& caps);

// From here on somebody says why a cap is nearly used up: 95 % of it.
inline constexpr std::int64_t near_the_cap_percent = 95;
std::vector<violation> remarks_on_budget(const budget_totals& totals, const budget_caps& caps);

/// How a version comes into force: the first one and whatever moves more than a line bends by are
/// approved (R21), another total is an amendment (R20), the rest needs notice only.
enum class budget_route : std::uint8_t { first, notice, approval, amendment };

std::string_view name(budget_route route);

/// One line in the version that a person decided last, and in the new one; zero where it is not.
struct budget_line_step {
    money before;
    money after;
    percentage flexibility;
};

/// Notices are measured against what a person decided last, so that many small ones do not add up
/// to more than a line bends by.
budget_route route_of(bool first, std::span<const budget_line_step> lines);

}  // namespace tranche::domain
