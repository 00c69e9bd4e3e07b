#include "domain/forecast.hpp"

namespace tranche::domain {

bool needs_explanation(money forecast, money actual, std::optional<percentage> allowed) {
    const auto apart = (actual - forecast).minor();
    return allowed && allowed->is_exceeded_by(apart < 0 ? -apart : apart, forecast.minor());
}

}  // namespace tranche::domain
