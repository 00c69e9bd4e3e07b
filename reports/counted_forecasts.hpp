// Which forecast of a project counts for a quarter: the last one made that names it.
#pragma once

#include "persistence/cut.hpp"

#include <string>

namespace tranche::reports {

/// A query over the projects in "scope" (id): (project_id, quarter_first, forecast_id, number,
/// made_on), one row per quarter that a forecast names; of the forecast with this number alone when
/// it is not empty, as SQL.
std::string counted_forecasts(const std::string& number, const persistence::cut_sql& cut);

}  // namespace tranche::reports
