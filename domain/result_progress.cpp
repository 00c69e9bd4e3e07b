#include "domain/result_progress.hpp"

#include "domain/contract.hpp"
#include "domain/decimal.hpp"
#include "domain/rounding.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace tranche::domain {

namespace {

constexpr int decimals = 4;
constexpr std::int64_t whole_in_hundredths = 10'000;  // 100.00 %

constexpr std::array<std::pair<aggregation, std::string_view>, 3> aggregation_names{
    {{aggregation::sum, "sum"}, {aggregation::max, "max"}, {aggregation::latest, "latest"}}};

std::int64_t sum_of(std::span<const measured_value> values) {
    int128 sum = 0;
    for (const auto& one : values)
        sum += one.scaled;
    return narrow(sum);
}

bool target_reached(const progress_facts& facts) {
    // With a baseline the direction is that of the target; without one the indicator says it.
    const bool rising = facts.baseline && *facts.baseline != facts.target
        ? facts.target > *facts.baseline
        : facts.ascending;
    return rising ? *facts.actual >= facts.target : *facts.actual <= facts.target;
}

}  // namespace

std::string_view name(aggregation how) {
    for (const auto& [value, text] : aggregation_names) {
        if (value == how) return text;
    }
    throw contract_violation("name: not an aggregation");
}

std::optional<aggregation> aggregation_from_name(std::string_view name) {
    for (const auto& [value, text] : aggregation_names) {
        if (text == name) return value;
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_measure(std::string_view decimal) {
    return parse_scaled(decimal, {.whole_digits = 14, .decimals = decimals, .negative = true});
}

std::string measure_to_decimal(std::int64_t scaled) {
    return without_trailing_zeros(to_decimal(scaled, decimals));
}

std::optional<std::int64_t> aggregate(std::span<const measured_value> values, aggregation how) {
    if (values.empty()) return std::nullopt;
    switch (how) {
        case aggregation::sum:
            return sum_of(values);
        case aggregation::max:
            return std::ranges::max(values, {}, &measured_value::scaled).scaled;
        case aggregation::latest:
            return std::ranges::max_element(
                       values,
                       [](const date_range& left, const date_range& right) {
                           return std::tie(left.last, left.first) <
                               std::tie(right.last, right.first);
                       },
                       &measured_value::period
            )
                ->scaled;
    }
    throw contract_violation("aggregate: not an aggregation");
}

std::optional<std::int64_t> achievement_percent(const progress_facts& facts) {
    if (!facts.baseline || !facts.actual || facts.target == *facts.baseline) return std::nullopt;
    const auto way = static_cast<int128>(facts.target) - *facts.baseline;
    const auto gone = static_cast<int128>(*facts.actual) - *facts.baseline;
    return narrow(divide_round(gone * whole_in_hundredths, way));
}

std::string_view name(progress_status status) {
    switch (status) {
        case progress_status::met:
            return "met";
        case progress_status::on_track:
            return "on_track";
        case progress_status::no_progress:
            return "no_progress";
        case progress_status::not_reported:
            return "not_reported";
    }
    throw contract_violation("name: not a progress status");
}

std::optional<progress_status> progress_status_of(const progress_facts& facts) {
    if (!facts.actual) return progress_status::not_reported;
    if (target_reached(facts)) return progress_status::met;
    if (!facts.baseline) return std::nullopt;
    const bool moved_towards_target = facts.target > *facts.baseline
        ? *facts.actual > *facts.baseline
        : facts.target < *facts.baseline && *facts.actual < *facts.baseline;
    return moved_towards_target ? progress_status::on_track : progress_status::no_progress;
}

}  // namespace tranche::domain
