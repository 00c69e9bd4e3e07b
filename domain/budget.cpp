#include "domain/budget.hpp"

#include "domain/rounding.hpp"

#include <array>
#include <string>

namespace tranche::domain {
namespace {

constexpr int quantity_places = 3;

// "12.5" is 12500 thousandths.
std::optional<std::int64_t> thousandths(std::string_view text) {
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    auto places = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    while (places.ends_with('0')) {
        places.remove_suffix(1);
    }
    if (whole.empty() || whole.size() > 12 || places.size() > quantity_places) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    for (const char one : std::string{whole} + std::string{places} +
             std::string(quantity_places - places.size(), '0')) {
        if (one < '0' || one > '9') {
            return std::nullopt;
        }
        number = number * 10 + (one - '0');
    }
    return number;
}

money part_of(money whole, percentage share) {
    return {share.of(whole.minor()), whole.currency_unit()};
}

}  // namespace

std::optional<money> line_amount(std::string_view quantity, money unit_price) {
    const auto exact = thousandths(quantity);
    if (!exact) {
        return std::nullopt;
    }
    return money{mul_div_round(unit_price.minor(), *exact, 1000), unit_price.currency_unit()};
}

std::vector<violation> check_budget(const budget_totals& totals, const budget_caps& caps) {
    std::vector<violation> found;
    if (caps.staff_office_cap &&
        caps.staff_office_cap->is_exceeded_by(
            totals.staff_and_office.minor(), totals.all.minor()
        )) {
        found.push_back(
            {"",
             "staff_office_cap_exceeded",
             {{"amount", shown(totals.staff_and_office)},
              {"percent", caps.staff_office_cap->to_decimal()},
              {"total", shown(totals.all)}},
             breach{
                 rule_id::r15,
                 totals.staff_and_office - part_of(totals.all, *caps.staff_office_cap)}}
        );
    }
    if (caps.evaluation_minimum) {
        // At least p %: the rest must not exceed 100 - p.
        const auto most_of_rest =
            percentage::from_scaled(1'000'000 - caps.evaluation_minimum->scaled());
        const auto rest = totals.all - totals.evaluation;
        if (most_of_rest.is_exceeded_by(rest.minor(), totals.all.minor())) {
            found.push_back(
                {"",
                 "evaluation_below_minimum",
                 {{"amount", shown(totals.evaluation)},
                  {"percent", caps.evaluation_minimum->to_decimal()},
                  {"total", shown(totals.all)}},
                 breach{
                     rule_id::r16,
                     part_of(totals.all, *caps.evaluation_minimum) - totals.evaluation}}
            );
        }
    }
    return found;
}

std::vector<violation> remarks_on_budget(const budget_totals& totals, const budget_caps& caps) {
    const auto& cap = caps.staff_office_cap;
    const auto& spent = totals.staff_and_office;
    if (!cap || cap->scaled() == 0 || cap->is_exceeded_by(spent.minor(), totals.all.minor())) {
        return {};
    }
    const auto near = percentage::from_scaled(cap->scaled() / 100 * near_the_cap_percent);
    if (!near.is_exceeded_by(spent.minor(), totals.all.minor())) {
        return {};
    }
    return {
        {"",
         "staff_office_cap_near",
         {{"amount", shown(spent)}, {"percent", cap->to_decimal()}, {"total", shown(totals.all)}},
         breach{rule_id::r15_near, spent - part_of(totals.all, near)}}};
}

std::string_view name(budget_route route) {
    constexpr std::array<std::string_view, 4> names{"first", "notice", "approval", "amendment"};
    return names.at(static_cast<std::size_t>(route));
}

budget_route route_of(bool first, std::span<const budget_line_step> lines) {
    if (first) {
        return budget_route::first;
    }
    std::int64_t change = 0;
    bool beyond = false;
    for (const auto& line : lines) {
        const auto step = (line.after - line.before).minor();
        change += step;
        beyond |= line.flexibility.is_exceeded_by(step < 0 ? -step : step, line.before.minor());
    }
    if (change != 0) {
        return budget_route::amendment;
    }
    return beyond ? budget_route::approval : budget_route::notice;
}

}  // namespace tranche::domain
