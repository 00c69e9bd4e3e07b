// How far an indicator has come: its values over several periods made one, compared with baseline
// and target. Values are exact, in ten-thousandths of the indicator's unit; nothing unknown counts
// as zero.
#pragma once

#include "domain/calendar.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tranche::domain {

/// How the periods of an indicator add up. Each indicator says it; there is no default (R56).
enum class aggregation { sum, max, latest };

std::string_view name(aggregation how);
std::optional<aggregation> aggregation_from_name(std::string_view name);

/// "25", "-1.5", "0.0625": at most 14 digits before and 4 after the point, as ten-thousandths.
/// Empty for anything else.
std::optional<std::int64_t> parse_measure(std::string_view decimal);
/// Without trailing zeros: 250000 is "25".
std::string measure_to_decimal(std::int64_t scaled);

/// A value measured in a period, in ten-thousandths.
struct measured_value {
    date_range period;
    std::int64_t scaled;
};

/// The one value of all periods; empty without any. The latest is that of the period that ends
/// last, among those the one that starts last. Throws money_overflow when a sum does not fit.
std::optional<std::int64_t> aggregate(std::span<const measured_value> values, aggregation how);

/// Where an indicator starts, where it is to go and where it is.
struct progress_facts {
    std::optional<std::int64_t> baseline = {};
    std::int64_t target = 0;
    std::optional<std::int64_t> actual = {};
    bool ascending = true;
};

/// (actual - baseline) / (target - baseline) in hundredths of a percent, half away from zero. A
/// falling indicator needs no rule of its own. Empty when a value is missing or target and baseline
/// are equal. Throws money_overflow when it does not fit.
std::optional<std::int64_t> achievement_percent(const progress_facts& facts);

enum class progress_status { met, on_track, no_progress, not_reported };

std::string_view name(progress_status status);

/// Decided on exact values: 99.999 % rounds to 100.00 and is not met. Without a baseline only "met"
/// and "not_reported" can be told; empty otherwise.
std::optional<progress_status> progress_status_of(const progress_facts& facts);

}  // namespace tranche::domain
