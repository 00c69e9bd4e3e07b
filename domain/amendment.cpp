#include "domain/amendment.hpp"

#include <algorithm>
#include <array>

namespace tranche::domain {

std::string_view name(amendment_kind kind) {
    constexpr std::array<std::string_view, 6> names{
        "administrative_correction", "budget_within", "budget_beyond", "results_change",
        "no_cost_extension",         "other"};
    return names.at(static_cast<std::size_t>(kind));
}

std::string_view name(amendment_route route) {
    constexpr std::array<std::string_view, 3> names{"notice", "approval", "full"};
    return names.at(static_cast<std::size_t>(route));
}

amendment_kind kind_of(const amendment_change& change) {
    using enum amendment_kind;
    bool moves = false;
    std::int64_t value = 0;
    std::int64_t more = 0;
    std::int64_t less = 0;
    for (const auto& line : change.lines) {
        moves |= line.after != line.before;
        value += line.decided.minor();
        const auto step = (line.after - line.decided).minor();
        (step > 0 ? more : less) += step > 0 ? step : -step;
    }
    if (moves) {
        return change.limit.is_exceeded_by(std::max(more, less), value) ? budget_beyond
                                                                        : budget_within;
    }
    if (change.results_change) {
        return results_change;
    }
    if (change.end_after > change.end_before && !change.start_changes && !change.terms_change &&
        !change.tranches_change) {
        return no_cost_extension;
    }
    return change.end_after != change.end_before || change.start_changes || change.terms_change ||
            change.tranches_change
        ? other
        : administrative_correction;
}

amendment_route route_of(amendment_kind kind) {
    switch (kind) {
        case amendment_kind::administrative_correction:
            return amendment_route::notice;
        case amendment_kind::budget_beyond:
            return amendment_route::full;
        default:
            return amendment_route::approval;
    }
}

}  // namespace tranche::domain
