// What a project expects to spend, and when its going otherwise has to be explained.
#pragma once

#include "domain/money.hpp"
#include "domain/percentage.hpp"

#include <optional>

namespace tranche::domain {

/// Whether a quarter's expenditure lies further from its forecast than the fund's term allows.
/// Exactly so far is allowed; without a term nothing is to be explained.
bool needs_explanation(money forecast, money actual, std::optional<percentage> allowed);

}  // namespace tranche::domain
