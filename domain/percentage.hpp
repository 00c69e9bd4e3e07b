// An exact percentage of a fund's or an agreement's terms (retention, caps, support cost), kept
// in ten-thousandths of a percent. Limits compare amounts, never rounded percents: 30.00 % of
// the total passes a cap of 30 and one cent more does not (R15).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

class percentage {
public:
    /// Zero percent.
    constexpr percentage() = default;

    /// "30.00", "7", "0.125": 0 to 1000 with at most 4 decimals. Empty for anything else.
    static std::optional<percentage> parse(std::string_view decimal);

    /// The percentage of this many ten-thousandths of a percent: 300000 is 30 %.
    /// Throws contract_violation outside 0 to 1000 %.
    static percentage from_scaled(std::int64_t scaled);

    /// Ten-thousandths of a percent.
    constexpr std::int64_t scaled() const { return scaled_; }

    /// This share of `minor` units, half away from zero. Throws money_overflow when too large.
    std::int64_t of(std::int64_t minor) const;

    /// The same without the fraction of a unit: the least that is this share but for less than one.
    std::int64_t whole_of(std::int64_t minor) const;

    /// Whether `part` is more than this percentage of `total`, compared exactly. Equal is not more.
    bool is_exceeded_by(std::int64_t part, std::int64_t total) const;

    /// Without trailing zeros: "30", "6.25".
    std::string to_decimal() const;

    // NOLINTNEXTLINE(modernize-use-nullptr): the check misreads <=>
    friend constexpr auto operator<=>(const percentage&, const percentage&) = default;

private:
    explicit constexpr percentage(std::int64_t scaled) : scaled_(scaled) {}

    std::int64_t scaled_ = 0;
};

}  // namespace tranche::domain
